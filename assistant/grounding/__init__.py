"""Every number, date, name and policy statement in an answer leads to a tool's output, or it does not go out."""

"""What can be done: one small module a tool, with typed input, typed output, effect and sources."""

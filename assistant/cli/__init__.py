"""The command `workforce`. Heavy libraries are imported inside the commands, so that help starts at once."""

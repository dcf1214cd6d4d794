"""Who does it: the agent, its models, the oversight log, and the ways in."""

__version__ = "0.1.0"

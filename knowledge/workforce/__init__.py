"""The workforce domain in plain Python: no framework, no storage."""

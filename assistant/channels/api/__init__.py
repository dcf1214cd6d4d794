"""The HTTP API of the public contract, under /api/v1, and health."""

"""Chat models: the built-in one, and any behind an OpenAI-compatible endpoint."""

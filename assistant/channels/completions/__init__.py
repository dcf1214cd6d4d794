"""The assistant behind OpenAI's chat-completions protocol, for any program that speaks it."""

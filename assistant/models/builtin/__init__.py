"""The built-in model: a chat model that needs nothing. It chooses tools by meaning and fills in what they ask for."""

"""The policy index: documents read, cut into passages, embedded, searched and quoted."""

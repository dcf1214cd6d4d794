"""Taxonomies of skills and work (ESCO, O*NET), kept apart from the company's own vocabulary, and links to it."""

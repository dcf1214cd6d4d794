"""Governance: the same standard for every kind of contributor, as rules from facts to gaps."""

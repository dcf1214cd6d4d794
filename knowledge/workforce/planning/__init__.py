"""Engagement plans: from the work to a decision that people sign."""

"""Slack, where managers ask: over HTTP or Socket Mode, through one durable queue."""

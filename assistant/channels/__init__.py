"""The ways in. A channel takes a question, knows who asks, and gives the answer; it knows no graph."""

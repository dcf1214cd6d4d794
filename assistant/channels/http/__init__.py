"""What every HTTP route shares: who is asking, how a refusal looks, and how events are streamed."""

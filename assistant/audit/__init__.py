"""The oversight log: every action of the assistant as evidence that can be checked without trusting it."""

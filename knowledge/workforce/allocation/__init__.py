"""Many demands at once: who fills which place, at what cost, with a proven bound, and why not more."""

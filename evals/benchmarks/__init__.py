"""Benchmarks: each prints its ratio to an alternative that runs in the same process."""

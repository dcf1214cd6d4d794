"""How well it is done: cases, scorers, reports and benchmarks."""

"""Where the public data lies that some tests try things on, when it is there."""

from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data"

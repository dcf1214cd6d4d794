"""The process that solves: a problem on standard input, lines of JSON on standard output, the last one the answer.

It is a process of its own so that time, memory and a cancelled job are limits that hold, whatever the solver does.
"""

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from knowledge.workforce.allocation.parsing import loads, parse, read
from knowledge.workforce.allocation.solve import solve
from knowledge.workforce.errors import BadInput

MEMORY_BYTES = 6 * 2**30
"""Address space; the solver's threads reserve far more than they use."""


def main(arguments: list[str], given: TextIO, out: TextIO) -> None:
    """`seconds` (from now), the time already spent, and a file or `-` for standard input."""
    seconds, path = float(arguments[0]), arguments[1]
    started = time.monotonic()
    _limit_memory()
    gc.disable()  # a million pairs are many small objects and no cycles: collecting doubles the time to read them

    def say(kind: str, value: Any) -> None:
        out.write(json.dumps({kind: value}, allow_nan=False) + "\n")
        out.flush()

    try:
        document = loads(given.read(), "The problem") if path == "-" else read(Path(path))
        problem = parse(document)
        del document
        say("pairs", problem.pairs)
        left = max(seconds - (time.monotonic() - started), 0.5)
        answer = solve(problem, left, lambda plan: say("plan", plan))
        answer["seconds"] = round(time.monotonic() - started, 3)
        say("answer", answer)
    except BadInput as error:
        say("bad_input", str(error))
    except MemoryError:
        say("failed", "The problem needs more memory than a solve may take; split it.")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin, sys.stdout)

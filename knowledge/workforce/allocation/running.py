"""Solving in a worker process, with limits on time and memory, progress, and cancelling."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from knowledge.workforce.errors import BadInput, Unavailable

GRACE_SECONDS = 5.0
"""How long after its time a worker may still write its answer down."""
DEFAULT_SECONDS = 10.0
MOST_SECONDS = 3600.0

Progress = Callable[[dict[str, Any]], None]


def allocate(
    problem: Mapping[str, Any] | Path,
    seconds: float = DEFAULT_SECONDS,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """The answer document of a problem (a document, or a file of one); `progress` hears of each better plan.

    Raises `BadInput` for a problem that can't be taken and `Unavailable` when the solver can't run. When the time is over or the
    job is cancelled the best plan so far is the answer, with its bound.
    """
    if not 0 < seconds <= MOST_SECONDS:
        raise BadInput(f"The time must be above 0 and at most {MOST_SECONDS:g} seconds, not {seconds:g}.")
    started = time.monotonic()
    of_file = isinstance(problem, Path)
    worker = subprocess.Popen(  # noqa: S603 - our own module, under this interpreter
        [sys.executable, "-m", "knowledge.workforce.allocation.worker", str(seconds), str(problem) if of_file else "-"],
        stdin=subprocess.DEVNULL if of_file else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    said: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threads = [threading.Thread(target=_listen, args=(worker, said), daemon=True)]
    if not of_file:
        threads.append(threading.Thread(target=_feed, args=(worker, problem), daemon=True))
    for thread in threads:
        thread.start()
    best: dict[str, Any] | None = None
    try:
        while True:
            if cancelled() or time.monotonic() - started > seconds + GRACE_SECONDS:
                return _so_far(best, time.monotonic() - started)
            try:
                line = said.get(timeout=0.1)
            except queue.Empty:
                continue
            if line is None:
                if best is None:
                    raise Unavailable(
                        "The solver ended without an answer, perhaps for lack of memory; split the problem."
                    )
                return _so_far(best, time.monotonic() - started)
            if "answer" in line:
                return line["answer"]
            if "bad_input" in line:
                raise BadInput(line["bad_input"])
            if "failed" in line:
                if best is not None:
                    return _so_far(best, time.monotonic() - started)
                raise Unavailable(line["failed"])
            if "plan" in line:
                best = line["plan"]
                if progress is not None:
                    progress(line["plan"])
    finally:
        worker.kill()
        for thread in threads:
            thread.join(timeout=5)
        worker.wait()
        for stream in (worker.stdin, worker.stdout):
            if stream is not None and not stream.closed:
                stream.close()


def _so_far(best: dict[str, Any] | None, seconds: float) -> dict[str, Any]:
    if best is None:
        return {
            "status": "timeout",
            "objective": None,
            "bound": None,
            "gap": None,
            "assignments": [],
            "unfilled": [],
            "seconds": round(seconds, 3),
            "warnings": ["The time was over before a first plan was found; allow more seconds."],
        }
    return {**best, "seconds": round(seconds, 3)}


def _listen(worker: "subprocess.Popen[str]", said: "queue.Queue[dict[str, Any] | None]") -> None:
    assert worker.stdout is not None  # noqa: S101 - it is a pipe
    try:
        for line in worker.stdout:
            said.put(json.loads(line))
    except ValueError:
        pass
    said.put(None)


def _feed(worker: "subprocess.Popen[str]", problem: Any) -> None:
    assert worker.stdin is not None  # noqa: S101 - it is a pipe
    try:
        json.dump(problem, worker.stdin)
        worker.stdin.close()
    except (BrokenPipeError, ValueError):
        pass

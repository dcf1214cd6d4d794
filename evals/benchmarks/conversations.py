"""100 conversations at once with the built-in model, and 200 turns of one.

Each conversation asks about its own person and goes on with "and in March?", so that another's state would show. Targets:
no error, p95 under 1.5 s, memory under 700 MB; 200 turns under 20 MB. Run: `python evals/benchmarks/conversations.py`.
"""

import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from assistant.bootstrap import Installation, install
from assistant.cli.data import load_demo
from assistant.conversation import Question
from assistant.settings import Settings
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.viewer import OPERATOR

TODAY = date(2026, 11, 24)
CONVERSATIONS = 100
TURNS = 200


def talk(opened: Installation, person: str) -> list[float]:
    """Two turns about one person; the seconds of each."""
    times: list[float] = []
    thread: str | None = None
    for text in (f"is {person} free next week?", "and in March?"):
        started = time.perf_counter()
        answer = opened.assistant.answer(Question(text, OPERATOR, "benchmark", thread))
        times.append(time.perf_counter() - started)
        thread = answer.thread
        assert answer.status == "answered", answer
        assert answer.tools[0].input["contributors"] == [person], (person, answer.tools[0].input)
    return times


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        opened = install(Settings(_env_file=None, home=home, today=TODAY, model="builtin"))  # pyright: ignore[reportCallIssue]
        load_demo(opened)
        with opened.registry.reading(OPERATOR) as reading:
            people = [person.id for person in reading.contributors(Criteria())][:CONVERSATIONS]
        talk(opened, people[0])
        with ThreadPoolExecutor(CONVERSATIONS) as pool:
            times = [t for pair in pool.map(partial(talk, opened), people) for t in pair]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"{len(people)} conversations at once: p50 {statistics.median(times):.2f} s, p95 {p95:.2f} s, {peak:.0f} MB at most"
        )
        thread = opened.assistant.answer(Question(f"is {people[0]} free next week?", OPERATOR, "benchmark")).thread
        before = _size(home)
        for n in range(TURNS):
            month = "March" if n % 2 else "April"
            opened.assistant.answer(Question(f"and in {month}?", OPERATOR, "benchmark", thread))
        print(f"{TURNS} turns of one conversation: {(_size(home) - before) / 1e6:.1f} MB more on disk")
        opened.close()


def _size(home: Path) -> int:
    return sum(path.stat().st_size for path in home.glob("conversations.sqlite3*"))


if __name__ == "__main__":
    main()

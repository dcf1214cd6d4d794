"""`python -m evals.run [--suite NAME] [--least SHARE]`: every case on the demonstration company, and a table of results."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from assistant.bootstrap import Installation, install
from assistant.cli.data import load_demo
from assistant.conversation import Question
from assistant.settings import Settings
from evals.case import DAY, Case, load
from evals.scorers import failures
from knowledge.workforce.viewer import OPERATOR, Role, Viewer


def play(opened: Installation, case: Case) -> list[str]:
    """What fails in a case: the turn's number and the scorers' names."""
    viewer = OPERATOR
    if case.roles:
        viewer = Viewer("asker@alderquay.example", frozenset(Role(role) for role in case.roles))
    thread: str | None = None
    wrong: list[str] = []
    for n, turn in enumerate(case.turns, 1):
        answer = opened.assistant.answer(Question(turn.ask, viewer, "eval", thread))
        thread = answer.thread
        wrong += [f"turn {n}: {name} ({answer.status})" for name in failures(answer, turn.expect, opened.log)]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", help="one suite alone")
    parser.add_argument("--least", type=float, default=1.0, help="the share of cases that must pass")
    chosen = parser.parse_args()
    cases = load(chosen.suite)
    if not cases:
        print(f"There is no suite {chosen.suite}.", file=sys.stderr)
        return 2
    passed: Counter[str] = Counter()
    total = Counter(case.suite for case in cases)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        opened = install(Settings(_env_file=None, home=Path(folder), today=DAY, model="builtin"))  # pyright: ignore[reportCallIssue]
        load_demo(opened)
        for case in cases:
            wrong = play(opened, case)
            passed[case.suite] += not wrong
            for problem in wrong:
                print(f"{case.suite}/{case.id}: {problem}")
        opened.close()
    print("| suite | passed | cases |\n| --- | ---: | ---: |")
    for suite in sorted(total):
        print(f"| {suite} | {passed[suite]} | {total[suite]} |")
    share = passed.total() / total.total()
    print(f"| all | {passed.total()} | {total.total()} |\n\n{share:.0%} in {time.perf_counter() - started:.0f} s")
    return 0 if share >= chosen.least else 1


if __name__ == "__main__":
    sys.exit(main())

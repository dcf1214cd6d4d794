"""What drafting a plan adds to its shortlist, and many approvals at once.

Target: a draft takes no more than the shortlist behind it plus 300 ms. Run: `python -m evals.benchmarks.plans [PEOPLE [ROUNDS]]`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from assistant.approvals import Bound
from assistant.bootstrap import Installation, install
from assistant.settings import Settings
from knowledge.registry.importing import import_tables
from knowledge.workforce.errors import WorkforceError
from knowledge.workforce.viewer import OPERATOR, Viewer
from tools import draft_plan, shortlist
from tools.contract import Context
from tools.plan_work import ALL_KINDS

TODAY = date(2026, 11, 24)
KINDS = ("employee", "employee", "freelancer", "agency_worker", "vendor_worker")
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
PLANS, WORKERS = 50, 16


def tables(people: int) -> dict[str, list[dict[str, str]]]:
    """A company of so many people with five skills each, one of fifty of whom can weld."""
    skills = [f"skill {n}" for n in range(200)]
    contributors = [
        {"id": f"P{n}", "kind": KINDS[n % len(KINDS)], "name": f"Person {n}", "status": "active", "country": "DE"}
        | {"rate_amount": str(300 + n % 400), "rate_currency": "EUR", "rate_unit": "day"}
        for n in range(people)
    ]
    held = [
        {"contributor_id": f"P{n}", "skill": skills[(n * 7 + k * 13) % 200], "level": str(1 + (n + k) % 5)}
        for n in range(people)
        for k in range(5)
    ]
    held += [{"contributor_id": f"P{n}", "skill": "welding", "level": str(2 + n % 4)} for n in range(0, people, 50)]
    return {
        "contributors": contributors,
        "contributor_skills": held,
        "projects": [{"id": "PJ1", "name": "Yard", "owner_id": "P0", "country": "DE"}],
    }


def milliseconds(once: Callable[[], object]) -> float:
    started = time.perf_counter()
    once()
    return (time.perf_counter() - started) * 1000


def timed(opened: Installation) -> None:
    """The shortlist alone, and the draft with it, turn about."""
    given = {"skills": ["welding"], "start": "2027-02-01", "end": "2027-05-31"}
    alone: list[float] = []
    drafted: list[float] = []
    with opened.registry.reading(OPERATOR) as reading:
        kept = opened.approvals.proposer(OPERATOR, "benchmark", "benchmark", None)
        context = Context(OPERATOR, TODAY, reading, opened.policies, None, kept)
        ranked = shortlist.ShortlistInput.model_validate({**given, "kinds": ALL_KINDS, "limit": 200})
        asked = draft_plan.DraftPlanInput.model_validate({**given, "question": "draft a plan for welding"})
        for _ in range(ROUNDS + 1):
            alone.append(milliseconds(lambda: shortlist.run(ranked, context)))
            drafted.append(milliseconds(lambda: draft_plan.run(asked, context)))
    first, second = statistics.median(alone[1:]), statistics.median(drafted[1:])
    more = f"{second - first:,.0f} ms more (target 300), ratio {second / first:.2f}"
    print(f"shortlist {first:,.0f} ms, draft {second:,.0f} ms: {more}")


def at_once(opened: Installation) -> None:
    """Every approval of many plans, each given twice at the same time."""
    users = opened.registry.users
    for role in ("hr", "procurement", "it", "finance", "legal"):
        users.add(f"{role}@yard.example", roles=[role], org_units=[], slack_id=None)
    with opened.registry.reading(OPERATOR) as reading:
        kept = opened.approvals.proposer(OPERATOR, "benchmark", "benchmark", None)
        context = Context(OPERATOR, TODAY, reading, opened.policies, None, kept)
        given = draft_plan.DraftPlanInput.model_validate(
            {"question": "draft a plan for welding", "skills": ["welding"]}
        )
        answer = [draft_plan.run(given, context).plan for _ in range(PLANS)]
    plans = [opened.approvals.submit(plan["id"], OPERATOR, Bound(), "benchmark") for plan in answer]
    calls = [
        (plan.id, users.viewer(f"{part.function.value}@yard.example"))
        for plan in plans
        for part in plan.approvals
        for _ in range(2)
    ]

    def approve(call: tuple[str, Viewer]) -> bool:
        try:
            opened.approvals.approve(*call, Bound(), "benchmark")
        except WorkforceError:
            return False
        return True

    started = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        given_ = sum(pool.map(approve, calls))
    seconds = time.perf_counter() - started
    executed = sum(plan.status == "executed" for plan in opened.approvals.all(OPERATOR))
    log = "whole" if opened.log.verify().ok else "NOT whole"
    print(
        f"{len(calls)} approvals of {PLANS} plans by {WORKERS} at once: {given_} given, {len(calls) - given_} refused, "
        f"{executed} executed, log {log}, {len(calls) / seconds:,.0f} a second"
    )


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        opened = install(Settings(_env_file=None, home=home, today=TODAY, model="builtin"))  # pyright: ignore[reportCallIssue]
        import_tables(opened.registry, tables(people), "bench", home=home)
        print(f"{people:,} contributors")
        timed(opened)
        at_once(opened)
        opened.close()


if __name__ == "__main__":
    main()

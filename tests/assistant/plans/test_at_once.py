"""Many approvals at once, and processes that are killed on the way: a plan is executed once, and the log agrees."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.approvals import Bound
from assistant.audit.reading import Filter
from assistant.bootstrap import Installation
from knowledge.workforce.errors import BadInput, Conflict, NotPermitted
from knowledge.workforce.planning.drafting import draft
from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.planning.states import Plan
from knowledge.workforce.viewer import Viewer
from tests.assistant.plans.conftest import OWNER, REQUESTER, drafted, quay
from tools.contract import Context
from tools.plan_field import field_of
from tools.plan_work import Asked, work_of

PLANS, EACH = 50, 4


@pytest.fixture
def busy(database_url: str, tmp_path: Path) -> Installation:
    return quay(tmp_path / "home", database_url)


def test_two_hundred_approvals_of_fifty_plans(busy: Installation) -> None:
    """Every plan gets each of its approvals twice and one that is not allowed, all at the same time."""
    opened, users = busy, busy.registry.users
    first = drafted(opened)
    requester = users.viewer(REQUESTER)
    content = _content(opened)
    plans = [first, *(opened.approvals.draft(content, requester, "test") for _ in range(PLANS - 1))]
    for plan in plans:
        opened.approvals.submit(plan.id, requester, Bound(plan.version, plan.hash), "test")
    functions = [part.function.value for part in first.approvals]
    who = {f: users.viewer(OWNER if f == "business_owner" else f"{f}@quay.example") for f in functions}
    wanted = [(plan, who[f]) for plan in plans for f in functions]
    calls = [*wanted, *wanted, *((plan, requester) for plan in plans)]
    assert len(calls) >= PLANS * EACH

    def approve(call: tuple[Plan, Viewer]) -> str:
        plan, viewer = call
        try:
            opened.approvals.approve(plan.id, viewer, Bound(plan.version, plan.hash), "test")
        except (Conflict, NotPermitted) as refused:
            return type(refused).__name__ if str(refused) else "no reason"
        return "approved"

    with ThreadPoolExecutor(16) as pool:
        results = Counter(pool.map(approve, calls))
    assert results == {"approved": len(wanted), "Conflict": len(wanted), "NotPermitted": PLANS}
    events = list(opened.log.events(Filter()))
    executed = Counter(e["plan"] for e in events if e["kind"] == "plan.executed")
    assert executed == {plan.id: 1 for plan in plans}
    assert sum(e["kind"] == "approval.decided" for e in events) == len(wanted)
    assert {p.status for p in opened.approvals.all(requester)} == {PlanStatus.EXECUTED}
    with opened.registry.reading(requester) as reading:
        assert len(reading.bookings(project="PJ1")) == PLANS
    assert opened.log.verify().ok
    opened.close()


def _content(opened: Installation):
    viewer = opened.registry.users.viewer(REQUESTER)
    with opened.registry.reading(viewer) as reading:
        context = Context(viewer, reading.today, reading, opened.policies)
        asked = Asked(None, "D-7", None, (), (), (), None, None, None, None, None, None)
        work = work_of(asked, context)
        field, _ = field_of(work, [], context)
        return draft(work, field, reading.facts(), reading.today, REQUESTER)


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from assistant.approvals import Bound
from assistant.bootstrap import install
from tests.company import settings

home, plan, email, point = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
opened = install(settings(home))
opened.log
viewer = opened.registry.users.viewer(email)
left = [point]

def strike(*_):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)

event.listen(Engine, "before_cursor_execute", strike)
event.listen(Engine, "commit", strike)
opened.approvals.approve(plan, viewer, Bound(), "test")
"""


@pytest.mark.parametrize("point", [0, 5, 11, 17, 22, 26, 30, 34])
def test_killed_on_the_way_a_plan_is_executed_once_all_the_same(tmp_path: Path, point: int) -> None:
    home = tmp_path / "home"
    opened = quay(home)
    plan = drafted(opened)
    opened.approvals.submit(plan.id, opened.registry.users.viewer(REQUESTER), Bound(), "test")
    *rest, last = [
        OWNER if p.function.value == "business_owner" else f"{p.function.value}@quay.example" for p in plan.approvals
    ]
    for email in rest:
        opened.approvals.approve(plan.id, opened.registry.users.viewer(email), Bound(), "test")
    opened.close()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(home), plan.id, last, str(point)], check=False)
    assert killed.returncode in (0, 9)
    opened = quay(home)
    found = opened.approvals.show(plan.id, opened.registry.users.viewer(REQUESTER), "test")
    if killed.returncode == 9:
        assert found.status is PlanStatus.SUBMITTED
        assert found.written is None
        found = opened.approvals.approve(plan.id, opened.registry.users.viewer(last), Bound(), "test")
    assert found.status is PlanStatus.EXECUTED
    with pytest.raises(BadInput):
        opened.approvals.approve(plan.id, opened.registry.users.viewer(last), Bound(), "test")
    kinds = Counter(e["kind"] for e in opened.log.events(Filter()) if e.get("plan") == plan.id)
    assert kinds["plan.executed"] == 1
    assert kinds["approval.decided"] == len(plan.approvals)
    with opened.registry.reading(opened.registry.users.viewer(REQUESTER)) as reading:
        assert len(reading.bookings(project="PJ1")) == 1
    assert opened.log.verify().ok
    opened.close()

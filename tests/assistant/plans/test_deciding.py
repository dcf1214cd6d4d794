"""Submitting, approving, rejecting and undoing: who may, when, and what the log says of it."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assistant.approvals import Bound
from assistant.audit.reading import Filter
from assistant.bootstrap import Installation
from knowledge.registry import plan_writing, plans
from knowledge.workforce.errors import Conflict, NoSuchThing, NotPermitted
from knowledge.workforce.planning.plan import Function, PlanStatus
from knowledge.workforce.planning.redaction import shown_to
from knowledge.workforce.planning.states import Plan
from knowledge.workforce.viewer import OPERATOR, Viewer
from tests.assistant.plans.conftest import OWNER, REQUESTER, drafted

NOW = Bound()


def person(opened: Installation, email: str) -> Viewer:
    return opened.registry.users.viewer(email if "@" in email else f"{email}@quay.example")


def submitted(opened: Installation) -> Plan:
    plan = drafted(opened)
    return opened.approvals.submit(plan.id, person(opened, REQUESTER), Bound(plan.version, plan.hash), "test")


def approver(plan: Plan, function: Function) -> str:
    return OWNER if function is Function.BUSINESS_OWNER else f"{function.value}@quay.example"


def approved(opened: Installation, plan: Plan) -> Plan:
    for part in plan.approvals:
        plan = opened.approvals.approve(plan.id, person(opened, approver(plan, part.function)), NOW, "test")
    return plan


def events(opened: Installation, plan: str) -> list[dict[str, Any]]:
    return [event for event in opened.log.events(Filter()) if event.get("plan") == plan]


def test_a_plan_is_executed_with_its_last_approval_and_the_log_agrees(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    assert {part.function.value for part in plan.approvals} >= {"business_owner"}
    *rest, last = plan.approvals
    for part in rest:
        decided = opened.approvals.approve(plan.id, person(opened, approver(plan, part.function)), NOW, "test")
        assert decided.status is PlanStatus.SUBMITTED
        assert decided.executed_at is None
    done = opened.approvals.approve(plan.id, person(opened, approver(plan, last.function)), NOW, "test")
    assert done.status is PlanStatus.EXECUTED
    assert done.executed_at is not None
    kinds = Counter(event["kind"] for event in events(opened, plan.id))
    assert kinds["plan.drafted"] == kinds["plan.submitted"] == kinds["plan.executed"] == 1
    assert kinds["approval.decided"] == len(plan.approvals)
    assert all(e["decision"] == "approved" for e in events(opened, plan.id) if e["kind"] == "approval.decided")
    assert opened.log.verify().ok
    with opened.registry.reading(OPERATOR) as reading:
        (booking,) = [b for b in reading.bookings(project="PJ1") if b.status == "tentative"]
    assert (booking.start_date, booking.fte, booking.demand_id) == (date(2027, 3, 1), 0.5, "D-7")
    assert [step["function"] for step in done.checklist]


@pytest.mark.parametrize("who", [REQUESTER, "auditor", "operator@localhost"])
def test_who_may_see_a_plan_and_not_decide_is_refused(company_at_the_quay: Installation, who: str) -> None:
    plan = submitted(company_at_the_quay)
    with pytest.raises(NotPermitted):
        company_at_the_quay.approvals.approve(plan.id, person(company_at_the_quay, who), NOW, "test")
    refusals = [e for e in events(company_at_the_quay, plan.id) if e["kind"] == "refusal"]
    assert [e["decision"] for e in refusals] == ["not_permitted"]
    assert refusals[0]["reason"]


@pytest.mark.parametrize("who", ["manager", "contributor"])
def test_who_may_not_see_a_plan_learns_nothing_of_it(company_at_the_quay: Installation, who: str) -> None:
    plan = submitted(company_at_the_quay)
    for step in ("approve", "submit", "withdraw", "reject"):
        with pytest.raises(NoSuchThing, match="There is no plan"):
            getattr(company_at_the_quay.approvals, step)(plan.id, person(company_at_the_quay, who), NOW, "test")
    assert company_at_the_quay.approvals.all(person(company_at_the_quay, who)) == []


def test_a_requester_with_an_approving_role_decides_nothing_of_their_own(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    for role in ("finance", "hr", "procurement", "it", "legal"):
        opened.registry.users.add(REQUESTER, roles=[role], org_units=[], slack_id=None)
    plan = submitted(opened)
    with pytest.raises(NotPermitted, match="own request"):
        opened.approvals.approve(plan.id, person(opened, REQUESTER), NOW, "test")


def test_somebody_with_several_functions_approves_all_of_theirs(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    everything = [p.function.value for p in plan.approvals if p.function is not Function.BUSINESS_OWNER]
    opened.registry.users.add(OWNER, roles=everything, org_units=[], slack_id=None)
    done = opened.approvals.approve(plan.id, person(opened, OWNER), NOW, "test")
    assert done.status is PlanStatus.EXECUTED
    assert sum(e["kind"] == "approval.decided" for e in events(opened, plan.id)) == len(plan.approvals)


def test_stale_doubled_and_untimely_decisions_conflict(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = drafted(opened)
    one = person(opened, approver(plan, plan.approvals[0].function))
    with pytest.raises(Conflict, match="draft"):
        opened.approvals.approve(plan.id, one, NOW, "test")
    opened.approvals.submit(plan.id, person(opened, REQUESTER), NOW, "test")
    with pytest.raises(Conflict, match="version 1, not 2"):
        opened.approvals.approve(plan.id, one, Bound(2, plan.hash), "test")
    with pytest.raises(Conflict, match="hash"):
        opened.approvals.approve(plan.id, one, Bound(1, "0" * 64), "test")
    with pytest.raises(Conflict, match="only a plan that is draft"):
        opened.approvals.submit(plan.id, person(opened, REQUESTER), NOW, "test")
    opened.approvals.approve(plan.id, one, Bound(1, plan.hash), "test")
    with pytest.raises(Conflict, match="already"):
        opened.approvals.approve(plan.id, one, Bound(1, plan.hash), "test")
    assert sum(e["kind"] == "approval.decided" for e in events(opened, plan.id)) == 1


def test_a_changed_plan_has_to_be_approved_anew_and_keeps_the_assistants_words(
    company_at_the_quay: Installation,
) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    one = person(opened, approver(plan, plan.approvals[0].function))
    opened.approvals.approve(plan.id, one, NOW, "test")
    edited = opened.approvals.revise(plan.id, person(opened, REQUESTER), {"title": "PLC work"}, NOW, "test")
    assert (edited.version, edited.status, edited.title) == (2, PlanStatus.DRAFT, "PLC work")
    assert edited.hash != plan.hash
    assert all(part.status == "open" for part in edited.approvals)
    assert edited.content["edits"][0]["before"] == plan.title
    assert edited.history[-1]["differences"] == [{"field": "title", "from": plan.title, "to": "PLC work"}]
    with pytest.raises(Conflict):
        opened.approvals.approve(plan.id, one, Bound(1, plan.hash), "test")


def test_rejected_and_withdrawn_plans_execute_nothing(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    one = person(opened, approver(plan, plan.approvals[0].function))
    rejected = opened.approvals.reject(plan.id, one, Bound(reason="too dear"), "test")
    assert (rejected.status, rejected.reason) == (PlanStatus.REJECTED, "too dear")
    with pytest.raises(Conflict):
        opened.approvals.approve(plan.id, person(opened, approver(plan, plan.approvals[1].function)), NOW, "test")
    other = submitted(opened)
    withdrawn = opened.approvals.withdraw(other.id, person(opened, REQUESTER), NOW, "test")
    assert withdrawn.status is PlanStatus.WITHDRAWN
    with opened.registry.reading(OPERATOR) as reading:
        assert reading.bookings(project="PJ1") == []


def test_a_person_undoes_what_a_plan_wrote(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = approved(opened, submitted(opened))
    undone = opened.approvals.undo(plan.id, person(opened, REQUESTER), Bound(reason="a mistake"), "test")
    assert undone.undone is not None
    assert undone.undone["by"] == REQUESTER
    with opened.registry.reading(OPERATOR) as reading:
        assert reading.bookings(project="PJ1") == []
    with pytest.raises(Conflict, match="undone already"):
        opened.approvals.undo(plan.id, person(opened, REQUESTER), NOW, "test")


def test_a_plan_that_nobody_decides_on_expires(
    company_at_the_quay: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    monkeypatch.setattr(opened.registry, "today", lambda: date(2027, 1, 20))
    with pytest.raises(Conflict, match="expired"):
        opened.approvals.approve(plan.id, person(opened, approver(plan, plan.approvals[0].function)), NOW, "test")
    assert opened.approvals.show(plan.id, person(opened, REQUESTER), "test").status is PlanStatus.EXPIRED
    assert any(e["kind"] == "plan.expired" for e in events(opened, plan.id))


def test_approvers_are_reminded_once_every_few_days(
    company_at_the_quay: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    assert opened.approvals.sweep() == []
    monkeypatch.setattr(opened.registry, "today", lambda: date(2026, 11, 28))
    assert opened.approvals.sweep() == [plan.id]
    assert opened.approvals.sweep() == []


def test_a_deputy_decides_on_the_days_given_and_on_days_of_leave(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    function = next(p.function for p in plan.approvals if p.function is not Function.BUSINESS_OWNER)
    giver, taker = person(opened, approver(plan, function)), person(opened, "contributor")
    with pytest.raises(NoSuchThing):
        opened.approvals.approve(plan.id, taker, NOW, "test")
    days = (date(2026, 11, 23), date(2026, 11, 27))
    opened.deputies.delegate(giver, function, taker.email, *days, when_away=True, channel="test")
    with pytest.raises(NoSuchThing):
        opened.approvals.approve(plan.id, taker, NOW, "test")
    opened.deputies.delegate(giver, function, taker.email, *days, when_away=False, channel="test")
    decided = opened.approvals.approve(plan.id, taker, NOW, "test")
    part = next(p for p in decided.approvals if p.function is function)
    assert (part.by, part.for_) == (taker.email, giver.email)
    (event,) = [e for e in events(opened, plan.id) if e["kind"] == "approval.decided"]
    assert event["on_behalf_of"] == giver.email


def test_what_an_approver_saw_and_for_how_long_is_on_the_record(company_at_the_quay: Installation) -> None:
    opened = company_at_the_quay
    plan = submitted(opened)
    one = person(opened, approver(plan, plan.approvals[0].function))
    opened.approvals.show(plan.id, one, "test")
    opened.approvals.approve(plan.id, one, NOW, "test")
    found = events(opened, plan.id)
    assert sum(e["kind"] == "plan.seen" for e in found) == 1
    (decided,) = [e for e in found if e["kind"] == "approval.decided"]
    assert "payload" in json.loads(decided["canonical"])
    with opened.database.session() as session:
        row = plans.row_of(session, plan.id)
        assert row is not None
        later = datetime.now(UTC) + timedelta(minutes=2)
        assert plan_writing.seconds_looked(session, row, one.email, later) in range(118, 130)
        assert plan_writing.seconds_looked(session, row, "nobody@quay.example", later) is None


def test_costs_are_shown_to_who_may_see_them(company_at_the_quay: Installation) -> None:
    plan = submitted(company_at_the_quay)
    for who, sees in (("finance", True), ("auditor", False), ("it", False)):
        document = shown_to(plan, person(company_at_the_quay, who))
        assert any(option["cost"]["amount"] for option in document["options"]) is sees, who
        # Hashes and moments hold any three digits.
        said = re.sub(r"[0-9a-f]{32,}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.+]+", "", str(document))
        assert ("450" in said) is sees, who
        assert document["hash"] == plan.hash

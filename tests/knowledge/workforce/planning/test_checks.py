"""What a plan's checks say is what the governance rules say of the company once the plan is executed."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.approvals import Bound
from assistant.bootstrap import Installation, install
from assistant.conversation import Question
from knowledge.registry.facts import load_facts
from knowledge.registry.importing import import_tables
from knowledge.workforce.errors import Conflict
from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.planning.checks import _RULES as ASKED  # pyright: ignore[reportPrivateUsage]
from knowledge.workforce.planning.plan import Function
from knowledge.workforce.planning.states import Plan
from knowledge.workforce.viewer import OPERATOR
from tests.company import TODAY, settings

REQUESTS = (
    "extend Marco Rinaldi's contract by 3 months",
    "extend Dana's contract another 6 months",
    "convert Marco Rinaldi to a permanent employee",
    "draft a plan to fill D-17",
    "draft a plan to fill D-01",
    "draft a plan to fill D-03 with freelancers",
    "Tom Brandner just quit. what breaks on Borealis and who can cover",
    "draft a plan for Kubernetes work on Atlas from February to June, freelancers only",
    "draft an engagement plan for a freelance UX researcher, 6 weeks, ~30k",
    "draft a plan to do SCADA commissioning from January to May with an agency",
)


def facts(opened: Installation, day: date) -> Facts:
    with opened.database.session() as session:
        return load_facts(session, day)


def found(facts: Facts) -> set[str]:
    return {gap.id for gap in scan(facts, rules=ASKED).gaps}


@pytest.mark.parametrize("request_", REQUESTS)
def test_checks_are_the_rules_of_the_executed_company(request_: str, company_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(company_home, home)
    opened = install(settings(home))
    answer = opened.assistant.answer(Question(request_, OPERATOR, "test"))
    assert answer.plan is not None, answer.answer
    plan = opened.approvals.show(answer.plan.id, OPERATOR, "test")
    start, end = (date.fromisoformat(plan.content["dates"][name]) for name in ("start", "end"))
    days = sorted({TODAY, max(start, TODAY), max(end, TODAY)})
    before = {day: found(facts(opened, day)) for day in days}
    executed(opened, plan)
    new = {gap.rule for day in days for gap in scan(facts(opened, day), rules=ASKED).gaps if gap.id not in before[day]}
    said = {check["rule"] for check in plan.content["checks"] if check["result"] in ("blocked", "warned")}
    assert said == new
    opened.close()


def executed(opened: Installation, plan: Plan) -> None:
    """Sign for everybody; a plan that is blocked is executed all the same, past the gate, to see what it would do."""
    from datetime import UTC, datetime

    from knowledge.registry import plan_execution, plans

    blocked = any(check["result"] == "blocked" for check in plan.content["checks"])
    if not blocked:
        for function in Function:
            if function is not Function.BUSINESS_OWNER:
                opened.registry.users.add("all@alderquay.example", roles=[function.value], org_units=[], slack_id=None)
        opened.approvals.submit(plan.id, OPERATOR, Bound(), "test")
        opened.approvals.approve(plan.id, opened.registry.users.viewer("all@alderquay.example"), Bound(), "test")
        if plan.owner_id and any(part.function is Function.BUSINESS_OWNER for part in plan.approvals):
            with opened.registry.reading(OPERATOR) as reading:
                owner = reading.contributor(plan.owner_id)
            assert owner is not None
            assert owner.email
            opened.registry.users.add(owner.email, roles=["manager"], org_units=[], slack_id=None)
            opened.approvals.approve(plan.id, opened.registry.users.viewer(owner.email), Bound(), "test")
        return
    with opened.database.session() as session:
        row = plans.row_of(session, plan.id)
        assert row is not None
        plan_execution.execute(session, row, plan.content, datetime.now(UTC))


def test_a_plan_that_a_critical_rule_blocks_waits_for_an_exception(own_company: Installation) -> None:
    def blocks() -> list[dict[str, str]]:
        answer = own_company.assistant.answer(Question("extend Dana's contract another 6 months", OPERATOR, "test"))
        assert answer.plan is not None
        plan = own_company.approvals.show(answer.plan.id, OPERATOR, "test")
        found = [check for check in plan.content["checks"] if check["result"] == "blocked"]
        if any(not check["accepted_by"] for check in found):
            with pytest.raises(Conflict, match="TEN-01"):
                own_company.approvals.submit(plan.id, OPERATOR, Bound(), "test")
        else:
            own_company.approvals.submit(plan.id, OPERATOR, Bound(), "test")
        return found

    (block,) = blocks()
    assert (block["rule"], block["accepted_by"]) == ("TEN-01", None)
    row = {"subject_type": "contributor", "subject_id": str(block["subject"]), "rule": "TEN-01", "reason": "transition"}
    given = row | {"approved_by": _head(own_company), "approved_at": TODAY.isoformat(), "expires": "2028-01-01"}
    import_tables(own_company.registry, {"exceptions": [given]}, "alderquay", home=own_company.settings.home)
    assert all(check["accepted_by"] for check in blocks())


def _head(opened: Installation) -> str:
    with opened.registry.reading(OPERATOR) as reading:
        return next(unit.head_id for unit in reading.org_units() if unit.head_id)

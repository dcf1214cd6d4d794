"""The assistant is held to the rules of AI agents by what its own log says."""

import sqlite3
from typing import Any

from assistant.approvals import Bound
from assistant.bootstrap import Installation
from assistant.conversation import Question
from knowledge.workforce.viewer import OPERATOR


def found(company: Installation, rule: str) -> dict[str, Any]:
    output, _ = company.direct.use("governance_gaps", {"rule": rule}, OPERATOR, "test")
    return output


def test_a_whole_log_is_no_gap_and_what_is_unknown_is_said(own_company: Installation) -> None:
    assert found(own_company, "AGT-05")["gaps"] == []
    said = " ".join(found(own_company, "AGT-07")["coverage"])
    assert "can't tell" in said
    assert "bias audit" in said


def test_a_changed_log_is_a_critical_gap(own_company: Installation) -> None:
    own_company.assistant.answer(Question("How many people work for us?", OPERATOR, "test"))
    with sqlite3.connect(own_company.settings.home / "workforce.sqlite3") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE audit_event SET actor = 'somebody.else@x.example' WHERE kind = 'question'")
    gaps = found(own_company, "AGT-05")["gaps"]
    assert [(gap["severity"], gap["subject"]["type"]) for gap in gaps] == [("critical", "log")]
    assert gaps[0]["evidence"][0]["field"] == "verification"


def test_a_plan_carried_out_on_an_untrained_word_is_a_gap(own_company: Installation) -> None:
    before = {gap["id"] for gap in found(own_company, "AGT-06")["gaps"]}
    asked = Question("draft a plan for a Python developer for three months", OPERATOR, "test")
    plan = own_company.assistant.answer(asked).plan
    assert plan is not None
    users = own_company.registry.users
    submitted = own_company.approvals.submit(plan.id, OPERATOR, Bound(), "test")
    roles = [approval.function.value for approval in submitted.approvals]
    users.add(
        "approver@x.example", roles=[role for role in roles if role != "business_owner"], org_units=[], slack_id=None
    )
    done = own_company.approvals.approve(plan.id, users.viewer("approver@x.example"), Bound(), "test")
    assert found(own_company, "AGT-06")["gaps"] == [
        g for g in found(own_company, "AGT-06")["gaps"] if g["id"] in before
    ]
    owner = own_company.registry.facts(own_company.settings.day()).contributor(done.owner_id)
    assert owner is not None
    assert owner.email is not None
    users.add(owner.email, roles=["manager"], org_units=[], slack_id=None)
    done = own_company.approvals.approve(plan.id, users.viewer(owner.email), Bound(), "test")
    assert done.status.value == "executed", done
    new = [gap for gap in found(own_company, "AGT-06")["gaps"] if gap["id"] not in before]
    assert [gap["subject"]["id"] for gap in new] == ["workforce-assistant"]
    assert {"ref": f"plan:{plan.id}", "field": "approved_by", "value": "approver@x.example"} in new[0]["evidence"]

"""Gaps asked for in people's words: which rules are meant, whose gaps somebody sees, and on what evidence."""

from typing import Any

import pytest

from assistant.bootstrap import Installation
from assistant.conversation import Answer, Question
from knowledge.workforce.governance.spoken import rules_meant
from knowledge.workforce.viewer import OPERATOR


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("anyone still having access who shouldn't?", {"ACC-01", "ACC-04"}),
        ("which freelancers are unpaid past 30 days", {"CON-08"}),
        ("contracts that were never signed", {"CON-01"}),
        ("SOWs without deliverables", {"CLS-07", "CON-04"}),
        ("is anyone double-booked next month", {"ALL-01"}),
        ("any bots without owners?", {"AGT-01"}),
        ("whose certificates ran out?", {"PPL-04"}),
        ("do we have orphaned accounts", {"ACC-04"}),
        ("what governance gaps do we have right now", set[str]()),
        ("any compliance problems with our freelancers", set[str]()),
    ],
)
def test_the_rules_that_words_mean(words: str, rules: set[str]) -> None:
    assert rules_meant(words) == rules


def ask(company: Installation, text: str) -> Answer:
    return company.assistant.answer(Question(text, OPERATOR, "test"))


def gaps(answer: Answer) -> list[dict[str, Any]]:
    assert answer.status == "answered"
    assert [call.name for call in answer.tools] == ["governance_gaps"]
    return answer.tools[0].output["gaps"]


def test_asked_in_plain_words(company: Installation) -> None:
    paid = gaps(ask(company, "why hasn't Mei been paid, she's asking me every day"))
    assert [gap["rule"] for gap in paid] == ["CON-08"]
    new_york = ask(company, "Which freelancers in New York are unpaid past 30 days?")
    assert {gap["id"] for gap in gaps(new_york)} == {gap["id"] for gap in paid}
    assert "is empty" in new_york.answer, "the evidence says what is missing"
    assert {gap["rule"] for gap in gaps(ask(company, "which vendors are we too dependent on"))} == {"CON-10"}
    assert len(gaps(ask(company, "what governance gaps do we have right now"))) > 40


@pytest.mark.parametrize(
    ("role", "sees", "never"),
    [
        ("finance", {"CON-05", "CON-08"}, {"CON-01", "ACC-01", "PPL-01"}),
        ("it", {"ACC-01", "AGT-01"}, {"CON-05", "PPL-05"}),
        ("procurement", {"CON-01", "CLS-01"}, {"AGT-01", "ACC-04"}),
        ("legal", {"CON-01", "ACC-01", "PPL-01"}, set[str]()),
        ("auditor", {"CON-05", "PRV-01"}, set[str]()),
    ],
)
def test_who_sees_which_gaps(company: Installation, role: str, sees: set[str], never: set[str]) -> None:
    email = f"{role}.gaps@alderquay.example"
    company.registry.users.add(email, roles=[role], org_units=[], slack_id=None)
    output, _ = company.direct.use("governance_gaps", {}, company.registry.users.viewer(email), "test")
    found = {gap["rule"] for gap in output["gaps"]}
    assert sees <= found
    assert not found & never

"""The life of a gap: what holds on a day, who may decide, and for how long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.workforce.errors import BadInput, NotPermitted
from knowledge.workforce.governance.facts import Facts, SettingFact
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.life import (
    GapEvent,
    GapEventKind,
    decided,
    last_day_of_acceptance,
    must_answer_for,
    standing_on,
)
from knowledge.workforce.governance.rules import BY_ID
from knowledge.workforce.kinds import ContributorKind, Severity
from knowledge.workforce.viewer import OPERATOR, Role, Viewer
from tests.governance_cases import TODAY, ago, ahead, person

E = GapEventKind


def gap(rule: str = "CON-08", severity: Severity = Severity.HIGH, subject: str = "I") -> Gap:
    return BY_ID[rule].gap(severity, ("invoice", subject, subject), "C", None, ())


def accepted(day: date, expires: date, severity: Severity = Severity.HIGH) -> GapEvent:
    return GapEvent(gap().id, E.ACCEPTED, day, by="f@x", severity=severity, reason="r", evidence="e", expires=expires)


@given(st.integers(0, 400), st.integers(-10, 500))
def test_an_acceptance_holds_from_its_day_to_its_last_day(length: int, look: int) -> None:
    events = [accepted(TODAY, TODAY + timedelta(days=length))]
    held = decided(gap(), standing_on(events, TODAY + timedelta(days=look)))
    assert (held.status == "accepted") == (0 <= look <= length)


def test_what_ends_an_acceptance() -> None:
    start = accepted(ago(10), ahead(10))
    for ending in (E.REOPENED, E.RESOLVED):
        events = [start, GapEvent(gap().id, ending, ago(5))]
        assert decided(gap(), standing_on(events, ago(6))).status == "accepted"
        assert decided(gap(), standing_on(events, ago(5))).status == "open"
    worse = gap(severity=Severity.CRITICAL)
    assert decided(worse, standing_on([start], TODAY)).status == "open", "worse than what was accepted"
    assert decided(gap(severity=Severity.LOW), standing_on([start], TODAY)).status == "accepted"
    assert decided(gap(subject="J"), standing_on([start], TODAY)).status == "open", "another gap"


def test_an_assignment_holds_until_the_gap_is_resolved() -> None:
    given = [GapEvent(gap().id, E.ASSIGNED, ago(9), by="a@x", to="b@x")]
    assert decided(gap(), standing_on(given, ago(10))).assigned_to is None
    assert decided(gap(), standing_on(given, TODAY)).assigned_to == "b@x"
    resolved = [*given, GapEvent(gap().id, E.RESOLVED, ago(3)), GapEvent(gap().id, E.REOPENED, ago(1))]
    assert decided(gap(), standing_on(resolved, TODAY)).assigned_to is None


@pytest.mark.parametrize(
    ("roles", "rule", "may"),
    [
        ({Role.FINANCE}, "CON-08", True),
        ({Role.HR}, "CON-08", False),
        ({Role.AUDITOR, Role.ADMIN}, "CON-08", False),
        ({Role.LEADER}, "CON-08", False),
        ({Role.LEADER}, "ALL-01", True),
        ({Role.MANAGER}, "ALL-01", True),
        ({Role.HR}, "ALL-01", False),
    ],
)
def test_who_may_decide(roles: set[Role], rule: str, may: bool) -> None:
    facts = Facts(TODAY, contributors=[person(org_unit="U"), person("A", ContributorKind.AI_AGENT)])
    viewer = Viewer("p@x", frozenset(roles), "P", units=frozenset({"U"}))
    if may:
        must_answer_for(viewer, gap(rule), facts, to="accept")
    else:
        with pytest.raises(NotPermitted):
            must_answer_for(viewer, gap(rule), facts, to="accept")


def test_who_never_may() -> None:
    facts = Facts(TODAY, contributors=[person(), person("A", ContributorKind.AI_AGENT)])
    everything = frozenset(Role)
    for viewer, why in (
        (Viewer("c@x", everything, "C"), "themselves"),
        (Viewer("a@x", everything, "A"), "AI agent"),
        (OPERATOR, "decides nothing"),
    ):
        with pytest.raises(NotPermitted, match=why):
            must_answer_for(viewer, gap("ALL-01"), facts, to="accept")
    elsewhere = Viewer("m@x", frozenset({Role.MANAGER}), "M", units=frozenset({"V"}))
    with pytest.raises(NotPermitted):
        must_answer_for(elsewhere, gap("ALL-01"), facts, to="accept")


def test_the_rules_maximum() -> None:
    facts = Facts(date(2028, 2, 29))
    year = date(2029, 2, 28)
    assert last_day_of_acceptance(gap(), facts, None) == year
    assert last_day_of_acceptance(gap(), facts, year) == year
    with pytest.raises(BadInput, match="12 months at most"):
        last_day_of_acceptance(gap(), facts, year + timedelta(days=1))
    with pytest.raises(BadInput, match="past"):
        last_day_of_acceptance(gap(), facts, date(2028, 2, 28))
    assert last_day_of_acceptance(gap("TEN-01"), facts, None) == date(2028, 3, 29)
    with pytest.raises(BadInput, match="can't be accepted"):
        last_day_of_acceptance(gap("PRV-01"), facts, None)
    stricter = Facts(
        TODAY, contributors=[person(country="DE")], settings=[SettingFact("CON-08", "accept_months", 2, "DE")]
    )
    with pytest.raises(BadInput, match="2 months at most"):
        last_day_of_acceptance(gap(), stricter, ahead(70))

"""The mapping of rules to controls, and gaps counted."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.workforce.governance.controls import control_states, controls, controls_of, frameworks
from knowledge.workforce.governance.facts import Facts, ProjectFact, SupplierFact
from knowledge.workforce.governance.gap import Acceptance, Gap
from knowledge.workforce.governance.rules import BY_ID, RULES
from knowledge.workforce.governance.summary import DIRECT, UNITLESS, stood_on, summarise, trend_days
from knowledge.workforce.kinds import Severity
from tests.governance_cases import TODAY, ago, ahead, person

FACTS = Facts(
    TODAY,
    contributors=[person(org_unit="U1", supplier_id="S1"), person("D")],
    suppliers=[SupplierFact("S1", "Kestrel")],
    projects=[ProjectFact("P1", "Atlas", org_unit="U1")],
)
ACCEPTED = Acceptance("h@x", ago(1), ahead(9), "why")


def gap(rule: str, severity: Severity, who: str | None = "C", subject: tuple[str, str] = ("contributor", "C")) -> Gap:
    return BY_ID[rule].gap(severity, (*subject, subject[1]), who, ago(40), (), due=ago(1))


def test_every_rule_is_mapped_to_every_framework_and_to_known_controls_alone() -> None:
    known = {(control.framework, control.id) for control in controls()}
    assert set(frameworks()) == {"soc2", "iso42001", "nist_ai_rmf", "eu_ai_act"}
    for rule in RULES:
        mapped = controls_of(rule.id)
        assert set(mapped) == set(frameworks()), rule.id
        assert {(framework, id_) for framework, ids in mapped.items() for id_ in ids} <= known, rule.id
    assert [control.id for control in controls() if not control.rules] == [], "a control that no rule bears on"


def test_how_a_control_stands() -> None:
    gaps = [gap("ACC-01", Severity.CRITICAL), replace(gap("ACC-03", Severity.MEDIUM), accepted=ACCEPTED)]
    states = {state.control.id: state for state in control_states(gaps)}
    cc63 = states["CC6.3"]
    assert (cc63.open, cc63.accepted, cc63.worst) == (1, 1, Severity.CRITICAL)
    assert (states["Art. 50"].open, states["Art. 50"].worst) == (0, None)


def test_gaps_are_counted_by_whom_they_concern() -> None:
    gaps = [
        gap("CON-08", Severity.HIGH),
        gap("PPL-05", Severity.HIGH, "D"),
        gap("CON-07", Severity.LOW, None, ("project", "P1")),
        replace(gap("CON-06", Severity.MEDIUM), accepted=ACCEPTED),
    ]
    counted = summarise(gaps, FACTS, {"U1": "Field"})
    assert (counted.all.total, counted.all.accepted, counted.all.overdue) == (3, 1, 3)
    assert {tally.name: tally.total for tally in counted.by_unit} == {"Field": 2, UNITLESS: 1}
    assert {tally.name: tally.total for tally in counted.by_supplier} == {"Kestrel": 1, DIRECT: 2}
    assert {tally.name: tally.total for tally in counted.by_function} == {"HR": 1, "finance": 2}
    assert counted.oldest == ago(40)
    assert len(stood_on(gaps, ago(40))) == 3
    assert stood_on(gaps, ago(41)) == []


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2028, 3, 31), date(2028, 2, 29)), (date(2026, 1, 1), date(2025, 12, 31)), (TODAY, date(2026, 10, 31))],
)
def test_the_days_of_a_trend(day: date, before: date) -> None:
    days = trend_days(day)
    assert days[-2:] == [before, day]
    assert days == sorted(set(days))
    assert len(days) == 7

"""All rules over all facts, with what was accepted marked as such."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.workforce.governance.facts import ExceptionFact, Facts
from knowledge.workforce.governance.gap import Acceptance, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.rules import RULES
from knowledge.workforce.kinds import Severity

ACCEPTED_MONTHS = 12
"""How long an exception without an expiry holds."""


@dataclass(frozen=True, slots=True)
class Report:
    """The open and accepted gaps on a day, and what the rules could not tell."""

    as_of: date
    gaps: tuple[Gap, ...]
    coverage: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {severity.value: sum(gap.severity is severity for gap in self.gaps) for severity in Severity}

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "gaps": [gap.as_json() for gap in self.gaps],
            "counts": self.counts,
            "coverage": list(self.coverage),
        }


def scan(facts: Facts, *, rules: frozenset[str] | None = None) -> Report:
    """The gaps on the facts' day, by these rules or by all."""
    clauses = _clauses()
    gaps = [
        replace(gap, policy=clauses.get(gap.rule), accepted=_acceptance(facts, gap))
        for rule in RULES
        if rules is None or rule.id in rules
        for gap in rule.check(rule, facts)
    ]
    return Report(facts.as_of, tuple(gaps), ())


def _acceptance(facts: Facts, gap: Gap) -> Acceptance | None:
    for exception in facts.exceptions:
        if exception.rule != gap.rule or exception.approved_by == gap.contributor_id:
            continue
        about = (exception.subject_type, exception.subject_id)
        if about not in ((gap.subject_type, gap.subject_id), ("contributor", gap.contributor_id)):
            continue
        expires = _expiry(exception)
        if exception.approved_at is not None and exception.approved_at > facts.as_of:
            continue
        if expires is None or expires >= facts.as_of:
            return Acceptance(exception.approved_by, exception.approved_at, expires, exception.reason)
    return None


def _expiry(exception: ExceptionFact) -> date | None:
    if exception.expires is not None or exception.approved_at is None:
        return exception.expires
    return add_months(exception.approved_at, ACCEPTED_MONTHS)


@cache
def _clauses() -> dict[str, str]:
    """Rule id to the policy clause that states it."""
    import yaml

    resource = files("knowledge.workforce.governance").joinpath("clauses.yaml")
    loaded: Any = yaml.safe_load(resource.read_text(encoding="utf-8")) if resource.is_file() else {}
    return {str(rule): str(ref) for rule, ref in _pairs(loaded)}


def _pairs(loaded: Any) -> Iterable[tuple[Any, Any]]:
    return loaded.items() if isinstance(loaded, dict) else ()

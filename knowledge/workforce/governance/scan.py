"""All rules over all facts, with what was accepted marked as such."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.workforce.governance.agents import LOG_RULES
from knowledge.workforce.governance.facts import ExceptionFact, Facts, LogFact
from knowledge.workforce.governance.gap import Acceptance, Gap
from knowledge.workforce.governance.life import ACCEPTED_MONTHS
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.rules import RULES
from knowledge.workforce.kinds import Severity


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
    accepted = _by_subject(facts)
    gaps = [
        replace(gap, policy=clauses.get(gap.rule), accepted=_acceptance(accepted, gap))
        for rule in RULES
        if (rules is None or rule.id in rules) and rule.holds(facts)
        for gap in rule.check(rule, facts)
    ]
    unknown = facts.log.unknown if facts.log is not None else ()
    return Report(facts.as_of, tuple(gaps), unknown)


def with_log(report: Report, facts: Facts, log: LogFact) -> Report:
    """A report of the same facts with what the rules say of the oversight log in place of what they said without it."""
    found = scan(facts.with_log(log), rules=LOG_RULES)
    gaps = (*(gap for gap in report.gaps if gap.rule not in LOG_RULES), *found.gaps)
    return Report(report.as_of, gaps, (*report.coverage, *found.coverage))


Exceptions = dict[tuple[str, str, str], list[ExceptionFact]]


def _by_subject(facts: Facts) -> Exceptions:
    """The exceptions that hold on the day, by rule and subject. One approved by the person it concerns is void."""
    found: Exceptions = defaultdict(list)
    for row in facts.exceptions:
        about = facts.behind(row.subject_type, row.subject_id)
        if row.approved_by is not None and row.approved_by == about:
            continue
        expires = _expiry(row)
        begun = row.approved_at is None or row.approved_at <= facts.as_of
        if begun and expires is not None and expires >= facts.as_of:
            found[row.rule, row.subject_type, row.subject_id].append(row)
    return found


def _acceptance(accepted: Exceptions, gap: Gap) -> Acceptance | None:
    subjects = [(gap.subject_type, gap.subject_id)]
    if gap.contributor_id is not None:
        subjects.append(("contributor", gap.contributor_id))
    for subject in subjects:
        for row in accepted.get((gap.rule, *subject), ()):
            if row.approved_by is None or row.approved_by != gap.contributor_id:
                return Acceptance(row.approved_by, row.approved_at, _expiry(row), row.reason)
    return None


def _expiry(exception: ExceptionFact) -> date | None:
    """When it ends; an exception without an end lasts twelve months, and one without any date never began."""
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

"""A rule: its entry in the catalogue and the pure function that finds its gaps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.workforce.governance.facts import ContributorFact, EngagementFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.kinds import ContributorKind, Severity

Check = Callable[["Rule", Facts], Iterator[Gap]]


@dataclass(frozen=True)
class Rule:
    """One rule. `check` yields its gaps, exact to the day; `kinds` are those of contributor that it is about."""

    id: str
    title: str
    kinds: frozenset[ContributorKind]
    severities: Mapping[str, Severity]
    remedy: str
    owner_function: str
    check: Check
    law: dict[str, str] = field(default_factory=dict[str, str])
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    in_force_from: date | None = None

    @property
    def severity(self) -> Severity:
        """The severity of a rule that has only one."""
        return next(iter(self.severities.values()))

    def setting(self, facts: Facts, key: str, country: str | None = None, region: str | None = None) -> Any:
        """A number of the rule in a place on the facts' day."""
        return facts.setting(self.id, key, self.settings[key], country=country, region=region)

    def holds(self, facts: Facts) -> bool:
        """Whether the rule is in force on the facts' day."""
        return self.in_force_from is None or self.in_force_from <= facts.as_of

    def gap(
        self,
        severity: Severity,
        subject: tuple[str, str, str],
        contributor_id: str | None,
        since: date | None,
        evidence: Sequence[Evidence],
        *,
        due: date | None = None,
        other: str = "",
    ) -> Gap:
        """A gap of this rule; `subject` is type, id and name. `other` tells apart several gaps of one subject."""
        return Gap(
            rule=self.id,
            title=self.title,
            severity=severity,
            subject_type=subject[0],
            subject_id=subject[1],
            subject_name=subject[2],
            contributor_id=contributor_id,
            since=since,
            due=due,
            evidence=tuple(evidence),
            remedy=self.remedy,
            owner_function=self.owner_function,
            law=self.law,
            other=other,
        )

    def of_contributor(
        self, contributor: ContributorFact, since: date | None, evidence: Sequence[Evidence], **more: Any
    ) -> Gap:
        """A gap whose subject is a contributor, of the rule's severity unless `severity` is given."""
        severity: Severity = more.pop("severity", self.severity)
        subject = ("contributor", contributor.id, contributor.name)
        return self.gap(severity, subject, contributor.id, since, evidence, **more)

    def of_engagement(
        self,
        contributor: ContributorFact,
        engagement: EngagementFact,
        since: date | None,
        evidence: Sequence[Evidence],
        **more: Any,
    ) -> Gap:
        """A gap whose subject is an engagement, named by its contributor."""
        severity: Severity = more.pop("severity", self.severity)
        subject = ("engagement", engagement.id, contributor.name)
        return self.gap(severity, subject, contributor.id, since, evidence, **more)


def shown(value: object) -> str | None:
    """A value as evidence shows it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def field_of(table: str, row: Any, *names: str) -> list[Evidence]:
    """Fields of a row with an id, as evidence."""
    return [Evidence(f"{table}:{row.id}", name, shown(getattr(row, name))) for name in names]


def bind(checks: Mapping[str, Check]) -> tuple[Rule, ...]:
    """The catalogue's rules with their functions, in the catalogue's order."""
    return tuple(
        Rule(
            id=entry["id"],
            title=entry["title"],
            kinds=frozenset(ContributorKind(kind) for kind in entry["kinds"]),
            severities=_severities(entry["severity"]),
            remedy=entry["remedy"],
            owner_function=entry["owner_function"],
            check=checks[entry["id"]],
            law=entry["law"],
            settings=entry.get("settings", {}),
            in_force_from=date.fromisoformat(entry["in_force_from"]) if "in_force_from" in entry else None,
        )
        for entry in _catalogue()
    )


def _severities(given: Any) -> dict[str, Severity]:
    cases: dict[str, str] = given if isinstance(given, dict) else {"always": given}
    return {case: Severity(word) for case, word in cases.items()}


@cache
def _catalogue() -> Any:
    import yaml

    text = files("knowledge.workforce.governance").joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)

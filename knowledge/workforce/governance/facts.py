"""What the rules look at: the registry on one day, as plain values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagementType


@dataclass(frozen=True, slots=True)
class ContributorFact:
    id: str
    name: str
    kind: ContributorKind
    status: ContributorStatus
    org_unit: str | None = None
    supplier_id: str | None = None
    country: str | None = None
    region: str | None = None
    start_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class EngagementFact:
    id: str
    contributor_id: str
    type: EngagementType
    start_date: date | None = None
    end_date: date | None = None
    closed_at: date | None = None
    signed_at: date | None = None
    country: str | None = None
    region: str | None = None

    def running(self, day: date) -> bool:
        """Started, not ended, not closed, on that day."""
        return (
            (self.start_date is None or self.start_date <= day)
            and (self.end_date is None or self.end_date >= day)
            and (self.closed_at is None or self.closed_at > day)
        )

    @property
    def last_day(self) -> date | None:
        return min((day for day in (self.end_date, self.closed_at) if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class AccessFact:
    """`contributor_id` is None for an account of somebody unknown; `contributor_ref` is what the source says."""

    id: str
    contributor_id: str | None
    contributor_ref: str
    system: str
    active: bool | None = None
    last_used: date | None = None


@dataclass(frozen=True, slots=True)
class AgentFact:
    contributor_id: str
    owner_id: str | None = None
    owner_ref: str | None = None
    backup_owner_id: str | None = None
    allowed_tools: tuple[str, ...] = ()
    data_classes: tuple[str, ...] = ()
    max_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ActionFact:
    id: str
    contributor_id: str | None
    at: datetime
    tool: str | None = None
    data_class: str | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ExceptionFact:
    subject_type: str
    subject_id: str
    rule: str
    approved_by: str | None = None
    approved_at: date | None = None
    expires: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SettingFact:
    rule: str
    key: str
    value: Any
    jurisdiction: str | None = None
    effective_from: date | None = None
    effective_until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_until is None or self.effective_until >= day
        )


@dataclass(frozen=True)
class Facts:
    """All facts on the day `as_of`."""

    as_of: date
    contributors: Sequence[ContributorFact] = ()
    engagements: Sequence[EngagementFact] = ()
    access: Sequence[AccessFact] = ()
    agents: Sequence[AgentFact] = ()
    actions: Sequence[ActionFact] = ()
    exceptions: Sequence[ExceptionFact] = ()
    settings: Sequence[SettingFact] = field(default=())

    def contributor(self, id_: str | None) -> ContributorFact | None:
        return self._by_id.get(id_ or "")

    @cached_property
    def _by_id(self) -> Mapping[str, ContributorFact]:
        return {contributor.id: contributor for contributor in self.contributors}

    @cached_property
    def engagements_of(self) -> Mapping[str, Sequence[EngagementFact]]:
        """Each contributor's engagements, by start."""
        found: dict[str, list[EngagementFact]] = defaultdict(list)
        for engagement in sorted(self.engagements, key=lambda e: (e.start_date or date.min, e.id)):
            found[engagement.contributor_id].append(engagement)
        return found

    def setting(self, rule: str, key: str, default: Any, *, country: str | None, region: str | None = None) -> Any:
        """A rule's number: the most specific row in force on the day, else the default of the catalogue."""
        best: tuple[int, Any] | None = None
        for row in self.settings:
            if row.rule != rule or row.key != key or not row.holds(self.as_of):
                continue
            rank = {region: 2, country: 1}.get(row.jurisdiction, 0) if row.jurisdiction else 0
            if row.jurisdiction and row.jurisdiction not in (region, country):
                continue
            if best is None or rank >= best[0]:
                best = (rank, row.value)
        return default if best is None else best[1]

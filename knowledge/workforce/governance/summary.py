"""Gaps counted: by function, unit, supplier, kind, rule and severity, and how many there were on earlier days."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.kinds import Severity

UNITLESS = "no unit"
DIRECT = "no supplier"
TREND_MONTHS = 6


@dataclass(slots=True)
class Tally:
    """How many gaps a group has: open by severity, accepted, and open past their due day."""

    name: str
    open: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(Severity, 0))
    accepted: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """Open gaps."""
        return sum(self.open.values())

    def add(self, gap: Gap, day: date) -> None:
        if gap.accepted is not None:
            self.accepted += 1
            return
        self.open[gap.severity] += 1
        self.overdue += gap.due is not None and gap.due < day


@dataclass(frozen=True, slots=True)
class Summary:
    """The gaps of a day, counted. Each list has the group with the most severe open gaps first."""

    as_of: date
    all: Tally
    by_function: list[Tally]
    by_unit: list[Tally]
    by_supplier: list[Tally]
    by_kind: list[Tally]
    by_rule: list[Tally]
    oldest: date | None
    """Since when the oldest open gap stands, as far as that is known."""


def summarise(gaps: Sequence[Gap], facts: Facts, unit_names: Mapping[str, str]) -> Summary:
    """Count gaps on the facts' day. A gap that concerns nobody is told by its own subject where that has a unit."""

    def unit(gap: Gap) -> str:
        who = facts.contributor(gap.contributor_id)
        project = facts.project(gap.subject_id) if gap.subject_type == "project" else None
        id_ = who.org_unit if who is not None else project.org_unit if project is not None else None
        return unit_names.get(id_, id_) if id_ else UNITLESS

    def supplier(gap: Gap) -> str:
        if gap.subject_type == "supplier":
            return gap.subject_name
        who = facts.contributor(gap.contributor_id)
        running = facts.running_of(who.id) if who is not None else None
        known = facts.supplier((running.supplier_id if running else None) or (who.supplier_id if who else None))
        return known.name if known is not None else DIRECT

    def kind(gap: Gap) -> str:
        who = facts.contributor(gap.contributor_id)
        return who.kind.plural if who is not None else "nobody in particular"

    day = facts.as_of
    everything = Tally("all")
    for gap in gaps:
        everything.add(gap, day)
    begun = [gap.since for gap in gaps if gap.since is not None and gap.accepted is None]
    return Summary(
        day,
        everything,
        _tallies(gaps, lambda gap: function_name(gap.owner_function), day),
        _tallies(gaps, unit, day),
        _tallies(gaps, supplier, day),
        _tallies(gaps, kind, day),
        _tallies(gaps, lambda gap: f"{gap.rule} {gap.title}", day),
        min(begun, default=None),
    )


def trend_days(as_of: date, months: int = TREND_MONTHS) -> list[date]:
    """The last days of so many months before the day, the oldest first, and the day itself."""
    first = as_of.replace(day=1)
    ends = [add_months(first, -back) - timedelta(days=1) for back in range(months)]
    return [*sorted(ends), as_of]


def function_name(function: str) -> str:
    """A function as a person reads it: HR, legal, business owner."""
    return function.upper() if len(function) == 2 else function.replace("_", " ")


def stood_on(gaps: Iterable[Gap], day: date) -> list[Gap]:
    """Those of the open gaps that stood on an earlier day already, as far as their start is known."""
    return [gap for gap in gaps if gap.accepted is None and gap.since is not None and gap.since <= day]


def open_by_severity(gaps: Iterable[Gap]) -> dict[Severity, int]:
    """Open gaps of each severity."""
    counted = Tally("")
    for gap in gaps:
        counted.add(gap, date.min)
    return counted.open


def _tallies(gaps: Iterable[Gap], group: Callable[[Gap], str], day: date) -> list[Tally]:
    found: dict[str, Tally] = {}
    for gap in gaps:
        name = group(gap)
        found.setdefault(name, Tally(name)).add(gap, day)
    return sorted(found.values(), key=lambda tally: (*(-tally.open[s] for s in Severity), tally.name))

"""What a report of governance gaps says, worked out once for every format, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from knowledge.registry.registry import Registry
from knowledge.workforce.governance.controls import ControlState, control_states, frameworks
from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.summary import (
    Summary,
    Tally,
    function_name,
    open_by_severity,
    stood_on,
    summarise,
    trend_days,
)
from knowledge.workforce.governance.visibility import may_see
from knowledge.workforce.kinds import Severity
from knowledge.workforce.viewer import Data, Reach, Viewer
from knowledge.workforce.wording import count, day, listed

SOON_DAYS = 30
"""Days ahead in which an end of an acceptance or a due day is told."""
URGENT, GROUPS = 12, 10
NOTES = (
    "Rules find each gap in the records as they stand; those of classification ask for a review and give no verdict.",
    "Over time: days since the first look at the gaps are as they were put on record. Pale bars lie before it: only those of "
    "the present gaps are known that stood already, not the ones that have gone since.",
    "The mapping to controls is our reading; an auditor confirms it. No gap found is no proof that a control works.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """Open gaps at the end of a day. `on_record` is False where only the present gaps that stood already are known."""

    day: date
    open: dict[Severity, int]
    on_record: bool

    @property
    def total(self) -> int:
        return sum(self.open.values())


@dataclass(frozen=True)
class Content:
    """One report. `gaps` are open and accepted ones, the most severe first; `trend` has open gaps on earlier days."""

    as_of: date
    scope: str
    gaps: list[Gap]
    facts: Facts
    summary: Summary
    trend: list["Point"]
    controls: list[ControlState]

    @property
    def headline(self) -> list[tuple[str, str]]:
        """The figures that lead: a number and what it counts."""
        total = self.summary.all
        ending = [gap for gap in self.accepted if _ends_soon(gap, self.as_of)]
        return [
            (f"{total.total:,}", "open gaps"),
            (f"{total.open[Severity.CRITICAL]:,}", "of them critical"),
            (f"{total.overdue:,}", "past their due day"),
            (f"{total.accepted:,}", f"accepted, {len(ending)} ending within {SOON_DAYS} days"),
        ]

    @property
    def sentences(self) -> list[str]:
        """What the figures say, in words."""
        total = self.summary.all
        if not total.total:
            return [f"No open governance gaps on {day(self.as_of)}; {total.accepted:,} are accepted."]
        said: list[str] = []
        first = self.summary.by_function[0]
        critical = first.open[Severity.CRITICAL]
        what = count(critical, "critical gap") if critical else count(first.total, "open gap")
        said.append(f"Most urgent is what {first.name} owns: {what}.")
        before, now = self.trend[-2], self.trend[-1]
        change = now.total - before.total
        if before.on_record:
            way = "as many as" if change == 0 else f"{abs(change):,} {'more' if change > 0 else 'fewer'} than"
            said.append(f"There are {way} on {day(before.day)}.")
        elif change:
            said.append(
                f"{change:,} of all {total.total:,} have come up since {day(before.day)}, or their start is not known."
            )
        if self.summary.oldest is not None:
            said.append(f"The oldest has stood since {day(self.summary.oldest)}.")
        unassigned = sum(gap.assigned_to is None for gap in self.urgent_all)
        if unassigned:
            said.append(f"{count(unassigned, 'critical gap')} {'is' if unassigned == 1 else 'are'} with nobody yet.")
        return said

    @property
    def open(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.accepted is None]

    @property
    def accepted(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.accepted is not None]

    @property
    def urgent_all(self) -> list[Gap]:
        """Open critical gaps."""
        return [gap for gap in self.open if gap.severity is Severity.CRITICAL]

    @property
    def urgent(self) -> list[Gap]:
        """The open gaps that a board reads first."""
        return self.open[:URGENT]

    @property
    def groupings(self) -> list[tuple[str, list[Tally]]]:
        """Tables of counts: a heading and its groups."""
        s = self.summary
        return [
            ("By function", s.by_function),
            ("By unit", s.by_unit[:GROUPS]),
            ("By supplier", s.by_supplier[:GROUPS]),
            ("By kind of contributor", s.by_kind),
            ("By rule", s.by_rule),
        ]

    @property
    def by_framework(self) -> list[tuple[str, list[ControlState]]]:
        """Each framework's name with its controls."""
        return [(name, [c for c in self.controls if c.control.framework == key]) for key, name in frameworks().items()]


def collect(registry: Registry, viewer: Viewer, as_of: date) -> Content:
    """The report of a day, of what this person may see."""
    with registry.reading(viewer) as reading:
        facts = reading.facts(as_of)
        gaps = _seen(reading.gaps(as_of).gaps, viewer, facts)
        names = {unit.id: unit.name for unit in reading.org_units()}
    trend = _trend(registry, viewer, as_of, gaps)
    everything = Reach.ALL in viewer.reach(Data.GAPS)
    scope = "the whole organisation" if everything else f"what {viewer.email} may see ({listed(viewer.role_names)})"
    gaps.sort(key=lambda gap: (gap.severity.rank, gap.due or date.max, gap.since or date.max, gap.rule, gap.subject_id))
    return Content(as_of, scope, gaps, facts, summarise(gaps, facts, names), trend, control_states(gaps))


def told(gap: Gap, facts: Facts) -> dict[str, Any]:
    """A gap as a line of a table: every value a text."""
    accepted = gap.accepted
    who = facts.contributor(accepted.by) if accepted else None
    return {
        "id": gap.id,
        "rule": gap.rule,
        "title": gap.title,
        "severity": gap.severity.value,
        "whose": gap.subject_name,
        "since": gap.since.isoformat() if gap.since else "unknown",
        "due": gap.due.isoformat() if gap.due else "–",
        "owner": gap.assigned_to or function_name(gap.owner_function),
        "remedy": gap.remedy,
        "shows": "; ".join(f"{e.field.replace('_', ' ')} {e.value or 'is empty'}" for e in gap.evidence[:2]),
        "until": accepted.expires.isoformat() if accepted and accepted.expires else "–",
        "by": who.name if who else (accepted.by if accepted else None) or "–",
        "reason": (accepted.reason if accepted else None) or "–",
    }


def _seen(gaps: Sequence[Gap], viewer: Viewer, facts: Facts) -> list[Gap]:
    return [gap for gap in gaps if may_see(viewer, gap, facts)]


def _trend(registry: Registry, viewer: Viewer, as_of: date, gaps: list[Gap]) -> list[Point]:
    earlier = trend_days(as_of)[:-1]
    recorded = registry.gaps.open_on(earlier, viewer, registry.today())
    points = [
        Point(day, recorded[day], on_record=True)
        if day in recorded
        else Point(day, open_by_severity(stood_on(gaps, day)), on_record=False)
        for day in earlier
    ]
    return [*points, Point(as_of, open_by_severity(gaps), on_record=True)]


def _ends_soon(gap: Gap, as_of: date) -> bool:
    ends = gap.accepted.expires if gap.accepted else None
    return ends is not None and ends <= as_of + timedelta(days=SOON_DAYS)

"""Reports of the workforce: figures with their definition and the day, as one viewer may see them."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean, median
from typing import Any

from knowledge.registry.reading import Reading
from knowledge.workforce.criteria import Criteria, Grouping
from knowledge.workforce.kinds import DemandStatus, Importance
from knowledge.workforce.metrics import METRICS, Metric
from knowledge.workforce.people import Contributor
from knowledge.workforce.utilisation import mean_utilisation, weeks_ahead
from knowledge.workforce.window import Window
from knowledge.workforce.wording import harmless
from knowledge.workforce.work import SkillNeed

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what of, its value, and the value with its unit and what must be known beside it, in words."""

    group: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """One metric's figures on one day."""

    metric: Metric
    as_of: date
    figures: tuple[Figure, ...]


def workforce_report(reading: Reading, gaps: Sequence[dict[str, Any]] | None) -> list[Section]:
    """Every section in the dictionary's order. `gaps` are those that the viewer may see; None leaves them out."""
    people = reading.contributors(Criteria())
    made = {
        "mix.kind": _mix(reading, Grouping.KIND),
        "mix.unit": _mix(reading, Grouping.ORG_UNIT),
        "mix.country": _mix(reading, Grouping.COUNTRY),
        "cost.median_rate": _rates(people),
        "utilisation.unit": _utilisation(reading, people),
        "skills.shortage": _skills(reading),
    }
    if gaps is not None:
        made["gaps.severity"] = _tally(gap["severity"] for gap in gaps)
        made["gaps.rule"] = _tally(f"{gap['rule']} {gap['title']}" for gap in gaps)
    return [Section(METRICS[id_], reading.today, tuple(made[id_])) for id_ in METRICS if id_ in made]


def report_csv(sections: Sequence[Section]) -> str:
    """One line a figure, each with its definition and day. No cell is one that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["metric", "group", "value", "unit", "in words", "as of", "definition"])
    for s in sections:
        for f in s.figures:
            row = [
                s.metric.id,
                f.group,
                f"{f.value:g}",
                s.metric.unit,
                f.words,
                s.as_of.isoformat(),
                s.metric.definition,
            ]
            writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def _mix(reading: Reading, by: Grouping) -> list[Figure]:
    totals: dict[str, int] = defaultdict(int)
    for counted in reading.head_count(by, Criteria()):
        totals[counted.label] += counted.n
    whole = sum(totals.values())
    return [Figure(label, n, f"{n:,} ({n / whole:.0%})") for label, n in totals.items()]


def _rates(people: Iterable[Contributor]) -> list[Figure]:
    known: dict[str, list[float]] = defaultdict(list)
    hidden = unknown = 0
    for person in people:
        if person.rate is not None:
            known[f"{person.rate.currency} per {person.rate.unit.value}"].append(float(person.rate.amount))
        elif person.rate_hidden:
            hidden += 1
        else:
            unknown += 1
    figures = [
        Figure(group, median(rates), f"{median(rates):,.0f} ({len(rates)} contributors)")
        for group, rates in sorted(known.items(), key=lambda item: -len(item[1]))
    ]
    figures += [Figure("unknown", unknown, f"{unknown} contributors")] if unknown else []
    return figures + ([Figure("not shown to you", hidden, f"{hidden} contributors")] if hidden else [])


def _utilisation(reading: Reading, people: Sequence[Contributor]) -> list[Figure]:
    window = Window(reading.today, reading.today + timedelta(weeks=WEEKS))
    held = reading.commitments([person.id for person in people], window)
    units: dict[str, list[float]] = defaultdict(list)
    for person in people:
        booked = mean_utilisation(weeks_ahead(held[person.id], reading.today, WEEKS))
        if booked is not None:
            units[person.org_unit_name or "no unit"].append(booked)
    shares = {unit: mean(booked) for unit, booked in units.items()}
    ordered = sorted(shares, key=lambda unit: (-shares[unit], unit))
    return [Figure(u, round(shares[u] * 100, 1), f"{shares[u]:.0%} of {len(units[u])} contributors") for u in ordered]


def _skills(reading: Reading) -> list[Figure]:
    places: dict[str, int] = defaultdict(int)
    least: dict[str, int] = {}
    for demand in reading.demands(status=DemandStatus.OPEN):
        for need in demand.skills:
            if need.importance is Importance.MUST and demand.window.end >= reading.today:
                places[need.name] += demand.count
                least[need.name] = min(need.min_level, least.get(need.name, 5))
    holders = {name: len(reading.names(Criteria(skills=(SkillNeed(name, least[name]),)))) for name in places}
    ordered = sorted(places, key=lambda name: (holders[name] / places[name], -places[name], name))
    return [
        Figure(name, places[name], f"{places[name]} open, {holders[name]} hold it at level {least[name]} or more")
        for name in ordered
    ]


def _tally(groups: Iterable[str]) -> list[Figure]:
    found: dict[str, int] = defaultdict(int)
    for group in groups:
        found[group] += 1
    return [Figure(group, n, str(n)) for group, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))]

"""From the registry's people and demands to a problem: exclusions as in the shortlist, availability right to the day.

Periods are the stretches of days between which no demand starts or ends, so loads are constant in each. A contributor's
capacity in one is 1 minus their highest confirmed load on any day of it; who isn't free for the whole share on every day
of a demand's window isn't allowed on it, as in the shortlist.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from knowledge.workforce.allocation.cost import work_cost
from knowledge.workforce.availability import availability
from knowledge.workforce.kinds import ContributorKind, Importance
from knowledge.workforce.matching import match
from knowledge.workforce.people import Contributor
from knowledge.workforce.window import Window
from knowledge.workforce.work import Commitments, Demand

_DAY = timedelta(days=1)
TOO_LITTLE_TIME = "not free for the whole share"

Breaks = Callable[[Window], Mapping[str, tuple[str, ...]]]
"""The critical rules that booking each contributor in a window would break."""


@dataclass(frozen=True)
class Role:
    """A demand to be staffed: its places still open, and its project's priority (1 is the highest)."""

    demand: Demand
    places: int
    priority: int
    project_name: str

    @property
    def id(self) -> str:
        return self.demand.id or self.demand.title


@dataclass(frozen=True)
class Limits:
    """What a plan as a whole has to keep."""

    budget: float | None = None
    external_share_max: float | None = None
    concurrent_roles_max: int | None = None


@dataclass(frozen=True)
class Staff:
    """Everything that a plan is made of. Scenarios change it and leave the rest."""

    people: tuple[Contributor, ...]
    commitments: Mapping[str, Commitments]
    roles: tuple[Role, ...]
    today: date
    limits: Limits = Limits()
    frozen: frozenset[ContributorKind] = frozenset()


@dataclass(frozen=True)
class Assembled:
    """A problem document with what it leaves out: costs that aren't known, and who was excluded from each role, why."""

    document: dict[str, Any]
    currency: str | None
    unknown_costs: frozenset[tuple[str, str]]
    blocked: Mapping[str, Mapping[str, tuple[str, ...]]]

    def reasons(self, role: str) -> list[str]:
        """Why people are not allowed on a role, counted by their first failing condition."""
        counts = Counter(reasons[0] for reasons in self.blocked.get(role, {}).values())
        return [f"{n} excluded: {reason}" for reason, n in counts.most_common(4)]


def assemble(
    staff: Staff,
    breaks: Breaks,
    *,
    objective: str = "coverage",
    current: Sequence[tuple[str, str]] = (),
    required: tuple[str, str] | None = None,
) -> Assembled:
    """The problem of staffing these roles. `current` are pairs (contributor, role) of today's plan, kept between equals;
    `required` is one that must be in the plan."""
    segments = _segments([role.demand.window for role in staff.roles])
    blocked: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    pairs: list[dict[str, Any]] = []
    costs: dict[tuple[str, str], tuple[Decimal, str]] = {}
    for role in staff.roles:
        broken = breaks(role.demand.window)
        load = [role.demand.fte if segment.start in role.demand.window else 0.0 for segment in segments]
        for person in staff.people:
            reasons, score = _against(staff, role, person, broken.get(person.id, ()))
            if reasons:
                blocked[role.id][person.id] = reasons
                continue
            pairs.append({"contributor": person.id, "demand": role.id, "load": load, "fit": min(max(score, 0.0), 1.0)})
            cost = work_cost(person, role.demand.fte, role.demand.window)
            if cost is not None:
                costs[person.id, role.id] = cost
    currency = _main_currency(costs)
    known = {key: float(amount) for key, (amount, unit) in costs.items() if unit == currency}
    _price(pairs, known)
    needed = {pair["contributor"] for pair in pairs}
    people = [
        {"id": person.id, "kind": person.kind.value, "capacity": _capacity(staff.commitments[person.id], segments)}
        for person in staff.people
        if person.id in needed
    ]
    roles = [{"id": role.id, "count": role.places, "priority": role.priority} for role in staff.roles]
    allowed = {(pair["contributor"], pair["demand"]) for pair in pairs}
    document: dict[str, Any] = {
        "periods": [str(segment) for segment in segments] or ["none"],
        "contributors": people,
        "demands": roles,
        "pairs": pairs,
        "budget": staff.limits.budget,
        "limits": {
            "external_share_max": staff.limits.external_share_max,
            "concurrent_roles_max": staff.limits.concurrent_roles_max,
        },
        "objective": objective,
        "current": [{"contributor": who, "demand": what} for who, what in current if (who, what) in allowed],
    }
    if required is not None:
        document = with_required(document, *required)
    return Assembled(document, currency, frozenset(allowed - known.keys()), blocked)


def with_required(document: dict[str, Any], contributor: str, demand: str) -> dict[str, Any]:
    """The problem in which this pair comes before every other place: one place of the demand, for that person alone."""
    place = f"{demand}#required"
    roles: list[dict[str, Any]] = [{"id": place, "count": 1, "priority": 0}]
    for role in document["demands"]:
        count = role["count"] - (role["id"] == demand)
        roles += [{**role, "count": count}] if count else []
    left = {role["id"] for role in roles}
    pairs: list[dict[str, Any]] = []
    for pair in document["pairs"]:
        if pair["demand"] == demand and pair["contributor"] == contributor:
            pairs.append({**pair, "demand": place})
        elif pair["demand"] in left:
            pairs.append(pair)
    current = [row for row in document["current"] if row["demand"] in left]
    return {**document, "demands": roles, "pairs": pairs, "current": current}


def without_marks(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with the required place under its demand's own id."""
    rows = [{**row, "demand": row["demand"].removesuffix("#required")} for row in answer["assignments"]]
    unfilled = [{**row, "demand": row["demand"].removesuffix("#required")} for row in answer["unfilled"]]
    return {**answer, "assignments": rows, "unfilled": unfilled}


def _against(staff: Staff, role: Role, person: Contributor, broken: tuple[str, ...]) -> tuple[tuple[str, ...], float]:
    """Every condition that keeps a contributor from a role, and their score in the shortlist."""
    demand = role.demand
    held = {skill.name.casefold(): skill.level for skill in person.skills}
    for need in demand.skills:
        if need.importance is Importance.MUST and held.get(need.name.casefold(), 0) < need.min_level:
            lacks = need.name.casefold() not in held
            return ((f"no {need.name}" if lacks else f"{need.name} below level {need.min_level}"),), 0.0
    free = availability(staff.commitments[person.id], demand.window)
    found = match(demand, person, free, staff.today, breaks=broken)
    reasons = list(found.blocked_by)
    if person.kind in staff.frozen:
        reasons.insert(0, f"{person.kind.plural} are frozen")
    if not reasons and free.share + 1e-9 < min(demand.fte, 1.0):
        reasons.append(TOO_LITTLE_TIME)
    return tuple(reasons), found.score


def _segments(windows: Sequence[Window]) -> list[Window]:
    """The stretches of days within which no window starts or ends, where at least one holds."""
    edges = sorted({window.start for window in windows} | {window.end + _DAY for window in windows})
    stretches = [Window(start, end - _DAY) for start, end in pairwise(edges)]
    return [stretch for stretch in stretches if any(stretch.start in window for window in windows)]


def _capacity(commitments: Commitments, segments: Sequence[Window]) -> list[float]:
    return [availability(commitments, segment).share_otherwise or 0.0 for segment in segments]


def _main_currency(costs: Mapping[tuple[str, str], tuple[Decimal, str]]) -> str | None:
    counts = Counter(currency for _, currency in costs.values())
    return min(counts, key=lambda currency: (-counts[currency], currency)) if counts else None


def _price(pairs: list[dict[str, Any]], known: Mapping[tuple[str, str], float]) -> None:
    """A cost for each pair; an unknown one counts as the dearest known of its role, and so is never chosen for its price."""
    dearest: dict[str, float] = {}
    for (_, role), amount in known.items():
        dearest[role] = max(dearest.get(role, 0.0), amount)
    most = max(dearest.values(), default=1.0)
    for pair in pairs:
        key = (pair["contributor"], pair["demand"])
        pair["cost"] = known.get(key, dearest.get(pair["demand"], most))


def leaving(staff: Staff, contributor: str, on: date) -> Staff:
    """Somebody is gone from a day on: not available any more, and what they are booked on becomes roles to fill."""
    person = next(person for person in staff.people if person.id == contributor)
    own = staff.commitments[contributor]
    engaged = tuple(
        (start, on - _DAY if end is None else min(end, on - _DAY))
        for start, end in own.engaged
        if start is None or start < on
    )
    names = {booking.project_id: booking.project_name for booking in own.bookings}
    strongest = tuple(sorted(person.skills, key=lambda skill: (-skill.level, skill.name))[:3])
    by_project: dict[str, list[Any]] = defaultdict(list)
    for booking in own.bookings:
        if booking.end_date >= on:
            by_project[booking.project_id].append(booking)
    added: list[Role] = []
    for project, bookings in sorted(by_project.items()):
        for n, booking in enumerate(bookings, 1):
            demand = Demand(
                id=f"takeover-{project}" + (f"-{n}" if len(bookings) > 1 else ""),
                title=f"{person.name}'s work on {names[project]}",
                window=Window(max(on, booking.start_date), booking.end_date),
                project_id=project,
                fte=min(booking.fte, 1.0),
                skills=tuple(_need(skill.name, skill.level) for skill in strongest),
            )
            added.append(Role(demand, 1, _priority_of(staff, project), names[project]))
    commitments = {**staff.commitments, contributor: replace(own, engaged=engaged)}
    return replace(staff, commitments=commitments, roles=(*staff.roles, *added))


def _need(name: str, level: int) -> Any:
    from knowledge.workforce.work import SkillNeed

    return SkillNeed(name, max(level - 1, 1))


def _priority_of(staff: Staff, project: str) -> int:
    return next((role.priority for role in staff.roles if role.demand.project_id == project), 3)

"""Who is booked on what, and who is away: never more than all of somebody's time, never outside the engagement."""

from datetime import date, timedelta

from knowledge.registry.demo.projects import Project
from knowledge.registry.demo.world import Person, Row, World
from knowledge.workforce.kinds import ContributorKind

_SHARES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("1.0",), 34),
    (("0.8",), 18),
    (("0.5", "0.5"), 14),
    (("0.6", "0.4"), 9),
    (("0.5", "0.3"), 6),
    (("0.5",), 9),
    ((), 10),
)
"""Shares of their time that people are booked for, and how many of a hundred are."""

_STAFF_FUNCTIONS = frozenset({"U-40"})


def book(
    world: World,
    person: Person,
    project: Project,
    fte: str,
    start: date,
    end: date,
    *,
    status: str = "confirmed",
    demand: str | None = None,
) -> list[Row]:
    """Bookings from `start` to `end`, cut to the person's and the project's dates and around long leave."""
    first = max(start, person.start, date.fromisoformat(project.row["start_date"]))
    last = min(end, person.end or end, date.fromisoformat(project.row["end_date"]))
    rows: list[Row] = []
    for leg_start, leg_end in _around(person.leave, first, last):
        rows.append(
            world.add(
                "assignments",
                id=world.next_id("ASG", 20001),
                contributor_id=person.id,
                project_id=project.id,
                demand_id=demand,
                fte=fte,
                start_date=leg_start,
                end_date=leg_end,
                status=status,
            )
        )
    return rows


def _around(leaves: list[tuple[date, date]], first: date, last: date) -> list[tuple[date, date]]:
    legs: list[tuple[date, date]] = []
    for leave_start, leave_end in sorted(leaves):
        if first <= leave_end and leave_start <= last:
            if first < leave_start:
                legs.append((first, leave_start - timedelta(days=1)))
            first = leave_end + timedelta(days=1)
    if first <= last:
        legs.append((first, last))
    return legs


def add_leave(world: World) -> None:
    """Dates only. A leave of a week or more is kept free of bookings, a shorter one lies inside them."""
    for person in world.people:
        if not (person.crowd and person.active) or person.kind is ContributorKind.AI_AGENT:
            continue
        if world.chance(0.30):
            start = _monday(world.between(5, 150))
            _leave(world, person, start, start + timedelta(days=11))
            person.leave.append((start, start + timedelta(days=11)))
        if world.chance(0.35):
            start = _monday(world.between(-60, 120)) + timedelta(days=world.random.randint(0, 2))
            end = start + timedelta(days=world.random.randint(0, 2))
            if all(end < first or last < start for first, last in person.leave):
                _leave(world, person, start, end)


def _leave(world: World, person: Person, start: date, end: date) -> None:
    if person.end is None or end <= person.end:
        world.add("leave", contributor_id=person.id, start_date=start, end_date=end)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def add_bookings(world: World, projects: list[Project]) -> None:
    """Books the crowd: most people for half to all of their time, some for none."""
    for person in world.people:
        if not person.crowd or not person.active or person.unit in _STAFF_FUNCTIONS:
            continue
        fitting = [project for project in projects if project.takes(person)]
        if not fitting:
            continue
        shares = world.random.choices([s for s, _ in _SHARES], [weight for _, weight in _SHARES])[0]
        for fte, project in zip(shares, world.random.sample(fitting, min(len(shares), len(fitting))), strict=False):
            end = world.between(15, 170)
            book(world, person, project, fte, world.between(-190, -5), end)
            if world.chance(0.3):
                later = world.random.choice(fitting)
                status = world.random.choice(("tentative", "tentative", "confirmed"))
                follow = end + timedelta(days=world.random.randint(1, 20))
                book(world, person, later, fte, follow, follow + timedelta(days=70), status=status)
    _add_history(world, [project for project in projects if project.row["status"] == "closed"])


def _add_history(world: World, closed: list[Project]) -> None:
    """A few bookings of projects that are over."""
    for project in closed:
        over = date.fromisoformat(project.row["end_date"])
        veterans = [
            person
            for person in world.people
            if person.crowd and person.active and person.unit in project.staff and person.start < over
        ]
        for person in veterans[:8]:
            own = [row for row in world.rows("assignments") if row["contributor_id"] == person.id]
            if all(date.fromisoformat(row["start_date"]) > over for row in own):
                book(world, person, project, "0.5", over - timedelta(days=120), over)

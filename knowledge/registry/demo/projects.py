"""The company's projects, by hand: the names that people ask about and believable others."""

from dataclasses import dataclass

from knowledge.registry.demo.world import Person, Row, World
from knowledge.workforce.kinds import RateUnit


@dataclass(slots=True)
class Project:
    """`staff` are the units whose people work on it, `by_the_day` whether only people on daily rates do."""

    row: Row
    staff: tuple[str, ...]
    by_the_day: bool = False

    @property
    def id(self) -> str:
        return self.row["id"]

    @property
    def running(self) -> bool:
        return self.row["status"] == "active"

    def takes(self, person: Person) -> bool:
        """Whether this person could be booked on it now."""
        daily = person.unit_of_rate is not RateUnit.HOUR
        return self.running and person.unit in self.staff and (daily or not self.by_the_day)


_PROJECTS: str = """
Atlas                       | O-2 | U-10 | U-11 U-12 U-13 | -210 | 420 | 1 | active  | DE | confidential
Borealis                    | O-3 | U-12 | U-12 U-11      | -160 | 330 | 1 | active  | DE | confidential
Nimbus                      | O-2 | U-11 | U-11 U-10 U-50 | -240 | 260 | 2 | active  | DE | confidential
Lisbon launch               | O-4 | U-60 | U-60 U-21 U-13 | -45  | 240 | 1 | active  | PT | internal
Billing migration           | O-1 | U-30 | U-30 U-11 U-13 | -120 | 300 | 1 | active  | DE | confidential
Invoice matching            | O-1 | U-30 | U-30           | -60  | 180 | 2 | active  | DE | confidential
Bank connection             | O-1 | U-30 | U-30 U-11 U-50 | -75  | 270 | 2 | active  | DE | restricted
Smart meter rollout Hamburg | O-5 | U-21 | U-21 U-20 U-22 | -330 | 390 | 2 | active  | DE | internal
Heat network Utrecht-Noord  | O-5 | U-22 | U-22 U-21 U-20 | -200 | 310 | 2 | active  | NL | internal
Battery park Setúbal        | O-4 | U-22 | U-22 U-20      | -90  | 365 | 3 | active  | PT | internal
Customer app                | O-1 | U-13 | U-13           | -300 | 280 | 2 | active  | GB | confidential
Tariff engine               | O-1 | U-12 | U-12 U-30 U-10 | -110 | 200 | 3 | active  | DE | confidential
Grid outage map             | O-2 | U-13 | U-13 U-12      | -70  | 190 | 3 | active  | GB | public
Pune engineering hub        | O-2 | U-10 | U-11 U-12 U-13 | -400 | 350 | 3 | active  | IN | internal
Technician scheduling       | O-5 | U-20 | U-22 U-20 U-13 | -150 | 230 | 2 | active  | DE | internal
Identity renewal            | O-6 | U-50 | U-50 U-11      | -100 | 220 | 1 | active  | DE | restricted
New York demand response    | O-3 | U-12 | U-12 U-60 U-22 | -130 | 300 | 3 | active  | US | confidential
Gdańsk substation retrofit  | O-5 | U-22 | U-22 U-21      | -80  | 250 | 3 | active  | PL | internal
Lyon heat pump pilot        | O-5 | U-21 | U-21 U-22 U-60 | -95  | 210 | 4 | active  | FR | internal
Supplier portal             | O-1 | U-30 | U-30 U-13      | -50  | 160 | 4 | active  | DE | internal
Accessibility programme     | O-1 | U-13 | U-13           | -40  | 240 | 3 | active  | GB | public
Carbon reporting            | O-3 | U-12 | U-12 U-30      | 30   | 260 | 4 | planned | DE | internal
Hydrogen test field         |     | U-22 | U-22 U-20      | 60   | 420 | 5 | planned | DE | confidential
Meter reading archive       | O-2 | U-11 | U-11           | -620 | -90 | 4 | closed  | DE | confidential
Call centre handover        | O-4 | U-60 | U-60           | -500 | -60 | 4 | closed  | GB | confidential
"""

_TOWNS = ("Bremen", "Lübeck", "Rostock", "Kiel", "Arnhem", "Delft", "Braga", "Faro", "Nashik", "Sopot", "Bristol")
_WORKS = ("Heat pump programme", "Battery park", "Smart meter rollout", "Heat network", "Grid forecast")


def add_projects(world: World) -> dict[str, Project]:
    """Project by name. A company larger than 400 people gets more of them."""
    lines = [line.split("|") for line in _PROJECTS.strip().splitlines()]
    more = max(0, world.size // 16 - len(lines))
    for number in range(more):
        name = f"{_WORKS[number % len(_WORKS)]} {_TOWNS[number % len(_TOWNS)]} {number // len(_TOWNS) + 2}"
        unit, staff = ("U-12", "U-11 U-12 U-13") if number % 5 == 4 else ("U-21", "U-20 U-21 U-22")
        lines.append([name, "O-5", unit, staff, "-120", "240", "4", "active", "DE", "internal"])
    projects: dict[str, Project] = {}
    for number, cells in enumerate(lines, start=1):
        name, objective, unit, staff, start, end, priority, status, country, data_class = map(str.strip, cells)
        owner = _owner(world, unit, number)
        row = world.add(
            "projects",
            id=f"PRJ-{number:02d}",
            name=name,
            objective_id=objective,
            org_unit=unit,
            owner_id=owner.id,
            start_date=world.day(int(start)),
            end_date=world.day(int(end)),
            budget_amount=None,
            budget_currency=None,
            priority=int(priority),
            status=status,
            country=country,
            data_class=data_class,
        )
        projects[name] = Project(row, tuple(staff.split()), by_the_day=name == "Borealis")
    return projects


def _owner(world: World, unit: str, number: int) -> Person:
    people = [world.heads[unit], *world.leads.get(unit, [])]
    return people[number % len(people)]

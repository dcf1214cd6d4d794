"""Roles to fill: the open ones that questions ask about, others like them, and those that bookings have filled."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.registry.demo.company import card_rate
from knowledge.registry.demo.occupations import OCCUPATIONS
from knowledge.registry.demo.places import PLACES
from knowledge.registry.demo.projects import Project
from knowledge.registry.demo.world import Row, World

_CURRENCY = {place.country: place.currency for place in PLACES.values()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A demand by hand. `must` and `nice` are `skill level` pairs, dates are days from today."""

    project: str
    title: str
    start: int
    end: int
    must: str
    nice: str = ""
    count: int = 1
    fte: str = "1.0"
    max_day_rate: int | None = None
    kinds: str = ""
    countries: str = ""
    zones: str = ""
    description: str = ""


WANTED = (
    Wanted("Atlas", "Data engineer", 7, 210, "dbt 3, Python 3", "Airflow 2", 2, "0.5", 700, zones="Europe/Berlin"),
    Wanted("Atlas", "Platform engineer", 14, 380, "Kubernetes 3, Terraform 2", "AWS 3", 1, "1.0", 780),
    Wanted("Atlas", "Backend engineer", 21, 380, "Python 3, Kafka 2", "Django 2", 2, "0.8", 720),
    Wanted("Borealis", "Data scientist", 10, 200, "time series forecasting 3", "statistics 3", 1, "1.0", 800),
    Wanted("Borealis", "Data engineer", 10, 240, "Airflow 3, Snowflake 2", "dbt 3", 1, "0.6"),
    Wanted("Borealis", "Commissioning engineer", 30, 220, "SCADA 3, IEC 61850 3", "protection relays 2", 1, "0.5"),
    Wanted("Nimbus", "Platform engineer", 5, 180, "AWS 3, Linux 3", "observability 2", 2, "1.0", 760),
    Wanted("Nimbus", "Solution architect", 5, 120, "software architecture 4", "AWS 3", 1, "0.4"),
    Wanted("Lisbon launch", "Launch manager", 14, 200, "market launch 3", "budgeting 2", 1, "1.0", 640),
    Wanted("Lisbon launch", "Customer success manager", 14, 200, "customer onboarding 3", "CRM administration 2"),
    Wanted("Lisbon launch", "Marketing specialist", 20, 150, "campaign management 3", "copywriting 2", 1, "0.5"),
    Wanted("Lisbon launch", "Heat pump technician", 30, 200, "heat pump installation 3", "hydraulic balancing 2"),
    Wanted("Lisbon launch", "Electrician", 30, 200, "electrical installation 3", "smart metering 2"),
    Wanted("Lisbon launch", "Frontend engineer", 20, 140, "React 3, TypeScript 2", "accessibility 2", 1, "0.6", 640),
    Wanted(
        "Billing migration", "Billing specialist", 7, 240, "billing migration 3, SAP IS-U 2", "utility billing 3", 2
    ),
    Wanted("Billing migration", "Backend engineer", 14, 200, "Java 2, PostgreSQL 3", "REST APIs 2"),
    Wanted(
        "Invoice matching",
        "Accounts payable specialist",
        7,
        120,
        "invoice matching 3",
        "SAP FI 2",
        1,
        "0.8",
        360,
        description="Match supplier invoices to orders and receipts, about 1,400 a month. May be an AI agent.",
    ),
    Wanted(
        "Bank connection",
        "Payments engineer",
        14,
        220,
        "SEPA payments 3, ISO 20022 3",
        "Java 3",
        1,
        "0.8",
        820,
        kinds="employee;freelancer",
        countries="DE;NL",
    ),
    Wanted("Identity renewal", "Security engineer", 10, 150, "identity management 3", "cloud security 2", 1, "0.8"),
    Wanted("Customer app", "UX researcher", 21, 63, "UX research 3", "interviewing 2", 1, "0.6", 640),
    Wanted("Smart meter rollout Hamburg", "Electrician", 10, 120, "High-voltage switching 3", "", 2, "1.0"),
    Wanted("Hydrogen test field", "Commissioning engineer", 70, 300, "hydrogen electrolysis 3", "", 1, "1.0"),
)


def add_wanted(world: World, projects: dict[str, Project]) -> None:
    for wanted in WANTED:
        project = projects[wanted.project]
        currency = _CURRENCY[project.row["country"]]
        row = _demand(
            world,
            project,
            title=wanted.title,
            start=world.day(wanted.start),
            end=world.day(wanted.end),
            count=wanted.count,
            fte=wanted.fte,
            max_rate=Decimal(wanted.max_day_rate) if wanted.max_day_rate else None,
            currency=currency,
            kinds=wanted.kinds,
            countries=wanted.countries,
            zones=wanted.zones,
            status="open",
            description=wanted.description,
        )
        for importance, needs in (("must", wanted.must), ("nice", wanted.nice)):
            for need in filter(None, needs.split(", ")):
                skill, level = need.rsplit(" ", 1)
                _need(world, row, skill, int(level), importance)


def add_filled(world: World, count: int) -> None:
    """Demands behind bookings of the crowd, each asking for what the person booked has."""
    skills: dict[str, list[Row]] = {}
    for row in world.rows("contributor_skills"):
        skills.setdefault(row["contributor_id"], []).append(row)
    crowd = {person.id: person for person in world.people if person.crowd}
    rows = [r for r in world.rows("assignments") if r["status"] == "confirmed" and r["contributor_id"] in crowd]
    current = [row for row in rows if row["start_date"] <= world.today.isoformat() <= row["end_date"]]
    projects = {row["id"]: row for row in world.rows("projects")}
    for booking in world.random.sample(current, min(count, len(current))):
        person = crowd[booking["contributor_id"]]
        demand = _demand(
            world,
            Project(projects[booking["project_id"]], ()),
            title=person.occupation.title,
            start=date.fromisoformat(booking["start_date"]),
            end=date.fromisoformat(booking["end_date"]),
            fte=booking["fte"],
            status="filled",
        )
        for row in skills[person.id][:2]:
            _need(world, demand, row["skill"], min(int(row["level"]), 3), "must")
        booking["demand_id"] = demand["id"]


def add_more(world: World, projects: list[Project], count: int, cancelled: int) -> None:
    """Further open demands, and a few that were called off. None hangs on a single supplier's people."""
    running = [project for project in projects if project.running]
    for number in range(count + cancelled):
        project = world.random.choice(running)
        unit = world.random.choice(project.staff)
        fitting = [o for o in OCCUPATIONS.values() if unit in o.units and o.weight > 1]
        occupation = world.random.choices(fitting, [o.weight for o in fitting])[0]
        currency = _CURRENCY[project.row["country"]]
        demand = _demand(
            world,
            project,
            title=occupation.title,
            start=world.between(5, 50),
            end=world.between(80, 155),
            fte=world.random.choice(("0.4", "0.5", "0.6", "0.8", "1.0", "1.0")),
            max_rate=card_rate(occupation.title, currency, "day") if world.chance(0.5) else None,
            currency=currency,
            status="open" if number < count else "cancelled",
        )
        must = world.random.sample(occupation.skills[:4], world.random.choice((1, 2)))
        for skill in must:
            _need(world, demand, skill, world.random.choice((2, 2, 3)), "must")
        rest = [skill for skill in occupation.skills if skill not in must]
        _need(world, demand, world.random.choice(rest), 2, "nice")


def _demand(
    world: World,
    project: Project,
    *,
    title: str,
    start: date,
    end: date,
    status: str,
    count: int = 1,
    fte: str = "1.0",
    max_rate: Decimal | None = None,
    currency: str = "EUR",
    kinds: str = "",
    countries: str = "",
    zones: str = "",
    description: str = "",
) -> Row:
    last = min(end, date.fromisoformat(project.row["end_date"]))
    return world.add(
        "demands",
        id=world.next_id("D", digits=2),
        project_id=project.id,
        title=title,
        count=count,
        fte=fte,
        start_date=min(start, last),
        end_date=last,
        max_rate_amount=max_rate,
        max_rate_currency=currency if max_rate else None,
        max_rate_unit="day" if max_rate else None,
        kinds_allowed=kinds,
        countries_allowed=countries,
        time_zones_allowed=zones,
        status=status,
        description=description or f"{title} for {project.row['name']}",
    )


def _need(world: World, demand: Row, skill: str, level: int, importance: str) -> None:
    world.add("demand_skills", demand_id=demand["id"], skill=skill, min_level=level, importance=importance)

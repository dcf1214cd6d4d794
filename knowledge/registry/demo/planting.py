"""How a gap is planted: somebody is hired without fault, then one thing is taken away and written down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from knowledge.registry.demo.bookings import book
from knowledge.registry.demo.projects import Project
from knowledge.registry.demo.world import Person, Row, World
from knowledge.workforce.kinds import Severity


@dataclass(frozen=True, slots=True)
class PlantedGap:
    """A gap that the rules must find. `accepted` when an exception covers it. `day` is when it begins to count,
    for a rule that is not yet in force."""

    rule: str
    subject_type: str
    subject_id: str
    severity: Severity
    why: str
    accepted: bool = False
    day: date | None = None


@dataclass(slots=True)
class Planting:
    """The company while gaps are planted in it."""

    world: World
    projects: dict[str, Project]
    cast: dict[str, Person]
    gaps: list[PlantedGap] = field(default_factory=list[PlantedGap])

    def note(
        self,
        rule: str,
        subject_type: str,
        subject_id: str,
        severity: Severity,
        why: str,
        *,
        accepted: bool = False,
        day: date | None = None,
    ) -> None:
        self.gaps.append(PlantedGap(rule, subject_type, subject_id, severity, why, accepted, day))

    def later(self, step: Callable[[], None]) -> None:
        """Done once invoices, orders and budgets stand."""
        self.world.afterwards.append(step)

    def busy(self, person: Person, fte: str = "0.6") -> list[Row]:
        """Books somebody as others are booked, so that a planted person looks like any other."""
        fitting = [project for project in self.projects.values() if project.takes(person)]
        if not fitting:
            return []
        project = self.world.random.choice(fitting)
        return book(self.world, person, project, fte, self.world.between(-120, -20), self.world.between(20, 120))

    def records(self, person: Person, type: str) -> list[Row]:
        return [
            row
            for row in self.world.rows("records")
            if row["type"] == type
            and (row["subject_type"], row["subject_id"])
            in (("contributor", person.id), ("engagement", person.running["id"]))
        ]

    def drop_records(self, person: Person, type: str) -> None:
        gone = self.records(person, type)
        self.world.tables["records"] = [row for row in self.world.rows("records") if not any(row is g for g in gone)]

    def classification(self, person: Person) -> Row:
        return next(r for r in self.world.rows("classifications") if r["engagement_id"] == person.running["id"])

    def deliverables(self, person: Person) -> list[Row]:
        return [r for r in self.world.rows("deliverables") if r["engagement_id"] == person.running["id"]]

    def invoices(self, person: Person) -> list[Row]:
        return [row for row in self.world.rows("invoices") if row["engagement_id"] == person.running["id"]]

    def accounts(self, person: Person) -> list[Row]:
        return [row for row in self.world.rows("access") if row["contributor_id"] == person.id]

    def ago(self, days: int) -> str:
        return (self.world.today - timedelta(days=days)).isoformat()

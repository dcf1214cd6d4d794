"""What the taxonomies that are loaded hold: how much of each, and the tasks of an occupation."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge.registry.tables import TaskStatement, TaxonomyConcept, TaxonomyLabel


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there of one taxonomy."""

    source: str
    skills: int
    aliases: int
    occupations: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Task:
    """One task statement. `source` is the taxonomy it was imported as; `type` is Core or Supplemental in O*NET."""

    source: str
    occupation_code: str
    occupation: str | None
    task_id: str
    text: str
    type: str | None

    @property
    def ref(self) -> str:
        return f"task_statement:{self.task_id}"


def tasks_of(session: Session, occupation: str, limit: int) -> list[Task]:
    """The tasks of an occupation, by its code or by words of its title, all of which must stand there."""
    t = TaskStatement
    words = occupation.casefold().split()
    if not words:
        return []
    titled = select(TaxonomyConcept.code).where(
        TaxonomyConcept.kind == "occupation",
        *(func.lower(TaxonomyConcept.label).contains(word, autoescape=True) for word in words),
    )
    by_title = and_(*(func.lower(t.title).contains(word, autoescape=True) for word in words))
    query = (
        select(t)
        .where(or_(t.occupation_code == occupation.strip(), t.occupation_code.in_(titled), by_title))
        .order_by(t.occupation_code, t.type, t.pk)
        .limit(limit)
    )
    return [
        Task(row.source, row.occupation_code, row.title, row.task_id, row.text, row.type)
        for row in session.scalars(query)
    ]


def loaded(session: Session) -> list[Loaded]:
    """The taxonomies that are loaded, by source."""
    c = TaxonomyConcept
    counted: dict[str, dict[str, int]] = {}
    for source, kind, n in session.execute(select(c.source, c.kind, func.count()).group_by(c.source, c.kind)):
        counted.setdefault(source, {})[kind] = n
    others = select(c.source, func.count()).join(TaxonomyLabel, TaxonomyLabel.concept_pk == c.pk)
    for source, n in session.execute(others.where(TaxonomyLabel.preferred.is_(False)).group_by(c.source)):
        counted.setdefault(source, {})["alias"] = n
    for source, n in session.execute(select(TaskStatement.source, func.count()).group_by(TaskStatement.source)):
        counted.setdefault(source, {})["task"] = n
    return [
        Loaded(source, n.get("skill", 0), n.get("alias", 0), n.get("occupation", 0), n.get("task", 0))
        for source, n in sorted(counted.items())
    ]

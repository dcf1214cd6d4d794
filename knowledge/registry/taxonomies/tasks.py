"""Task statements: what people of an occupation do, as a catalogue of occupations words it."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge.registry.tables import TaskStatement, TaxonomyConcept


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

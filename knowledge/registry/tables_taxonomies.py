"""Taxonomies of skills and work that others publish, apart from the company's vocabulary; and what a name is linked to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class TaxonomyConcept(Base):
    """A skill or an occupation of a taxonomy. `code` is its URI or code, or its label where the file gives neither."""

    __tablename__ = "taxonomy_concept"
    __table_args__ = (UniqueConstraint("source", "kind", "code"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str]
    label: Mapped[str]
    description: Mapped[str | None]
    type: Mapped[str | None]
    digest: Mapped[str] = mapped_column(String(64))


class TaxonomyLabel(Base):
    """A name of a concept, its preferred one included. `folded` is how names are compared."""

    __tablename__ = "taxonomy_label"

    pk: Mapped[int] = mapped_column(primary_key=True)
    concept_pk: Mapped[int] = mapped_column(ForeignKey("taxonomy_concept.pk", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    preferred: Mapped[bool]


class TaskStatement(Base):
    """One thing that people of an occupation do, as a catalogue of occupations such as O*NET words it."""

    __tablename__ = "task_statement"
    __table_args__ = (UniqueConstraint("source", "occupation_code", "task_id"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    occupation_code: Mapped[str] = mapped_column(index=True)
    title: Mapped[str | None]
    task_id: Mapped[str]
    text: Mapped[str]
    type: Mapped[str | None]
    digest: Mapped[str] = mapped_column(String(64))


class SkillLink(Base):
    """What a person decided of a text and a skill: `same`, the text means that skill; `different`, it does not."""

    __tablename__ = "skill_link"
    __table_args__ = (UniqueConstraint("folded", "skill"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    skill: Mapped[str]
    decision: Mapped[str] = mapped_column(String(10))
    score: Mapped[float]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]

"""Accepted corrections in the data: each holds as long as its source says what it said when the person contested it."""

from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.voice.own_record import as_text
from knowledge.workforce.voice import BY_CONTRACT, IDENTIFYING, CorrectionStatus, Field

SAID = "self-reported"
"""The source of a skill that a person said they have, which no system holds."""
_COLUMNS = {Field.ORG_UNIT: "org_unit_ref", Field.MANAGER: "manager_ref"}


def column_of(field: Field) -> str:
    """The column of a contributor (or of their identity) that holds a field."""
    return _COLUMNS.get(field, field.value)


def apply_corrections(session: Session) -> None:
    """Set every accepted correction's value where the source still gives the contested one; nothing else changes."""
    c = t.Correction
    accepted = select(c).where(c.status == CorrectionStatus.ACCEPTED.value, c.value.is_not(None)).order_by(c.pk)
    for correction in session.scalars(accepted):
        person = session.scalar(
            select(t.Contributor).where(
                t.Contributor.source == correction.source, t.Contributor.source_id == correction.source_id
            )
        )
        field = Field(correction.field)
        if person is None or field in BY_CONTRACT:
            continue
        if field is Field.SKILL:
            _apply_skill(session, correction, person)
        else:
            _apply_field(session, correction, person, field)
    session.flush()


def _apply_field(session: Session, correction: t.Correction, person: t.Contributor, field: Field) -> None:
    holder: Any = session.get(t.Identity, person.pk) if field in IDENTIFYING else person
    if holder is None:
        holder = t.Identity(contributor_pk=person.pk)
        session.add(holder)
    column = column_of(field)
    if as_text(getattr(holder, column)) == (correction.was or ""):
        setattr(holder, column, parsed(field, correction.value or ""))


def _apply_skill(session: Session, correction: t.Correction, person: t.Contributor) -> None:
    s = t.ContributorSkill
    name, level = correction.skill or "", int(correction.value or 0)
    mine = (s.contributor_pk == person.pk) & (func.lower(s.skill) == name.casefold())
    held = session.execute(select(s.pk, s.level).where(mine)).all()
    if held:
        stale = [pk for pk, known in held if str(known) == correction.was]
        session.execute(update(s).where(s.pk.in_(stale)).values(level=level))
    elif correction.was is None:
        said = {"source": SAID, "row_key": f"{correction.source}:{correction.source_id}:{name}", "digest": ""}
        what = {"contributor_ref": person.source_id, "contributor_pk": person.pk, "skill": name, "level": level}
        session.execute(insert(s).values(**said, **what, evidence="self"))


def parsed(field: Field, text: str) -> Any:
    """A value as the import bundle would read it. Raises `ValueError` with the reason when it can't be that."""
    # Late: the importer itself applies corrections at its end.
    from knowledge.registry.importing.schema import BUNDLE

    if field is Field.SKILL:
        return BUNDLE["contributor_skills"]["level"].type.parse(text)
    if field in BY_CONTRACT:
        return text
    column = "manager_id" if field is Field.MANAGER else field.value
    return BUNDLE["contributors"][column].type.parse(text)

"""What follows from the rows of all sources together; run at the end of an import, in its last transaction."""

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.orm import Session, aliased

from knowledge.registry import tables as t
from knowledge.registry.taxonomies.memory import decided_skills
from knowledge.registry.voice.applying import apply_corrections
from knowledge.workforce.skills.trigrams import folded

REFERENCES: tuple[tuple[type[Any], str, type[Any]], ...] = (
    (t.OrgUnit, "parent", t.OrgUnit),
    (t.OrgUnit, "head", t.Contributor),
    (t.Supplier, "owner", t.Contributor),
    (t.Objective, "owner", t.Contributor),
    (t.Contributor, "org_unit", t.OrgUnit),
    (t.Contributor, "manager", t.Contributor),
    (t.Contributor, "supplier", t.Supplier),
    (t.Project, "objective", t.Objective),
    (t.Project, "org_unit", t.OrgUnit),
    (t.Project, "owner", t.Contributor),
    (t.Engagement, "supplier", t.Supplier),
    (t.Engagement, "human_contact", t.Contributor),
    (t.Access, "contributor", t.Contributor),
    (t.Access, "granted_by", t.Contributor),
    (t.Access, "reviewed_by", t.Contributor),
    (t.Agent, "owner", t.Contributor),
    (t.Agent, "backup_owner", t.Contributor),
    (t.AgentAction, "contributor", t.Contributor),
    (t.AgentAction, "approved_by", t.Contributor),
    (t.RuleException, "approved_by", t.Contributor),
)
"""Columns that may name a row which comes later, or never: (table, column, table named)."""

_IDENTIFIED: tuple[type[Any], ...] = (
    t.OrgUnit,
    t.Supplier,
    t.Objective,
    t.Contributor,
    t.Project,
    t.Demand,
    t.Assignment,
    t.Engagement,
    t.Access,
    t.AgentAction,
    t.Invoice,
)


def rekey_public_ids(session: Session) -> None:
    """Set `id`: the source's own, or `<source>:<id>` where two sources hold the same."""
    for table in _IDENTIFIED:
        twin = aliased(table)
        shared = select(twin.pk).where(twin.source_id == table.source_id, twin.source != table.source).exists()
        qualified = table.source + literal(":") + table.source_id
        session.execute(update(table).where(shared, table.id != qualified).values(id=qualified))
        session.execute(update(table).where(~shared, table.id != table.source_id).values(id=table.source_id))


def resolve_references(session: Session) -> None:
    """Let every kept reference lead to its row: one of the same source, else the only one of another, else none."""
    for table, column, target in REFERENCES:
        ref, pk = getattr(table, f"{column}_ref"), getattr(table, f"{column}_pk")
        own = aliased(target)
        same = select(own.pk).where(own.source == table.source, own.row_key == ref).correlate(table).scalar_subquery()
        other = aliased(target)
        only = select(func.min(other.pk)).where(other.id == ref).correlate(table).scalar_subquery()
        found = func.coalesce(same, only)
        session.execute(
            update(table)
            .where(ref.is_not(None), pk.is_distinct_from(found))
            .values({pk: found})
            .execution_options(synchronize_session=False)
        )
    _resolve_subjects(session, t.Record)
    _resolve_subjects(session, t.RuleException)


def _resolve_subjects(session: Session, table: Any) -> None:
    for kind, target in {target.__tablename__: target for target in _IDENTIFIED}.items():
        own, other = aliased(target), aliased(target)
        same = (
            select(own.pk)
            .where(own.source == table.source, own.row_key == table.subject_ref)
            .correlate(table)
            .scalar_subquery()
        )
        only = select(func.min(other.pk)).where(other.id == table.subject_ref).correlate(table).scalar_subquery()
        session.execute(
            update(table)
            .where(table.subject_type == kind)
            .values(subject_pk=func.coalesce(same, only))
            .execution_options(synchronize_session=False)
        )


def refresh_skills(session: Session) -> None:
    """Link skill names to the vocabulary (adding those it lacks) and work out which skill implies which."""
    for table in (t.ContributorSkill, t.DemandSkill):
        known = _skills_by_name(session, table)
        unlinked = session.execute(
            select(func.min(table.skill), func.min(table.source), func.min(table.import_pk))
            .group_by(func.lower(table.skill))
            .order_by(func.lower(table.skill))
        ).all()
        missing = [
            {"source": source, "row_key": name, "name": name, "import_pk": import_pk, "digest": ""}
            for name, source, import_pk in unlinked
            if name.casefold() not in known
        ]
        if missing:
            session.execute(insert(t.Skill), missing)
            known = _skills_by_name(session, table)
        for name, linked in session.execute(select(table.skill, table.skill_pk).distinct()).all():
            if linked != known[name.casefold()]:
                session.execute(
                    update(table)
                    .where(table.skill == name)
                    .values(skill_pk=known[name.casefold()])
                    .execution_options(synchronize_session=False)
                )
    _refresh_closure(session, _skills_by_name(session))


def _skills_by_name(session: Session, table: Any = None) -> dict[str, int]:
    """Names and aliases in lower case to the skill; a name wins over an alias, the older row over the newer.

    What people decided wins over both; it also holds for other spellings, such as those that stand in `table`.
    """
    rows = session.execute(select(t.Skill.pk, t.Skill.name, t.Skill.aliases).order_by(t.Skill.pk)).all()
    known: dict[str, int] = {}
    for pk, name, _ in rows:
        known.setdefault(name.casefold(), pk)
    for pk, _, aliases in rows:
        for alias in aliases or ():
            known.setdefault(alias.casefold(), pk)
    if decided := decided_skills(session):
        written = session.scalars(select(table.skill).distinct()) if table is not None else ()
        for name in [*known, *(name.casefold() for name in written)]:
            if (form := folded(name)) in decided:
                known[name] = decided[form]
    return known


def _refresh_closure(session: Session, known: dict[str, int]) -> None:
    broader: dict[int, set[int]] = defaultdict(set)
    everything: set[int] = set()
    for pk, name in session.execute(select(t.Skill.pk, t.Skill.broader)):
        everything.add(pk)
        for parent in (name or "").split(";"):
            if (above := known.get(parent.strip().casefold())) is not None and above != pk:
                broader[pk].add(above)
    rows: list[dict[str, int]] = []
    for pk in sorted(everything):
        reached, new = {pk}, {pk}
        while new := {above for one in new for above in broader[one]} - reached:
            reached |= new
        rows += [{"skill_pk": pk, "ancestor_pk": above} for above in sorted(reached)]
    session.execute(delete(t.SkillClosure))
    if rows:
        session.execute(insert(t.SkillClosure), rows)


def raise_version(session: Session) -> None:
    """Note that the registry has changed."""
    changed = session.execute(
        update(t.DataVersion).where(t.DataVersion.pk == 1).values(version=t.DataVersion.version + 1)
    )
    if changed.rowcount == 0:  # pyright: ignore[reportAttributeAccessIssue]
        session.add(t.DataVersion(pk=1, version=1))


def consolidate(session: Session) -> None:
    """All of it, in order."""
    rekey_public_ids(session)
    apply_corrections(session)
    resolve_references(session)
    refresh_skills(session)
    raise_version(session)

"""Ids that another source holds too, under another name: told, and left for people to decide."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from knowledge.registry.tables import Contributor

SHOWN = 3


def name_clashes(session: Session, source: str) -> list[str]:
    """A warning for each other source in which ids of this one's contributors stand under other names."""
    other = aliased(Contributor)
    clash = (
        (other.source_id == Contributor.source_id)
        & (other.source != source)
        & (func.lower(other.name) != func.lower(Contributor.name))
    )
    counted = select(other.source, func.count()).join(Contributor, clash).where(Contributor.source == source)
    warnings: list[str] = []
    for name, n in session.execute(counted.group_by(other.source).order_by(other.source)).all():
        named = select(Contributor.source_id, Contributor.name, other.name).join(other, clash)
        rows = session.execute(
            named.where(Contributor.source == source, other.source == name).order_by(Contributor.source_id).limit(SHOWN)
        )
        examples = "; ".join(f"{id_}: {here} here, {there} there" for id_, here, there in rows)
        more = f" and {n - SHOWN:,} more" if n > SHOWN else ""
        warnings.append(
            f"contributors: {n:,} {'id stands' if n == 1 else 'ids stand'} in {name} under another name ({examples}{more}); "
            "both are kept apart, and 'workforce duplicates list' proposes who may be one person"
        )
    return warnings

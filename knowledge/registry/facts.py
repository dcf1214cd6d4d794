"""From the tables to the facts that the governance rules look at, in one query a table."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from knowledge.registry import tables as t
from knowledge.registry.engaged import status_on
from knowledge.workforce.governance import facts as f
from knowledge.workforce.kinds import ContributorKind, EngagementType


def load_facts(session: Session, as_of: date) -> f.Facts:
    """Everything on the day `as_of`."""
    ids = dict(session.execute(select(t.Contributor.pk, t.Contributor.id)).all())

    def named(pk: int | None) -> str | None:
        return ids.get(pk) if pk is not None else None

    supplier = aliased(t.Supplier)
    contributors = [
        f.ContributorFact(
            id=c.id,
            name=c.name,
            kind=ContributorKind(c.kind),
            status=status_on(as_of, c.status, c.start_date, c.end_date),
            org_unit=unit,
            supplier_id=supplier_id,
            country=c.country,
            region=c.region,
            start_date=c.start_date,
            end_date=c.end_date,
        )
        for c, unit, supplier_id in session.execute(
            select(t.Contributor, t.OrgUnit.id, supplier.id)
            .outerjoin(t.OrgUnit, t.OrgUnit.pk == t.Contributor.org_unit_pk)
            .outerjoin(supplier, supplier.pk == t.Contributor.supplier_pk)
        )
    ]
    engagements = [
        f.EngagementFact(
            id=e.id,
            contributor_id=ids[e.contributor_pk],
            type=EngagementType(e.type),
            start_date=e.start_date,
            end_date=e.end_date,
            closed_at=e.closed_at,
            signed_at=e.signed_at,
            country=e.country,
            region=e.region,
        )
        for e in session.scalars(select(t.Engagement))
    ]
    access = [
        f.AccessFact(a.id, named(a.contributor_pk), a.contributor_ref, a.system, a.active, a.last_used)
        for a in session.scalars(select(t.Access))
    ]
    agents = [
        f.AgentFact(
            contributor_id=ids[a.contributor_pk],
            owner_id=named(a.owner_pk),
            owner_ref=a.owner_ref,
            backup_owner_id=named(a.backup_owner_pk),
            allowed_tools=tuple(a.allowed_tools or ()),
            data_classes=tuple(a.data_classes or ()),
            max_amount=a.max_amount,
        )
        for a in session.scalars(select(t.Agent))
    ]
    actions = [
        f.ActionFact(a.id, named(a.contributor_pk), a.at, a.tool, a.data_class, a.amount)
        for a in session.scalars(select(t.AgentAction))
    ]
    exceptions = [
        f.ExceptionFact(
            x.subject_type,
            x.subject_ref,
            x.rule,
            named(x.approved_by_pk) or x.approved_by_ref,
            x.approved_at,
            x.expires,
            x.reason,
        )
        for x in session.scalars(select(t.RuleException))
    ]
    settings = [
        f.SettingFact(s.rule, s.key, s.value, s.jurisdiction, s.effective_from, s.effective_until)
        for s in session.scalars(select(t.RuleSetting))
    ]
    return f.Facts(as_of, contributors, engagements, access, agents, actions, exceptions, settings)

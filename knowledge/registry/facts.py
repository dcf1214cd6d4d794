"""From the tables to the facts that the governance rules look at, in one query a table."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from knowledge.registry import tables as t
from knowledge.workforce.engagement import status_on
from knowledge.workforce.governance import facts as f
from knowledge.workforce.kinds import (
    AssignmentStatus,
    ContributorKind,
    DemandStatus,
    EngagementType,
    Importance,
)

_KINDS = {kind.value: kind for kind in ContributorKind}
_TYPES = {kind.value: kind for kind in EngagementType}


def load_facts(session: Session, as_of: date) -> f.Facts:
    """Everything on the day `as_of`."""
    return _Loader(session, as_of).facts()


class _Loader:
    """Reads one set of facts. Public ids stand for primary keys throughout."""

    def __init__(self, session: Session, as_of: date) -> None:
        self._session = session
        self._as_of = as_of
        self._people = self._ids(t.Contributor)
        self._engagements = self._ids(t.Engagement)
        self._suppliers = self._ids(t.Supplier)
        self._units = self._ids(t.OrgUnit)
        self._projects = self._ids(t.Project)
        self._demands = self._ids(t.Demand)

    def facts(self) -> f.Facts:
        return f.Facts(
            as_of=self._as_of,
            contributors=list(self._contributors()),
            engagements=list(self._contracts()),
            access=list(self._access()),
            agents=list(self._agents()),
            actions=list(self._actions()),
            exceptions=list(self._exceptions()),
            settings=[
                f.SettingFact(*row)
                for row in self._rows(
                    select(
                        t.RuleSetting.rule,
                        t.RuleSetting.key,
                        t.RuleSetting.value,
                        t.RuleSetting.jurisdiction,
                        t.RuleSetting.effective_from,
                        t.RuleSetting.effective_until,
                    ).order_by(t.RuleSetting.pk)
                )
            ],
            records=list(self._records()),
            classifications=list(self._classifications()),
            deliverables=[
                f.DeliverableFact(self._engagements[row[0]], *row[1:])
                for row in self._rows(
                    select(
                        t.Deliverable.engagement_pk,
                        t.Deliverable.title,
                        t.Deliverable.due,
                        t.Deliverable.criteria,
                        t.Deliverable.accepted_at,
                    )
                )
            ],
            invoices=list(self._invoices()),
            rate_card=[
                f.RateLineFact(*row)
                for row in self._rows(
                    select(
                        t.RateCard.title,
                        t.RateCard.level,
                        t.RateCard.region,
                        t.RateCard.currency,
                        t.RateCard.unit,
                        t.RateCard.max_rate,
                    ).order_by(t.RateCard.pk)
                )
            ],
            projects=list(self._work()),
            demands=[
                f.DemandFact(id_, self._projects[project], title, status)
                for id_, project, title, status in self._rows(
                    select(t.Demand.id, t.Demand.project_pk, t.Demand.title, t.Demand.status)
                )
            ],
            demand_skills=list(self._needs()),
            skill_holders=list(self._holders()),
            assignments=list(self._bookings()),
            leave=[
                f.LeaveFact(self._people[person], start, end)
                for person, start, end in self._rows(
                    select(t.Leave.contributor_pk, t.Leave.start_date, t.Leave.end_date)
                )
            ],
            suppliers=[
                f.SupplierFact(*row) for row in self._rows(select(t.Supplier.id, t.Supplier.name, t.Supplier.type))
            ],
            suspended=frozenset(self._session.scalars(select(t.AgentSuspension.agent))),
            matches=list(self._matches()),
            org_units=[
                f.OrgUnitFact(id_, parent, self._people.get(head))
                for id_, parent, head in self._rows(select(t.OrgUnit.id, t.OrgUnit.parent_ref, t.OrgUnit.head_pk))
            ],
        )

    def _ids(self, table: Any) -> dict[int | None, str]:
        return dict(iter(self._session.execute(select(table.pk, table.id))))  # pyright: ignore[reportArgumentType]

    def _rows(self, query: Any) -> Iterator[Any]:
        yield from self._session.execute(query)

    def _contributors(self) -> Iterator[f.ContributorFact]:
        c = t.Contributor
        skilled = set(self._session.scalars(select(t.ContributorSkill.contributor_pk).distinct()))
        query = select(
            c.pk,
            c.id,
            c.name,
            c.kind,
            c.status,
            c.org_unit_pk,
            c.org_unit_ref,
            c.supplier_pk,
            c.country,
            c.region,
            c.city,
            c.start_date,
            c.end_date,
            c.email,
            c.title,
            c.manager_pk,
            c.manager_ref,
            c.weekly_hours,
            c.rate_amount,
            c.rate_currency,
            c.rate_unit,
            c.engaged_via,
            c.interests,
            c.bank_hash,
            c.phone_hash,
            c.extra,
            c.source,
        )
        for r in self._rows(query):
            yield f.ContributorFact(
                id=r.id,
                name=r.name,
                kind=_KINDS[r.kind],
                status=status_on(self._as_of, r.status, r.start_date, r.end_date),
                org_unit=self._units.get(r.org_unit_pk) or r.org_unit_ref,
                supplier_id=self._suppliers.get(r.supplier_pk),
                country=r.country,
                region=r.region,
                city=r.city,
                start_date=r.start_date,
                end_date=r.end_date,
                email=r.email,
                title=r.title,
                manager_id=self._people.get(r.manager_pk),
                manager_ref=r.manager_ref,
                weekly_hours=r.weekly_hours,
                rate_amount=r.rate_amount,
                rate_currency=r.rate_currency,
                rate_unit=r.rate_unit,
                engaged_via=r.engaged_via,
                interests=tuple(r.interests or ()),
                bank_hash=r.bank_hash,
                phone_hash=r.phone_hash,
                notes=tuple((name, str(value)) for name, value in (r.extra or {}).items() if value),
                has_skills=r.pk in skilled,
                source=r.source,
            )

    def _contracts(self) -> Iterator[f.EngagementFact]:
        e = t.Engagement
        query = select(
            e.id,
            e.contributor_pk,
            e.type,
            e.start_date,
            e.end_date,
            e.closed_at,
            e.signed_at,
            e.country,
            e.region,
            e.supplier_pk,
            e.rate_amount,
            e.rate_currency,
            e.rate_unit,
            e.po_amount,
            e.po_number,
            e.po_expires,
            e.extensions,
            e.title,
            e.level,
            e.terms_changed_at,
            e.human_contact_ref,
            e.comparator_rate_amount,
            e.comparator_rate_currency,
            e.derogation,
        )
        for r in self._rows(query):
            supplier = self._suppliers.get(r.supplier_pk)
            values: Any = (r.id, self._people[r.contributor_pk], _TYPES[r.type], *r[3:9], supplier, *r[10:])
            yield f.EngagementFact(*values)

    def _access(self) -> Iterator[f.AccessFact]:
        a = t.Access
        query = select(
            a.id,
            a.contributor_pk,
            a.contributor_ref,
            a.system,
            a.active,
            a.last_used,
            a.level,
            a.data_class,
            a.granted_at,
            a.granted_by_pk,
            a.granted_by_ref,
            a.expires,
            a.justification,
            a.revoked_at,
            a.reviewed_at,
            a.reviewed_by_pk,
            a.reviewed_by_ref,
        )
        for r in self._rows(query):
            yield f.AccessFact(
                r.id,
                self._people.get(r.contributor_pk),
                r.contributor_ref,
                r.system,
                r.active,
                r.last_used,
                r.level,
                r.data_class,
                r.granted_at,
                self._people.get(r.granted_by_pk) or r.granted_by_ref,
                r.expires,
                r.justification,
                r.revoked_at,
                r.reviewed_at,
                self._people.get(r.reviewed_by_pk) or r.reviewed_by_ref,
            )

    def _agents(self) -> Iterator[f.AgentFact]:
        for a in self._session.scalars(select(t.Agent)):
            yield f.AgentFact(
                contributor_id=self._people[a.contributor_pk],
                owner_id=self._people.get(a.owner_pk),
                owner_ref=a.owner_ref,
                backup_owner_id=self._people.get(a.backup_owner_pk),
                allowed_tools=tuple(a.allowed_tools or ()),
                data_classes=tuple(a.data_classes or ()),
                max_amount=a.max_amount,
                risk_class=a.risk_class,
                assessed_at=a.assessed_at,
                changed_at=a.changed_at,
            )

    def _actions(self) -> Iterator[f.ActionFact]:
        a = t.AgentAction
        query = select(
            a.id, a.contributor_pk, a.at, a.tool, a.data_class, a.amount, a.approved_by_pk, a.approved_by_ref
        )
        for r in self._rows(query):
            person, approver = self._people.get(r.contributor_pk), self._people.get(r.approved_by_pk)
            yield f.ActionFact(r.id, person, r.at, r.tool, r.data_class, r.amount, approver, r.approved_by_ref)

    def _exceptions(self) -> Iterator[f.ExceptionFact]:
        x = t.RuleException
        query = select(
            x.subject_type,
            x.subject_ref,
            x.rule,
            x.approved_by_pk,
            x.approved_by_ref,
            x.approved_at,
            x.expires,
            x.reason,
        )
        for r in self._rows(query):
            approver = self._people.get(r.approved_by_pk) or r.approved_by_ref
            yield f.ExceptionFact(r.subject_type, r.subject_ref, r.rule, approver, r.approved_at, r.expires, r.reason)

    def _records(self) -> Iterator[f.RecordFact]:
        r = t.Record
        subjects = {"contributor": self._people, "engagement": self._engagements, "supplier": self._suppliers}
        query = select(r.subject_type, r.subject_pk, r.subject_ref, r.type, r.issued, r.expires, r.value, r.status)
        for row in self._rows(query):
            subject = subjects.get(row.subject_type, {}).get(row.subject_pk) or row.subject_ref
            yield f.RecordFact(row[0], subject, *row[3:])

    def _classifications(self) -> Iterator[f.ClassificationFact]:
        c = t.Classification
        query = select(
            c.engagement_pk,
            c.outcome,
            c.decided_at,
            c.sets_hours,
            c.supervised_daily,
            c.exclusive,
            c.client_tools,
            c.pay_basis,
            c.own_investment,
            c.other_clients,
            c.core_function,
        )
        for r in self._rows(query):
            yield f.ClassificationFact(self._engagements[r[0]], *r[1:])

    def _invoices(self) -> Iterator[f.InvoiceFact]:
        i = t.Invoice
        query = select(i.id, i.engagement_pk, i.period_end, i.amount, i.currency, i.received_at, i.due_at, i.paid_at)
        for r in self._rows(query):
            yield f.InvoiceFact(r[0], self._engagements[r[1]], *r[2:])

    def _work(self) -> Iterator[f.ProjectFact]:
        p = t.Project
        query = select(
            p.id,
            p.name,
            p.org_unit_pk,
            p.owner_pk,
            p.country,
            p.budget_amount,
            p.budget_currency,
            p.status,
        )
        for r in self._rows(query):
            yield f.ProjectFact(r[0], r[1], self._units.get(r[2]), self._people.get(r[3]), *r[4:])

    def _needs(self) -> Iterator[f.DemandSkillFact]:
        n, skill = t.DemandSkill, aliased(t.Skill)
        query = select(n.demand_pk, n.skill, skill.name, n.min_level, n.importance).outerjoin(
            skill, skill.pk == n.skill_pk
        )
        for demand, written, name, level, importance in self._rows(query):
            yield f.DemandSkillFact(self._demands[demand], name or written, level, importance)

    def _holders(self) -> Iterator[f.SkillHolderFact]:
        """Holders of the skills that open demands must have, those of a narrower skill included."""
        held, wanted = t.ContributorSkill, aliased(t.Skill)
        needed = (
            select(t.DemandSkill.skill_pk)
            .join(t.Demand, t.Demand.pk == t.DemandSkill.demand_pk)
            .where(t.Demand.status == DemandStatus.OPEN, t.DemandSkill.importance == Importance.MUST)
        )
        query = (
            select(wanted.name, held.contributor_pk, held.level)
            .join(t.SkillClosure, t.SkillClosure.skill_pk == held.skill_pk)
            .join(wanted, wanted.pk == t.SkillClosure.ancestor_pk)
            .where(t.SkillClosure.ancestor_pk.in_(needed))
        )
        for name, person, level in self._rows(query):
            yield f.SkillHolderFact(name, self._people[person], level)

    def _matches(self) -> Iterator[f.MatchFact]:
        """Proposed pairs that nobody has decided."""
        decided = {frozenset(row) for row in self._rows(select(t.MatchDecision.a, t.MatchDecision.b))}
        c = t.Contributor
        refs = (
            {pk: f"{source}:{id_}" for pk, source, id_ in self._rows(select(c.pk, c.source, c.source_id))}
            if decided
            else {}
        )
        p = t.MatchProposal
        for a, b, score in self._rows(select(p.a_pk, p.b_pk, p.score)):
            if not decided or frozenset((refs[a], refs[b])) not in decided:
                yield f.MatchFact(self._people[a], self._people[b], score)

    def _bookings(self) -> Iterator[f.AssignmentFact]:
        a = t.Assignment
        query = select(
            a.id, a.contributor_pk, a.project_pk, a.demand_pk, a.fte, a.start_date, a.end_date, a.status
        ).order_by(a.start_date, a.pk)
        for r in self._rows(query):
            who, where, demand = self._people[r[1]], self._projects[r[2]], self._demands.get(r[3])
            confirmed = r.status == AssignmentStatus.CONFIRMED
            yield f.AssignmentFact(r.id, who, where, demand, r.fte, r.start_date, r.end_date, confirmed)

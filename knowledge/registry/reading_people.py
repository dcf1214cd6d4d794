"""Queries about contributors: who they are, what they can do, how many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from knowledge.registry import tables as t
from knowledge.registry.words import key as plain_words
from knowledge.workforce.criteria import Count, Criteria, Grouping
from knowledge.workforce.engagement import status_on
from knowledge.workforce.kinds import ContributorKind, EngagedVia, Evidence, RateUnit
from knowledge.workforce.money import Rate
from knowledge.workforce.people import Contributor, HeldSkill
from knowledge.workforce.viewer import Data, Viewer

CHUNK = 500
"""Ids in one query: well under SQLite's limit of variables."""


class PeopleQueries:
    """Contributors as one viewer may see them on one day."""

    def __init__(self, session: Session, viewer: Viewer, today: date) -> None:
        self._session = session
        self._viewer = viewer
        self._today = today

    def contributors(
        self, criteria: Criteria, *, limit: int | None, with_skills: bool, contracts: bool = True
    ) -> list[Contributor]:
        """`contracts` looks up the running engagements, whose rate and country win; counting needs neither."""
        rows = [
            row
            for row in self._rows(_conditions(criteria, self._today, self._units_below))
            if self._kept(row, criteria)
        ]
        rows = rows[:limit]
        pks = [row.Contributor.pk for row in rows]
        skills = self.skills(pks) if with_skills else {}
        running = self._running(pks) if contracts else {}
        return [
            self._contributor(row, running.get(row.Contributor.pk), skills.get(row.Contributor.pk, ())) for row in rows
        ]

    def names(self, criteria: Criteria) -> list[tuple[str, str]]:
        """Id and name of those who meet all criteria, by name."""
        c = t.Contributor
        query = (
            select(c.id, c.name, c.title, c.status, c.start_date, c.end_date)
            .where(*_conditions(criteria, self._today, self._units_below))
            .order_by(c.name, c.id)
        )
        return [(row.id, row.name) for row in self._session.execute(query) if self._fits(row, criteria)]

    def contributor(self, id_: str) -> Contributor | None:
        rows = self._rows([t.Contributor.id == id_])
        if not rows:
            rows = self._rows([t.Contributor.source + ":" + t.Contributor.source_id == id_])
        if not rows:
            return None
        pk = rows[0].Contributor.pk
        return self._contributor(rows[0], self._running([pk]).get(pk), self.skills([pk]).get(pk, ()))

    def head_count(self, by: Grouping, criteria: Criteria) -> list[Count]:
        people = self.contributors(
            criteria, limit=None, with_skills=by is Grouping.SKILL, contracts=by is Grouping.COUNTRY
        )
        away = self._merged_away()
        people = [person for person in people if f"{person.source}:{person.id}" not in away and person.id not in away]
        counted: dict[tuple[str | None, str, ContributorKind], int] = defaultdict(int)
        for person in people:
            for key, label in _groups(person, by):
                counted[key, label, person.kind] += 1
        counts = [Count(key, label, kind, n) for (key, label, kind), n in counted.items()]
        totals: dict[str, int] = defaultdict(int)
        for count in counts:
            totals[count.label] += count.n
        return sorted(counts, key=lambda count: (-totals[count.label], count.label, count.kind))

    def skills(self, pks: Sequence[int]) -> dict[int, tuple[HeldSkill, ...]]:
        """Every skill held, those that follow from a narrower one included, at the highest level."""
        found: dict[int, dict[str, HeldSkill]] = defaultdict(dict)
        held, implied = aliased(t.Skill), aliased(t.Skill)
        for chunk in _chunks(pks):
            rows = self._session.execute(
                select(
                    t.ContributorSkill.contributor_pk,
                    t.ContributorSkill.level,
                    t.ContributorSkill.evidence,
                    t.ContributorSkill.last_used,
                    held.name.label("held"),
                    implied.name.label("implied"),
                )
                .join(held, held.pk == t.ContributorSkill.skill_pk)
                .join(t.SkillClosure, t.SkillClosure.skill_pk == held.pk)
                .join(implied, implied.pk == t.SkillClosure.ancestor_pk)
                .where(t.ContributorSkill.contributor_pk.in_(chunk))
            )
            for row in rows:
                via = None if row.held == row.implied else row.held
                evidence = Evidence(row.evidence) if row.evidence else None
                skill = HeldSkill(row.implied, row.level, evidence, row.last_used, via)
                best = found[row.contributor_pk].get(row.implied)
                if best is None or (skill.level, skill.via is None) > (best.level, best.via is None):
                    found[row.contributor_pk][row.implied] = skill
        return {
            pk: tuple(sorted(skills.values(), key=lambda skill: (-skill.level, skill.name)))
            for pk, skills in found.items()
        }

    def _merged_away(self) -> set[str]:
        """The records, by `<source>:<id>`, that a person has said to be somebody who is counted already."""
        pairs = self._session.execute(
            select(t.MatchDecision.a, t.MatchDecision.b)
            .where(t.MatchDecision.decision == "same")
            .order_by(t.MatchDecision.a, t.MatchDecision.b)
        ).all()
        stands_for: dict[str, str] = {}
        for a, b in pairs:
            first, second = (stands_for.get(ref, ref) for ref in (a, b))
            keep, away = min(first, second), max(first, second)
            stands_for |= {
                ref: keep for ref in (*(r for r, to in stands_for.items() if to == away), away) if ref != keep
            }
        return set(stands_for)

    def same_email(self, criteria: Criteria) -> list[tuple[Contributor, Contributor]]:
        """Pairs of contributors with one e-mail address: the same person twice, perhaps."""
        twin = aliased(t.Contributor)
        shared = select(twin.pk).where(
            func.lower(twin.email) == func.lower(t.Contributor.email), twin.pk != t.Contributor.pk
        )
        conditions = [*_conditions(criteria, self._today, self._units_below), shared.exists()]
        rows = [row for row in self._rows(conditions) if self._kept(row, criteria)]
        groups: dict[str, list[Contributor]] = defaultdict(list)
        for row in rows:
            groups[row.Contributor.email.casefold()].append(self._contributor(row, None, ()))
        return [(a, b) for group in groups.values() for n, a in enumerate(group) for b in group[n + 1 :]]

    def _rows(self, conditions: Iterable[ColumnElement[bool]]) -> Sequence[Any]:
        manager = aliased(t.Contributor)
        query = (
            select(
                t.Contributor,
                t.OrgUnit.id.label("unit"),
                t.OrgUnit.name.label("unit_name"),
                manager.id.label("manager"),
                manager.name.label("manager_name"),
                t.Supplier.id.label("supplier"),
                t.Supplier.name.label("supplier_name"),
            )
            .outerjoin(t.OrgUnit, t.OrgUnit.pk == t.Contributor.org_unit_pk)
            .outerjoin(manager, manager.pk == t.Contributor.manager_pk)
            .outerjoin(t.Supplier, t.Supplier.pk == t.Contributor.supplier_pk)
            .where(*conditions)
            .order_by(t.Contributor.name, t.Contributor.id)
        )
        return self._session.execute(query).all()

    def _kept(self, row: Any, criteria: Criteria) -> bool:
        return self._fits(row.Contributor, criteria)

    def _fits(self, c: Any, criteria: Criteria) -> bool:
        """What is not asked of the database: the title's words, and the status on the day."""
        if criteria.titles:
            held = set(plain_words(c.title or "").split())
            if not any(set(phrase.split()) <= held for phrase in criteria.titles):
                return False
        return not criteria.statuses or status_on(self._today, c.status, c.start_date, c.end_date) in criteria.statuses

    def _running(self, pks: Sequence[int]) -> dict[int, t.Engagement]:
        """The engagement that runs today, the newest where several do."""
        found: dict[int, t.Engagement] = {}
        today = self._today
        for chunk in _chunks(pks):
            rows = self._session.scalars(
                select(t.Engagement)
                .where(
                    t.Engagement.contributor_pk.in_(chunk),
                    or_(t.Engagement.start_date.is_(None), t.Engagement.start_date <= today),
                    or_(t.Engagement.end_date.is_(None), t.Engagement.end_date >= today),
                    or_(t.Engagement.closed_at.is_(None), t.Engagement.closed_at > today),
                )
                .order_by(t.Engagement.start_date, t.Engagement.pk)
            )
            found.update({engagement.contributor_pk: engagement for engagement in rows})
        return found

    def _contributor(self, row: Any, running: t.Engagement | None, skills: tuple[HeldSkill, ...]) -> Contributor:
        c: t.Contributor = row.Contributor
        kind = ContributorKind(c.kind)
        sees_pay = self._viewer.sees(Data.PAY, contributor_id=c.id, unit=row.unit, external=kind.external)
        contract = running if running is not None and running.rate_amount is not None else c
        rate = _rate(contract.rate_amount, contract.rate_currency, contract.rate_unit)
        hours = c.weekly_hours
        return Contributor(
            id=c.id,
            kind=kind,
            name=c.name,
            status=status_on(self._today, c.status, c.start_date, c.end_date),
            source=c.source,
            email=c.email,
            title=c.title,
            org_unit=row.unit or c.org_unit_ref,
            org_unit_name=row.unit_name or c.org_unit_ref,
            manager_id=row.manager or c.manager_ref,
            manager_name=row.manager_name,
            supplier_id=row.supplier or c.supplier_ref,
            supplier_name=row.supplier_name,
            country=(running.country if running is not None and running.country else c.country),
            region=(running.region if running is not None and running.region else c.region),
            city=c.city,
            time_zone=c.time_zone,
            languages=tuple(c.languages or ()),
            weekly_hours=float(hours) if hours is not None else None,
            start_date=c.start_date,
            end_date=c.end_date,
            rate=rate if sees_pay else None,
            rate_hidden=not sees_pay,
            engaged_via=EngagedVia(c.engaged_via) if c.engaged_via else None,
            interests=tuple(c.interests or ()),
            skills=skills,
        )

    def _units_below(self, ids: Collection[str]) -> set[int]:
        """The primary keys of these units and of all below them; a unit goes by its id or its name."""
        units = self._session.execute(select(t.OrgUnit.pk, t.OrgUnit.id, t.OrgUnit.name, t.OrgUnit.parent_pk)).all()
        covered = {unit.pk for unit in units if unit.id in ids}
        while below := {unit.pk for unit in units if unit.parent_pk in covered and unit.pk not in covered}:
            covered |= below
        return covered


def _conditions(criteria: Criteria, today: date, units_below: Any) -> list[ColumnElement[bool]]:
    c = t.Contributor
    conditions: list[ColumnElement[bool]] = []
    for column, wanted in (
        (c.id, criteria.ids),
        (c.kind, {kind.value for kind in criteria.kinds}),
        (c.country, criteria.countries),
        (func.lower(c.city), {city.lower() for city in criteria.cities}),
        (c.time_zone, criteria.time_zones),
    ):
        if wanted:
            conditions.append(or_(*(column.in_(chunk) for chunk in _chunks(sorted(wanted)))))
    if criteria.excluded_kinds:
        conditions.append(c.kind.not_in({kind.value for kind in criteria.excluded_kinds}))
    if criteria.org_units:
        conditions.append(c.org_unit_pk.in_(units_below(criteria.org_units)))
    if criteria.suppliers:
        conditions.append(c.supplier_pk.in_(select(t.Supplier.pk).where(t.Supplier.id.in_(criteria.suppliers))))
    if criteria.excluded_suppliers:
        excluded = select(t.Supplier.pk).where(t.Supplier.id.in_(criteria.excluded_suppliers))
        conditions.append(or_(c.supplier_pk.is_(None), c.supplier_pk.not_in(excluded)))
    if criteria.managers:
        manager = aliased(t.Contributor)
        conditions.append(c.manager_pk.in_(select(manager.pk).where(manager.id.in_(criteria.managers))))
    if criteria.projects:
        booked = (
            select(t.Assignment.contributor_pk)
            .join(t.Project, t.Project.pk == t.Assignment.project_pk)
            .where(
                t.Project.id.in_(criteria.projects), t.Assignment.start_date <= today, t.Assignment.end_date >= today
            )
        )
        conditions.append(c.pk.in_(booked))
    for need in criteria.skills:
        name = need.name.casefold()
        named = select(t.Skill.pk).where(func.lower(t.Skill.name) == name)
        holders = (
            select(t.ContributorSkill.contributor_pk)
            .join(t.SkillClosure, t.SkillClosure.skill_pk == t.ContributorSkill.skill_pk)
            .where(and_(t.SkillClosure.ancestor_pk.in_(named), t.ContributorSkill.level >= need.min_level))
        )
        conditions.append(c.pk.in_(holders))
    return conditions


def _groups(person: Contributor, by: Grouping) -> list[tuple[str | None, str]]:
    if by is Grouping.SKILL:
        return [(skill.name, skill.name) for skill in person.skills] or [(None, "no skill recorded")]
    key, label = {
        Grouping.NONE: ("all", "all"),
        Grouping.KIND: (person.kind.value, person.kind.plural),
        Grouping.ORG_UNIT: (person.org_unit, person.org_unit_name),
        Grouping.COUNTRY: (person.country, person.country),
        Grouping.CITY: (person.city, person.city),
        Grouping.SUPPLIER: (person.supplier_id, person.supplier_name),
        Grouping.STATUS: (person.status.value, person.status.value),
    }[by]
    return [(key, label or "unknown")]


def _rate(amount: Any, currency: str | None, unit: str | None) -> Rate | None:
    return Rate(amount, currency, RateUnit(unit)) if amount is not None and currency and unit else None


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[n : n + CHUNK] for n in range(0, len(values), CHUNK))

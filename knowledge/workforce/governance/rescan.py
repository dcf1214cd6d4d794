"""The gaps after one contributor's records have changed: only the rules and subjects that it touches are looked at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import fields
from datetime import date

from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.rules import BY_ID, RULES
from knowledge.workforce.governance.scan import Report, scan
from knowledge.workforce.governance.slices import TABLES, Slice, Slices, changed_tables, only, owned, take
from knowledge.workforce.kinds import EngagementType

TOUCHED: Mapping[str, frozenset[str]] = {
    "access": frozenset({"CON-02", "PPL-02", "PPL-03", "ACC-01", "ACC-02", "ACC-03"}),
    "agents": frozenset({"AGT-01", "AGT-02", "AGT-03"}),
    "actions": frozenset({"AGT-02", "AGT-06"}),
    "records": frozenset(
        "CLS-04 CLS-06 CON-02 CON-03 CON-11 PPL-01 PPL-02 PPL-03 PPL-04 PPL-06 PPL-07 AGT-04 AGT-06 PRV-02".split()
    ),
    "classifications": frozenset({"CLS-01", "CLS-02", "CLS-03", "CLS-09"}),
    "deliverables": frozenset({"CLS-07", "CON-04"}),
    "invoices": frozenset({"CLS-04", "CON-05", "CON-08", "CON-10", "CON-11", "CON-12"}),
    "assignments": frozenset({"CON-05", "CON-07", "PPL-04", "ALL-01", "ALL-02", "AGT-04"}),
    "leave": frozenset({"ALL-02"}),
}
"""The rules that look at each table. A change of a contributor or an engagement touches every rule."""

PAIRS = frozenset({"PPL-08", "DAT-01"})
COUNTRIES, PROJECTS, SUPPLIERS = "TEN-02", "CON-07", "CON-10"
"""Rules over many contributors at once: those of a country, of a project, of all suppliers."""
MOST_CHANGED = 200
"""With more contributors changed at once, a scan of everything is as quick."""
_APART = tuple(field.name for field in fields(Facts) if field.name not in (*TABLES, "as_of"))
"""What belongs to no one contributor: projects, suppliers, settings, exceptions and the like."""
_SHARED = ("email", "phone_hash", "bank_hash", "name", "kind", "start_date")


class LiveScan:
    """The gaps of some facts, kept up to date while contributors change one by one."""

    def __init__(self, facts: Facts, report: Report | None = None) -> None:
        """`report` is what a scan of these facts found, where there has been one already."""
        self._facts = owned(facts)
        self._stale: set[str] = set()
        self._slices = Slices(facts)
        self._gaps: dict[str, list[Gap]] = {rule.id: [] for rule in RULES}
        for gap in (report or scan(facts)).gaps:
            self._gaps[gap.rule].append(gap)
        self._reports: dict[str, set[str]] = defaultdict(set)
        for contributor in facts.contributors:
            if contributor.manager_id:
                self._reports[contributor.manager_id].add(contributor.id)
        self._booked: dict[str, set[str]] = defaultdict(set)
        for booking in facts.assignments:
            self._booked[booking.project_id].add(booking.contributor_id)

        self._agency: dict[str, set[str]] = defaultdict(set)
        for contributor in facts.contributors:
            for country in _agency_countries(self._slices.of(contributor.id)):
                self._agency[country].add(contributor.id)

    @property
    def as_of(self) -> date:
        """The day of the facts."""
        return self._facts.as_of

    @property
    def facts(self) -> Facts:
        """The facts as they stand, to be read before the next change."""
        self._freshen(self._stale)
        return copy(self._facts)

    @property
    def report(self) -> Report:
        """The gaps as they stand."""
        unknown = self._facts.log.unknown if self._facts.log is not None else ()
        return Report(self._facts.as_of, tuple(gap for rule in RULES for gap in self._gaps[rule.id]), unknown)

    def part(self, id_: str) -> Slice:
        """A contributor's records as they stand."""
        return self._slices.of(id_)

    def change(self, id_: str, after: Slice) -> frozenset[str]:
        """Take a contributor's changed records; the rules that were looked at again."""
        before = self._slices.of(id_)
        tables = changed_tables(before, after)
        if not tables:
            return frozenset()
        names = self._facts.certificate_names
        self._stale |= take(self._facts, id_, before, after)
        self._slices.put(id_, after, tables)
        if "certificate_names" not in self._facts.__dict__:
            self._freshen({"records"})
        self._index(id_, before, after)
        touched = self._touched(tables)
        by_subjects: dict[frozenset[str], set[str]] = defaultdict(set)
        for rule in touched - PAIRS - {COUNTRIES, PROJECTS, SUPPLIERS}:
            by_subjects[self._subjects(rule, id_)].add(rule)
        for ids, rules in by_subjects.items():
            self._one_by_one(rules, ids)
        if self._facts.certificate_names != names:
            self._anew({"PPL-04"})
        if PROJECTS in touched:
            self._projects({row.project_id for part in (before, after) for row in part.assignments})
        if COUNTRIES in touched:
            self._countries(_agency_countries(before) | _agency_countries(after), id_)
        if SUPPLIERS in touched and ("invoices" in tables or _supply(before) != _supply(after)):
            self._anew({SUPPLIERS})
        if _differ(before, after, _SHARED):
            self._anew(touched & PAIRS)
        return touched

    def follow(self, facts: Facts) -> bool:
        """Take over what differs in newer facts of the same day, contributor by contributor.

        False, and nothing is changed, where it is more than a few contributors: another day, another project or setting.
        """
        old = self._facts
        if facts.as_of != old.as_of or any(not _alike(getattr(old, name), getattr(facts, name)) for name in _APART):
            return False
        slices = Slices(facts)
        changed = self._slices.differing(slices)
        if len(changed) > MOST_CHANGED or self._slices.rest != slices.rest:
            return False
        for id_ in changed:
            self.change(id_, slices.of(id_))
        return True

    def _freshen(self, tables: Collection[str]) -> None:
        for table in self._stale & set(tables):
            self._facts.__dict__[table] = self._slices.all(table)
        self._stale -= set(tables)

    def _touched(self, tables: Collection[str]) -> frozenset[str]:
        if {"contributors", "engagements"} & set(tables):
            return frozenset(BY_ID)
        return frozenset().union(*(TOUCHED[table] for table in tables))

    def _subjects(self, rule: str, id_: str) -> frozenset[str]:
        """The contributor, and those whose gaps hang on them: reports on a manager, agents on an owner or approver."""
        others: Iterable[str] = ()
        if rule == "PPL-05":
            others = self._reports.get(id_, ())
        elif rule == "AGT-01":
            others = (a.contributor_id for a in self._facts.agents if id_ in (a.owner_id, a.backup_owner_id))
        elif rule == "AGT-06":
            others = (a.contributor_id for a in self._facts.actions if a.approved_by == id_ and a.contributor_id)
        return frozenset({id_, *others})

    def _one_by_one(self, rules: Collection[str], ids: frozenset[str]) -> None:
        """Look at these contributors again."""
        found: dict[str, list[Gap]] = defaultdict(list)
        for gap in scan(only(self._facts, sorted(ids), self._slices), rules=frozenset(rules)).gaps:
            if gap.contributor_id in ids:
                found[gap.rule].append(gap)
        for rule in rules:
            self._gaps[rule] = [*(gap for gap in self._gaps[rule] if gap.contributor_id not in ids), *found[rule]]

    def _anew(self, rules: Collection[str]) -> None:
        """Look at everybody again by these rules."""
        if rules:
            found = scan(self._facts, rules=frozenset(rules)).gaps
            for rule in rules:
                self._gaps[rule] = [gap for gap in found if gap.rule == rule]

    def _projects(self, ids: set[str]) -> None:
        """Look at the cost of these projects again."""
        booked = {person for id_ in ids for person in self._booked[id_]}
        restricted = copy(only(self._facts, sorted(booked), self._slices))
        restricted.__dict__["assignments"] = [row for row in restricted.assignments if row.project_id in ids]
        restricted.__dict__["projects"] = [row for row in self._facts.projects if row.id in ids]
        found = scan(restricted, rules=frozenset({PROJECTS})).gaps
        self._gaps[PROJECTS] = [*(gap for gap in self._gaps[PROJECTS] if gap.subject_id not in ids), *found]

    def _countries(self, countries: set[str], id_: str) -> None:
        """Look again at the pay of agency workers in these countries."""
        ids = {id_, *(person for country in countries for person in self._agency[country])}
        found = scan(only(self._facts, sorted(ids), self._slices), rules=frozenset({COUNTRIES})).gaps

        def concerned(gap: Gap) -> bool:
            return gap.contributor_id in ids if gap.contributor_id is not None else gap.subject_id in countries

        kept = [gap for gap in self._gaps[COUNTRIES] if not concerned(gap)]
        self._gaps[COUNTRIES] = [*kept, *filter(concerned, found)]

    def _index(self, id_: str, before: Slice, after: Slice) -> None:
        for part, change in ((before, set[str].discard), (after, set[str].add)):
            for country in _agency_countries(part):
                change(self._agency[country], id_)
            for row in part.contributors:
                if row.manager_id:
                    change(self._reports[row.manager_id], id_)
            for booking in part.assignments:
                change(self._booked[booking.project_id], id_)


def _alike(one: object, two: object) -> bool:
    """Whether two tables hold the same, be they lists or tuples."""
    return list(one) == list(two) if isinstance(one, Sequence) and isinstance(two, Sequence) else one == two


def _agency_countries(part: Slice) -> set[str]:
    """The countries in which somebody works, or worked, through an agency."""
    own = part.contributors[0].country if part.contributors else None
    places = (row.country or own for row in part.engagements if row.type is EngagementType.AGENCY)
    return {place for place in places if place is not None}


def _supply(part: Slice) -> object:
    """What settles through which supplier somebody works, and whether they count."""
    own = [(row.supplier_id, row.status) for row in part.contributors]
    return own, [(row.supplier_id, row.start_date, row.end_date, row.closed_at) for row in part.engagements]


def _differ(before: Slice, after: Slice, names: Iterable[str]) -> bool:
    """Whether a contributor's own row differs in one of these columns, is new, or is gone."""
    if len(before.contributors) != 1 or len(after.contributors) != 1:
        return True
    one, two = before.contributors[0], after.contributors[0]
    return any(getattr(one, name) != getattr(two, name) for name in names)

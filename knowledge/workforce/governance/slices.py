"""One contributor's part of the facts, and facts that follow a change of such a part without working out the rest anew."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from copy import copy
from dataclasses import dataclass, fields
from typing import Any

from knowledge.workforce.governance.fact_rows import (
    AccessFact,
    ActionFact,
    AgentFact,
    AssignmentFact,
    ClassificationFact,
    ContributorFact,
    DeliverableFact,
    EngagementFact,
    InvoiceFact,
    LeaveFact,
    RecordFact,
)
from knowledge.workforce.governance.facts import Facts


@dataclass(frozen=True, slots=True)
class Slice:
    """Everything that belongs to one contributor. Records are those on the contributor and on their engagements."""

    contributors: tuple[ContributorFact, ...]
    engagements: tuple[EngagementFact, ...] = ()
    access: tuple[AccessFact, ...] = ()
    agents: tuple[AgentFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    records: tuple[RecordFact, ...] = ()
    classifications: tuple[ClassificationFact, ...] = ()
    deliverables: tuple[DeliverableFact, ...] = ()
    invoices: tuple[InvoiceFact, ...] = ()
    assignments: tuple[AssignmentFact, ...] = ()
    leave: tuple[LeaveFact, ...] = ()


TABLES = tuple(field.name for field in fields(Slice))
_BY_CONTRIBUTOR = ("engagements", "access", "agents", "actions", "assignments", "leave")
_BY_ENGAGEMENT = ("classifications", "deliverables", "invoices")


class Slices:
    """The rows of each contributor in some facts, by table: what a change of one of them is compared with."""

    def __init__(self, facts: Facts) -> None:
        self._rows: dict[str, dict[str, list[Any]]] = {table: defaultdict(list) for table in TABLES}
        self.rest: dict[str, list[Any]] = defaultdict(list)
        """Rows that are no contributor's: records of suppliers, accounts and actions of somebody unknown."""
        owner = {engagement.id: engagement.contributor_id for engagement in facts.engagements}
        for contributor in facts.contributors:
            self._rows["contributors"][contributor.id].append(contributor)
        for table in _BY_CONTRIBUTOR:
            for row in getattr(facts, table):
                if row.contributor_id is not None:
                    self._rows[table][row.contributor_id].append(row)
                else:
                    self.rest[table].append(row)
        for table in _BY_ENGAGEMENT:
            for row in getattr(facts, table):
                self._rows[table][owner[row.engagement_id]].append(row)
        for record in facts.records:
            whose = record.subject_id if record.subject_type == "contributor" else owner.get(record.subject_id)
            if record.subject_type != "supplier" and whose is not None:
                self._rows["records"][whose].append(record)
            else:
                self.rest["records"].append(record)

    def of(self, id_: str) -> Slice:
        """A contributor's part."""
        rows: dict[str, Any] = {table: tuple(self._rows[table].get(id_, ())) for table in TABLES}
        return Slice(**rows)

    def all(self, table: str) -> list[Any]:
        """Every row of a table."""
        return [row for rows in (*self._rows[table].values(), self.rest.get(table, [])) for row in rows]

    def differing(self, other: "Slices") -> list[str]:
        """The contributors whose part is another there; those who are only here or only there, too."""
        found: set[str] = set()
        for table in TABLES:
            here, there = self._rows[table], other._rows[table]
            found |= {id_ for id_, rows in here.items() if there.get(id_, []) != rows}
            found |= {id_ for id_, rows in there.items() if rows and id_ not in here}
        return sorted(found)

    def put(self, id_: str, part: Slice, tables: Iterable[str]) -> None:
        """Set a contributor's rows in these tables."""
        for table in tables:
            self._rows[table][id_] = list(getattr(part, table))


def changed_tables(before: Slice, after: Slice) -> frozenset[str]:
    """The tables in which two parts differ."""
    return frozenset(table for table in TABLES if getattr(before, table) != getattr(after, table))


EAGER = frozenset({"contributors", "engagements", "agents", "actions", "assignments"})
"""Tables whose sequences follow every change at once: rules over everybody go through them. Others are made when asked for."""


def owned(facts: Facts) -> Facts:
    """A copy of the facts that may be changed in place, with everything worked out."""
    work_out(facts)
    made = copy(facts)
    for name in _PATCHES:
        held = getattr(facts, name)
        made.__dict__[name] = {kind: dict(rows) for kind, rows in held.items()} if name == "_owned" else dict(held)
    return made


def take(facts: Facts, id_: str, before: Slice, after: Slice) -> frozenset[str]:
    """Change owned facts in place; the tables whose sequences no longer fit."""
    tables = changed_tables(before, after)
    held = facts.__dict__
    for table in tables & EAGER:
        gone = {id(row) for row in getattr(before, table)}
        held[table] = [*(row for row in held[table] if id(row) not in gone), *getattr(after, table)]
    for name in _worked_out_from(tables) & set(held):
        if name in _PATCHES:
            _PATCHES[name](held[name], facts, id_, before, after)
        elif not _stays(name, before, after):
            del held[name]
    return tables - EAGER


def work_out(facts: Facts) -> None:
    """Work out now what rules look up, so that no later look waits for it."""
    for name in _NEEDED:
        getattr(facts, name)


def only(facts: Facts, ids: Collection[str], slices: Slices) -> Facts:
    """The facts for rules that go through contributors one by one: these alone are gone through, all are known."""
    work_out(facts)
    parts = [slices.of(id_) for id_ in ids]
    restricted = copy(facts)
    for table in ("contributors", "engagements", "access", "invoices", "assignments", "actions"):
        restricted.__dict__[table] = [row for part in parts for row in getattr(part, table)]
    for name in ("running_pairs", "open_access"):
        restricted.__dict__.pop(name, None)
    bookings = facts.bookings_of
    restricted.__dict__["bookings_of"] = {id_: bookings[id_] for id_ in ids if id_ in bookings}
    return restricted


def _worked_out_from(tables: Collection[str]) -> set[str]:
    found: set[str] = set()
    for table in tables:
        found |= _FROM[table]
    return found


_FROM: dict[str, set[str]] = {
    "contributors": {"_contributors", "contributor_by_email", "running_pairs", "open_access", "charged"},
    "engagements": {"_engagements", "engagements_of", "_running", "_owned", "running_pairs", "charged"},
    "access": {"access_of", "_owned", "open_access"},
    "agents": {"agent_of"},
    "actions": set(),
    "records": {"_records", "_records_of_type", "_valid_of_type", "certificate_names"},
    "classifications": {"classification_of"},
    "deliverables": {"deliverables_of"},
    "invoices": {"invoices_of", "_owned", "charged"},
    "assignments": {"bookings_of", "_owned"},
    "leave": {"leave_of"},
}
"""Which of the cached properties of the facts are worked out from a table."""


def _stays(name: str, before: Slice, after: Slice) -> bool:
    """Whether a cached property that has no patch is the same after the change."""
    if name == "certificate_names":
        return _certificates(before) == _certificates(after)
    return False


def _certificates(part: Slice) -> set[str]:
    return {record.type.casefold() for record in part.records if record.type.startswith("certificate:")}


_Held = dict[Any, Any]


def _patch_rows(held: _Held, before: Iterable[Any], after: Iterable[Any], key: Callable[[Any], Any]) -> None:
    """Lists of rows by a key that is one contributor's own."""
    for row in before:
        held.pop(key(row), None)
    for row in after:
        held.setdefault(key(row), []).append(row)


def _patch_one(held: _Held, before: Iterable[Any], after: Iterable[Any], key: Callable[[Any], Any]) -> None:
    for row in before:
        held.pop(key(row), None)
    held.update({key(row): row for row in after})


def _patch_engagements_of(held: _Held, facts: Facts, id_: str, _before: Slice, after: Slice) -> None:
    held.pop(id_, None)
    held.update(Facts(facts.as_of, engagements=after.engagements).engagements_of)


def _patch_running(held: _Held, facts: Facts, id_: str, _before: Slice, after: Slice) -> None:
    held.pop(id_, None)
    running = Facts(facts.as_of, engagements=after.engagements).running_of(id_)
    if running is not None:
        held[id_] = running


def _patch_access_of(held: _Held, facts: Facts, id_: str, _before: Slice, after: Slice) -> None:
    held.pop(id_, None)
    held.update(Facts(facts.as_of, access=after.access).access_of)


def _patch_classification_of(held: _Held, facts: Facts, _id: str, before: Slice, after: Slice) -> None:
    for row in before.classifications:
        held.pop(row.engagement_id, None)
    held.update(Facts(facts.as_of, classifications=after.classifications).classification_of)


def _patch_charged(held: _Held, facts: Facts, id_: str, _before: Slice, after: Slice) -> None:
    held.pop(id_, None)
    own = Facts(
        facts.as_of,
        contributors=after.contributors,
        engagements=after.engagements,
        invoices=after.invoices,
        suppliers=facts.suppliers,
    )
    held.update(own.charged)


def _patch_owned(held: _Held, _facts: Facts, id_: str, before: Slice, after: Slice) -> None:
    """Whose each engagement, access, assignment and invoice is."""
    for kind, table in _OWNED.items():
        old, new = getattr(before, table), getattr(after, table)
        if old != new:
            for row in old:
                held[kind].pop(row.id, None)
            held[kind].update({row.id: id_ for row in new})


_OWNED = {"engagement": "engagements", "access": "access", "assignment": "assignments", "invoice": "invoices"}
_PATCHES: dict[str, Callable[[_Held, Facts, str, Slice, Slice], None]] = {
    "_contributors": lambda h, _d, _i, b, a: _patch_one(h, b.contributors, a.contributors, lambda r: r.id),
    "_engagements": lambda h, _d, _i, b, a: _patch_one(h, b.engagements, a.engagements, lambda r: r.id),
    "agent_of": lambda h, _d, _i, b, a: _patch_one(h, b.agents, a.agents, lambda r: r.contributor_id),
    "_records": lambda h, _d, _i, b, a: _patch_rows(h, b.records, a.records, lambda r: (r.subject_type, r.subject_id)),
    "_records_of_type": lambda h, _d, _i, b, a: _patch_rows(
        h, b.records, a.records, lambda r: (r.type, r.subject_type, r.subject_id)
    ),
    "_valid_of_type": lambda h, f, _i, b, a: _patch_rows(
        h, b.records, [r for r in a.records if r.valid(f.as_of)], lambda r: (r.type, r.subject_type, r.subject_id)
    ),
    "deliverables_of": lambda h, _d, _i, b, a: _patch_rows(
        h, b.deliverables, a.deliverables, lambda r: r.engagement_id
    ),
    "invoices_of": lambda h, _d, _i, b, a: _patch_rows(h, b.invoices, a.invoices, lambda r: r.engagement_id),
    "leave_of": lambda h, _d, _i, b, a: _patch_rows(h, b.leave, a.leave, lambda r: r.contributor_id),
    "bookings_of": lambda h, _d, _i, b, a: _patch_rows(
        h, b.assignments, [r for r in a.assignments if r.confirmed], lambda r: r.contributor_id
    ),
    "engagements_of": _patch_engagements_of,
    "_running": _patch_running,
    "access_of": _patch_access_of,
    "classification_of": _patch_classification_of,
    "_owned": _patch_owned,
    "charged": _patch_charged,
}
"""How each cached property follows a change, in place."""
_NEEDED = (
    *(
        "_contributors",
        "_engagements",
        "_running",
        "_records",
        "_records_of_type",
        "_valid_of_type",
        "_owned",
        "_settings",
        "_projects",
    ),
    *("_suppliers", "_demands", "engagements_of", "access_of", "classification_of", "deliverables_of", "invoices_of"),
    *("bookings_of", "leave_of", "agent_of", "charged", "certificate_names", "contributor_by_email"),
)
"""What has to be worked out from all facts before they are restricted to a few contributors."""

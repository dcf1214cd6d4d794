"""Records that may be one person: proposed by the matching, decided by people, and never merged without one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.database import Database
from knowledge.workforce.errors import BadInput
from knowledge.workforce.identity.record import Record
from knowledge.workforce.kinds import ContributorKind

if TYPE_CHECKING:
    from knowledge.workforce.identity.organisations import NamedMatch

SAME, SEPARATE = "same", "separate"
LARGEST_BY_ITSELF = 20_000
"""People up to whom matches are looked for without being asked; more take long enough to be asked for."""
_NOT_SHOWN = ("phone_hash", "bank_hash")


def thresholds() -> tuple[float, float]:
    """From which probability a match is looked at, and from which it is what the product stands for (rule DAT-01)."""
    from knowledge.workforce.governance.rules import BY_ID

    settings = BY_ID["DAT-01"].settings
    return float(settings["review"]), float(settings["propose"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A field of both records with its values. Hashes are not shown."""

    field: str
    a: str
    b: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A proposed pair that nobody has decided. `a` and `b` are `<source>:<id>`."""

    a: str
    b: str
    score: float
    proposal: str
    evidence: tuple[Evidence, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "a": self.a,
            "b": self.b,
            "score": self.score,
            "proposal": self.proposal,
            "evidence": [{"field": e.field, "a": e.a, "b": e.b, "agrees": e.agrees} for e in self.evidence],
        }


class Duplicates:
    """The matches of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def refresh(self, *, at_most: int | None = None) -> bool:
        """Look for matches, unless that was done for the data as they are; `at_most`: not among more people than that.

        Returns whether the proposals are those of the present data.
        """
        with self._database.session() as session:
            version = session.scalar(select(t.DataVersion.version)) or 0
            if session.scalar(select(t.MatchRun.version)) == version:
                return True
            records = _records(session)
        if at_most is not None and len(records) > at_most:
            return False
        from knowledge.workforce.identity.matching import propose

        review, same = thresholds()
        by_ref = {record.ref: pk for pk, record in records.items()}
        found = propose(list(records.values()), least=review, same=same)
        rows = [
            {
                "a_pk": by_ref[proposal.a],
                "b_pk": by_ref[proposal.b],
                "score": proposal.score,
                "evidence": {item.field: item.agrees for item in proposal.evidence},
            }
            for proposal in found
        ]
        with self._database.session() as session:
            session.execute(delete(t.MatchProposal))
            session.execute(select(t.DataVersion.pk).with_for_update())  # one at a time, on a server
            session.execute(delete(t.MatchRun))
            if rows:
                session.execute(insert(t.MatchProposal), rows)
            session.add(t.MatchRun(version=version, at=datetime.now(UTC)))
        return True

    def undecided(self, least: float = 0.0) -> list[Match]:
        """The proposed pairs that nobody has decided, the most probable first."""
        _, same = thresholds()
        with self._database.session() as session:
            rows = session.execute(
                select(t.MatchProposal).where(t.MatchProposal.score >= least).order_by(t.MatchProposal.score.desc())
            ).scalars()
            proposals = list(rows)
            pks = {pk for row in proposals for pk in (row.a_pk, row.b_pk)}
            records = _records(session, pks)
            decided = _decided(session)
        matches: list[Match] = []
        for row in proposals:
            a, b = records[row.a_pk], records[row.b_pk]
            if (a.ref, b.ref) in decided or (b.ref, a.ref) in decided:
                continue
            evidence = tuple(
                Evidence(field, _shown(a, field), _shown(b, field), bool(agrees))
                for field, agrees in row.evidence.items()
            )
            matches.append(Match(a.ref, b.ref, row.score, "same" if row.score >= same else "review", evidence))
        return sorted(matches, key=lambda match: (-match.score, match.a, match.b))

    def organisations(self) -> "dict[str, list[NamedMatch]]":
        """Suppliers and units that may be one, by `<source>:<id>`; only told, for whoever keeps them to mend."""
        from knowledge.workforce.identity.organisations import propose_organisations

        found: dict[str, list[NamedMatch]] = {}
        with self._database.session() as session:
            for kind, table in (("suppliers", t.Supplier), ("org_units", t.OrgUnit)):
                rows = session.execute(select(table.source, table.source_id, table.name))
                found[kind] = propose_organisations([(f"{r.source}:{r.source_id}", r.name) for r in rows])
        return found

    def decide(self, a: str, b: str, decision: str, *, by: str, reason: str | None = None) -> tuple[str, str]:
        """Write down that two records are one person, or are not; a later decision replaces an earlier one."""
        with self._database.session() as session:
            first, second = sorted((_ref(session, a), _ref(session, b)))
            if first == second:
                raise BadInput(f"{a} and {b} are one record; name two.")
            session.execute(delete(t.MatchDecision).where(t.MatchDecision.a == first, t.MatchDecision.b == second))
            session.add(
                t.MatchDecision(a=first, b=second, decision=decision, by=by, at=datetime.now(UTC), reason=reason)
            )
            session.execute(update(t.DataVersion).values(version=t.DataVersion.version + 1))
            run = session.scalar(select(t.MatchRun))
            if run is not None:
                run.version += 1
        return first, second


def _decided(session: Session) -> set[tuple[str, str]]:
    return {(row.a, row.b) for row in session.execute(select(t.MatchDecision.a, t.MatchDecision.b))}


def _records(session: Session, pks: set[int] | None = None) -> dict[int, Record]:
    """The people to compare, by primary key; AI agents are none."""
    c, identity = t.Contributor, t.Identity
    query = (
        select(
            c.pk,
            c.source,
            c.source_id,
            c.name,
            c.email,
            c.phone_hash,
            c.bank_hash,
            c.city,
            c.region,
            c.country,
            c.supplier_ref,
            identity.given_name,
            identity.family_name,
            identity.birth_date,
            identity.phone,
            identity.street,
            identity.postcode,
        )
        .outerjoin(identity, identity.contributor_pk == c.pk)
        .where(c.kind != ContributorKind.AI_AGENT.value)
    )
    return {
        r.pk: Record(
            ref=f"{r.source}:{r.source_id}",
            name=r.name,
            given_name=r.given_name or "",
            family_name=r.family_name or "",
            birth_date=r.birth_date,
            email=r.email or "",
            phone=r.phone or "",
            phone_hash=r.phone_hash or "",
            bank_hash=r.bank_hash or "",
            street=r.street or "",
            city=r.city or "",
            postcode=r.postcode or "",
            region=r.region or r.country or "",
            supplier=r.supplier_ref or "",
        )
        for r in session.execute(query)
        if pks is None or r.pk in pks
    }


def _shown(record: Record, field: str) -> str:
    if field in _NOT_SHOWN:
        return "not shown"
    if field == "street_number":
        return record.street
    value = getattr(record, field)
    if not value and field in ("given_name", "family_name"):
        return record.name
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _ref(session: Session, given: str) -> str:
    """The `<source>:<id>` of a contributor named so, or by an id that only one source holds."""
    source, _, id_ = given.partition(":")
    query = select(t.Contributor.source, t.Contributor.source_id)
    found = session.execute(query.where(t.Contributor.source == source, t.Contributor.source_id == id_)).all()
    found = found or session.execute(query.where(t.Contributor.source_id == given)).all()
    if len(found) != 1:
        what = "is no record" if not found else "is a record of several sources"
        raise BadInput(f"{given} {what}; name it as <source>:<id>, as 'workforce duplicates list' shows it.")
    return f"{found[0].source}:{found[0].source_id}"

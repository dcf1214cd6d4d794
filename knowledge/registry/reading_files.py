"""Leave, invoices, access and records of contributors, as one viewer may see them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.registry.reading import Reading
from knowledge.workforce.governance.facts import AccessFact, ContributorFact, RecordFact
from knowledge.workforce.kinds import ContributorStatus
from knowledge.workforce.viewer import Data, Role
from knowledge.workforce.window import Window

_FINANCE = ("tax_form", "insurance")
_IT = ("nda", "background_check")
"""The records that a right to access data covers for finance and for IT."""


@dataclass(frozen=True, slots=True)
class FiledInvoice:
    """An invoice with the state that it is in on the day: paid, due, late, or open where no due date is known."""

    id: str
    contributor: ContributorFact
    amount: Decimal | None
    currency: str | None
    received_at: date | None
    due_at: date | None
    paid_at: date | None
    state: str


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """A record's type and state; dates and value only for who may see more than the state."""

    contributor: ContributorFact
    type: str
    state: str
    issued: date | None
    expires: date | None


class Files:
    """What lies on file. Rows of people whom the viewer may not see are left out here."""

    def __init__(self, reading: Reading) -> None:
        self._facts = reading.facts()
        self._viewer = reading.viewer
        self._today = reading.today

    def leave(self, window: Window, ids: Collection[str] | None) -> list[tuple[ContributorFact, Window]]:
        """Leave in the window by start, cut to nothing; never a reason."""
        people = {person.id: person for person in self._people(Data.LEAVE, ids)}
        rows = [
            (people[row.contributor_id], Window(row.start_date, row.end_date))
            for row in self._facts.leave
            if row.contributor_id in people and window.overlaps(row.start_date, row.end_date)
        ]
        return sorted(rows, key=lambda row: (row[1].start, row[0].name, row[0].id))

    def invoices(self, ids: Collection[str] | None) -> list[FiledInvoice]:
        """Invoices, those late the longest first, then those not yet paid, then the newest paid ones."""
        people = {person.id: person for person in self._people(Data.INVOICES, ids)}
        rows: list[FiledInvoice] = []
        for invoice in self._facts.invoices:
            engagement = self._facts.engagement(invoice.engagement_id)
            if engagement is None or engagement.contributor_id not in people:
                continue
            state = "paid" if invoice.paid_at is not None else "open" if invoice.due_at is None else "due"
            if invoice.paid_at is None and invoice.due_at is not None and invoice.due_at < self._today:
                state = "late"
            rows.append(
                FiledInvoice(
                    invoice.id,
                    people[engagement.contributor_id],
                    invoice.amount,
                    invoice.currency,
                    invoice.received_at,
                    invoice.due_at,
                    invoice.paid_at,
                    state,
                )
            )
        order = {"late": 0, "due": 1, "open": 2, "paid": 3}

        def key(row: FiledInvoice) -> tuple[int, int, str]:
            day = row.paid_at or row.due_at or row.received_at or date.max
            return order[row.state], -day.toordinal() if row.paid_at else day.toordinal(), row.id

        return sorted(rows, key=key)

    def access(self, ids: Collection[str] | None) -> list[tuple[ContributorFact, AccessFact]]:
        """Access that is active on the day, privileged access first."""
        rows = [
            (person, access)
            for person in self._people(Data.ACCESS, ids, statuses=None)
            for access in self._facts.access_of.get(person.id, ())
        ]
        return sorted(rows, key=lambda row: (row[1].level != "privileged", row[0].name, row[1].system, row[1].id))

    def records(self, ids: Collection[str] | None) -> list[FiledRecord]:
        """Records that count for each contributor, by name and type."""
        rows: list[FiledRecord] = []
        for person in self._people(Data.RECORDS, ids):
            shown = self._types(person)
            full = self._sees_all_of_records(person)
            for record in self._facts.records_of(person, self._facts.running_of(person.id)):
                if shown is None or record.type in shown:
                    state = self._state(record)
                    dates = (record.issued, record.expires) if full else (None, None)
                    rows.append(FiledRecord(person, record.type, state, *dates))
        return sorted(rows, key=lambda row: (row.contributor.name, row.contributor.id, row.type))

    def _state(self, record: RecordFact) -> str:
        if record.valid(self._today):
            return "valid"
        if record.expires is not None and record.expires < self._today:
            return "expired"
        return record.status or "not valid"

    def _people(
        self,
        data: Data,
        ids: Collection[str] | None,
        statuses: tuple[ContributorStatus, ...] | None = (ContributorStatus.ACTIVE, ContributorStatus.ONBOARDING),
    ) -> Iterator[ContributorFact]:
        for person in self._facts.contributors:
            wanted = person.id in ids if ids is not None else statuses is None or person.status in statuses
            if wanted and self._viewer.sees(
                data, contributor_id=person.id, unit=person.org_unit, external=person.kind.external
            ):
                yield person

    def _sees_all_of_records(self, person: ContributorFact) -> bool:
        """Whether more than the state may be shown: managers and leaders see the state alone."""
        roles = self._viewer.roles
        own = person.id == self._viewer.contributor_id
        external = Role.PROCUREMENT in roles and person.kind.external
        return own or external or bool({Role.HR, Role.LEGAL, Role.FINANCE, Role.IT} & roles)

    def _types(self, person: ContributorFact) -> frozenset[str] | None:
        """The types of record that may be shown, None for all."""
        roles = self._viewer.roles
        if person.id == self._viewer.contributor_id or {Role.HR, Role.LEGAL, Role.LEADER} & roles:
            return None
        if Role.MANAGER in roles and person.org_unit in self._viewer.units:
            return None
        if Role.PROCUREMENT in roles and person.kind.external:
            return None
        shown: set[str] = set()
        shown |= set(_FINANCE) if Role.FINANCE in roles else set()
        shown |= set(_IT) if Role.IT in roles else set()
        return frozenset(shown)

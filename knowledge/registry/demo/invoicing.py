"""What the work costs: monthly invoices, purchase orders that cover them, and budgets that cover the bookings."""

from datetime import date, timedelta
from decimal import Decimal

from knowledge.registry.demo.places import PER_EURO
from knowledge.registry.demo.world import Person, Row, World
from knowledge.workforce.kinds import ContributorKind, RateUnit

_INVOICED = frozenset({ContributorKind.AGENCY_WORKER, ContributorKind.FREELANCER, ContributorKind.VENDOR_WORKER})
_MONTHS = 13


def add_invoices(world: World) -> None:
    """An invoice a month for every external who works on a rate, over the last year; those that fell due are paid."""
    for person in world.people:
        if person.kind in _INVOICED and person.engagement is not None and person.row["status"] in ("active", "ended"):
            for first, last in _months(world.today):
                start, end = max(first, person.start), min(last, person.end or last)
                if start < end and end < world.today:
                    add_invoice(world, person, start, end)


def add_invoice(world: World, person: Person, start: date, end: date, *, paid: bool = True, terms: int = 30) -> Row:
    days = working_days(start, end)
    share = Decimal(world.random.randint(86, 100)) / 100
    hours = (days * 8 * share).quantize(Decimal(1))
    rate = person.rate or Decimal(0)
    amount = rate * hours if person.unit_of_rate is RateUnit.HOUR else rate * hours / 8
    received = min(end + timedelta(days=world.random.randint(1, 4)), world.today)
    due = received + timedelta(days=terms)
    yesterday = world.today - timedelta(days=1)
    settled: date | None = None
    if due <= world.today + timedelta(days=2) or world.chance(0.3):
        settled = max(received, min(due - timedelta(days=world.random.randint(1, 9)), yesterday))
    return world.add(
        "invoices",
        id=world.next_id("INV", 30001),
        engagement_id=person.running["id"],
        period_start=start,
        period_end=end,
        hours=hours,
        amount=amount.quantize(Decimal("0.01")),
        currency=person.row["rate_currency"],
        received_at=received,
        due_at=due,
        paid_at=settled if paid else None,
    )


def _months(today: date) -> list[tuple[date, date]]:
    """The calendar months before this one, oldest first."""
    months: list[tuple[date, date]] = []
    first = today.replace(day=1)
    for _ in range(_MONTHS):
        last = first - timedelta(days=1)
        first = last.replace(day=1)
        months.append((first, last))
    return months[::-1]


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays from `start` to `end`, both included."""
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range((end - start).days + 1))


def add_purchase_orders(world: World) -> None:
    """Orders with room for what has been invoiced and for full-time work until the engagement ends."""
    invoiced: dict[str, Decimal] = {}
    for row in world.rows("invoices"):
        amount = Decimal(row["amount"])
        invoiced[row["engagement_id"]] = invoiced.get(row["engagement_id"], Decimal(0)) + amount
    for person in world.people:
        row = person.engagement
        if row is None or row["type"] not in ("agency", "freelance", "sow", "ai_service"):
            continue
        end = person.end or world.day(365)
        ahead = person.day_rate * max(working_days(max(world.today, person.start), end), 0)
        needed = (invoiced.get(row["id"], Decimal(0)) + ahead) * Decimal("1.3")
        row["po_number"] = world.next_id("PO", 70001)
        row["po_amount"] = row["budget_cap"] = f"{_round_up(needed):f}"
        row["po_expires"] = (end + timedelta(days=45)).isoformat()


def _round_up(amount: Decimal) -> Decimal:
    return (amount // 5000 + 1) * 5000


def booked_cost(world: World, project: str, currency: str, *, hourly: bool = True) -> Decimal:
    """Confirmed bookings of a project in one currency: share × working days × day rate, past and to come.

    Without `hourly`, people who cost by the hour are left out.
    """
    people = {person.id: person for person in world.people}
    total = Decimal(0)
    for row in world.rows("assignments"):
        person = people[row["contributor_id"]]
        ours = row["project_id"] == project and row["status"] == "confirmed"
        if ours and person.row["rate_currency"] == currency and (hourly or person.unit_of_rate is RateUnit.DAY):
            days = working_days(date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"]))
            total += Decimal(row["fte"]) * days * person.day_rate
    return total


def add_budgets(world: World, currencies: dict[str, str]) -> None:
    """Budgets of which at most six tenths are spoken for; some projects have a rounder, larger one."""
    for row in world.rows("projects"):
        currency = currencies[row["country"]]
        spoken_for = booked_cost(world, row["id"], currency)
        budget = max(_round_up(spoken_for / Decimal("0.6")), _round_up(120_000 * PER_EURO[currency]))
        if row["name"] == "Lisbon launch":
            budget = max(budget, Decimal(400_000))
        row["budget_amount"], row["budget_currency"] = f"{budget:f}", currency

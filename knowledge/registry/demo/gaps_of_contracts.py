"""Planted gaps of contracts, money and suppliers (CON)."""

from decimal import Decimal

from knowledge.registry.demo import invoicing
from knowledge.registry.demo.bookings import book
from knowledge.registry.demo.company import card_rate
from knowledge.registry.demo.gaps_of_status import AGENCY, CRITICAL, FREELANCER, HIGH, LOW, MEDIUM, VENDOR
from knowledge.registry.demo.people import add_skill, hire
from knowledge.registry.demo.planting import Planting
from knowledge.registry.demo.world import Person
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, RateUnit, Severity

EMPLOYEE = ContributorKind.EMPLOYEE


def plant(planting: Planting) -> None:
    for step in (
        _signatures,
        _confidentiality,
        _insurance,
        _deliverables,
        _orders,
        _rate_card,
        _budgets,
        _late_payment,
        _dependence,
        _tax_forms,
        _after_the_end,
    ):
        step(planting)


def _note(
    planting: Planting, rule: str, person: Person, severity: Severity, why: str, *, accepted: bool = False
) -> None:
    planting.note(rule, "engagement", person.running["id"], severity, why, accepted=accepted)


def _signatures(planting: Planting) -> None:
    world = planting.world
    unsigned = hire(world, FREELANCER, city="New York", title="Data engineer", start=world.day(-48))
    unsigned.running["signed_at"] = ""
    _note(planting, "CON-01", unsigned, CRITICAL, "has worked for 48 days without a signed contract")
    late = hire(world, VENDOR, city="Pune", title="Backend engineer", start=world.day(-160))
    late.running["signed_at"] = planting.ago(139)
    _note(planting, "CON-01", late, MEDIUM, "signed three weeks after the start")
    for person in (unsigned, late):
        planting.busy(person)


def _confidentiality(planting: Planting) -> None:
    world = planting.world
    temp = hire(world, AGENCY, city="Hamburg", title="Billing specialist")
    planting.drop_records(temp, "nda")
    planting.note("CON-02", "contributor", temp.id, HIGH, "sees billing data without a confidentiality agreement")
    employee = hire(world, EMPLOYEE, city="Hamburg", title="Data scientist")
    planting.records(employee, "ip_assignment")[0]["status"] = "revoked"
    planting.note("CON-02", "contributor", employee.id, HIGH, "the assignment of inventions was withdrawn")
    for person in (temp, employee):
        planting.busy(person)


def _insurance(planting: Planting) -> None:
    world = planting.world
    for severity, why in ((MEDIUM, "no insurance"), (LOW, "insurance ends in 18 days"), (MEDIUM, "cover too low")):
        person = hire(world, FREELANCER, city="Hamburg", title="Commissioning engineer")
        record = planting.records(person, "insurance")[0]
        if why == "no insurance":
            planting.drop_records(person, "insurance")
        elif severity is LOW:
            record["expires"] = planting.ago(-18)
        else:
            record["value"] = "250000"
        _note(planting, "CON-03", person, severity, why)
        planting.busy(person)


def _deliverables(planting: Planting) -> None:
    world = planting.world
    overdue = hire(world, VENDOR, city="Pune", title="Data engineer", start=world.day(-240), end=world.day(120))
    planting.deliverables(overdue)[1].update(due=planting.ago(41), accepted_at="")
    _note(planting, "CON-04", overdue, MEDIUM, "a delivery is six weeks late and not accepted")
    vague = hire(world, VENDOR, city="Gdańsk", title="Backend engineer", supplier="S-10")
    planting.deliverables(vague)[2]["criteria"] = ""
    _note(planting, "CON-04", vague, MEDIUM, "nobody wrote down when the handover counts as done")
    for person in (overdue, vague):
        planting.busy(person)


def _orders(planting: Planting) -> None:
    world = planting.world
    none = hire(world, AGENCY, city="Leeds", title="IT support specialist")
    expired = hire(world, VENDOR, city="Austin", title="Platform engineer", start=world.day(-300))
    spent = hire(world, FREELANCER, city="Lisbon", title="Launch manager", start=world.day(-210), end=world.day(60))

    def spoil() -> None:
        none.running.update(po_number="", po_amount="", po_expires="")
        expired.running["po_expires"] = planting.ago(12)
        invoiced = sum((Decimal(row["amount"]) for row in planting.invoices(spent)), Decimal(0))
        spent.running["po_amount"] = f"{invoiced * 8 / 10:.0f}"

    planting.later(spoil)
    _note(planting, "CON-05", none, HIGH, "no purchase order")
    _note(planting, "CON-05", expired, HIGH, "the purchase order ran out 12 days ago")
    _note(planting, "CON-05", spent, HIGH, "invoices exceed the purchase order by a quarter")
    for person in (none, expired, spent):
        planting.busy(person)


def _rate_card(planting: Planting) -> None:
    """Three of Kestrel's people above the card: nobody agreed, procurement agreed, the person agreed to their own."""
    world = planting.world
    ceiling = card_rate("Backend engineer", "GBP", "day")
    rate = (ceiling * 122 / 100).quantize(Decimal(1))
    people = [
        hire(
            world,
            VENDOR,
            city="London",
            title="Backend engineer",
            supplier="S-07",
            level=3,
            rate=rate,
            rate_unit=RateUnit.DAY,
            start=world.day(-started),
        )
        for started in (330, 310, 290)
    ]
    plain, agreed, own = people
    _note(planting, "CON-06", plain, MEDIUM, "Kestrel bills a fifth above the rate card and nobody agreed")
    _note(planting, "CON-06", agreed, MEDIUM, "above the card, agreed by procurement", accepted=True)
    _note(planting, "CON-06", own, MEDIUM, "above the card; the exception is void, its approver is the person")
    planting.note("PPL-06", "contributor", own.id, HIGH, "approved an exception for her own engagement")
    for person, approver, reason in (
        (agreed, world.heads["U-30"], "Knows the old billing core; no other supplier could offer it"),
        (own, own, "Rate as discussed"),
    ):
        world.add(
            "exceptions",
            subject_type="engagement",
            subject_id=person.running["id"],
            rule="CON-06",
            approved_by=approver.id,
            approved_at=world.day(-60),
            expires=world.day(200),
            reason=reason,
        )
    for person in people:
        planting.busy(person, "0.8")


def _budgets(planting: Planting) -> None:
    """The other budgets are made to fit what is booked; these two are made not to, however hours are counted."""
    world = planting.world
    over, near = planting.projects["Technician scheduling"], planting.projects["Borealis"]
    planting.note("CON-07", "project", over.id, HIGH, "bookings cost a fifth more than the budget")
    planting.note("CON-07", "project", near.id, LOW, "bookings take up nine tenths of the budget")

    def spoil() -> None:
        enough = invoicing.booked_cost(world, near.id, "EUR") * Decimal("1.10")
        too_little = invoicing.booked_cost(world, over.id, "EUR", hourly=False) * Decimal("0.85")
        near.row["budget_amount"] = f"{enough // 1000 * 1000:f}"
        over.row["budget_amount"] = f"{too_little // 1000 * 1000:f}"

    planting.later(spoil)


def _late_payment(planting: Planting) -> None:
    """Two invoices stay open: one past its day, one without a day whose sixty days have passed."""
    world = planting.world
    mei = planting.cast["Mei"]
    vendor = hire(world, VENDOR, city="Lyon", title="UX researcher", supplier="S-08", start=world.day(-300))
    planting.busy(vendor)

    def leave_open() -> None:
        late = [row for row in planting.invoices(mei) if row["due_at"] <= planting.ago(31)][-1]
        late["paid_at"] = ""
        forgotten = [row for row in planting.invoices(vendor) if row["period_end"] <= planting.ago(63)][-1]
        forgotten.update(due_at="", paid_at="")
        planting.note("CON-08", "invoice", late["id"], HIGH, "Mei's invoice fell due more than a month ago")
        planting.note("CON-08", "invoice", forgotten["id"], HIGH, "no day was agreed, and sixty days have passed")

    planting.later(leave_open)


def _dependence(planting: Planting) -> None:
    world = planting.world
    planting.note("CON-10", "supplier", "S-07", MEDIUM, "Kestrel receives more than half of what is paid in pounds")
    planting.note("CON-10", "supplier", "S-10", MEDIUM, "only Wisła's people know IEC 61850, which Borealis needs")
    for supplier, title in (("S-08", "Electrician"), ("S-09", "UX researcher")):
        planting.busy(hire(world, VENDOR, city="London", title=title, supplier=supplier, start=world.day(-280)))
    for level in (4, 3):
        person = hire(world, VENDOR, city="Gdańsk", title="Commissioning engineer", supplier="S-10", level=3)
        add_skill(world, person, "IEC 61850", level)
        planting.busy(person)


def _tax_forms(planting: Planting) -> None:
    world = planting.world
    texan = hire(world, FREELANCER, city="Austin", title="Data engineer", start=world.day(-190))
    planting.drop_records(texan, "tax_form")
    planting.note("CON-11", "contributor", texan.id, HIGH, "paid in the US without a W-9")
    canadian = hire(world, FREELANCER, city="Toronto", title="Data scientist", start=world.day(-170))
    canadian.running.update(country="US", region="US-NY")
    planting.note("CON-11", "contributor", canadian.id, HIGH, "works in the US from Canada without a W-8")
    for person in (texan, canadian):
        planting.busy(person)


def _after_the_end(planting: Planting) -> None:
    world = planting.world
    person = hire(
        world,
        FREELANCER,
        city="Porto",
        title="Frontend engineer",
        start=world.day(-300),
        end=world.day(-60),
        status=ContributorStatus.ENDED,
    )
    book(world, person, planting.projects["Customer app"], "0.7", world.day(-250), world.day(-60))
    invoicing.add_invoice(world, person, world.day(-58), world.day(-36))
    _note(planting, "CON-12", person, HIGH, "an invoice for three weeks after the end of the engagement")

"""A company of many contributors for the benchmark of governance gaps: every kind, with records, access, bookings, invoices."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

Row = dict[str, str]
KINDS = (
    *("employee",) * 10,
    *("agency_worker",) * 3,
    *("freelancer",) * 3,
    *("vendor_worker",) * 3,
    "partner",
    "ai_agent",
)
TYPES = {
    "employee": "employment",
    "agency_worker": "agency",
    "freelancer": "freelance",
    "vendor_worker": "sow",
    "partner": "partner",
    "ai_agent": "ai_service",
}
COUNTRIES = ("DE", "GB", "US", "FR", "NL")
EXTERNAL = ("agency_worker", "freelancer", "vendor_worker")
SUPPLIERS, PROJECTS = 200, 500


def tables(people: int, today: date) -> dict[str, list[Row]]:
    """The bundle's tables: mostly in order, with a few of a hundred records missing or out of date."""
    random = Random(7)
    made: dict[str, list[Row]] = {
        name: []
        for name in (
            "org_units",
            "suppliers",
            "contributors",
            "projects",
            "engagements",
            "classifications",
            "deliverables",
        )
    }
    made |= {name: [] for name in ("records", "access", "agents", "invoices", "assignments", "leave")}
    made["org_units"] = [{"id": "U0", "name": "Company"}]
    made["org_units"] += [{"id": f"U{n}", "name": f"Unit {n}", "parent_id": "U0"} for n in range(1, 101)]
    made["suppliers"] = [
        {"id": f"S{n}", "name": f"Supplier {n}", "type": "agency" if n % 2 else "vendor"} for n in range(SUPPLIERS)
    ]
    made["projects"] = [
        {"id": f"J{n}", "name": f"Project {n}", "org_unit": f"U{1 + n % 100}", "country": COUNTRIES[n % 5]}
        | {"budget_amount": "90000000", "budget_currency": "EUR"}
        for n in range(PROJECTS)
    ]
    for n in range(people):
        for table, row in _person(n, random, today):
            made[table].append(row)
    return made


def _person(n: int, random: Random, today: date) -> Iterator[tuple[str, Row]]:
    def ago(days: int) -> str:
        return (today - timedelta(days=days)).isoformat()

    def late() -> bool:
        return random.random() < 0.02

    id_, kind, country = f"C{n}", KINDS[n % len(KINDS)], COUNTRIES[n % len(COUNTRIES)]
    begun = random.randrange(30, 400)
    person = {"id": id_, "kind": kind, "name": f"Given{n} Family{n}", "status": "active", "country": country}
    person |= {"email": f"c{n}@company.example", "org_unit": f"U{1 + n % 100}", "start_date": ago(begun)}
    person |= {"rate_amount": str(200 + n % 500), "rate_currency": "EUR", "rate_unit": "day"}
    person |= {"manager_id": "" if late() else f"C{(n // 200) * 200}", "bank_hash": f"b{n}", "title": "Engineer"}
    if kind in EXTERNAL:
        person["supplier_id"] = f"S{n % SUPPLIERS}"
    yield "contributors", person
    engagement = {
        "id": f"E{n}",
        "contributor_id": id_,
        "type": TYPES[kind],
        "start_date": ago(begun),
        "country": country,
    }
    engagement |= {"signed_at": "" if late() else ago(begun + 5), "po_number": "" if late() else f"PO{n}"}
    engagement |= {"rate_amount": person["rate_amount"], "rate_currency": "EUR", "rate_unit": "day"}
    engagement |= {"comparator_rate_amount": "150", "comparator_rate_currency": "EUR"}
    yield "engagements", engagement
    if kind in ("freelancer", "vendor_worker") and not late():
        row = {"subject_type": "contributor", "subject_id": id_, "type": "insurance", "status": "valid"}
        yield "records", row | {"issued": ago(begun), "expires": ago(-200)}
    if n % 2 and kind != "ai_agent":
        row = {"subject_type": "contributor", "subject_id": id_, "type": "training:safety", "status": "valid"}
        yield "records", row | {"issued": ago(300), "expires": ago(5 if late() else -60)}
    for type_, value in (
        ("nda", ""),
        ("ip_assignment", ""),
        ("right_to_work", "attestation"),
        ("background_check", ""),
    ):
        if kind != "ai_agent" and not late():
            row = {"subject_type": "contributor", "subject_id": id_, "type": type_, "value": value, "status": "valid"}
            yield "records", row | {"issued": ago(begun + 3)}
    for k in range(1 + n % 2):
        row = {"id": f"A{n}-{k}", "contributor_id": id_, "system": f"system {k}", "active": "true", "level": "standard"}
        row |= {"data_class": "confidential" if n % 3 else "internal", "granted_at": ago(begun)}
        yield "access", row | {"reviewed_at": ago(random.randrange(1, 184)), "reviewed_by": "C0", "granted_by": "C20"}
    if kind in EXTERNAL:
        for k in range(2):
            row = {"id": f"I{n}-{k}", "engagement_id": f"E{n}", "amount": "4000", "currency": "EUR"}
            row |= {"period_end": ago(70 - 30 * k), "due_at": ago(40 - 30 * k)}
            yield "invoices", row | {"paid_at": "" if late() else ago(39 - 30 * k)}
    if kind == "freelancer" and not late():
        yield "classifications", {"engagement_id": f"E{n}", "outcome": "independent", "decided_at": ago(begun)}
    if kind == "vendor_worker" and not late():
        yield (
            "deliverables",
            {"engagement_id": f"E{n}", "title": "Report", "due": ago(-30), "criteria": "accepted by us"},
        )
    if kind == "ai_agent":
        agent = {"contributor_id": id_, "owner_id": f"C{n - n % 200}", "allowed_tools": "read", "risk_class": "limited"}
        yield "agents", agent | {"assessed_at": "" if late() else ago(20), "data_classes": "internal"}
    elif n % 2:
        booking = {
            "id": f"B{n}",
            "contributor_id": id_,
            "project_id": f"J{n % PROJECTS}",
            "fte": "1",
            "status": "confirmed",
        }
        yield "assignments", booking | {"start_date": ago(10), "end_date": ago(-60)}
        if late():
            yield "leave", {"contributor_id": id_, "start_date": ago(-5), "end_date": ago(-20)}

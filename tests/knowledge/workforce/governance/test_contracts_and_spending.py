"""CON from the catalogue's words: what is a gap, and what is nearly one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from knowledge.workforce.governance import facts as f
from tests.governance_cases import (
    NO,
    YES,
    Case,
    K,
    T,
    access,
    ago,
    ahead,
    booking,
    contract,
    exception,
    invoice,
    person,
    record,
    setting,
)

D = Decimal
SOW: dict[str, Any] = {"type": T.SOW}
ORDERED: dict[str, Any] = {
    "po_number": "PO",
    "po_amount": D(1000),
    "rate_amount": D(100),
    "rate_currency": "EUR",
    "rate_unit": "day",
}
CARD: dict[str, Any] = {
    "rate_amount": D(100),
    "rate_currency": "EUR",
    "rate_unit": "hour",
    "title": "Fitter",
    "level": "senior",
    "country": "DE",
    "region": "DE-BE",
}


def part(**more: Any) -> f.DeliverableFact:
    given: dict[str, Any] = {"engagement_id": "E", "title": "a report", "criteria": "it is read", **more}
    return f.DeliverableFact(**given)


def line(
    max_rate: int, title: str | None = None, level: str | None = None, region: str | None = None, unit: str = "hour"
) -> f.RateLineFact:
    return f.RateLineFact(title, level, region, "EUR", unit, D(max_rate))


def project(budget: int) -> tuple[f.ProjectFact, ...]:
    return (f.ProjectFact("P", "Project", budget_amount=D(budget), budget_currency="EUR"),)


def week(**more: Any) -> f.AssignmentFact:
    """Ten working days from a Monday, at half."""
    given: dict[str, Any] = {"start_date": date(2026, 11, 2), "end_date": date(2026, 11, 15), "fte": D("0.5"), **more}
    return booking(**given)


def suppliers(*types: str) -> tuple[f.SupplierFact, ...]:
    return tuple(f.SupplierFact(f"S{n}", f"Supplier {n}", type_) for n, type_ in enumerate(types))


MONTH_AGO = ago(30)


def spend(*amounts: int, day: date = MONTH_AGO, currencies: str = "EUR EUR EUR EUR") -> dict[str, Any]:
    """One engagement and one invoice for each supplier."""
    engagements = tuple(contract(f"E{n}", supplier_id=f"S{n}") for n in range(len(amounts)))
    bills = tuple(
        invoice(f"I{n}", engagement_id=f"E{n}", amount=D(a), currency=currencies.split()[n], period_end=day)
        for n, a in enumerate(amounts)
    )
    return {"engagements": engagements, "invoices": bills, "suppliers": suppliers(*["vendor"] * len(amounts))}


def holders(*people: tuple[str, int, str | None], status: str = "open") -> dict[str, Any]:
    return {
        "people": tuple(person(id_, supplier_id=supplier) for id_, _, supplier in people),
        "skill_holders": tuple(f.SkillHolderFact("welding", id_, level) for id_, level, _ in people),
        "demands": (f.DemandFact("D", "P", "Welder", status),),
        "demand_skills": (f.DemandSkillFact("D", "welding", 3, "must"),),
        "suppliers": suppliers("vendor", "agency"),
    }


TAX: dict[str, Any] = {"invoices": (invoice(),)}
# fmt: off
CASES = [
    Case("CON-01", "unsigned", ("E!critical",)),
    Case("CON-01", "signed a day late", ("E!medium",), kind=K.PARTNER, terms={"signed_at": ago(99)}),
    Case("CON-01", "signed on the day", NO, terms={"signed_at": ago(100)}),
    Case("CON-01", "an employee", NO, kind=K.EMPLOYEE),
    Case("CON-01", "an AI agent", NO, kind=K.AI_AGENT),
    Case("CON-01", "not started", NO, terms={"start_date": ahead(1)}),
    Case("CON-01", "accepted", NO, facts={"exceptions": (exception("CON-01"),)}),
    Case("CON-02", "no agreement", ("C",), facts={"access": (access(data_class="confidential"),)}),
    Case("CON-02", "no ip assignment", ("C",), kind=K.EMPLOYEE, facts={"access": (access(data_class="restricted"),), "records": (record("nda"),)}),
    Case("CON-02", "expired yesterday", ("C",), facts={"access": (access(data_class="restricted"),), "records": (record("nda", expires=ago(1)), record("ip_assignment"))}),
    Case("CON-02", "expires today", NO, facts={"access": (access(data_class="restricted"),), "records": (record("nda", expires=ago(0)), record("ip_assignment"))}),
    Case("CON-02", "a partner needs no ip assignment", NO, kind=K.PARTNER, facts={"access": (access(data_class="restricted"),), "records": (record("nda"),)}),
    Case("CON-02", "on the supplier", NO, terms={"supplier_id": "S"}, facts={"access": (access(data_class="restricted"),), "records": (record("nda", "supplier:S"), record("ip_assignment", "engagement:E"))}),
    Case("CON-02", "internal data", NO, facts={"access": (access(data_class="internal"),)}),
    Case("CON-02", "closed access", NO, facts={"access": (access(data_class="restricted", active=False),)}),
    Case("CON-02", "an AI agent", NO, kind=K.AI_AGENT, facts={"access": (access(data_class="restricted"),)}),
    Case("CON-03", "none", ("E!medium",)),
    Case("CON-03", "expired yesterday", ("E!medium",), kind=K.VENDOR_WORKER, facts={"records": (record("insurance", expires=ago(1)),)}),
    Case("CON-03", "ends in 30 days", ("E!low",), facts={"records": (record("insurance", expires=ahead(30)),)}),
    Case("CON-03", "ends in 31 days", NO, facts={"records": (record("insurance", expires=ahead(31)),)}),
    Case("CON-03", "the newer one holds", NO, facts={"records": (record("insurance", expires=ahead(3)), record("insurance", expires=ahead(300)))}),
    Case("CON-03", "too low", ("E!medium",), facts={"records": (record("insurance", value="900000"),), "settings": (setting("CON-03", "min_value", 1_000_000),)}),
    Case("CON-03", "just enough", NO, facts={"records": (record("insurance", value="1000000"),), "settings": (setting("CON-03", "min_value", 1_000_000),)}),
    Case("CON-03", "pending", ("E!medium",), facts={"records": (record("insurance", status="pending"),)}),
    Case("CON-03", "an agency worker", NO, kind=K.AGENCY_WORKER),
    Case("CON-04", "no deliverables", YES, kind=K.VENDOR_WORKER, terms=SOW),
    Case("CON-04", "one without criteria", YES, kind=K.VENDOR_WORKER, terms=SOW, facts={"deliverables": (part(), part(criteria=None))}),
    Case("CON-04", "15 days late", YES, kind=K.VENDOR_WORKER, terms=SOW, facts={"deliverables": (part(due=ago(15)),)}),
    Case("CON-04", "14 days late", NO, kind=K.VENDOR_WORKER, terms=SOW, facts={"deliverables": (part(due=ago(14)),)}),
    Case("CON-04", "late and accepted", NO, kind=K.VENDOR_WORKER, terms=SOW, facts={"deliverables": (part(due=ago(90), accepted_at=ago(5)),)}),
    Case("CON-04", "no statement of work", NO, kind=K.VENDOR_WORKER, terms={"type": T.AGENCY}),
    Case("CON-05", "no order", YES),
    Case("CON-05", "expired yesterday", YES, terms={**ORDERED, "po_expires": ago(1)}),
    Case("CON-05", "expires today", NO, terms={**ORDERED, "po_expires": ago(0)}),
    Case("CON-05", "invoiced more", YES, terms=ORDERED, facts={"invoices": (invoice(amount=D("1000.01"), currency="EUR"),)}),
    Case("CON-05", "invoiced all of it", NO, terms=ORDERED, facts={"invoices": (invoice(amount=D(1000), currency="EUR"),)}),
    Case("CON-05", "committed more", YES, terms=ORDERED, facts={"assignments": (booking(end_date=date(2026, 12, 8)),)}),
    Case("CON-05", "committed within", NO, terms=ORDERED, facts={"assignments": (booking(end_date=date(2026, 12, 7)),)}),
    Case("CON-05", "only until the engagement ends", NO, terms={**ORDERED, "end_date": date(2026, 12, 7)}, facts={"assignments": (booking(end_date=date(2027, 2, 1)),)}),
    Case("CON-05", "tentative", NO, terms=ORDERED, facts={"assignments": (booking(end_date=date(2027, 2, 1), confirmed=False),)}),
    Case("CON-05", "an AI service", YES, kind=K.AI_AGENT, terms={"type": T.AI_SERVICE}),
    Case("CON-05", "an employee", NO, kind=K.EMPLOYEE, terms={"type": T.EMPLOYMENT}),
    Case("CON-05", "a partner", NO, kind=K.PARTNER, terms={"type": T.PARTNER}),
    Case("CON-06", "above the general line", YES, terms=CARD, facts={"rate_card": (line(99),)}),
    Case("CON-06", "at the line", NO, terms=CARD, facts={"rate_card": (line(100),)}),
    Case("CON-06", "the specific line wins", NO, terms=CARD, facts={"rate_card": (line(90), line(95, "Fitter"), line(110, "Fitter", "senior", "DE"))}),
    Case("CON-06", "a subdivision wins over its country", YES, terms=CARD, facts={"rate_card": (line(120, "Fitter", None, "DE"), line(99, "Fitter", None, "DE-BE"))}),
    Case("CON-06", "another title", NO, terms=CARD, facts={"rate_card": (line(50, "Welder"),)}),
    Case("CON-06", "another unit", NO, terms=CARD, facts={"rate_card": (line(50, unit="day"),)}),
    Case("CON-06", "accepted", NO, terms=CARD, facts={"rate_card": (line(99),), "exceptions": (exception("CON-06"),)}),
    Case("CON-06", "an employee", NO, kind=K.EMPLOYEE, terms=CARD, facts={"rate_card": (line(99),)}),
    Case("CON-07", "above", ("P!high",), terms=ORDERED, facts={"projects": project(499), "assignments": (week(),)}),
    Case("CON-07", "above 80 percent", ("P!low",), terms=ORDERED, facts={"projects": project(624), "assignments": (week(),)}),
    Case("CON-07", "80 percent", NO, terms=ORDERED, facts={"projects": project(625), "assignments": (week(),)}),
    Case("CON-07", "all of it", ("P!low",), terms=ORDERED, facts={"projects": project(500), "assignments": (week(),)}),
    Case("CON-07", "by the hour, eight a day", ("P!high",), terms={**ORDERED, "rate_amount": D("12.5"), "rate_unit": "hour"}, facts={"projects": project(499), "assignments": (week(),)}),
    Case("CON-07", "by the month is left out", NO, terms={**ORDERED, "rate_unit": "month"}, facts={"projects": project(1), "assignments": (week(),)}),
    Case("CON-07", "another currency is left out", NO, terms={**ORDERED, "rate_currency": "USD"}, facts={"projects": project(1), "assignments": (week(),)}),
    Case("CON-07", "tentative", NO, terms=ORDERED, facts={"projects": project(1), "assignments": (week(confirmed=False),)}),
    Case("CON-08", "a day after it was due", ("I",), facts={"invoices": (invoice(due_at=ago(1)),)}),
    Case("CON-08", "due today", NO, facts={"invoices": (invoice(due_at=ago(0)),)}),
    Case("CON-08", "31 days in the United States", ("I",), terms={"country": "US"}, facts={"invoices": (invoice(period_end=ago(31)),)}),
    Case("CON-08", "30 days there", NO, terms={"country": "US"}, facts={"invoices": (invoice(period_end=ago(30)),)}),
    Case("CON-08", "61 days in Spain", ("I",), terms={"country": "ES"}, facts={"invoices": (invoice(period_end=ago(61)),)}),
    Case("CON-08", "60 days in Britain", NO, who={"country": "GB"}, facts={"invoices": (invoice(period_end=ago(60)),)}),
    Case("CON-08", "paid", NO, facts={"invoices": (invoice(due_at=ago(100), paid_at=ago(1)),)}),
    Case("CON-08", "an employee", NO, kind=K.EMPLOYEE, facts={"invoices": (invoice(due_at=ago(100)),)}),
    Case("CON-10", "over 40 percent", ("S0",), terms=None, facts=spend(41, 30, 29)),
    Case("CON-10", "40 percent", NO, terms=None, facts=spend(40, 30, 30)),
    Case("CON-10", "two suppliers only", NO, terms=None, facts=spend(90, 10)),
    Case("CON-10", "each currency for itself", NO, terms=None, facts=spend(90, 10, 50, 50, currencies="EUR EUR USD USD")),
    Case("CON-10", "over a year ago", NO, terms=None, facts=spend(90, 5, 5, day=date(2025, 11, 24))),
    Case("CON-10", "within the year", ("S0",), terms=None, facts=spend(90, 5, 5, day=date(2025, 11, 25))),
    Case("CON-10", "all holders of a wanted skill", ("S0",), terms=None, facts=holders(("H1", 3, "S0"), ("H2", 5, "S0"))),
    Case("CON-10", "a holder in-house", NO, terms=None, facts=holders(("H1", 3, "S0"), ("H2", 3, None))),
    Case("CON-10", "the other holder is below the level", ("S0",), terms=None, facts=holders(("H1", 3, "S0"), ("H2", 2, None))),
    Case("CON-10", "the demand is filled", NO, terms=None, facts=holders(("H1", 3, "S0"), status="filled")),
    Case("CON-11", "no W-9", ("C",), who={"country": "US"}, facts=TAX),
    Case("CON-11", "no W-8", ("C",), kind=K.VENDOR_WORKER, who={"country": "IN"}, terms={"country": "US"}, facts=TAX),
    Case("CON-11", "a W-8 does not do for a payee there", ("C",), who={"country": "US"}, facts={**TAX, "records": (record("tax_form", value="W-8BEN"),)}),
    Case("CON-11", "a W-9", NO, who={"country": "US"}, facts={**TAX, "records": (record("tax_form", value="W-9"),)}),
    Case("CON-11", "a W-8BEN", NO, who={"country": "IN"}, terms={"country": "US"}, facts={**TAX, "records": (record("tax_form", value="W-8BEN"),)}),
    Case("CON-11", "no invoice", NO, who={"country": "US"}),
    Case("CON-11", "elsewhere", NO, who={"country": "IN"}, terms={"country": "IN"}, facts=TAX),
    Case("CON-11", "an agency worker", NO, kind=K.AGENCY_WORKER, who={"country": "US"}, facts=TAX),
    Case("CON-12", "a day after", YES, terms={"end_date": ago(10)}, facts={"invoices": (invoice(period_end=ago(9)),)}),
    Case("CON-12", "of an earlier engagement", ("E",), terms={"end_date": ago(10)}, facts={"engagements": (contract("OLD", end_date=ago(90)),), "invoices": (invoice(engagement_id="OLD", period_end=ago(9)),)}),
    Case("CON-12", "on the last day", NO, terms={"end_date": ago(10)}, facts={"invoices": (invoice(period_end=ago(10)),)}),
    Case("CON-12", "the engagement goes on", NO, terms={"end_date": ago(10)}, facts={"engagements": (contract("NEW", start_date=ago(9)),), "invoices": (invoice(period_end=ago(5)),)}),
    Case("CON-12", "an employee", NO, kind=K.EMPLOYEE, terms={"end_date": ago(10)}, facts={"invoices": (invoice(period_end=ago(1)),)}),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_rule(case: Case) -> None:
    assert case.found() == case.expected

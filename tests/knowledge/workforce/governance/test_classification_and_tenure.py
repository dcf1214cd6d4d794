"""CLS and TEN from the catalogue's words: what is a gap, and what is nearly one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.governance_cases import (
    NO,
    YES,
    Case,
    K,
    T,
    ago,
    ahead,
    contract,
    determination,
    exception,
    invoice,
    record,
    setting,
)

US: dict[str, Any] = {"country": "US"}
SIGNS = {
    "sets_hours": True,
    "supervised_daily": True,
    "exclusive": True,
    "pay_basis": "hourly",
    "own_investment": False,
}
CALIFORNIA = {"country": "US", "region": "US-CA"}
LONDON: dict[str, Any] = {"engaged_via": "own_company", "country": "GB"}
SOW: dict[str, Any] = {
    "type": T.SOW,
    "supplier_id": "S",
    "rate_amount": Decimal(100),
    "rate_currency": "EUR",
    "rate_unit": "hour",
}
AGENCY: dict[str, Any] = {**SOW, "type": T.AGENCY, "rate_amount": Decimal(90)}
DE: dict[str, Any] = {"type": T.AGENCY, "country": "DE"}
PAY: dict[str, Any] = {
    "type": T.AGENCY,
    "rate_amount": Decimal(20),
    "rate_currency": "EUR",
    "rate_unit": "hour",
    "comparator_rate_amount": Decimal(22),
    "comparator_rate_currency": "EUR",
}
PLATFORM: dict[str, Any] = {"engaged_via": "platform", "country": "NL"}
LATER = date(2026, 12, 2)


def sow(start: date, **more: Any) -> dict[str, Any]:
    return {**SOW, "start_date": start, **more}


def done(**more: Any) -> dict[str, Any]:
    from knowledge.workforce.governance.facts import DeliverableFact

    return {"deliverables": (DeliverableFact("E", "a report", criteria="it is read"),), **more}


# fmt: off
CASES = [
    Case("CLS-01", "never determined", YES),
    Case(
        "CLS-01",
        "a year and a day old",
        YES,
        facts={"classifications": (determination(decided_at=date(2025, 11, 23)),)},
    ),
    Case(
        "CLS-01",
        "a year old to the day",
        NO,
        facts={"classifications": (determination(decided_at=date(2025, 11, 24)),)},
    ),
    Case(
        "CLS-01",
        "the terms changed since",
        YES,
        terms={"terms_changed_at": ago(29)},
        facts={"classifications": (determination(),)},
    ),
    Case(
        "CLS-01",
        "the terms changed that day",
        NO,
        terms={"terms_changed_at": ago(30)},
        facts={"classifications": (determination(),)},
    ),
    Case("CLS-01", "an employee", NO, kind=K.EMPLOYEE),
    Case("CLS-01", "ended yesterday", NO, terms={"end_date": ago(1)}),
    Case("CLS-01", "starts tomorrow", NO, terms={"start_date": ahead(1)}),
    Case("CLS-01", "closed today", NO, terms={"closed_at": ago(0)}),
    Case("CLS-01", "accepted", NO, facts={"exceptions": (exception("CLS-01"),)}),
    Case("CLS-01", "accepted until yesterday", YES, facts={"exceptions": (exception("CLS-01", expires=ago(1)),)}),
    Case(
        "CLS-01",
        "accepted a year ago, without an end",
        YES,
        facts={"exceptions": (exception("CLS-01", approved_at=date(2025, 11, 23)),)},
    ),
    Case(
        "CLS-01",
        "accepted by the person themselves",
        YES,
        facts={"exceptions": (exception("CLS-01", approved_by="C"),)},
    ),
    Case("CLS-01", "accepted for the contributor", NO, facts={"exceptions": (exception("CLS-01", "contributor:C"),)}),
    Case(
        "CLS-01",
        "a company's own limit",
        YES,
        terms={"country": "FR"},
        facts={
            "classifications": (determination(decided_at=date(2026, 5, 23)),),
            "settings": (setting("CLS-01", "max_age_months", 6, jurisdiction="FR"),),
        },
    ),
    Case("CLS-02", "three signs", YES, terms=US, facts={"classifications": (determination(**SIGNS),)}),
    Case(
        "CLS-02",
        "unknown investment",
        YES,
        who=US,
        facts={"classifications": (determination(**{**SIGNS, "own_investment": None}),)},
    ),
    Case(
        "CLS-02",
        "two signs",
        NO,
        terms=US,
        facts={"classifications": (determination(**{**SIGNS, "exclusive": False}),)},
    ),
    Case(
        "CLS-02",
        "a fixed price",
        NO,
        terms=US,
        facts={"classifications": (determination(**{**SIGNS, "pay_basis": "fixed"}),)},
    ),
    Case(
        "CLS-02",
        "own investment",
        NO,
        terms=US,
        facts={"classifications": (determination(**{**SIGNS, "own_investment": True}),)},
    ),
    Case("CLS-02", "in Canada", NO, terms={"country": "CA"}, facts={"classifications": (determination(**SIGNS),)}),
    Case(
        "CLS-03",
        "core work",
        YES,
        terms=CALIFORNIA,
        facts={"classifications": (determination(core_function=True, other_clients=True),)},
    ),
    Case(
        "CLS-03",
        "no trade of their own",
        YES,
        who=CALIFORNIA,
        facts={"classifications": (determination(core_function=False),)},
    ),
    Case(
        "CLS-03", "other clients", NO, terms=CALIFORNIA, facts={"classifications": (determination(other_clients=True),)}
    ),
    Case("CLS-03", "in Texas", NO, terms={"country": "US", "region": "US-TX"}),
    Case("CLS-03", "exempt", NO, terms=CALIFORNIA, facts={"exceptions": (exception("CLS-03"),)}),
    Case("CLS-03", "an agency worker", NO, kind=K.AGENCY_WORKER, terms=CALIFORNIA),
    Case("CLS-04", "no statement", YES, who=LONDON),
    Case(
        "CLS-04",
        "after the first payment",
        YES,
        who=LONDON,
        facts={"records": (record("status_determination", "engagement:E"),), "invoices": (invoice(paid_at=ago(51)),)},
    ),
    Case(
        "CLS-04",
        "on the day of the first payment",
        NO,
        who=LONDON,
        facts={"records": (record("status_determination", "engagement:E"),), "invoices": (invoice(paid_at=ago(50)),)},
    ),
    Case(
        "CLS-04",
        "a dispute open for 46 days",
        YES,
        kind=K.VENDOR_WORKER,
        who=LONDON,
        facts={
            "records": (record("status_determination"), record("status_determination", status="open", issued=ago(46)))
        },
    ),
    Case(
        "CLS-04",
        "a dispute open for 45 days",
        NO,
        who=LONDON,
        facts={
            "records": (record("status_determination"), record("status_determination", status="open", issued=ago(45)))
        },
    ),
    Case("CLS-04", "not through an own company", NO, who={"country": "GB", "engaged_via": "direct"}),
    Case("CLS-04", "a small client", NO, who=LONDON, facts={"settings": (setting("CLS-04", "client_is_small", True),)}),
    Case("CLS-04", "in Ireland", NO, who={**LONDON, "country": "IE"}),
    Case("CLS-06", "a review", ("C",), kind=K.AGENCY_WORKER, facts={"records": (record("performance_review"),)}),
    Case(
        "CLS-06",
        "a pending one of a partner",
        ("C",),
        kind=K.PARTNER,
        facts={"records": (record("performance_review", status="pending"),)},
    ),
    Case("CLS-06", "revoked", NO, facts={"records": (record("performance_review", status="revoked"),)}),
    Case("CLS-06", "of an employee", NO, kind=K.EMPLOYEE, facts={"records": (record("performance_review"),)}),
    Case("CLS-06", "of an AI agent", NO, kind=K.AI_AGENT, facts={"records": (record("performance_review"),)}),
    Case("CLS-06", "another record", NO, facts={"records": (record("background_check"),)}),
    Case("CLS-07", "without deliverables", YES, kind=K.VENDOR_WORKER, terms=SOW),
    Case(
        "CLS-07",
        "converted 90 days later, 11.1 percent dearer",
        YES,
        kind=K.VENDOR_WORKER,
        terms=sow(ago(10)),
        facts=done(engagements=(contract("OLD", **{**AGENCY, "start_date": ago(300), "end_date": ago(100)}),)),
    ),
    Case(
        "CLS-07",
        "converted 91 days later",
        NO,
        kind=K.VENDOR_WORKER,
        terms=sow(ago(10)),
        facts=done(engagements=(contract("OLD", **{**AGENCY, "start_date": ago(300), "end_date": ago(101)}),)),
    ),
    Case(
        "CLS-07",
        "dearer by ten percent exactly",
        NO,
        kind=K.VENDOR_WORKER,
        terms=sow(ago(10), rate_amount=Decimal(99)),
        facts=done(engagements=(contract("OLD", **{**AGENCY, "start_date": ago(300), "end_date": ago(20)}),)),
    ),
    Case(
        "CLS-07",
        "from another supplier",
        NO,
        kind=K.VENDOR_WORKER,
        terms=sow(ago(10)),
        facts=done(engagements=(contract("OLD", **{**AGENCY, "supplier_id": "S2", "end_date": ago(20)}),)),
    ),
    Case(
        "CLS-07",
        "in another currency",
        NO,
        kind=K.VENDOR_WORKER,
        terms=sow(ago(10)),
        facts=done(engagements=(contract("OLD", **{**AGENCY, "rate_currency": "USD", "end_date": ago(20)}),)),
    ),
    Case("CLS-07", "a freelancer", NO, terms=SOW),
    Case("CLS-09", "no assessment", YES, who=PLATFORM, as_of=LATER, terms={"human_contact_ref": "X"}),
    Case("CLS-09", "nobody to turn to", YES, who=PLATFORM, as_of=LATER, facts={"classifications": (determination(),)}),
    Case("CLS-09", "a day before the directive", NO, who=PLATFORM, as_of=date(2026, 12, 1)),
    Case("CLS-09", "in Switzerland", NO, who={**PLATFORM, "country": "CH"}, as_of=LATER),
    Case("CLS-09", "directly engaged", NO, who={"country": "NL", "engaged_via": "direct"}, as_of=LATER),
    Case(
        "TEN-01",
        "18 months to the day",
        ("E!critical",),
        kind=K.AGENCY_WORKER,
        terms={**DE, "start_date": date(2025, 5, 24)},
    ),
    Case("TEN-01", "a day before", ("E!medium",), kind=K.AGENCY_WORKER, terms={**DE, "start_date": date(2025, 5, 25)}),
    Case(
        "TEN-01",
        "15 months to the day",
        ("E!medium",),
        kind=K.AGENCY_WORKER,
        terms={**DE, "start_date": date(2025, 8, 24)},
    ),
    Case("TEN-01", "a day before 15 months", NO, kind=K.AGENCY_WORKER, terms={**DE, "start_date": date(2025, 8, 25)}),
    Case(
        "TEN-01",
        "from a leap day",
        ("E!critical",),
        kind=K.AGENCY_WORKER,
        terms={**DE, "start_date": date(2024, 2, 29)},
        as_of=date(2025, 8, 29),
    ),
    Case("TEN-01", "a freelancer", NO, terms={**DE, "start_date": date(2024, 1, 1)}),
    Case(
        "TEN-01", "in Austria", NO, kind=K.AGENCY_WORKER, terms={**DE, "country": "AT", "start_date": date(2024, 1, 1)}
    ),
    Case(
        "TEN-01",
        "overlapping periods count once",
        NO,
        kind=K.AGENCY_WORKER,
        terms={**DE, "start_date": date(2026, 1, 1)},
        facts={
            "engagements": (contract("OLD", **{**DE, "start_date": date(2025, 10, 1), "end_date": date(2026, 8, 1)}),)
        },
    ),
    Case(
        "TEN-01",
        "a collective agreement's limit",
        ("E!medium",),
        kind=K.AGENCY_WORKER,
        terms={**DE, "start_date": date(2025, 5, 1)},
        facts={"settings": (setting("TEN-01", "limit_months", 24, jurisdiction="DE"),)},
    ),
    Case(
        "TEN-02",
        "nine months in Germany",
        ("E!high",),
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "DE", "start_date": date(2026, 2, 24)},
    ),
    Case(
        "TEN-02",
        "a day before",
        NO,
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "DE", "start_date": date(2026, 2, 25)},
    ),
    Case(
        "TEN-02",
        "twelve weeks in Britain",
        ("E!high",),
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "GB", "start_date": ago(84)},
    ),
    Case(
        "TEN-02",
        "a day before twelve weeks",
        NO,
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "GB", "start_date": ago(83)},
    ),
    Case(
        "TEN-02",
        "the first day in the Netherlands",
        ("E!high",),
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "NL", "start_date": ago(0)},
    ),
    Case("TEN-02", "a derogation", NO, kind=K.AGENCY_WORKER, terms={**PAY, "country": "NL", "derogation": "true"}),
    Case(
        "TEN-02",
        "equal",
        NO,
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "NL", "comparator_rate_amount": Decimal(20)},
    ),
    Case("TEN-02", "in the United States", NO, kind=K.AGENCY_WORKER, terms={**PAY, "country": "US"}),
    Case(
        "TEN-02",
        "nobody knows",
        ("FR!low",),
        kind=K.AGENCY_WORKER,
        terms={**PAY, "country": "FR", "comparator_rate_amount": None},
    ),
    Case("TEN-03", "a day past two years", YES, terms={"start_date": date(2024, 11, 23)}),
    Case("TEN-03", "two years to the day", NO, terms={"start_date": date(2024, 11, 24)}),
    Case("TEN-03", "four extensions", YES, kind=K.AGENCY_WORKER, terms={"extensions": 4}),
    Case("TEN-03", "three extensions", NO, terms={"extensions": 3}),
    Case(
        "TEN-03",
        "a break of 29 days",
        YES,
        terms={"start_date": ago(400)},
        facts={"engagements": (contract("OLD", start_date=ago(900), end_date=ago(430)),)},
    ),
    Case(
        "TEN-03",
        "a break of 30 days",
        NO,
        terms={"start_date": ago(400)},
        facts={"engagements": (contract("OLD", start_date=ago(900), end_date=ago(431)),)},
    ),
    Case("TEN-03", "a vendor's worker", NO, kind=K.VENDOR_WORKER, terms={"start_date": ago(2000)}),
    Case(
        "TEN-03",
        "a limit by kind",
        YES,
        terms={"start_date": ago(400)},
        facts={"settings": (setting("TEN-03", "max_months", {"freelancer": 12}),)},
    ),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_rule(case: Case) -> None:
    assert case.found() == case.expected

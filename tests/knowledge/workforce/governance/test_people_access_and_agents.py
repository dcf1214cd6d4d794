"""PPL, ACC, ALL, DAT, AGT and PRV from the catalogue's words: what is a gap, and what is nearly one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from knowledge.workforce.governance import facts as f
from tests.governance_cases import (
    NO,
    Case,
    K,
    S,
    T,
    access,
    action,
    ago,
    ahead,
    booking,
    contract,
    exception,
    person,
    record,
    setting,
)

C = ("C",)
D = Decimal
WELDING = (f.DemandSkillFact("D", "Welding EN 9606", 3, "must"),)
AGENT: dict[str, Any] = {
    "owner_id": "O",
    "allowed_tools": ("read",),
    "data_classes": ("internal",),
    "max_amount": D(100),
    "risk_class": "limited",
    "assessed_at": ago(20),
}
OWNER = person("O", K.EMPLOYEE)


def agent(**more: Any) -> tuple[f.AgentFact, ...]:
    return (f.AgentFact("C", **{**AGENT, **more}),)


def certificate(**more: Any) -> f.RecordFact:
    return record("certificate:welding en 9606", **more)


def work(**more: Any) -> tuple[f.AssignmentFact, ...]:
    return (booking(demand_id="D", **more),)


def open_access(**more: Any) -> tuple[f.AccessFact, ...]:
    return (access(**more),)


def right(**more: Any) -> dict[str, Any]:
    return {"records": (record("right_to_work", **more),)}


def trained(*records: f.RecordFact) -> dict[str, Any]:
    return {"access": open_access(), "records": records}


def asked(*names: str) -> dict[str, Any]:
    return {"settings": (setting("PPL-03", "required_trainings", {"freelancer": list(names)}),)}


BASELINE = {"settings": (setting("PPL-07", "baseline", {"freelancer": ["nda"]}),)}
SPENT = {"people": (OWNER,), "agents": agent(), "actions": (action(amount=D(5), approved_by="O"),)}
OVERSIGHT = record("training:AI oversight", "contributor:O")

# fmt: off
ITSELF = ("workforce-assistant",)


def approved(count: int, *, executed: bool = True, seconds: float | None = None, rejected: int = 0) -> dict[str, Any]:
    """So many decisions of one person on the assistant's plans, the first ones rejected."""
    made = tuple(f.ApprovalFact(f"PLAN-{n}", "o@x.example", ago(2), n >= rejected, seconds) for n in range(count))
    return {"log": f.LogFact(approvals=made, executed=frozenset(a.plan for a in made) if executed else frozenset())}


CASES = [
    Case("PPL-01", "an employee without evidence", C, kind=K.EMPLOYEE),
    Case("PPL-01", "ends in 90 days", C, kind=K.EMPLOYEE, facts=right(expires=ahead(90))),
    Case("PPL-01", "ends in 91 days", NO, kind=K.EMPLOYEE, facts=right(expires=ahead(91))),
    Case("PPL-01", "without an end", NO, kind=K.EMPLOYEE, facts=right()),
    Case("PPL-01", "no attestation", C, kind=K.AGENCY_WORKER, facts=right(value="passport")),
    Case("PPL-01", "an I-9 beside the attestation", C, facts={"records": (record("right_to_work", value="attestation"), record("right_to_work", value="I-9"))}),
    Case("PPL-01", "an attestation", NO, facts=right(value="attestation")),
    Case("PPL-01", "the supplier attests", NO, kind=K.AGENCY_WORKER, who={"supplier_id": "S"}, facts={"records": (record("right_to_work", "supplier:S", value="attestation"),)}),
    Case("PPL-01", "a vendor's worker", NO, kind=K.VENDOR_WORKER),
    Case("PPL-01", "ended", NO, kind=K.EMPLOYEE, who={"status": S.ENDED}),
    Case("PPL-02", "privileged without a check", C, facts={"access": open_access(level="privileged")}),
    Case("PPL-02", "a check of 36 months and a day", C, facts={"access": open_access(data_class="confidential"), "records": (record("background_check", issued=date(2023, 11, 23)),)}),
    Case("PPL-02", "a check of 36 months", NO, facts={"access": open_access(data_class="confidential"), "records": (record("background_check", issued=date(2023, 11, 24)),)}),
    Case("PPL-02", "standard access to internal data", NO, facts={"access": open_access(level="standard", data_class="internal")}),
    Case("PPL-02", "a partner", NO, kind=K.PARTNER, facts={"access": open_access(level="privileged")}),
    Case("PPL-02", "closed", NO, facts={"access": open_access(level="privileged", active=False)}),
    Case("PPL-03", "ran out yesterday", C, facts=trained(record("training:safety", expires=ago(1)))),
    Case("PPL-03", "required and never taken", C, facts={"access": open_access(), **asked("safety")}),
    Case("PPL-03", "ends today", NO, facts=trained(record("training:safety", expires=ago(0)))),
    Case("PPL-03", "renewed", NO, facts=trained(record("training:safety", issued=ago(400), expires=ago(35)), record("training:safety", issued=ago(30)))),
    Case("PPL-03", "the newest ran out", C, facts=trained(record("training:safety", issued=ago(400)), record("training:safety", issued=ago(90), expires=ago(3)))),
    Case("PPL-03", "no access", NO, facts={"records": (record("training:safety", expires=ago(1)),)}),
    Case("PPL-03", "required of another kind", NO, kind=K.EMPLOYEE, facts={"access": open_access(), **asked("safety")}),
    Case("PPL-04", "ends a day before the booking", ("B",), facts={"assignments": work(), "demand_skills": WELDING, "records": (certificate(expires=ahead(29)),)}),
    Case("PPL-04", "listed, and missing", ("B",), facts={"assignments": work(), "demand_skills": WELDING, "settings": (setting("PPL-04", "certificate_skills", ["Welding EN 9606"]),)}),
    Case("PPL-04", "ends with the booking", NO, facts={"assignments": work(), "demand_skills": WELDING, "records": (certificate(expires=ahead(30)),)}),
    Case("PPL-04", "a skill that is no certificate", NO, facts={"assignments": work(), "demand_skills": WELDING}),
    Case("PPL-04", "nice to have", NO, facts={"assignments": work(), "demand_skills": (f.DemandSkillFact("D", "Welding EN 9606", 3, "nice"),), "records": (certificate(expires=ahead(1)),)}),
    Case("PPL-04", "a booking without a demand", NO, facts={"assignments": (booking(),), "demand_skills": WELDING, "records": (certificate(expires=ahead(1)),)}),
    Case("PPL-05", "no manager", C, kind=K.EMPLOYEE),
    Case("PPL-05", "unknown", C, who={"manager_ref": "gone"}),
    Case("PPL-05", "ended", C, who={"manager_id": "M"}, facts={"people": (person("M", K.EMPLOYEE, status=S.ENDED),)}),
    Case("PPL-05", "here", NO, who={"manager_id": "M"}, facts={"people": (person("M", K.EMPLOYEE, manager_id="C"),)}),
    Case("PPL-05", "a partner", NO, kind=K.PARTNER),
    Case("PPL-05", "an AI agent", NO, kind=K.AI_AGENT),
    Case("PPL-05", "the head of all", NO, kind=K.EMPLOYEE, facts={"org_units": (f.OrgUnitFact("U", None, "C"),)}),
    Case("PPL-05", "the head of a unit below", C, kind=K.EMPLOYEE, facts={"org_units": (f.OrgUnitFact("U", "TOP", "C"),)}),
    Case("PPL-05", "onboarding", NO, who={"status": S.ONBOARDING}),
    Case("PPL-06", "an open declaration", C, kind=K.EMPLOYEE, facts={"records": (record("conflict_declaration", status="open"),)}),
    Case("PPL-06", "approved their own exception", C, facts={"exceptions": (exception("CON-06", approved_by="C"),)}),
    Case("PPL-06", "decided", NO, kind=K.EMPLOYEE, facts={"records": (record("conflict_declaration", status="valid"),)}),
    Case("PPL-06", "approved by another", NO, facts={"exceptions": (exception("CON-06"),)}),
    Case("PPL-06", "an agency worker", NO, kind=K.AGENCY_WORKER, facts={"records": (record("conflict_declaration", status="open"),)}),
    Case("PPL-07", "no baseline at all", ("all",)),
    Case("PPL-07", "missing what is asked for", C, facts=BASELINE),
    Case("PPL-07", "expired", C, facts={**BASELINE, "records": (record("nda", expires=ago(1)),)}),
    Case("PPL-07", "all there", NO, facts={**BASELINE, "records": (record("nda"),)}),
    Case("PPL-07", "nothing asked of this kind", NO, kind=K.PARTNER, facts=BASELINE),
    Case("PPL-07", "ended", NO, who={"status": S.ENDED}, facts=BASELINE),
    Case("PPL-08", "one bank account", C, who={"bank_hash": "b", "start_date": ago(9)}, facts={"people": (person("B", start_date=ago(3), bank_hash="b"),)}),
    Case("PPL-08", "one telephone, the same start", ("B",), kind=K.VENDOR_WORKER, who={"phone_hash": "p"}, facts={"people": (person("B", phone_hash="p"),)}),
    Case("PPL-08", "two employees", NO, kind=K.EMPLOYEE, who={"phone_hash": "p"}, facts={"people": (person("B", K.EMPLOYEE, phone_hash="p"),)}),
    Case("PPL-08", "nothing known of either", NO, facts={"people": (person("B"),)}),
    Case("PPL-08", "a bank account like a telephone", NO, who={"bank_hash": "x"}, facts={"people": (person("B", phone_hash="x"),)}),
    Case("ACC-01", "two days after the end", ("A",), terms={"end_date": ago(2)}, facts={"access": open_access()}),
    Case("ACC-01", "the day after the end", NO, terms={"end_date": ago(1)}, facts={"access": open_access()}),
    Case("ACC-01", "of a contributor without engagement", ("A",), terms=None, kind=K.PARTNER, who={"end_date": ago(5)}, facts={"access": open_access()}),
    Case("ACC-01", "a later engagement runs", NO, terms={"end_date": ago(20)}, facts={"access": open_access(), "engagements": (contract("NEW", start_date=ago(5)),)}),
    Case("ACC-01", "closed early", ("A",), terms={"end_date": ahead(90), "closed_at": ago(9)}, facts={"access": open_access()}),
    Case("ACC-01", "revoked", NO, terms={"end_date": ago(20)}, facts={"access": open_access(active=False, revoked_at=ago(19))}),
    Case("ACC-02", "no reason", ("A",), facts={"access": open_access(level="privileged", expires=ahead(5))}),
    Case("ACC-02", "no end", ("A",), kind=K.AI_AGENT, facts={"access": open_access(level="privileged", justification="on call")}),
    Case("ACC-02", "both", NO, facts={"access": open_access(level="privileged", justification="on call", expires=ahead(5))}),
    Case("ACC-02", "standard", NO, facts={"access": open_access(level="standard")}),
    Case("ACC-02", "an employee", NO, kind=K.EMPLOYEE, facts={"access": open_access(level="privileged")}),
    Case("ACC-03", "91 days, privileged", ("A",), facts={"access": open_access(level="privileged", reviewed_at=ago(91), granted_at=ago(400))}),
    Case("ACC-03", "90 days, privileged", NO, facts={"access": open_access(level="privileged", reviewed_at=ago(90), granted_at=ago(400))}),
    Case("ACC-03", "181 days since it was granted", ("A",), facts={"access": open_access(granted_at=ago(181))}),
    Case("ACC-03", "180 days", NO, facts={"access": open_access(granted_at=ago(180))}),
    Case("ACC-03", "reviewed by who granted it", ("A",), kind=K.EMPLOYEE, facts={"access": open_access(granted_by="X", reviewed_by="X", reviewed_at=ago(3))}),
    Case("ACC-03", "neither reviewer nor granter known", NO, facts={"access": open_access(reviewed_at=ago(3))}),
    Case("ACC-04", "nobody's", ("A",), facts={"access": open_access(contributor_id=None, contributor_ref="svc-1")}),
    Case("ACC-04", "somebody's", NO, facts={"access": open_access()}),
    Case("ACC-04", "nobody's, closed", NO, facts={"access": open_access(contributor_id=None, active=False)}),
    Case("ALL-01", "two bookings meet on one day", C, facts={"assignments": (booking("B1", fte=D("0.6"), end_date=ahead(5)), booking("B2", fte=D("0.5"), start_date=ahead(5)))}),
    Case("ALL-01", "one after the other", NO, facts={"assignments": (booking("B1", fte=D("0.6"), end_date=ahead(5)), booking("B2", fte=D("0.5"), start_date=ahead(6)))}),
    Case("ALL-01", "all of it", NO, facts={"assignments": (booking("B1", fte=D("0.6")), booking("B2", fte=D("0.4")))}),
    Case("ALL-01", "in the past", NO, facts={"assignments": (booking("B1", start_date=ago(9), end_date=ago(1)), booking("B2", start_date=ago(9), end_date=ago(1)))}),
    Case("ALL-01", "tentative", NO, facts={"assignments": (booking("B1"), booking("B2", confirmed=False))}),
    Case("ALL-01", "an AI agent", C, kind=K.AI_AGENT, facts={"assignments": (booking("B1"), booking("B2", fte=D("0.1")))}),
    Case("ALL-01", "a partner", NO, kind=K.PARTNER, facts={"assignments": (booking("B1"), booking("B2"))}),
    Case("ALL-02", "a day beyond the engagement", ("B!high",), terms={"end_date": ahead(29)}, facts={"assignments": (booking(),)}),
    Case("ALL-02", "to its last day", NO, terms={"end_date": ahead(30)}, facts={"assignments": (booking(),)}),
    Case("ALL-02", "another joins it", NO, terms={"end_date": ahead(9)}, facts={"assignments": (booking(),), "engagements": (contract("NEXT", start_date=ahead(10), end_date=ahead(60)),)}),
    Case("ALL-02", "a hole of a day between", ("B!high",), terms={"end_date": ahead(9)}, facts={"assignments": (booking(),), "engagements": (contract("NEXT", start_date=ahead(11), end_date=ahead(60)),)}),
    Case("ALL-02", "beyond the contributor's own end", ("B!high",), terms=None, who={"end_date": ahead(3)}, facts={"assignments": (booking(),)}),
    Case("ALL-02", "five working days of leave", ("B!low",), facts={"assignments": (booking(),), "leave": (f.LeaveFact("C", date(2026, 11, 30), date(2026, 12, 4)),)}),
    Case("ALL-02", "four and a weekend", NO, facts={"assignments": (booking(),), "leave": (f.LeaveFact("C", date(2026, 12, 1), date(2026, 12, 6)),)}),
    Case("ALL-02", "mostly past", NO, facts={"assignments": (booking(start_date=ago(60)),), "leave": (f.LeaveFact("C", ago(20), date(2026, 11, 27)),)}),
    Case("ALL-02", "tentative", NO, terms={"end_date": ahead(2)}, facts={"assignments": (booking(confirmed=False),)}),
    Case("DAT-01", "one name and address", ("C!medium",), who={"name": "Élodie Martin", "email": "E@x.y", "start_date": ago(9)}, facts={"people": (person("B", name="Martin, Elodie", email="e@X.y"),)}),
    Case("DAT-01", "perhaps one person", ("B!low",), facts={"people": (person("B"),), "matches": (f.MatchFact("B", "C", 0.70),)}),
    Case("DAT-01", "hardly", NO, facts={"people": (person("B"),), "matches": (f.MatchFact("B", "C", 0.69),)}),
    Case("DAT-01", "probably", ("B!medium",), facts={"people": (person("B"),), "matches": (f.MatchFact("B", "C", 0.95),)}),
    Case("DAT-01", "a shared mailbox of two", NO, who={"email": "desk@x.y"}, facts={"people": (person("B", email="desk@x.y"),)}),
    Case("DAT-01", "an AI agent of that name", NO, kind=K.AI_AGENT, who={"name": "N", "email": "n@x"}, facts={"people": (person("B", name="N", email="n@x"),)}),
    Case("AGT-01", "no owner", ("C!critical",), kind=K.AI_AGENT, facts={"agents": agent(owner_id=None)}),
    Case("AGT-01", "ended, with a backup", ("C!high",), kind=K.AI_AGENT, facts={"agents": agent(backup_owner_id="O2"), "people": (person("O", K.EMPLOYEE, status=S.ENDED), person("O2", K.EMPLOYEE))}),
    Case("AGT-01", "owned by an agent", ("C!critical",), kind=K.AI_AGENT, facts={"agents": agent(), "people": (person("O", K.AI_AGENT, status=S.ENDED),)}),
    Case("AGT-01", "owned", NO, kind=K.AI_AGENT, facts={"agents": agent(), "people": (OWNER,)}),
    Case("AGT-01", "not active", NO, kind=K.AI_AGENT, who={"status": S.ENDED}, facts={"agents": agent(owner_id=None)}),
    Case("AGT-01", "not registered", NO, kind=K.AI_AGENT),
    Case("AGT-02", "not registered", C, kind=K.AI_AGENT),
    Case("AGT-02", "another tool", C, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(tool="pay"),)}),
    Case("AGT-02", "other data", C, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(tool="read", data_class="restricted"),)}),
    Case("AGT-02", "too much", C, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(amount=D("100.01")),)}),
    Case("AGT-02", "just enough", NO, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(tool="read", data_class="internal", amount=D(100)),)}),
    Case("AGT-02", "not yet", NO, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(tool="pay", at=datetime(2026, 11, 25, tzinfo=UTC)),)}),
    Case("AGT-02", "not registered, ended", NO, kind=K.AI_AGENT, who={"status": S.ENDED}),
    Case("AGT-03", "never assessed", C, kind=K.AI_AGENT, facts={"agents": agent(assessed_at=None)}),
    Case("AGT-03", "changed since", C, kind=K.AI_AGENT, facts={"agents": agent(changed_at=ago(19))}),
    Case("AGT-03", "no risk class", C, kind=K.AI_AGENT, facts={"agents": agent(risk_class=None)}),
    Case("AGT-03", "changed that day", NO, kind=K.AI_AGENT, facts={"agents": agent(changed_at=ago(20))}),
    Case("AGT-03", "not registered", NO, kind=K.AI_AGENT),
    Case("AGT-03", "onboarding", NO, kind=K.AI_AGENT, who={"status": S.ONBOARDING}, facts={"agents": agent(assessed_at=None)}),
    Case("AGT-04", "nobody told", C, kind=K.AI_AGENT, terms={"type": T.AI_SERVICE, "country": "DE"}),
    Case("AGT-04", "told in one of two countries", C, kind=K.AI_AGENT, terms={"country": "DE"}, facts={"records": (record("notice", value="DE"),), "projects": (f.ProjectFact("P", "P", country="NL"),), "assignments": (booking(),)}),
    Case("AGT-04", "told in both", NO, kind=K.AI_AGENT, terms={"country": "DE"}, facts={"records": (record("notice", value="DE"), record("notice", value="NL")), "projects": (f.ProjectFact("P", "P", country="NL"),), "assignments": (booking(),)}),
    Case("AGT-04", "told everywhere", NO, kind=K.AI_AGENT, terms={"country": "DE"}, facts={"records": (record("notice", value="all"),)}),
    Case("AGT-04", "the notice ran out", C, kind=K.AI_AGENT, terms={"country": "DE"}, facts={"records": (record("notice", value="all", expires=ago(1)),)}),
    Case("AGT-05", "a broken log", ("oversight",), facts={"log": f.LogFact(("root differs",), 2000)}),
    Case("AGT-05", "kept for less than six months", ("oversight",), facts={"log": f.LogFact((), 170)}),
    Case("AGT-05", "four years for California", ("oversight",), who={"region": "US-CA"}, facts={"log": f.LogFact((), 1095)}),
    Case("AGT-05", "long enough", NO, who={"region": "US-CA"}, facts={"log": f.LogFact((), 1461)}),
    Case("AGT-05", "whole", NO, facts={"log": f.LogFact((), 1461)}),
    Case("AGT-06", "an approver without the training", C, kind=K.AI_AGENT, facts=SPENT),
    Case("AGT-06", "approved by nobody", C, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(amount=D(5)),)}),
    Case("AGT-06", "approved by itself", C, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(amount=D(5), approved_by="C"),), "records": (record("training:AI oversight"),)}),
    Case("AGT-06", "approved by somebody trained", NO, kind=K.AI_AGENT, facts={**SPENT, "records": (OVERSIGHT,)}),
    Case("AGT-06", "the training ran out", C, kind=K.AI_AGENT, facts={**SPENT, "records": (record("training:AI oversight", "contributor:O", expires=ago(1)),)}),
    Case("AGT-06", "without an amount", NO, kind=K.AI_AGENT, facts={"agents": agent(), "actions": (action(tool="pay"),)}),
    Case("AGT-06", "a plan carried out on the word of somebody untrained", ITSELF, facts=approved(1)),
    Case("AGT-06", "of somebody trained", NO, who={"email": "O@x.example"}, facts={**approved(1), "records": (record("training:AI oversight"),)}),
    Case("AGT-06", "of somebody whose training ran out", ITSELF, who={"email": "o@x.example"}, facts={**approved(1), "records": (record("training:AI oversight", expires=ago(1)),)}),
    Case("AGT-06", "not carried out yet", NO, facts=approved(1, executed=False)),
    Case("AGT-06", "a rubber stamp", ITSELF, facts=approved(20, executed=False, seconds=9)),
    Case("AGT-06", "one decision fewer", NO, facts=approved(19, executed=False, seconds=9)),
    Case("AGT-06", "ten seconds in the middle", NO, facts=approved(20, executed=False, seconds=10)),
    Case("AGT-06", "one rejected of twenty", NO, facts=approved(20, executed=False, seconds=9, rejected=1)),
    Case("AGT-06", "one rejected of fifty", ITSELF, facts=approved(50, executed=False, seconds=9, rejected=1)),
    Case("AGT-06", "nobody knows how long they looked", NO, facts=approved(20, executed=False)),
    Case("AGT-07", "audited 12 months and a day ago", ("oversight",), facts={"log": f.LogFact(bias_audited_at=date(2025, 11, 23))}),
    Case("AGT-07", "12 months ago", NO, facts={"log": f.LogFact(bias_audited_at=date(2025, 11, 24))}),
    Case("PRV-01", "an illness among the interests", C, who={"interests": ("chess", "managing my diabetes")}),
    Case("PRV-01", "in a column of its own", C, kind=K.EMPLOYEE, who={"notes": (("remarks", "Is a member of the union"),)}),
    Case("PRV-01", "belief in the title", C, who={"title": "Welder (practising Catholic)"}),
    Case("PRV-01", "the customs union", NO, who={"interests": ("customs union law", "members of the European Union")}),
    Case("PRV-01", "a trade", NO, who={"title": "Immigration lawyer"}),
    Case("PRV-01", "ordinary interests", NO, who={"interests": ("family of algorithms", "race cars", "operations research", "heat treatment of steel")}),
    Case("PRV-01", "a partner", NO, kind=K.PARTNER, who={"interests": ("recovering from surgery",)}),
    Case("PRV-02", "36 months and a day", C, terms=None, who={"status": S.ENDED, "end_date": date(2023, 11, 23), "email": "c@x"}),
    Case("PRV-02", "records left", C, terms=None, who={"status": S.ENDED, "end_date": date(2023, 1, 1)}, facts={"records": (record("nda"),)}),
    Case("PRV-02", "36 months", NO, terms=None, who={"status": S.ENDED, "end_date": date(2023, 11, 24), "email": "c@x"}),
    Case("PRV-02", "reduced", NO, terms=None, who={"status": S.ENDED, "end_date": date(2020, 1, 1)}),
    Case("PRV-02", "still here", NO, terms=None, who={"end_date": date(2020, 1, 1), "email": "c@x"}),
    Case("PRV-02", "kept for longer there", NO, terms=None, who={"status": S.ENDED, "end_date": date(2023, 1, 1), "email": "c@x", "country": "DE"}, facts={"settings": (setting("PRV-02", "retention_months", 120, jurisdiction="DE"),)}),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_rule(case: Case) -> None:
    assert case.found() == case.expected

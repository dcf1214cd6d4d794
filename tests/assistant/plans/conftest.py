"""A small company with a project, its owner and people of every function, and plans drafted in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import Installation, install
from assistant.conversation import Answer, Question
from knowledge.registry.importing import import_tables
from knowledge.workforce.planning.states import Plan
from tests.company import settings

FUNCTIONS = ("hr", "procurement", "it", "finance", "legal")
REQUESTER = "lead@quay.example"
OWNER = "sanne@quay.example"
TABLES: dict[str, list[dict[str, str]]] = {
    "org_units": [{"id": "OPS", "name": "Terminal Operations", "head_id": "E9"}],
    "suppliers": [{"id": "S1", "name": "Havenkracht Uitzend B.V.", "type": "agency"}],
    "skills": [
        {"name": "crane PLC", "aliases": "STS crane PLC"},
        {"name": "laser alignment"},
        {"name": "invoice matching"},
    ],
    "contributors": [
        {"id": "E1", "kind": "employee", "name": "Mirela Osthoff", "org_unit": "OPS", "status": "active"}
        | {"rate_amount": "450", "rate_currency": "EUR", "rate_unit": "day", "country": "NL"},
        {"id": "F1", "kind": "freelancer", "name": "Ana Brito", "org_unit": "OPS", "status": "active", "country": "NL"}
        | {"rate_amount": "380", "rate_currency": "EUR", "rate_unit": "day", "manager_id": "E9"},
        {
            "id": "A1",
            "kind": "agency_worker",
            "name": "Piet Smit",
            "supplier_id": "S1",
            "status": "active",
            "country": "DE",
        },
        {"id": "B1", "kind": "ai_agent", "name": "Matcher", "org_unit": "OPS", "status": "active"},
        {"id": "E9", "kind": "employee", "name": "Sanne Bakker", "email": OWNER, "org_unit": "OPS", "status": "active"},
        {
            "id": "E8",
            "kind": "employee",
            "name": "Ruud Lead",
            "email": REQUESTER,
            "org_unit": "OPS",
            "status": "active",
        },
    ],
    "contributor_skills": [
        {"contributor_id": person, "skill": "crane PLC", "level": level}
        for person, level in (("E1", "4"), ("F1", "5"), ("A1", "3"))
    ]
    + [{"contributor_id": person, "skill": "invoice matching", "level": "3"} for person in ("B1", "E1")],
    "projects": [{"id": "PJ1", "name": "Quay Crane Retrofit", "owner_id": "E9", "country": "NL"}],
    "demands": [
        {"id": "D-7", "project_id": "PJ1", "title": "Crane PLC engineer", "fte": "0.5"}
        | {"start_date": "2027-03-01", "end_date": "2027-06-30"}
    ],
    "demand_skills": [{"demand_id": "D-7", "skill": "crane PLC", "min_level": "3"}],
    "agents": [{"contributor_id": "B1", "owner_id": "E9", "risk_class": "minimal", "assessed_at": "2026-09-01"}],
    "engagements": [
        {"id": "EN1", "contributor_id": "F1", "type": "freelance", "start_date": "2026-05-01", "end_date": "2027-01-31"}
        | {
            "signed_at": "2026-04-20",
            "rate_amount": "380",
            "rate_currency": "EUR",
            "rate_unit": "day",
            "country": "NL",
        },
        {"id": "EN2", "contributor_id": "A1", "type": "agency", "start_date": "2025-08-01", "end_date": "2026-12-31"}
        | {"signed_at": "2025-07-20", "country": "DE", "supplier_id": "S1"},
    ],
}


def quay(home: Path, database_url: str | None = None) -> Installation:
    """The company, with a user for each function, the requester, the owner, a manager, an auditor and a contributor."""
    opened = install(settings(home, database_url=database_url))
    assert import_tables(opened.registry, TABLES, "erp", home=home).as_json()["rejects"] is None
    for role in (*FUNCTIONS, "auditor", "manager", "contributor"):
        opened.registry.users.add(f"{role}@quay.example", roles=[role], org_units=[], slack_id=None)
    opened.registry.users.add(REQUESTER, roles=["leader"], org_units=[], slack_id=None)
    opened.registry.users.add(OWNER, roles=["manager"], org_units=[], slack_id=None)
    return opened


@pytest.fixture
def company_at_the_quay(tmp_path: Path) -> Iterator[Installation]:
    opened = quay(tmp_path / "home")
    yield opened
    opened.close()


def ask(opened: Installation, text: str, email: str = REQUESTER) -> Answer:
    return opened.assistant.answer(Question(text, opened.registry.users.viewer(email), "test"))


def drafted(opened: Installation, text: str = "draft a plan to fill D-7", email: str = REQUESTER) -> Plan:
    answer = ask(opened, text, email)
    assert answer.plan is not None, answer.answer
    return opened.approvals.show(answer.plan.id, opened.registry.users.viewer(email), "test")


@pytest.fixture
def viewer(company_at_the_quay: Installation) -> Callable[[str], object]:
    return lambda name: company_at_the_quay.registry.users.viewer(f"{name}@quay.example")

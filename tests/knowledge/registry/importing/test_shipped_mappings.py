"""The mappings that ship, each on a small export as its system writes it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.registry import Registry

Importing = Callable[..., ImportReport]

FIELDGLASS = """Report: Active Worker (Delta) Single Line
Worker ID,Person ID,Security ID,Status,First Name,Last Name,Worker Email,Job Posting Title,Work Order ID,Work Order/Work Order Revision Owner Employee ID,Business Unit Code,Business Unit Name,Vendor Number,Vendor Name,Start Date,End Date,Currency,Site Code
ACMEWK001,P1,1234,Active,Ana,Souza,ana@x.example,PLC engineer,ACMEWO1,E7,BU1,Cranes,V9,Port Staff,01/31/2026,12/31/2026,EUR,RTM
ACMEWK002,P2,,Closed,Bo,Li,bo@x.example,PLC engineer,ACMEWO2,E7,BU1,Cranes,V9,Port Staff,02/01/2025,06/30/2025,EUR,RTM
"""  # noqa: E501
BEELINE = """Legal First Name,Legal Last Name,Personal Email,Engagement Status,Job Profile Reference Id,Classification Reference Id,Supplier Reference Id,Supervisory Org Reference Id,Manager Id,Cost Center Reference Id,Business Site Reference Id,Start Date,End Date,Timesheets Enabled
Ana,Souza,ana@x.example,Active,JP1,Independent Contractor,S1,SO1,M1,CC1,BS1,2026-01-31,2026-12-31,TRUE
Bo,Li,bo@x.example,Active,JP1,House elf,S1,SO1,M1,CC1,BS1,2026-01-31,2026-12-31,TRUE
"""  # noqa: E501
SCIM = json.dumps(
    {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 2,
        "Resources": [
            {
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "id": "2819c223",
                "userName": "bjensen@x.example",
                "name": {"formatted": "Barbara Jensen", "givenName": "Barbara", "familyName": "Jensen"},
                "emails": [{"value": "bj@x.example", "type": "work", "primary": True}],
                "title": "Guide",
                "userType": "Employee",
                "active": True,
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                    "department": "Tours",
                    "manager": {"value": "26118915"},
                },
            },
            {"id": "3", "userName": "temp1", "displayName": "T. Emp", "userType": "Temp", "active": False},
        ],
    }
)
ERPNEXT = json.dumps(
    {
        "data": [
            {
                "name": "HR-EMP-1",
                "employee_name": "Ana Souza",
                "department": "Cranes - P",
                "designation": "Engineer",
                "status": "Active",
                "date_of_joining": "2020-02-01",
                "relieving_date": None,
                "reports_to": None,
                "gender": "Female",
            }
        ]
    }
)
WORKDAY = """Employee ID,Worker,Worker Type,Business Title,Supervisory Organization,Manager ID,Hire Date,Termination Date,Email - Work,Scheduled Weekly Hours,Gender
1001,Ana Souza,Employee,Engineer,Cranes,1000,1/31/2020,,ana@x.example,36.5,F
1002,Bo Li,Contingent Worker,Engineer,Cranes,1000,2/1/2020,12/31/2026,bo@x.example,40,M
"""  # noqa: E501
COUPA = """Worker ID,First Name,Last Name,Email,Supplier Number,Supplier Name,Job Title,Status,Start Date,End Date
W1,Ana,Souza,ana@x.example,S1,Port Staff,Engineer,Active,2026-01-31,2026-12-31
"""
PEOPLE = """Employee Number;Full Name;Type;Department;Hire Date;Age
1;Ana Souza;Permanent;Cranes;31/01/2020;44
2;Bo Li;Freelancer;Cranes;01/02/2020;39
"""

CASES = {
    "fieldglass": ("any name.csv", FIELDGLASS, {"contributors": (2, 0), "suppliers": (1, 0), "org_units": (1, 0)}),
    "beeline": ("workers.csv", BEELINE, {"contributors": (1, 1)}),
    "scim": ("users.json", SCIM, {"contributors": (2, 0)}),
    "erpnext": ("employees.json", ERPNEXT, {"contributors": (1, 0), "org_units": (1, 0)}),
    "workday": ("workers.csv", WORKDAY, {"contributors": (2, 0), "org_units": (1, 0)}),
    "coupa": ("workers.csv", COUPA, {"contributors": (1, 0), "suppliers": (1, 0)}),
    "generic-people": ("staff.csv", PEOPLE, {"contributors": (2, 0), "org_units": (1, 0)}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_published_export_loads(importing: Importing, tmp_path: Path, name: str) -> None:
    file, text, expected = CASES[name]
    (tmp_path / file).write_text(text)
    report = importing(tmp_path / file, mapping=Path(name))
    assert {table: (c.created, c.rejected) for table, c in report.tables.items()} == expected
    again = importing(tmp_path / file, mapping=Path(name))
    assert all(c.created == c.updated == 0 for c in again.tables.values())


def test_what_the_exports_say_arrives(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    for name in ("fieldglass", "scim", "workday"):
        file, text, _ = CASES[name]
        (tmp_path / file).write_text(text)
        importing(tmp_path / file, name, mapping=Path(name))
    with registry.database.session() as session:
        found = {person.source_id: person for person in session.scalars(select(t.Contributor))}
    ana = found["ACMEWK001"]
    assert (ana.kind, ana.name, ana.status, ana.supplier_ref) == ("agency_worker", "Ana Souza", "active", "V9")
    assert (ana.start_date, ana.end_date) == (date(2026, 1, 31), date(2026, 12, 31))
    assert "Security ID" not in (ana.extra or {})
    barbara = found["bjensen@x.example"]
    assert (barbara.org_unit_ref, barbara.manager_ref, barbara.email) == ("Tours", "26118915", "bj@x.example")
    assert found["temp1"].status == "ended"
    assert (found["1001"].start_date, str(found["1001"].weekly_hours)) == (date(2020, 1, 31), "36.5")
    assert "Gender" not in (found["1001"].extra or {})

"""Every route for every role, from one table; and what of a person's record is shown in one's own unit and in others."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Installation, install
from assistant.channels.server import create_app
from knowledge.workforce.viewer import Role
from tests.assistant.channels.authorisation import API, ELSEWHERE, OPEN, PAGES, Access
from tests.company import settings

SUBJECT = "C-1897"
THROUGH = frozenset({200, 202, 303, 400, 409, 422})
"""What somebody gets whose rights suffice: an answer, or a word about what they sent."""


@dataclass
class Server:
    client: TestClient
    opened: Installation
    ids: dict[str, str]
    keys: dict[str, str]

    def key(self, email: str, *roles: Role, units: tuple[str, ...] = ()) -> str:
        """The API token of somebody with these roles and units."""
        if email not in self.keys:
            users = self.opened.registry.users
            users.add(email, roles=[role.value for role in roles], org_units=list(units), slack_id=None)
            self.keys[email] = users.issue_token(email, 1).token
        return self.keys[email]


@pytest.fixture(scope="module")
def server(company_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("rights") / "home"
    shutil.copytree(company_home, home)
    opened = install(settings(home, sign_ins_per_minute=10_000))
    app = create_app(opened, "link")
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        made = Server(client, opened, {}, {})
        asker = bearer(made.key("asker@m.example", Role.LEADER))
        answer = client.post("/api/v1/ask", json={"question": "draft a plan to fill D-17"}, headers=asker).json()
        plan = client.get(f"/api/v1/plans/{answer['plan']['id']}", headers=asker).json()
        bound = {"version": plan["version"], "hash": plan["hash"]}
        client.post(f"/api/v1/plans/{plan['id']}/submit", json=bound, headers=asker).raise_for_status()
        made.ids.update(plan=plan["id"], run=answer["run"], contributor=SUBJECT, project="PRJ-06", demand="D-17")
        made.ids.update(
            allocation="ALLOC-0", correction="COR-0", action="approve", answer="accept", token="0", kind="svg"
        )
        yield made
    opened.close()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def routes(server: Server) -> set[tuple[str, str]]:
    app: Any = server.client.app
    found: set[tuple[str, str]] = set()
    for included in app.router.routes:
        for route in getattr(getattr(included, "original_router", None), "routes", ()):
            found |= {(method, route.path.replace(":path", "")) for method in route.methods - {"HEAD"}}
    return found


def test_the_table_has_every_route_and_no_other(server: Server) -> None:
    listed = [(access.method, access.path) for access in (*API, *PAGES)]
    assert len(listed) == len(set(listed))
    assert routes(server) == {*listed, *OPEN, *ELSEWHERE}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("access", API, ids=lambda a: f"{a.method} {a.path}")
def test_a_token_opens_what_its_role_may(server: Server, access: Access, role: Role) -> None:
    address = access.path.format(**server.ids) + access.query
    body = access.body if access.method == "POST" else None
    key = bearer(server.key(f"{role.value}@m.example", role))
    status = server.client.request(access.method, address, json=body, headers=key).status_code
    assert (status in THROUGH) == (role in access.roles) or undisclosed(access, status), status
    assert server.client.request(access.method, address, json=body).status_code == 401


def undisclosed(access: Access, status: int) -> bool:
    """A step on something that isn't there says so in its own way: 422 for a correction."""
    return not access.roles and status == 422 and "correction" in access.path


@pytest.mark.parametrize("role", Role)
def test_a_session_opens_what_its_role_may(server: Server, role: Role) -> None:
    client = server.client
    client.cookies.clear()
    for access in PAGES:
        assert client.request(access.method, access.path.format(**server.ids) + access.query).status_code in (
            303,
            401,
            422,
        )
    client.post("/sign-in", data={"token": server.key(f"{role.value}@m.example", role)})
    csrf = client.get("/people").text.split('name="csrf" value="')[1].split('"')[0]
    wrong: list[str] = []
    for access in PAGES:
        address = access.path.format(**server.ids) + access.query
        sent: dict[str, Any] = (
            {"json": access.body} if access.path == "/ask" else {"data": {**access.body, "csrf": csrf}}
        )
        answered = client.request(access.method, address, **(sent if access.method == "POST" else {}))
        through = answered.status_code in THROUGH
        if through != (role in access.roles) and not (not access.roles and answered.status_code == 422):
            wrong.append(f"{access.method} {address}: {answered.status_code}")
        if access.method == "POST" and access.path != "/ask":
            assert client.post(address, data=access.body).status_code in (403, 422), address
    client.cookies.clear()
    assert wrong == []


OWN, OTHER = "own", "other"
PAY = {
    (Role.MANAGER, OWN), (Role.LEADER, OWN), (Role.LEADER, OTHER), (Role.FINANCE, OWN), (Role.FINANCE, OTHER),
    (Role.HR, OWN), (Role.HR, OTHER),
}  # fmt: skip
"""Who sees an employee's rate, with the employee in their unit or in another."""


@pytest.mark.parametrize("where", [OWN, OTHER])
@pytest.mark.parametrize("role", Role)
def test_pay_is_shown_by_role_and_unit_on_every_way(server: Server, role: Role, where: str) -> None:
    with server.opened.registry.reading(server.opened.registry.users.viewer("asker@m.example")) as reading:
        person = reading.contributor(SUBJECT)
        units = [unit.id for unit in reading.org_units() if unit.parent_id is not None]
    assert person
    assert person.org_unit
    chosen = person.org_unit if where == OWN else next(unit for unit in units if unit != person.org_unit)
    key = bearer(server.key(f"{role.value}.{where}@m.example", role, units=(chosen,)))
    shown = server.client.get(f"/api/v1/contributors/{SUBJECT}", headers=key).json()["people"][0]
    listed = server.client.get("/api/v1/demands/D-17/shortlist", headers=key).json()["candidates"]
    rate = next(c["rate"] for c in listed if c["contributor"]["id"] == SUBJECT)
    expected = (role, where) in PAY
    assert (shown["rate"] is not None) == expected
    assert (rate is not None) == expected

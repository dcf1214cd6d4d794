"""One's own record over HTTP: seen, contested, answered by its owner; never another's."""

from collections.abc import Callable

import httpx2 as httpx
import pytest

from assistant.bootstrap import Installation
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.viewer import OPERATOR


@pytest.fixture(scope="module")
def employee(company: Installation) -> str:
    """The e-mail of an employee of the demonstration company."""
    with company.registry.reading(OPERATOR) as reading:
        people = reading.contributors(Criteria(kinds=frozenset({ContributorKind.EMPLOYEE})))
    return next(person.email for person in people if person.email and person.manager_id)


def client(server: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=f"{server}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30)


def test_from_a_contested_title_to_its_answer(server: str, token_of: Callable[..., str], employee: str) -> None:
    with client(server, token_of(employee, "contributor")) as own, client(server, token_of("hr@x.example", "hr")) as hr:
        mine = own.get("/me").json()
        assert mine["email"] == employee
        assert mine["records"][0]["fields"]
        raised = own.post("/me/corrections", json={"field": "title", "value": "Chief of Tests", "reason": "new role"})
        id_ = raised.json()["raised"][0]["id"]
        assert own.post(f"/corrections/{id_}/accept", json={}).status_code == 403
        assert [c["id"] for c in hr.get("/corrections").json()["items"]] == [id_]
        assert hr.post(f"/corrections/{id_}/decline", json={}).status_code == 422
        declined = hr.post(f"/corrections/{id_}/decline", json={"reason": "not before January"}).json()
        assert (declined["status"], declined["decided_by"]) == ("declined", "hr@x.example")
        assert own.get("/me").json()["corrections"][0]["decision_reason"] == "not before January"
        again = own.post("/me/corrections", json={"field": "city", "value": "Nowhere"}).json()["raised"][0]["id"]
        assert own.post(f"/me/corrections/{again}/withdraw").json()["status"] == "withdrawn"


def test_wishes(server: str, token_of: Callable[..., str], employee: str) -> None:
    with client(server, token_of(employee, "contributor")) as own:
        assert own.post("/me/wishes", json={"wish": "mentoring"}).json()["wishes"][0]["text"] == "mentoring"
        assert own.post("/me/wishes", json={"wish": "mentoring", "withdraw": True}).json()["wishes"] == []


def test_what_is_refused(server: str, token_of: Callable[..., str], employee: str) -> None:
    assert httpx.get(f"{server}/api/v1/me").status_code == 401
    with client(server, token_of("nobody@x.example", "manager")) as stranger:
        assert stranger.get("/me").status_code == 404
        assert stranger.post("/me/corrections", json={"field": "title"}).status_code == 404
    with client(server, token_of(employee, "contributor")) as own:
        assert own.post("/me/corrections", json={"field": "shoe size"}).status_code == 422
        assert own.post("/me/corrections", json={"field": "title", "contributor": "C-1000"}).status_code == 422
        assert own.post("/me/corrections", json={"field": "start_date", "value": "soon"}).status_code == 422
        assert own.post("/me/corrections", json={"field": "country", "value": "Atlantis"}).status_code == 404
        assert own.get("/corrections").json()["items"] == []

"""Plans over real HTTP: statuses of every step, and what each person sees."""

from collections.abc import Callable, Iterator

import httpx2 as httpx
import pytest

from tests.assistant.channels.test_api import is_problem


@pytest.fixture
def client(server: str, token_of: Callable[..., str]) -> Iterator[Callable[..., httpx.Client]]:
    opened: list[httpx.Client] = []

    def make(*roles: str) -> httpx.Client:
        token = token_of(f"{'-'.join(roles)}.plans@alderquay.example", *roles)
        opened.append(httpx.Client(base_url=server, headers={"Authorization": f"Bearer {token}"}, timeout=30))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_a_plan_from_the_question_to_its_execution(client: Callable[..., httpx.Client]) -> None:
    leader, everybody = client("leader"), client("hr", "procurement", "it", "finance", "legal")
    answer = leader.post("/api/v1/ask", json={"question": "draft a plan to fill D-17"}).json()
    assert answer["status"] == "answered"
    assert answer["plan"]["status"] == "draft"
    id_ = answer["plan"]["id"]
    plan = leader.get(f"/api/v1/plans/{id_}").json()
    bound = {"version": plan["version"], "hash": plan["hash"]}
    steps = f"/api/v1/plans/{id_}"
    assert is_problem(everybody.post(f"{steps}/approve", json=bound), 409)
    assert is_problem(leader.post(f"{steps}/submit", json={}), 422)
    assert is_problem(leader.post(f"{steps}/submit", json={**bound, "hash": "0" * 64}), 409)
    assert is_problem(everybody.post(f"{steps}/submit", json=bound), 403)
    assert leader.post(f"{steps}/submit", json=bound).json()["status"] == "submitted"
    assert is_problem(leader.post(f"{steps}/approve", json=bound), 403)
    assert is_problem(client("auditor").post(f"{steps}/approve", json=bound), 403)
    assert is_problem(client("contributor").get(steps), 404)
    assert is_problem(client("manager").post(f"{steps}/approve", json=bound), 404)
    assert is_problem(everybody.post(f"{steps}/approve", json={**bound, "version": 9}), 409)
    decided = everybody.post(f"{steps}/approve", json=bound).json()
    open_ = {part["function"] for part in decided["approvals"] if part["status"] == "open"}
    assert open_ == {"business_owner"}
    assert is_problem(everybody.post(f"{steps}/approve", json=bound), 409)
    assert is_problem(leader.get("/api/v1/plans/PLAN-NONE"), 404)
    listed = leader.get("/api/v1/plans").json()
    assert listed["items"][0]["id"] == id_
    assert client("contributor").get("/api/v1/plans").json() == {"items": [], "next": None}


def test_who_may_not_draft_is_told_so(client: Callable[..., httpx.Client]) -> None:
    for role in ("contributor", "finance", "it", "legal", "auditor"):
        answer = client(role).post("/api/v1/ask", json={"question": "draft a plan to fill D-17"}).json()
        assert (answer["status"], answer["reason"], answer["plan"]) == ("not_permitted", "role", None), role
    for role in ("manager", "procurement", "hr", "admin"):
        answer = client(role).post("/api/v1/ask", json={"question": "draft a plan to fill D-17"}).json()
        assert answer["plan"] is not None, (role, answer)


def test_a_plan_as_files(client: Callable[..., httpx.Client]) -> None:
    leader = client("leader")
    plan = leader.post("/api/v1/ask", json={"question": "draft a plan to fill D-17"}).json()["plan"]["id"]
    assert leader.get(f"/api/v1/plans/{plan}/export").text.startswith("# Accounts payable specialist")
    assert leader.get(f"/api/v1/plans/{plan}/export", params={"format": "docx"}).content[:2] == b"PK"
    assert leader.get(f"/api/v1/plans/{plan}/export", params={"format": "csv"}).text.startswith("plan,version,id")
    assert is_problem(leader.get(f"/api/v1/plans/{plan}/export", params={"format": "exe"}), 422)

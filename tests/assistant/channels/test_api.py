"""The API over real HTTP: answers, streams, lists, and problem documents."""

import json
from typing import Any

import httpx2 as httpx

from assistant.bootstrap import Installation


def is_problem(response: httpx.Response, status: int) -> bool:
    document = response.json()
    return (
        response.status_code == status == document["status"]
        and response.headers["content-type"] == "application/problem+json"
        and bool(document["detail"])
    )


def test_ask(leader: httpx.Client) -> None:
    answer = leader.post("/api/v1/ask", json={"question": "How many freelancers are there in Germany?"}).json()
    assert answer["status"] == "answered"
    assert answer["actor"] == "leader@alderquay.example"
    again = leader.post("/api/v1/ask", json={"question": "and in the Netherlands?", "thread": answer["thread"]}).json()
    assert again["tools"][0]["input"] == {"kinds": ["freelancer"], "countries": ["Netherlands"]}


def test_the_stream_ends_in_the_same_answer(leader: httpx.Client) -> None:
    question = {"question": "Who knows Python and is free next month?"}
    with leader.stream("POST", "/api/v1/ask/stream", json=question) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(response.iter_text()).strip().split("\n\n")
    events = [(b.split("\n")[0][7:], json.loads(b.split("\n")[1][6:])) for b in blocks]
    names = [name for name, _ in events]
    assert names[0] == "status"
    assert "tool" in names
    assert names[-1] == "answer"
    text = "".join(data["text"] for name, data in events if name == "text")
    assert text == events[-1][1]["answer"]
    assert leader.post("/api/v1/ask", json=question).json()["answer"].split("[")[0] == text.split("[")[0]


def test_bad_requests_get_problem_documents(leader: httpx.Client, server: str) -> None:
    ask = "/api/v1/ask"
    assert is_problem(leader.post(ask, json={"question": " "}), 422)
    assert is_problem(leader.post(ask, json={}), 422)
    assert is_problem(leader.post(ask, content=b"{not json", headers={"content-type": "application/json"}), 422)
    assert is_problem(leader.post(ask, json={"question": "x" * 100_000}), 413)
    assert is_problem(leader.post(ask, json={"question": "x" * 10_000}), 413)
    assert is_problem(leader.post(ask, json={"question": "hi", "thread": "nobody's"}), 404)
    assert is_problem(httpx.post(f"{server}{ask}", json={"question": "hi"}), 401)
    wrong = {"Authorization": "Bearer wfa_wrong"}
    assert is_problem(httpx.post(f"{server}{ask}", json={"question": "hi"}, headers=wrong), 401)
    assert is_problem(leader.get("/api/v1/demands/D-99999/shortlist"), 404)
    assert is_problem(leader.get("/api/v1/nothing"), 404)
    assert is_problem(leader.get("/api/v1/gaps", params={"limit": "many"}), 422)


def test_lists_page_by_page(leader: httpx.Client) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params: dict[str, Any] = {"kind": "freelancer", "limit": 20, **({"cursor": cursor} if cursor else {})}
        page = leader.get("/api/v1/contributors", params=params).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) > 40
    for path in ("/projects", "/demands?status=open", "/gaps", "/policies/search?q=laptop"):
        page = leader.get(f"/api/v1{path}").json()
        assert page["items"]
        assert "next" in page
    found = leader.get("/api/v1/demands/D-01/shortlist", params={"k": 2}).json()
    assert len(found["candidates"]) == 2


def test_a_run_is_shown_to_its_asker_alone(leader: httpx.Client, server: str, company: Installation) -> None:
    run = leader.post("/api/v1/ask", json={"question": "How many people work here?"}).json()["run"]
    assert leader.get(f"/api/v1/audit/runs/{run}").json()["items"][0]["kind"] == "question"
    company.registry.users.add("other@alderquay.example", roles=["manager"], org_units=[], slack_id=None)
    token = company.registry.users.issue_token("other@alderquay.example", 1).token
    other = httpx.get(f"{server}/api/v1/audit/runs/{run}", headers={"Authorization": f"Bearer {token}"})
    assert is_problem(other, 404)


def test_a_cookie_counts_for_our_own_page_only(server: str) -> None:
    with httpx.Client(base_url=server, follow_redirects=False) as browser:
        signed_in = browser.get("/sign-in", params={"token": "link"})
        assert signed_in.status_code == 303
        assert "httponly" in signed_in.headers["set-cookie"].lower()
        assert "samesite=strict" in signed_in.headers["set-cookie"].lower()
        assert browser.get("/").status_code == 200
        ours = browser.post("/api/v1/ask", json={"question": "How many people work here?"})
        assert ours.status_code == 200
        theirs = browser.post("/api/v1/ask", json={"question": "hi"}, headers={"Origin": "https://evil.example"})
        assert is_problem(theirs, 401)
        assert browser.get("/sign-in", params={"token": "wrong"}).status_code == 401


def test_every_response_carries_its_security_headers(server: str) -> None:
    for path in ("/sign-in", "/static/ask.js", "/health/live", "/api/v1/ask"):
        headers = httpx.get(f"{server}{path}").headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"

"""Gaps over HTTP: decisions of who may, and problem documents for who may not."""

from collections.abc import Callable

import httpx2 as httpx


def test_decisions_over_http(leader: httpx.Client, server: str, token_of: Callable[..., str]) -> None:
    gap = leader.get("/api/v1/gaps", params={"rule": "CON-05"}).json()["items"][0]["id"]
    body = {"reason": "the order is on its way", "evidence": "requisition 5"}
    refused = leader.post(f"/api/v1/gaps/{gap}/accept", json=body)
    assert (refused.status_code, "finance" in refused.json()["detail"]) == (403, True)
    headers = {"Authorization": f"Bearer {token_of('finance.http@x.example', 'finance')}"}
    with httpx.Client(base_url=server, headers=headers) as finance:
        assert finance.post(f"/api/v1/gaps/{gap}/accept", json={"reason": "no evidence"}).status_code == 422
        late = {**body, "until": "2099-01-01"}
        assert "at most" in finance.post(f"/api/v1/gaps/{gap}/accept", json=late).json()["detail"]
        assert finance.post(f"/api/v1/gaps/{gap}/accept", json=body).json()["event"] == "accepted"
        assert finance.post(f"/api/v1/gaps/{gap}/accept", json=body).status_code == 409
        assert finance.post("/api/v1/gaps/GAP-0000000000/accept", json=body).status_code == 404
        ended = finance.post(f"/api/v1/gaps/{gap}/reopen", json={"reason": "the order was refused"})
        assert ended.json()["event"] == "reopened"
    given = leader.post(f"/api/v1/gaps/{gap}/assign", json={"to": "finance.http@x.example"})
    assert given.json()["to"] == "finance.http@x.example"
    told = [event["event"] for event in leader.get(f"/api/v1/gaps/{gap}/history").json()["items"]]
    assert told == ["opened", "accepted", "reopened", "assigned"]
    states = leader.get("/api/v1/gaps/states", params={"limit": 200}).json()["items"]
    assert next(row for row in states if row["id"] == gap)["status"] == "open"


def test_reports_over_http(leader: httpx.Client, server: str, token_of: Callable[..., str]) -> None:
    path = "/api/v1/gaps/report"
    page = leader.get(path)
    assert page.headers["content-type"].startswith("text/html")
    assert b"Governance gaps" in page.content
    assert leader.get(path, params={"format": "docx"}).content[:2] == b"PK"
    assert leader.get(path, params={"format": "csv"}).text.count("\r\n") > 40
    assert leader.get(path, params={"format": "pdf"}).status_code == 422
    nobody = {"Authorization": f"Bearer {token_of('nobody.http@x.example', 'contributor')}"}
    assert httpx.get(f"{server}{path}", headers=nobody).status_code == 403


def test_one_gap_with_its_rows(leader: httpx.Client) -> None:
    found = leader.get("/api/v1/gaps", params={"rule": "ACC-01"}).json()["items"][0]
    one = leader.get(found["show"]["url"]).json()
    assert one["id"] == found["id"]
    assert {item["origin"]["table"] for item in one["evidence"]} == {"access", "contributors"}
    assert leader.get("/api/v1/gaps/GAP-0000000000").status_code == 404

"""The log over HTTP: who reads what, page by page, and figures for monitoring."""

from collections.abc import Callable

import httpx2 as httpx

from tests.assistant.channels.test_api import is_problem


def bearer(server: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=server, headers={"Authorization": f"Bearer {token}"}, timeout=30)


def test_auditors_read_all_and_others_their_own(
    server: str, leader: httpx.Client, token_of: Callable[..., str]
) -> None:
    leader.post("/api/v1/ask", json={"question": "How many freelancers are there in Germany?"})
    with bearer(server, token_of("watch@alderquay.example", "auditor")) as auditor:
        first = auditor.get("/api/v1/audit/events", params={"limit": 3}).json()
        second = auditor.get("/api/v1/audit/events", params={"limit": 3, "cursor": first["next"]}).json()
        seqs = [event["seq"] for event in first["items"] + second["items"]]
        assert seqs == list(range(seqs[0], seqs[0] + 6))
        asked = {"actor": "leader@alderquay.example", "kind": "question"}
        assert auditor.get("/api/v1/audit/events", params=asked).json()["items"]
        assert is_problem(auditor.get("/api/v1/audit/events", params={"cursor": "x"}), 422)
        assert is_problem(auditor.get("/api/v1/audit/events", params={"from": "soon"}), 422)
    own = leader.get("/api/v1/audit/events").json()["items"]
    assert {event["actor"] for event in own} == {"leader@alderquay.example"}
    assert is_problem(leader.get("/api/v1/audit/events", params={"actor": "watch@alderquay.example"}), 403)


def test_metrics_name_no_person(server: str, leader: httpx.Client) -> None:
    leader.get("/api/v1/contributors/C-1337")
    text = httpx.get(f"{server}/metrics").text
    assert "workforce_ready 1.0" in text
    assert 'route="/api/v1/contributors/{contributor}"' in text
    assert "C-1337" not in text
    assert "alderquay" not in text

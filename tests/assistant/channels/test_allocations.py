"""Optimisations over HTTP: jobs with progress, an answer, cancelling, and nobody else's."""

import time
from collections.abc import Callable
from typing import Any

import httpx2 as httpx
import pytest

from evals.benchmarks.allocation_problems import company as problem_of

PROBLEM: dict[str, Any] = {
    "periods": ["W1"],
    "contributors": [{"id": "A", "capacity": [1], "rate": 10}],
    "demands": [{"id": "D", "load": [1]}],
    "objective": "cost",
}


def ended(client: httpx.Client, id_: str) -> dict[str, Any]:
    for _ in range(300):
        job = client.get(f"/api/v1/allocations/{id_}").json()
        if job["state"] != "running":
            return job
        time.sleep(0.05)
    raise AssertionError("the job didn't end")


@pytest.mark.parametrize("body", [{"problem": PROBLEM, "seconds": 5}, {**PROBLEM, "seconds": 5}])
def test_a_problem_as_a_job(leader: httpx.Client, body: dict[str, Any]) -> None:
    started = leader.post("/api/v1/allocations", json=body)
    assert started.status_code == 202
    assert started.headers["location"].endswith(started.json()["id"])
    job = ended(leader, started.json()["id"])
    assert (job["state"], job["status"], job["objective"]) == ("done", "optimal", 10.0)
    assert job["result"]["assignments"] == [{"contributor": "A", "demand": "D", "cost": 10.0}]


def test_projects_as_a_job(leader: httpx.Client) -> None:
    started = leader.post("/api/v1/allocations", json={"projects": ["Borealis"], "seconds": 5})
    job = ended(leader, started.json()["id"])
    assert (job["state"], job["status"]) == ("done", "optimal")
    assert job["assignments"]


def test_an_infeasible_problem_names_its_conflict(leader: httpx.Client) -> None:
    two = {**PROBLEM, "demands": [{"id": "D", "load": [1]}, {"id": "E", "load": [0.5]}]}
    job = ended(leader, leader.post("/api/v1/allocations", json={"problem": two}).json()["id"])
    assert (job["state"], job["status"]) == ("done", "infeasible")
    assert job["conflict"]["demands"] == ["D", "E"]
    assert job["conflict"]["limits"] == [{"kind": "capacity", "contributor": "A", "period": "W1"}]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"problem": {"periods": []}}, 422),
        ({"problem": PROBLEM, "seconds": -1}, 422),
        ({"problem": PROBLEM, "colour": 1}, 422),
        ({"projects": 7}, 422),
        ({"projects": ["No such project at all"]}, 404),
    ],
)
def test_what_cant_be_taken_is_said_at_once(leader: httpx.Client, body: dict[str, Any], status: int) -> None:
    answer = leader.post("/api/v1/allocations", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_job_is_its_actors_alone_and_can_be_cancelled(
    server: str, leader: httpx.Client, token_of: Callable[..., str]
) -> None:
    id_ = leader.post("/api/v1/allocations", json={"problem": problem_of(300, 90), "seconds": 300}).json()["id"]
    other = {"Authorization": f"Bearer {token_of('other@alderquay.example', 'leader')}"}
    assert httpx.get(f"{server}/api/v1/allocations/{id_}", headers=other).status_code == 404
    assert httpx.delete(f"{server}/api/v1/allocations/{id_}", headers=other).status_code == 404
    for _ in range(200):
        if leader.get(f"/api/v1/allocations/{id_}").json()["progress"]:
            break
        time.sleep(0.05)
    assert leader.delete(f"/api/v1/allocations/{id_}").status_code == 200
    job = ended(leader, id_)
    assert job["state"] == "cancelled"
    assert job["assignments"]
    assert httpx.get(f"{server}/api/v1/allocations/{id_}").status_code == 401

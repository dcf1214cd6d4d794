"""Nothing that was acknowledged is lost: a killed process, a dead worker's lease, order, and Socket Mode."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import anyio
import httpx2 as httpx
import pytest

from assistant.bootstrap import install
from assistant.channels.slack import socket_mode
from assistant.channels.slack.payloads import Delivery
from assistant.channels.slack.queue import MOST_ATTEMPTS, DeliveryQueue
from knowledge.registry.database import Database
from tests.assistant.channels.slack.conftest import LEADER
from tests.company import TODAY, settings
from tests.fakes.slack_server import SECRET, TEAM, FakeSlack, event_body, signature_headers


def some(n: int, conversation: str = "c", order: float | None = None) -> Delivery:
    return Delivery(f"event:{n}", "event", conversation, float(n) if order is None else order, {"n": n})


def test_deliveries_are_worked_once_and_in_order(database: Database) -> None:
    queue = DeliveryQueue(database.engine)
    assert queue.put(some(2))
    assert queue.put(some(1))
    assert not queue.put(some(1)), "a retry is the same delivery"
    assert queue.put(some(3, "other"))
    first, second = queue.claim(), queue.claim()
    assert first is not None
    assert second is not None
    assert (first.body["n"], second.body["n"]) == (1, 3), "the second of one conversation waits for the first"
    assert queue.claim() is None
    queue.finish(first.id)
    third = queue.claim()
    assert third is not None
    assert third.body["n"] == 2
    assert not queue.put(some(1)), "done is done"
    assert queue.unsettled() == 2


def test_many_workers_share_without_doubling(database: Database) -> None:
    queue = DeliveryQueue(database.engine)
    for n in range(40):
        queue.put(some(n, f"c{n % 10}"))
    done: list[int] = []

    def work() -> None:
        own = DeliveryQueue(database.engine)
        while (claimed := own.claim()) is not None or queue.unsettled():
            if claimed is not None:
                done.append(claimed.body["n"])
                own.finish(claimed.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(40))
    assert all(done.index(n) < done.index(n + 10) for n in range(30))


def test_a_failing_delivery_is_tried_again_and_in_the_end_given_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = DeliveryQueue(database.engine)
    queue.put(some(1))
    clock = time.time()
    monkeypatch.setattr("assistant.channels.slack.queue.time.time", lambda: clock)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        claimed = queue.claim()
        assert claimed is not None
        assert claimed.attempts == attempt
        assert queue.put_back(claimed, "Slack is down") is (attempt < MOST_ATTEMPTS)
        assert queue.claim() is None
        clock += 100
    assert queue.unsettled() == 0


def test_a_dead_workers_lease_ends(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lost, heir = DeliveryQueue(database.engine), DeliveryQueue(database.engine)
    lost.put(some(1))
    assert lost.claim() is not None
    assert heir.claim() is None
    clock = time.time() + 31
    monkeypatch.setattr("assistant.channels.slack.queue.time.time", lambda: clock)
    taken = heir.claim()
    assert taken is not None
    assert taken.attempts == 2
    lost.finish(taken.id)
    assert heir.unsettled() == 1, "who lost the lease settles nothing"


def test_killed_again_and_again_every_question_is_answered_once(
    company_home: Path, tmp_path: Path, workspace: FakeSlack
) -> None:
    home = tmp_path / "home"
    shutil.copytree(company_home, home)
    opened = install(settings(home))
    opened.registry.users.add("leader@alderquay.example", roles=["leader"], org_units=[], slack_id=None)
    opened.close()
    environment = {
        **os.environ,
        "WORKFORCE_HOME": str(home),
        "WORKFORCE_MODEL": "builtin",
        "WORKFORCE_TODAY": TODAY.isoformat(),
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": workspace.url,
    }
    command = [str(Path(sys.executable).with_name("workforce")), "serve", "--port", "0"]
    countries = ["Germany", "Spain", "the Netherlands", "Poland", "France", "Ireland"]
    acknowledged = 0
    for life in range(3):
        server = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert server.stdout is not None
        url = server.stdout.readline().split("Sign in: ")[1].split("/sign-in")[0]
        while True:
            try:
                if httpx.get(f"{url}/health/ready").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        for country in countries[life * 2 : life * 2 + 2]:
            event = {"type": "message", "channel_type": "im", "user": LEADER, "channel": f"D{acknowledged}"}
            body = event_body({**event, "text": f"How many freelancers are there in {country}?"}, f"Ev{acknowledged}")
            answer = httpx.post(f"{url}/slack/events", content=body, headers=signature_headers(body))
            acknowledged += answer.status_code == 200
        if life < 2:
            time.sleep(0.04 * life)
            server.send_signal(signal.SIGKILL)
            server.communicate()
            continue
        workspace.wait(acknowledged)
        time.sleep(0.5)
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=15)
        assert server.returncode == 0
    assert acknowledged == 6
    assert sorted(message.channel for message in workspace.messages) == [f"D{n}" for n in range(6)]


def test_socket_mode(slack_settings: dict[str, Any], workspace: FakeSlack) -> None:
    opened = install(settings(**slack_settings))
    opened.registry.users.add("leader@alderquay.example", roles=["leader"], org_units=[], slack_id=None)
    ended = threading.Event()
    thread = threading.Thread(target=socket_mode.run, args=(opened, ended), daemon=True)
    thread.start()
    while not any(method == "apps.connections.open" for method, _ in workspace.calls):
        time.sleep(0.02)
    time.sleep(0.3)
    event = {
        "type": "message",
        "channel_type": "im",
        "user": LEADER,
        "channel": "D1",
        "text": "how many freelancers in Spain?",
    }
    payload = json.loads(event_body(event, "Ev1"))
    for n in range(2):
        anyio.run(workspace.socket_send, {"type": "events_api", "envelope_id": f"e{n}", "payload": payload})
    strange = {"type": "interactive", "envelope_id": "e2", "payload": {"type": "unheard_of", "team": {"id": TEAM}}}
    anyio.run(workspace.socket_send, strange)
    workspace.wait(1, channel="D1")
    deadline = time.monotonic() + 10
    while len(workspace.acknowledged) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sorted(workspace.acknowledged) == ["e0", "e1", "e2"]
    ended.set()
    thread.join(15)
    assert not thread.is_alive()
    assert len(workspace.messages) == 1
    opened.close()

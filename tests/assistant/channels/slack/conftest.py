"""A workspace, and the assistant's own server in it."""

import json
import shutil
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn

from assistant.bootstrap import Installation, install
from assistant.channels.server import create_app
from assistant.channels.slack.queue import DeliveryQueue
from tests.company import settings
from tests.fakes.slack_server import SECRET, FakeSlack, event_body, fake_slack, signature_headers

LEADER, MANAGER, STRANGER = "ULEAD", "UMGR", "USTRANGER"


@pytest.fixture
def workspace() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        slack.person(LEADER, "leader@alderquay.example")
        slack.person(MANAGER, "manager@alderquay.example")
        slack.person(STRANGER, "stranger@elsewhere.example")
        slack.members["C1"] = [LEADER, MANAGER, "UBOT"]
        slack.members["CLEADERS"] = [LEADER, "UBOT"]
        yield slack


@dataclass
class Running:
    """The server, its installation and the workspace."""

    url: str
    opened: Installation
    slack: FakeSlack

    def post(self, body: bytes, content_type: str = "application/json", **headers: str) -> httpx.Response:
        signed = {**signature_headers(body, content_type), **headers}
        return httpx.post(f"{self.url}/slack/events", content=body, headers=signed, timeout=10)

    def event(self, event: dict[str, Any], event_id: str, **more: Any) -> httpx.Response:
        return self.post(event_body(event, event_id, **more))

    def interact(self, payload: dict[str, Any]) -> None:
        """Somebody clicks, submits a view or uses a shortcut."""
        body = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
        assert self.post(body, "application/x-www-form-urlencoded").status_code == 200

    def settled(self, seconds: float = 20.0) -> None:
        """Wait until every delivery has been worked."""
        queue, deadline = DeliveryQueue(self.opened.database.engine), time.monotonic() + seconds
        while queue.unsettled():
            assert time.monotonic() < deadline, "deliveries are still being worked"
            time.sleep(0.02)


@pytest.fixture
def slack_settings(company_home: Path, tmp_path: Path, workspace: FakeSlack) -> dict[str, Any]:
    home = tmp_path / "home"
    shutil.copytree(company_home, home)
    return {
        "home": home,
        "slack_bot_token": "xoxb-test",
        "slack_app_token": "xapp-test",
        "slack_signing_secret": SECRET,
        "slack_api_url": workspace.url,
    }


@pytest.fixture
def running(slack_settings: dict[str, Any], workspace: FakeSlack) -> Iterator[Running]:
    opened = install(settings(**slack_settings))
    for name, role in (("leader", "leader"), ("manager", "manager")):
        opened.registry.users.add(f"{name}@alderquay.example", roles=[role], org_units=[], slack_id=None)
    server = uvicorn.Server(uvicorn.Config(create_app(opened, "link"), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Running(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", opened, workspace)
    server.should_exit = True
    thread.join(10)
    opened.close()
    assert workspace.refused == [], "every message is inside Slack's limits"

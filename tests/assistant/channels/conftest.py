"""A running server over the demonstration company, and people who ask it."""

import threading
import time
from collections.abc import Callable, Iterator

import httpx2 as httpx
import pytest
import uvicorn

from assistant.bootstrap import Installation
from assistant.channels.server import create_app


@pytest.fixture(scope="module")
def server(company: Installation) -> Iterator[str]:
    """The server's base URL."""
    config = uvicorn.Config(create_app(company, "link"), host="127.0.0.1", port=0, log_level="error")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    while httpx.get(f"{url}/health/ready").status_code != 200:
        time.sleep(0.05)
    yield url
    running.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def token_of(company: Installation) -> Callable[..., str]:
    """Makes a user with these roles and gives a token of theirs."""

    def make(email: str, *roles: str) -> str:
        company.registry.users.add(email, roles=list(roles), org_units=[], slack_id=None)
        return company.registry.users.issue_token(email, 1).token

    return make


@pytest.fixture(scope="module")
def leader(server: str, token_of: Callable[..., str]) -> Iterator[httpx.Client]:
    """A client that is signed in as a leader."""
    token = token_of("leader@alderquay.example", "leader")
    with httpx.Client(base_url=server, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        yield client

"""How much one person may ask for, and how a token ends."""

from collections.abc import Callable, Iterator

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Installation, install
from assistant.channels.http.rates import Allowance
from assistant.channels.server import create_app
from knowledge.workforce.errors import BadInput
from tests.company import settings


def test_an_allowance_is_used_up_and_comes_back_with_time_for_each_person_alone() -> None:
    now = [0.0]
    allowance = Allowance(60, clock=lambda: now[0])
    assert [allowance.take("ana") for _ in range(60)] == [0.0] * 60
    assert allowance.take("ana") == pytest.approx(1.0)
    assert allowance.take("ben") == 0.0
    now[0] = 1.0
    assert allowance.take("ana") == 0.0
    assert allowance.take("ana") > 0
    now[0] = 1000.0
    assert [allowance.take("ana") for _ in range(61)][-2:] == [0.0, pytest.approx(1.0)]


@pytest.fixture
def strict(own_company: Installation) -> Iterator[tuple[TestClient, Installation]]:
    """A server that allows three requests and three tries to sign in a minute."""
    home = own_company.settings.home
    opened = install(settings(home, requests_per_minute=3, sign_ins_per_minute=3))
    with TestClient(create_app(opened, "link"), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client, opened
    opened.close()


def test_whoever_asks_too_fast_is_told_when_to_come_back(strict: tuple[TestClient, Installation]) -> None:
    client, opened = strict
    opened.registry.users.add("fast@x.example", roles=["leader"], org_units=[], slack_id=None)
    key = {"Authorization": f"Bearer {opened.registry.users.issue_token('fast@x.example', 1).token}"}
    statuses = [client.get("/api/v1/projects", headers=key).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = client.get("/api/v1/projects", headers=key)
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.headers["content-type"] == "application/problem+json"
    assert client.post("/mcp", headers=key, json={}).status_code == 429


def test_tokens_are_not_to_be_guessed(strict: tuple[TestClient, Installation]) -> None:
    client, _ = strict
    assert [client.post("/sign-in", data={"token": "no"}).status_code for _ in range(4)] == [401, 401, 401, 429]
    assert client.post("/sign-in", data={"token": "link"}).status_code == 429


def test_a_revoked_token_opens_nothing_and_only_its_owner_revokes_it(
    server: str, company: Installation, token_of: Callable[..., str]
) -> None:
    users = company.registry.users
    token, other = token_of("revoking@alderquay.example", "leader"), token_of("other@alderquay.example", "leader")
    key = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{server}/api/v1/projects", headers=key).status_code == 200
    id_ = users.tokens("revoking@alderquay.example")[0].id
    with pytest.raises(BadInput):
        users.revoke_token("other@alderquay.example", id_)
    with httpx.Client(base_url=server) as client:
        client.post("/sign-in", data={"token": other})
        form = client.get("/settings").text.split('name="csrf" value="')[1].split('"')[0]
        assert client.post(f"/settings/tokens/{id_}/revoke", data={"csrf": form}).status_code == 422
    users.revoke_token("revoking@alderquay.example", id_)
    assert httpx.get(f"{server}/api/v1/projects", headers=key).status_code == 401
    assert [token.state for token in users.tokens("revoking@alderquay.example")] == ["revoked"]
    with pytest.raises(BadInput):
        users.revoke_token("revoking@alderquay.example", id_)

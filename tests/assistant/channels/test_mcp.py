"""The SDK's own client uses the tools, over HTTP and over standard input and output."""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx2 as httpx
import mcp_types as types
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from assistant.audit.reading import Filter
from assistant.bootstrap import Installation
from tools.catalogue import CATALOGUE
from tools.contract import Effect

FORBIDDEN = re.compile("approve|reject|waive|erase|grant")


def text(result: types.CallToolResult) -> str:
    return "".join(part.text for part in result.content if isinstance(part, types.TextContent))


async def converse(client: Client) -> list[types.CallToolResult]:
    """Three turns: a question, a refinement, and one tool by its own name."""
    first = await client.call_tool("ask", {"question": "Who knows Python and is free next month?"})
    thread = first.structured_content["thread"]
    second = await client.call_tool("ask", {"question": "only freelancers", "thread": thread})
    third = await client.call_tool("shortlist", {"demand": "D-01"})
    return [first, second, third]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_http(server: str, token_of: Callable[..., str], mode: str, company: Installation) -> None:
    token = token_of("agentkeeper@alderquay.example", "leader")

    async def run() -> tuple[list[types.Tool], list[types.CallToolResult], list[Any]]:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=30) as http:
            transport = streamable_http_client(f"{server}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                listed = (await client.list_tools()).tools
                talked = await converse(client)
                wrong = [
                    await client.call_tool("shortlist", {"demand": "D-99999"}),
                    await client.call_tool("shortlist", {"colour": "blue"}),
                    await client.call_tool("approve_plan", {"plan": "PLAN-1"}),
                    await client.call_tool("ask", {"question": ""}),
                ]
                return listed, talked, wrong

    listed, talked, wrong = anyio.run(run)
    hints = {tool.name: tool.annotations.read_only_hint for tool in listed if tool.annotations}
    for tool in CATALOGUE:
        if tool.name in hints:
            assert hints[tool.name] is (tool.effect is Effect.READ)
    assert not [name for name in hints if FORBIDDEN.search(name)]
    assert not any(result.is_error for result in talked)
    assert "[1]" in text(talked[0])
    assert talked[1].structured_content["thread"] == talked[0].structured_content["thread"]
    assert talked[2].structured_content["candidates"][0]["rank"] == 1
    assert "[[" not in text(talked[2])
    assert all(result.is_error and len(text(result)) > 10 for result in wrong)
    chosen = Filter.parse(from_=None, to=None, actor="agentkeeper@alderquay.example", tool="shortlist")
    phases = {event["phase"] for event in company.log.events(chosen) if event["kind"] == "tool.call"}
    assert "intent" in phases
    assert "outcome" in phases


def test_no_token_no_tools(server: str) -> None:
    answer = httpx.post(f"{server}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_person_is_offered_what_they_may_use(server: str, token_of: Callable[..., str]) -> None:
    token = token_of("contributor.only@alderquay.example", "contributor")

    async def run() -> tuple[set[str], Any]:
        async with (
            httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(f"{server}/mcp", http_client=http)) as client,
        ):
            names = {tool.name for tool in (await client.list_tools()).tools}
            return names, await client.call_tool("governance_gaps", {})

    names, refused = anyio.run(run)
    assert "ask" in names
    assert "governance_gaps" not in names
    assert refused.is_error


def test_over_standard_input_and_output(company_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(company_home, home)
    environment = {
        **os.environ,
        "WORKFORCE_HOME": str(home),
        "WORKFORCE_MODEL": "builtin",
        "WORKFORCE_TODAY": "2026-11-24",
    }
    parameters = StdioServerParameters(
        command=str(Path(sys.executable).with_name("workforce")), args=["mcp"], env=environment
    )

    async def run() -> list[types.CallToolResult]:
        async with Client(stdio_client(parameters)) as client:
            return await converse(client)

    talked = anyio.run(run)
    assert not any(result.is_error for result in talked)
    assert "[1]" in text(talked[0])

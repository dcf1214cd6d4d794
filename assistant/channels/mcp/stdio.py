"""MCP over standard input and output: one program, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from mcp.server.stdio import stdio_server

from assistant.channels.mcp.tools import make_server

if TYPE_CHECKING:
    from assistant.bootstrap import Installation
    from knowledge.workforce.viewer import Viewer


def serve(opened: Installation, viewer: Viewer) -> None:
    """Answer until standard input ends. Nothing but the protocol is written to standard output."""

    async def run() -> None:
        server = make_server(lambda: opened, lambda _: viewer)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)

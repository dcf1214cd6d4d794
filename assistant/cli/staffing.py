"""`workforce shortlist`: the tool's result without a conversation, logged all the same."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, print_json, say


def shortlist(
    demand: Annotated[str, typer.Option(metavar="ID", help="The stored demand.")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many candidates.")] = 10,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ranked, explained candidates for a stored demand."""
    _use("shortlist", {"demand": demand, "limit": k}, as_, as_json)


def _use(tool: str, arguments: dict[str, Any], email: str | None, as_json: bool) -> None:
    """Run one tool as a person, with its intent and outcome in the log, and print what it came to."""
    with installation() as opened:
        output, words = opened.direct.use(tool, arguments, acting(opened, email), "cli")
        if as_json:
            print_json(output)
        else:
            say(words)


def add_to(app: typer.Typer) -> None:
    app.command()(shortlist)

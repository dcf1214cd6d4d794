"""`workforce shortlist` and `workforce gaps`: the tools' results without a conversation, logged all the same."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, iso_day, print_json, say


def shortlist(
    demand: Annotated[str, typer.Option(metavar="ID", help="The stored demand.")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many candidates.")] = 10,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ranked, explained candidates for a stored demand."""
    _use("shortlist", {"demand": demand, "limit": k}, as_, as_json)


def gaps(
    rule: Annotated[str | None, typer.Option(metavar="ID", help="One rule, such as TEN-01.")] = None,
    severity: Annotated[str | None, typer.Option(help="critical, high, medium or low.")] = None,
    subject: Annotated[str | None, typer.Option(metavar="ID", help="Whose gaps.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="As things stood on this day.")] = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Governance gaps over every kind of contributor."""
    given = {"rule": rule, "severity": severity, "subject": subject}
    if as_of:
        given["as_of"] = iso_day(as_of, "--as-of").isoformat()
    _use("governance_gaps", {name: value for name, value in given.items() if value is not None}, as_, as_json)


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
    app.command()(gaps)

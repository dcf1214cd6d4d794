"""`workforce users`: who may use the assistant, with which rights, and their tokens."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.session import JsonOption, installation, print_json, say, table

users = typer.Typer(help="People who may use the assistant.", no_args_is_help=True, rich_markup_mode=None)


@users.command()
def add(
    email: str,
    role: Annotated[list[str], typer.Option("--role", help="May be repeated.")],
    org_unit: Annotated[list[str] | None, typer.Option("--org-unit", metavar="ID", help="May be repeated.")] = None,
    slack: Annotated[str | None, typer.Option(metavar="ID", help="The person's Slack id.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Add a person, or roles to a person; units and a Slack id that are given replace the earlier ones."""
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record

    with installation() as opened:
        user = opened.registry.users.add(email, roles=role, org_units=org_unit or [], slack_id=slack)
        record(opened.log, EventKind.USER_CHANGED, payload={"email": user.email, "roles": list(user.roles)})
        if as_json:
            print_json(user.as_json())
        else:
            say(f"{user.email} may use the assistant as {', '.join(user.roles)}.")


@users.command(name="list")
def list_users(as_json: JsonOption = False) -> None:
    """Everybody who may use it."""
    with installation() as opened:
        found = opened.registry.users.all()
        if as_json:
            print_json([user.as_json() for user in found])
        elif not found:
            say("Nobody yet. Add somebody with 'workforce users add EMAIL --role manager'.")
        else:
            table(["e-mail", "roles", "units"], [[u.email, ", ".join(u.roles), ", ".join(u.org_units)] for u in found])


@users.command()
def token(
    email: str,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Valid for so many days.")] = 30,
    as_json: JsonOption = False,
) -> None:
    """Make an API token for a person. It is shown once; only its hash is kept."""
    with installation() as opened:
        made = opened.registry.users.issue_token(email, days)
        if as_json:
            print_json(made.as_json())
        else:
            say(made.token)


@users.command()
def tokens(email: str, as_json: JsonOption = False) -> None:
    """The API tokens of a person; the tokens themselves are kept nowhere."""
    with installation() as opened:
        rows = [token.as_json() for token in opened.registry.users.tokens(email)]
        if as_json:
            print_json(rows)
        else:
            table(["id", "created", "expires", "state"], [[str(value) for value in row.values()] for row in rows])


@users.command()
def revoke(email: str, token: Annotated[int, typer.Argument(help="Its id, as 'users tokens' shows it.")]) -> None:
    """End an API token at once."""
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record

    with installation() as opened:
        opened.registry.users.revoke_token(email, token)
        record(opened.log, EventKind.USER_CHANGED, payload={"email": email, "token_revoked": token})
        say(f"Token {token} of {email} is revoked.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(users, name="users")

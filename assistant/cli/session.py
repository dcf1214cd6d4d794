"""What every command needs: the installation, who acts, and one way to print a result."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.bootstrap import Installation
    from knowledge.workforce.viewer import Role, Viewer

AsOption = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act with this person's rights.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@contextmanager
def installation() -> Generator[Installation]:
    """The installation that the environment describes, closed at the end."""
    from assistant.bootstrap import install
    from assistant.settings import load_settings

    opened = install(load_settings())
    try:
        yield opened
    finally:
        opened.close()


def acting(opened: Installation, email: str | None) -> Viewer:
    """Who acts: the person named with --as, else the operator of this machine."""
    from knowledge.workforce.viewer import OPERATOR

    return opened.registry.users.viewer(email) if email else OPERATOR


def require(viewer: Viewer, *roles: Role, to: str) -> None:
    """Raise `NotPermitted` unless the person holds one of the roles."""
    from knowledge.workforce.errors import NotPermitted

    if not viewer.roles & set(roles):
        names = " or ".join(role.value for role in roles)
        raise NotPermitted(f"{viewer.email} may not {to}; that takes the role {names}.")


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def say(text: str = "") -> None:
    """A line of a result on standard output."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Progress and remarks, on standard error."""
    sys.stderr.write(text + "\n")


def table(headings: list[str], rows: list[list[str]]) -> None:
    """Rows in aligned columns."""
    widths = [max(len(row[n]) for row in [headings, *rows]) for n in range(len(headings))]
    for row in [headings, *rows]:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def iso_day(text: str, where: str) -> date:
    """An ISO date, or `BadInput` naming where it was given."""
    from knowledge.workforce.errors import BadInput

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{where} is {text!r}; give a date as YYYY-MM-DD.") from None

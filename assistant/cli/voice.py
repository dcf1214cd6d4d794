"""`workforce me` and `workforce corrections`: what is held about oneself, what one contests, and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, print_json, say

if TYPE_CHECKING:
    from assistant.bootstrap import Installation
    from knowledge.workforce.viewer import Viewer
    from knowledge.workforce.voice import Correction

me = typer.Typer(
    help="What is held about you, and what you say about it.", invoke_without_command=True, rich_markup_mode=None
)
corrections = typer.Typer(
    help="What people contest in their records, for whoever owns that data.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
ReasonOption = Annotated[str | None, typer.Option(help="Why, for whoever reads it.")]


@me.callback()
def show(context: typer.Context, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """What is held about you, by source; what you contested, and what you wish for."""
    if context.invoked_subcommand is not None:
        return
    with installation() as opened:
        viewer = acting(opened, as_)
        output, words = opened.direct.use("my_record", {}, viewer, "cli")
        if as_json:
            print_json({"email": viewer.email, **output})
        else:
            say(words)


@me.command()
def correct(
    field: Annotated[str, typer.Argument(help="What is wrong, such as phone, title or skill.")],
    value: Annotated[str | None, typer.Argument(help="What is right; for a skill its level, 1 to 5.")] = None,
    skill: Annotated[str | None, typer.Option(help="Whose level is wrong or missing.")] = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Contest a field of your record; it goes to whoever owns that data."""
    arguments = {"field": field, "value": value, "skill": skill, "reason": reason}
    _use("correct_my_record", {name: given for name, given in arguments.items() if given is not None}, as_, as_json)


@me.command()
def wish(
    text: str,
    preference: Annotated[bool, typer.Option("--preference", help="How you prefer to work.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what you are interested in, or how you prefer to work."""
    arguments = {"wish": text, "wish_type": "preference" if preference else "interest", "withdraw": withdraw}
    _use("my_wishes", arguments, as_, as_json)


@me.command()
def withdraw(
    id_: Annotated[str, typer.Argument(metavar="ID")], as_: AsOption = None, as_json: JsonOption = False
) -> None:
    """Take back a correction that is still open."""
    with installation() as opened:
        viewer = acting(opened, as_)
        done = opened.registry.voice(viewer).withdraw(id_)
        _log(opened, viewer, done)
        _print([done], as_json)


@corrections.command(name="list")
def list_(
    status: Annotated[str, typer.Option(help="open, accepted, declined, withdrawn or all.")] = "open",
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Those that you answer for."""
    from knowledge.workforce.errors import BadInput
    from knowledge.workforce.voice import CorrectionStatus

    known = [*(s.value for s in CorrectionStatus), "all"]
    if status not in known:
        raise BadInput(f"There is no status {status!r}; they are {', '.join(known)}.")
    with installation() as opened:
        voice = opened.registry.voice(acting(opened, as_))
        found = voice.queue(None if status == "all" else CorrectionStatus(status))
        if as_json or found:
            _print(found, as_json)
        else:
            say("Nothing waits for you.")


@corrections.command()
def accept(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    value: Annotated[str | None, typer.Option(help="The right value, where the person gave none or another.")] = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """The person is right: the value holds until its source says something new."""
    _decide(id_, True, value, reason, as_, as_json)


@corrections.command()
def decline(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    reason: Annotated[str, typer.Option(help="Why; the person reads it.")],
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """The record stays as it is; the person reads why."""
    _decide(id_, False, None, reason, as_, as_json)


def _decide(id_: str, accepted: bool, value: str | None, reason: str | None, email: str | None, as_json: bool) -> None:
    with installation() as opened:
        viewer = acting(opened, email)
        done = opened.registry.voice(viewer).decide(id_, accept=accepted, value=value, reason=reason)
        _log(opened, viewer, done)
        _print([done], as_json)


def _log(opened: Installation, viewer: Viewer, done: Correction) -> None:
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record

    kind, decision = EventKind.CORRECTION_DECIDED, done.status.value
    record(opened.log, kind, viewer=viewer, decision=decision, reason=done.decision_reason, payload=done.told)


def _use(tool: str, arguments: dict[str, Any], email: str | None, as_json: bool) -> None:
    with installation() as opened:
        output, words = opened.direct.use(tool, arguments, acting(opened, email), "cli")
        if as_json:
            print_json(output)
        else:
            say(words)


def _print(found: list[Correction], as_json: bool) -> None:
    if as_json:
        print_json([correction.as_json() for correction in found])
        return
    for c in found:
        change = f"{c.was or 'nothing on record'} → {c.value or 'not said'}"
        say(f"{c.id}  {c.status.value:<9}  {c.record}  {c.what}: {change}  (by {c.raised_by}, for {c.owner.value})")
        if c.reason:
            say(f"       says: {c.reason}")
        if c.decision_reason:
            say(f"       answered: {c.decision_reason}")


def add_to(app: typer.Typer) -> None:
    app.add_typer(me, name="me")
    app.add_typer(corrections, name="corrections")

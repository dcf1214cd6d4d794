"""`workforce plan`: engagement plans, from the draft to the decision. Every step goes through `assistant.approvals`."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, iso_day, note, print_json, say, table

if TYPE_CHECKING:
    from assistant.bootstrap import Installation
    from knowledge.workforce.planning.states import Plan
    from knowledge.workforce.viewer import Viewer

plan = typer.Typer(
    help="Engagement plans: list, show, submit, approve, reject, export.", no_args_is_help=True, rich_markup_mode=None
)
VersionOption = Annotated[
    int | None, typer.Option(metavar="N", help="The version decided on; the present one if left out.")
]
HashOption = Annotated[str | None, typer.Option("--hash", metavar="HEX", help="The hash of that version.")]
ReasonOption = Annotated[str | None, typer.Option(metavar="TEXT", help="Why; kept with the decision.")]


@plan.command(name="list")
def list_plans(as_: AsOption = None, as_json: JsonOption = False) -> None:
    """The plans that this person may see, the newest first."""
    with installation() as opened:
        found = opened.approvals.all(acting(opened, as_))
        rows = [
            {
                "id": p.id,
                "version": p.version,
                "status": p.status.value,
                "title": p.title,
                "requested_by": p.requested_by,
            }
            for p in found
        ]
        if as_json:
            print_json(rows)
        elif not rows:
            say('No plans yet. Ask for one: workforce ask "draft a plan to …"')
        else:
            table(
                ["id", "version", "status", "title", "requested by"],
                [[str(row[key]) for key in ("id", "version", "status", "title", "requested_by")] for row in rows],
            )


@plan.command()
def show(id_: Annotated[str, typer.Argument(metavar="ID")], as_: AsOption = None, as_json: JsonOption = False) -> None:
    """One plan."""
    with installation() as opened:
        viewer = acting(opened, as_)
        with _hidden(viewer):
            found = opened.approvals.show(id_, viewer, "cli")
        _print(found, viewer, as_json)


@plan.command()
def submit(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    version: VersionOption = None,
    hash_: HashOption = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask for the approvals; only who asked for the plan may."""
    _step("submit", id_, version, hash_, reason, as_, as_json)


@plan.command()
def approve(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    version: VersionOption = None,
    hash_: HashOption = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Approve for one's functions; the last approval executes the plan."""
    _step("approve", id_, version, hash_, reason, as_, as_json)


@plan.command()
def reject(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    version: VersionOption = None,
    hash_: HashOption = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reject for one's functions."""
    _step("reject", id_, version, hash_, reason, as_, as_json)


@plan.command()
def withdraw(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    version: VersionOption = None,
    hash_: HashOption = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a plan back before it is executed."""
    _step("withdraw", id_, version, hash_, reason, as_, as_json)


@plan.command()
def edit(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    title: Annotated[str | None, typer.Option(help="Another title.")] = None,
    summary: Annotated[str | None, typer.Option(help="Another summary.")] = None,
    why: Annotated[str | None, typer.Option("--why", help="Why the option is recommended, in your words.")] = None,
    version: VersionOption = None,
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a new version in your own words; the assistant's are kept beside them, and every approval is open again."""
    from assistant.approvals import Bound

    edits = {"title": title, "summary": summary, "recommended_why": why}
    with installation() as opened:
        viewer = acting(opened, as_)
        given = {name: text for name, text in edits.items() if text is not None}
        _print(opened.approvals.revise(id_, viewer, given, Bound(version, None, reason), "cli"), viewer, as_json)


@plan.command()
def undo(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    reason: ReasonOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove what an executed plan wrote; who asked for it or approved it may."""
    from assistant.approvals import Bound

    with installation() as opened:
        viewer = acting(opened, as_)
        _print(opened.approvals.undo(id_, viewer, Bound(reason=reason), "cli"), viewer, as_json)


@plan.command()
def done(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    step: Annotated[str, typer.Argument(metavar="STEP", help="A step of the checklist, such as S1.")],
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tick a step of an executed plan's checklist."""
    with installation() as opened:
        viewer = acting(opened, as_)
        _print(opened.approvals.done(id_, step, viewer, "cli"), viewer, as_json)


@plan.command()
def delegate(
    function: Annotated[str, typer.Argument(help="hr, procurement, it, finance, legal or business_owner.")],
    to: Annotated[str, typer.Option(metavar="EMAIL", help="Who decides meanwhile.")],
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")],
    end: Annotated[str, typer.Option("--until", metavar="DATE", help="Last day.")],
    when_away: Annotated[bool, typer.Option("--when-away", help="Only on days of your leave.")] = False,
    as_: AsOption = None,
) -> None:
    """Let another person decide for your function on these days."""
    from knowledge.workforce.errors import BadInput
    from knowledge.workforce.planning.plan import Function

    known = [known.value for known in Function]
    if function not in known:
        raise BadInput(f"There is no function {function!r}; the functions are {', '.join(known)}.")
    with installation() as opened:
        first, last = iso_day(start, "--from"), iso_day(end, "--until")
        opened.deputies.delegate(
            acting(opened, as_), Function(function), to, first, last, when_away=when_away, channel="cli"
        )
        when = f"from {first} to {last}{' while you are on leave' if when_away else ''}"
        say(f"{to} may decide for {Function(function).label} {when}.")


@plan.command()
def export(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where to write; the home's reports if left out.")
    ] = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the plan as Markdown and DOCX, with its timeline, and its tasks as CSV."""
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record
    from assistant.plan_export import export_plan
    from knowledge.workforce.planning.redaction import shown_to

    with installation() as opened:
        viewer = acting(opened, as_)
        with _hidden(viewer):
            found = opened.approvals.show(id_, viewer, "cli")
        written = export_plan(shown_to(found, viewer), to or opened.settings.home / "reports")
        names = {kind: str(path) for kind, path in written.items()}
        record(opened.log, EventKind.EXPORT, viewer=viewer, plan=found.id, payload={"files": sorted(names)})
        if as_json:
            print_json({"id": found.id, "version": found.version, **names})
        else:
            for path in names.values():
                say(path)


@contextmanager
def _hidden(viewer: Viewer) -> Generator[None]:
    """What somebody may not see is not permitted, whether it is there or not; who sees all is told that it isn't there."""
    from knowledge.workforce.errors import NoSuchThing, NotPermitted
    from knowledge.workforce.viewer import Data, Reach

    try:
        yield
    except NoSuchThing as error:
        if Reach.ALL in viewer.reach(Data.PLANS):
            raise
        raise NotPermitted(str(error)) from None


def _step(
    action: str, id_: str, version: int | None, hash_: str | None, reason: str | None, as_: str | None, as_json: bool
) -> None:
    from assistant.approvals import Bound

    with installation() as opened:
        viewer = acting(opened, as_)
        step = getattr(opened.approvals, action)
        with _hidden(viewer):
            decided: Plan = step(id_, viewer, Bound(version, hash_, reason), "cli")
        _print(decided, viewer, as_json)
        _remind(opened, viewer)


def _remind(opened: Installation, viewer: Viewer) -> None:
    """What else waits for this person's decision, on standard error."""
    waiting = opened.deputies.waiting_for(viewer)
    if waiting:
        note(f"Waiting for your decision: {', '.join(plan.id for plan in waiting[:5])}.")


def _print(found: Plan, viewer: Viewer, as_json: bool) -> None:
    from knowledge.workforce.planning.redaction import shown_to

    document: dict[str, Any] = shown_to(found, viewer)
    if as_json:
        print_json(document)
        return
    from assistant.plan_export import plain_text

    say(plain_text(document))


def add_to(app: typer.Typer) -> None:
    app.add_typer(plan, name="plan")

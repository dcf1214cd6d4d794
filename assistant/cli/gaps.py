"""`workforce gaps`: governance gaps, what people decide about them, and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, iso_day, print_json, say, table

if TYPE_CHECKING:
    from assistant.audit.vocabulary import EventKind
    from assistant.bootstrap import Installation
    from knowledge.workforce.governance.life import GapEvent
    from knowledge.workforce.viewer import Viewer

gaps = typer.Typer(help="Governance gaps over every kind of contributor.", rich_markup_mode=None)
GapArgument = Annotated[str, typer.Argument(metavar="GAP", help="The gap's id, such as GAP-1a2b3c4d5e.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As things stood on this day.")]


@gaps.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    rule: Annotated[str | None, typer.Option(metavar="ID", help="One rule, such as TEN-01.")] = None,
    severity: Annotated[str | None, typer.Option(help="critical, high, medium or low.")] = None,
    subject: Annotated[str | None, typer.Option(metavar="ID", help="Whose gaps.")] = None,
    as_of: AsOfOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Governance gaps over every kind of contributor."""
    if context.invoked_subcommand is not None:
        return
    given = {"rule": rule, "severity": severity, "subject": subject}
    if as_of:
        given["as_of"] = iso_day(as_of, "--as-of").isoformat()
    chosen = {name: value for name, value in given.items() if value is not None}
    with installation() as opened:
        output, words = opened.direct.use("governance_gaps", chosen, acting(opened, as_), "cli")
        if as_json:
            print_json(output)
        else:
            say(words)


@gaps.command()
def show(gap: GapArgument, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """One gap, and for each item of its evidence the row of the source system that it comes from."""
    from assistant.gap_evidence import followed

    with installation() as opened:
        found = followed(opened.registry, acting(opened, as_), gap, opened.settings.source_links)
        if as_json:
            print_json(found)
            return
        say(f"{found['id']}  {found['rule']}  {found['severity']}  {found['status']}  {found['title']}")
        say(f"{found['subject']['type']} {found['subject']['id']}, {found['subject']['name']}; since {found['since']}")
        for n, item in enumerate(found["evidence"], 1):
            value = "is empty" if item["value"] is None else f"is {item['value']}"
            say(f"{n}. {item['ref']}: {item['field']} {value}")
            say(f"   {_origin(item['origin'])}")
        say(f"To do: {found['remedy']}")


@gaps.command()
def accept(
    gap: GapArgument,
    reason: Annotated[str, typer.Option(help="Why the gap is accepted.")],
    evidence: Annotated[str, typer.Option(help="What the acceptance rests on: a document, a ticket, a decision.")],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Its last day; the longest that the rule allows if left out.")
    ] = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept a gap for a time; only the rule's function may. It is open again on the day after."""
    from assistant.audit.vocabulary import EventKind

    end = iso_day(until, "--until") if until else None
    with installation() as opened:
        viewer, today = acting(opened, as_), opened.settings.day()
        done = opened.registry.gaps.accept(gap, viewer, today, reason=reason, evidence=evidence, until=end)
        _decided(opened, viewer, EventKind.GAP_DECIDED, done, as_json)
        if not as_json:
            say(f"{gap} is accepted until {done.expires}.")


@gaps.command()
def reopen(
    gap: GapArgument,
    reason: Annotated[str, typer.Option(help="Why the acceptance ends before its time.")],
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """End an acceptance before its time."""
    from assistant.audit.vocabulary import EventKind

    with installation() as opened:
        viewer = acting(opened, as_)
        done = opened.registry.gaps.reopen(gap, viewer, opened.settings.day(), reason=reason)
        _decided(opened, viewer, EventKind.GAP_DECIDED, done, as_json)
        if not as_json:
            say(f"{gap} is open again.")


@gaps.command()
def assign(
    gap: GapArgument,
    to: Annotated[str | None, typer.Option(metavar="EMAIL", help="Who sees to it; nobody if left out.")] = None,
    reason: Annotated[str | None, typer.Option(help="A note for whoever reads it later.")] = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a gap to a person who may see it."""
    from assistant.audit.vocabulary import EventKind

    with installation() as opened:
        viewer = acting(opened, as_)
        done = opened.registry.gaps.assign(gap, viewer, opened.settings.day(), to, reason=reason)
        _decided(opened, viewer, EventKind.GAP_ASSIGNED, done, as_json)
        if not as_json:
            say(f"{gap} is with {done.to or 'nobody'}.")


@gaps.command()
def history(
    gap: Annotated[str | None, typer.Argument(metavar="GAP", help="One gap; the state of all if left out.")] = None,
    as_of: AsOfOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """What happened to a gap; or every gap on record, resolved ones included, as of a day."""
    with installation() as opened:
        viewer, today = acting(opened, as_), opened.settings.day()
        day = iso_day(as_of, "--as-of") if as_of else today
        if gap is None:
            states = opened.registry.gaps.states(viewer, day, today)
            if as_json:
                print_json(states)
                return
            columns = ["id", "rule", "severity", "status", "changed", "assigned_to"]
            table(columns, [[str(state[name] or "") for name in columns] for state in states])
            return
        events = [event for event in opened.registry.gaps.history(gap, viewer, today) if event.day <= day]
        if as_json:
            print_json([event.as_json() for event in events])
            return
        for event in events:
            say(_line(event))


@gaps.command()
def report(
    format_: Annotated[str, typer.Option("--format", help="html, docx or csv.")] = "html",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Where to write; the home's reports if left out.")
    ] = None,
    as_of: AsOfOption = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a report: the board page with two pictures (HTML, DOCX), or every gap with its controls (CSV)."""
    from assistant.audit.vocabulary import EventKind
    from assistant.gap_reports.writing import FORMATS, written
    from assistant.journal import record
    from knowledge.workforce.errors import BadInput

    if format_ not in FORMATS:
        raise BadInput(f"There is no format {format_!r}; the formats are {', '.join(FORMATS)}.")
    with installation() as opened:
        viewer, today = acting(opened, as_), opened.settings.day()
        day = iso_day(as_of, "--as-of") if as_of else today
        content = written(opened.registry, viewer, day, format_)
        path = to or opened.settings.home / "reports" / f"governance-gaps-{day}.{format_}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise BadInput(f"{path} can't be written: {error.strerror}. Name another with --to.") from None
        payload = {"report": "governance gaps", "format": format_, "as_of": day.isoformat()}
        record(opened.log, EventKind.EXPORT, viewer=viewer, payload=payload)
        if as_json:
            print_json({"as_of": day.isoformat(), "format": format_, "file": str(path)})
        else:
            say(str(path))


def _origin(origin: dict[str, Any] | None) -> str:
    if origin is None:
        return "worked out here; no row of a source"
    said = f"{origin['source']}, {origin['table']}, row {origin['row']}"
    if origin["imported_at"]:
        said += f", imported {origin['imported_at'][:10]}"
    return ", ".join(filter(None, (said, origin["file"], origin["link"])))


def _decided(opened: Installation, viewer: Viewer, kind: EventKind, done: GapEvent, as_json: bool) -> None:
    from assistant.journal import record

    record(opened.log, kind, viewer=viewer, decision=done.kind.value, reason=done.reason, payload=done.as_json())
    if as_json:
        print_json(done.as_json())


def _line(event: GapEvent) -> str:
    parts: list[Any] = [f"{event.day}  {event.kind.value:<9}"]
    if event.by:
        parts.append(f"by {event.by}")
    if event.to:
        parts.append(f"to {event.to}")
    if event.expires:
        parts.append(f"until {event.expires}")
    said = "; ".join(filter(None, (event.reason, event.evidence)))
    return " ".join(parts) + (f": {said}" if said else "")


def add_to(app: typer.Typer) -> None:
    app.add_typer(gaps, name="gaps")

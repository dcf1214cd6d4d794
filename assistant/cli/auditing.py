"""`workforce audit`: reading and proving the oversight log. Reading it is logged too."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, iso_day, print_json, require, say, table

audit = typer.Typer(help="The oversight log.", no_args_is_help=True, rich_markup_mode=None)


@audit.command(name="list")
def list_runs(
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20, as_: AsOption = None, as_json: JsonOption = False
) -> None:
    """The newest questions and how they were answered."""
    with _auditor(as_, "list") as log:
        runs = log.runs(limit=limit)
        if as_json:
            print_json(runs)
        else:
            columns = ["at", "run", "actor", "status", "question"]
            table(columns, [[str(run.get(c) or "")[:60] for c in columns] for run in runs])


@audit.command()
def show(run: str, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """One run's whole story: question, tool calls with arguments and results, passages, answer."""
    from knowledge.workforce.errors import BadInput

    with _auditor(as_, "show", run=run) as log:
        events = log.run(run)
        if not events:
            raise BadInput(f"There is no run {run} in the log; see 'workforce audit list'.")
        if as_json:
            print_json(events)
            return
        for event in events:
            say(f"{event['at']}  {event['kind']} ({event['phase']})  {event.get('tool') or ''}".rstrip())
            if event.get("payload"):
                say(_indented(event["payload"]))


@audit.command()
def verify(
    checkpoint: Annotated[Path | None, typer.Option(help="A checkpoint kept elsewhere.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Check that the log is whole: every hash, the sequence, pairs of intent and outcome, kept checkpoints."""
    with installation() as opened:
        found = opened.log.verify(checkpoint)
        document = found.as_json()
        if as_json:
            print_json(document)
        elif found.ok:
            say(f"The log is whole: {document['events']} events, root {document['root']}.")
        else:
            say(f"The log is NOT whole: {len(document['problems'])} problems in {document['events']} events.")
            for problem in document["problems"]:
                say(f"  {problem['kind']} at {problem['seq']}: {problem['detail']}")
    return 0 if found.ok else 1


@audit.command()
def export(
    format_: Annotated[str, typer.Option("--format", help="jsonl, csv or otlp.")] = "jsonl",
    from_: Annotated[str | None, typer.Option("--from", metavar="TIME")] = None,
    to: Annotated[str | None, typer.Option(metavar="TIME")] = None,
    actor: str | None = None,
    subject: str | None = None,
    tool: str | None = None,
    kind: str | None = None,
    run: str | None = None,
    as_: AsOption = None,
) -> None:
    """The events, one a line, in order."""
    from assistant.audit.reading import Filter

    chosen = Filter.parse(from_=from_, to=to, actor=actor, subject=subject, tool=tool, kind=kind, run=run)
    with _auditor(as_, "export", format=format_) as log:
        for line in log.export(format_, chosen):
            sys.stdout.write(line if line.endswith("\n") else line + "\n")


@audit.command()
def checkpoint(as_json: JsonOption = False) -> None:
    """Sign the log's present root; keep the note somewhere else."""
    with installation() as opened:
        made = opened.log.checkpoint()
        if as_json:
            print_json(made)
        else:
            say(made["note"])


@audit.command()
def prove(seq: int, as_json: JsonOption = False) -> None:
    """Proof that event SEQ is in the log, checkable without this software."""
    with installation() as opened:
        proof = opened.log.prove(seq)
        if as_json:
            print_json(proof)
        else:
            say(json.dumps(proof, indent=2))


@audit.command()
def pack(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The zip to write.")],
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an evidence pack: every event, a signed checkpoint, and a program that checks them."""
    from assistant.audit.pack import write_pack

    with _auditor(as_, "pack") as log:
        made = write_pack(log, path)
        if as_json:
            print_json(made)
        else:
            say(f"{made['path']} holds {made['events']:,} events, up to the root {made['root']}.")


@audit.command()
def verifier() -> None:
    """Print a program that checks an export without this software; keep it where this one can't change it."""
    from importlib.resources import files

    sys.stdout.write(files("assistant.audit").joinpath("standalone.py").read_text(encoding="utf-8"))


@audit.command()
def erase(
    person: Annotated[str, typer.Argument(metavar="ID", help="The contributor whose data is to go.")],
    reason: Annotated[str, typer.Option(help="Why: it is kept with the erasure.")],
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase what the log's payloads say of a person. The events stay, and the log still verifies."""
    from knowledge.workforce.viewer import Role

    with installation() as opened:
        viewer = acting(opened, as_)
        require(viewer, Role.ADMIN, Role.LEGAL, to="erase from the oversight log")
        done = opened.log.erase(person, actor=viewer.email, role=",".join(viewer.role_names), reason=reason)
        if as_json:
            print_json({"person": person, **done})
        else:
            held = f" A legal hold keeps {done['held']}." if done["held"] else ""
            say(f"Erased what {done['erased']} events said of {person}.{held}")


@audit.command()
def report(
    from_: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    to: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Questions, refusals, plans and how people decide on them, from the log; and whether it is whole."""
    from knowledge.workforce.viewer import Role

    with installation() as opened:
        viewer = acting(opened, as_)
        require(viewer, Role.AUDITOR, to="read the oversight log")
        given = {"start": iso_day(from_, "--from").isoformat() if from_ else None}
        given["end"] = iso_day(to, "--to").isoformat() if to else None
        asked = {name: day for name, day in given.items() if day}
        figures, words = opened.direct.use("oversight_figures", asked, viewer, "cli")
        whole = opened.log.verify(None).as_json()
        if as_json:
            print_json({**{k: v for k, v in figures.items() if k != "sources"}, "verification": whole})
        else:
            state = "is whole" if whole["ok"] else f"is NOT whole ({len(whole['problems'])} problems)"
            say(words)
            say(f"\nThe log {state}: {whole['events']} events, {whole['unpaired_intents']} intents without an outcome.")


def _indented(payload: dict[str, Any]) -> str:
    text = json.dumps(payload, ensure_ascii=False, indent=2)
    return "\n".join("    " + line for line in text.splitlines())


class _auditor:  # noqa: N801 - used as a statement
    """Open the log for somebody who may read it, and put the reading itself on the record."""

    def __init__(self, email: str | None, action: str, **details: str) -> None:
        self._email, self._action, self._details = email, action, details
        self._opening = installation()

    def __enter__(self) -> Any:
        from assistant.audit.vocabulary import EventKind
        from assistant.journal import record
        from knowledge.workforce.viewer import Role

        opened = self._opening.__enter__()
        viewer = acting(opened, self._email)
        require(viewer, Role.AUDITOR, to="read the oversight log")
        record(opened.log, EventKind.AUDIT_READ, viewer=viewer, payload={"action": self._action, **self._details})
        return opened.log

    def __exit__(self, *error: Any) -> None:
        self._opening.__exit__(*error)


def add_to(app: typer.Typer) -> None:
    app.add_typer(audit, name="audit")

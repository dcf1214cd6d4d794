"""`workforce demo` and `workforce import`: filling the contributor database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.session import JsonOption, installation, print_json, say

if TYPE_CHECKING:
    from assistant.bootstrap import Installation


def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Load it anew, dated from today.")] = False,
    size: Annotated[int | None, typer.Option(min=20, max=100_000, help="About so many contributors.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Load the demonstration company: contributors of every kind, their work and records, and its policies."""
    with installation() as opened:
        loaded = load_demo(opened, reset=reset, size=size)
        if as_json:
            print_json(loaded)
        else:
            say(
                f"The demonstration company is loaded: {loaded['contributors']} contributors, {loaded['projects']} "
                f"projects, {loaded['demands']} demands, {loaded['policies']} policies."
            )


def load_demo(opened: Installation, *, reset: bool = False, size: int | None = None) -> dict[str, int]:
    """Load the demonstration company unless it is there; the numbers of what is there afterwards."""
    from assistant.audit.vocabulary import EventKind
    from assistant.cli.progress import progress_bar
    from assistant.journal import record
    from knowledge.policies.documents import DOCUMENTS
    from knowledge.registry.demo import bundles
    from knowledge.registry.importing.importer import import_tables
    from knowledge.workforce.viewer import OPERATOR

    with opened.registry.reading(OPERATOR) as reading:
        there = {freshness.source for freshness in reading.freshness()}
    made = bundles(opened.settings.day(), size)
    names = {source for source, _ in made}
    if reset or not names <= there:
        if reset:
            opened.registry.forget(names)
        for source, tables in made:
            import_tables(opened.registry, tables, source, home=opened.settings.home)
        record(opened.log, EventKind.IMPORT, payload={"sources": sorted(names), "demo": True})
    with progress_bar("Indexing policies") as progress:
        opened.policies.add([DOCUMENTS], progress=progress)
    with opened.registry.reading(OPERATOR) as reading:
        return {
            "contributors": sum(freshness.contributors for freshness in reading.freshness()),
            "projects": len(reading.projects()),
            "demands": len(reading.demands()),
            "policies": len(opened.policies.documents()),
        }


def import_(
    path: Annotated[Path, typer.Argument(help="A bundle (folder, .zip or .xlsx), or one system's export.")],
    source: Annotated[str | None, typer.Option(metavar="NAME", help="The system it comes from.")] = None,
    mapping: Annotated[
        str | None, typer.Option(metavar="FILE", help="A mapping file, or a shipped one's name.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Changes only: who isn't in it has not left.")] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Write a mapping for an unknown file to correct.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Import contributors, work and records from another system."""
    from assistant.audit.vocabulary import EventKind
    from assistant.cli.progress import progress_bar
    from assistant.journal import record
    from knowledge.registry.importing.importer import import_path
    from knowledge.workforce.errors import BadInput

    if suggest:
        from knowledge.registry.importing.suggesting import suggest_mapping

        typer.echo(suggest_mapping(path), nl=False)
        return
    if source is None:
        raise BadInput("Say which system it comes from with --source NAME, such as --source hr.")
    with installation() as opened:
        with progress_bar(f"Importing {source}") as progress:
            report = import_path(
                opened.registry,
                path,
                source,
                mapping=Path(mapping) if mapping else None,
                dry_run=dry_run,
                partial=partial,
                home=opened.settings.home,
                progress=lambda _table, done: progress(done, 0),
            )
        document = report.as_json()
        if not dry_run:
            record(opened.log, EventKind.IMPORT, payload={"source": source, "tables": document["tables"]})
        if as_json:
            print_json(document)
            return
        for line in report.summary():
            say(line)


def add_to(app: typer.Typer) -> None:
    app.command()(demo)
    app.command(name="import")(import_)

"""`workforce policies`: what is in the policy index, and searching it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.session import JsonOption, installation, iso_day, note, print_json, say, table

policies = typer.Typer(help="The policy index.", no_args_is_help=True, rich_markup_mode=None)


@policies.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Documents, or folders of documents.")],
    as_json: JsonOption = False,
) -> int:
    """Read policies (.md, .txt, .html, .pdf, .docx) into the index; unchanged ones cost nothing."""
    from assistant.audit.vocabulary import EventKind
    from assistant.cli.progress import progress_bar
    from assistant.journal import record

    with installation() as opened:
        with progress_bar("Indexing policies") as progress:
            report = opened.policies.add(paths, progress=progress)
        record(
            opened.log,
            EventKind.POLICIES_CHANGED,
            payload={"added": report.added, "updated": report.updated, "paths": [str(path) for path in paths]},
        )
        if as_json:
            print_json(report.as_json())
        else:
            say(
                f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
                f"{len(report.failed)} could not be read; {report.passages} passages."
            )
            for failure in report.failed:
                note(f"{failure.path}: {failure.reason}")
    taken = report.added + report.updated + report.unchanged
    return 0 if taken or not report.failed else 2


@policies.command(name="list")
def list_policies(as_json: JsonOption = False) -> None:
    """The policies in the index."""
    with installation() as opened:
        found = opened.policies.documents()
        if as_json:
            print_json([document.as_json() for document in found])
        elif not found:
            say("The index is empty. Add policies with 'workforce policies add PATH'.")
        else:
            table(
                ["id", "version", "title", "owner"],
                [[d.document, d.version or "", d.title, d.owner or ""] for d in found],
            )


@policies.command()
def remove(document: Annotated[str, typer.Argument(metavar="ID")], as_json: JsonOption = False) -> None:
    """Take a policy, with all its editions, out of the index."""
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record
    from knowledge.workforce.errors import BadInput

    with installation() as opened:
        if not opened.policies.remove(document):
            raise BadInput(f"There is no policy {document} in the index; see 'workforce policies list'.")
        record(opened.log, EventKind.POLICIES_CHANGED, payload={"removed": document})
        if as_json:
            print_json({"removed": document})
        else:
            say(f"{document} removed.")


@policies.command()
def search(
    query: str,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 5,
    kind: Annotated[str | None, typer.Option(help="Kind of contributor.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="In force on this day.")] = None,
    as_json: JsonOption = False,
) -> None:
    """The passages nearest to a question."""
    from knowledge.workforce.errors import BadInput

    if not query.strip():
        raise BadInput("The query is empty; type what you are looking for.")
    with installation() as opened:
        day = iso_day(on, "--on") if on else opened.settings.day()
        found = opened.policies.search(query, k, kind=kind, country=country, on=day)
        if as_json:
            print_json([passage.as_json() for passage in found])
            return
        for passage in found:
            say(f"{passage.score:.2f}  {passage.title} › {passage.heading}  ({passage.location})")
            say("      " + " ".join(passage.text.split())[:240])


def add_to(app: typer.Typer) -> None:
    app.add_typer(policies, name="policies")

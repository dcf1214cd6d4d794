"""`workforce duplicates`: records that may be one person, for a person to decide."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, print_json, require, say

duplicates = typer.Typer(
    help="Records that may be one person; you decide, nothing is merged by itself.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
ReasonOption = Annotated[str | None, typer.Option(help="Why, for whoever looks at it later.")]


@duplicates.command(name="list")
def list_(
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Only from this probability on.")] = 0.0,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """The pairs that are proposed and not decided, within one source and between sources."""
    from knowledge.workforce.viewer import Role

    with installation() as opened:
        require(acting(opened, as_), Role.HR, Role.ADMIN, to="see what identifies people")
        opened.registry.duplicates.refresh()
        found = opened.registry.duplicates.undecided(min_score)
        if as_json:
            print_json([match.as_json() for match in found])
            return
        for match in found:
            agree = ", ".join(e.field.replace("_", " ") for e in match.evidence if e.agrees)
            differ = ", ".join(f"{e.field.replace('_', ' ')} ({e.a} / {e.b})" for e in match.evidence if not e.agrees)
            say(f"{match.score:.3f}  {match.proposal:<6}  {match.a}  {match.b}")
            say(f"       agree: {agree or 'nothing'}; differ: {differ or 'nothing'}")
        say(f"{len(found)} pairs. 'workforce duplicates confirm A B' or 'separate A B' decides one.")


@duplicates.command()
def organisations(as_json: JsonOption = False) -> None:
    """Suppliers and units whose names may stand for one and the same."""
    with installation() as opened:
        found = opened.registry.duplicates.organisations()
        if as_json:
            rows = {kind: [{"a": m.a, "b": m.b, "score": m.score} for m in matches] for kind, matches in found.items()}
            print_json(rows)
            return
        for kind, matches in found.items():
            say(f"{kind.replace('_', ' ').capitalize()}: {len(matches)} pairs.")
            for match in matches:
                say(f"{match.score:.3f}  {match.a}  {match.b}")


@duplicates.command()
def confirm(a: str, b: str, reason: ReasonOption = None, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """Say that two records are one person. Both stay; 'separate' takes it back."""
    _decide(a, b, "same", reason, as_, as_json)


@duplicates.command()
def separate(a: str, b: str, reason: ReasonOption = None, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """Say that two records are two people; the pair is not proposed again."""
    _decide(a, b, "separate", reason, as_, as_json)


def _decide(a: str, b: str, decision: str, reason: str | None, email: str | None, as_json: bool) -> None:
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record
    from knowledge.workforce.viewer import Role

    with installation() as opened:
        viewer = acting(opened, email)
        require(viewer, Role.HR, Role.ADMIN, to="decide whether records are one person")
        first, second = opened.registry.duplicates.decide(a, b, decision, by=viewer.email, reason=reason)
        payload = {"a": first, "b": second, "reason": reason}
        record(opened.log, EventKind.IDENTITY_DECIDED, viewer=viewer, decision=decision, payload=payload)
        if as_json:
            print_json({"a": first, "b": second, "decision": decision, "by": viewer.email})
        else:
            say(f"{first} and {second} are {'one person' if decision == 'same' else 'two people'}.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(duplicates, name="duplicates")

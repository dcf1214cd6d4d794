"""`workforce skills`: what people write about skills, linked to the company's vocabulary; the taxonomies loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, print_json, require, say, table

if TYPE_CHECKING:
    from knowledge.workforce.skills.linking import Link

skills = typer.Typer(
    help="Skill names: link, review and remember them. Taxonomies (ESCO, O*NET) load with 'workforce import'.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@skills.command()
def taxonomies(as_json: JsonOption = False) -> None:
    """The taxonomies that are loaded."""
    with installation() as opened:
        found = opened.registry.skills.taxonomies()
        if as_json:
            print_json([{field: getattr(t, field) for field in t.__slots__} for t in found])
        elif not found:
            say("None yet. Load one with 'workforce import FILE --source esco'.")
        else:
            headings = ["source", "skills", "other names", "occupations", "tasks"]
            counts = [[t.skills, t.aliases, t.occupations, t.tasks] for t in found]
            rows = [[t.source, *(f"{n:,}" for n in row)] for t, row in zip(found, counts, strict=True)]
            table(headings, rows)


@skills.command()
def link(texts: Annotated[list[str], typer.Argument(metavar="TEXT…")], as_json: JsonOption = False) -> None:
    """Which skill of the company each text means."""
    with installation() as opened:
        found = opened.registry.skills.link(texts)
        if as_json:
            print_json([_as_json(link) for link in found])
            return
        for one in found:
            say(f"{one.text}: {_said(one)}")


@skills.command()
def review(as_json: JsonOption = False) -> None:
    """Names that records use beside the vocabulary, and which skill each may mean."""
    with installation() as opened:
        found = opened.registry.skills.proposals()
        if as_json:
            print_json([{**_as_json(p.link), "records": p.records} for p in found])
            return
        for one in found:
            best = one.link.candidates[0]
            say(f"{best.score:.2f}  {one.link.text} → {best.skill}  ({one.records} records)")
        say(f"{len(found)} names. 'workforce skills confirm TEXT SKILL' or 'separate TEXT SKILL' decides one.")


@skills.command()
def confirm(text: str, skill: str, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """Say that a text means a skill; it is remembered. 'separate' takes it back."""
    _decide("same", text, skill, as_, as_json)


@skills.command()
def separate(text: str, skill: str, as_: AsOption = None, as_json: JsonOption = False) -> None:
    """Say that a text does not mean a skill; it is not proposed again."""
    _decide("different", text, skill, as_, as_json)


def _decide(decision: str, text: str, skill: str, email: str | None, as_json: bool) -> None:
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record
    from knowledge.workforce.viewer import Role

    with installation() as opened:
        viewer = acting(opened, email)
        require(viewer, Role.HR, Role.LEADER, Role.ADMIN, to="decide what the names of skills mean")
        known = opened.registry.skills
        decide = known.confirm if decision == "same" else known.separate
        decided = decide(text, skill, viewer.email)
        payload = {"text": decided.text, "skill": skill}
        record(opened.log, EventKind.SKILL_NAME_DECIDED, viewer=viewer, decision=decision, payload=payload)
        if as_json:
            print_json({"text": decided.text, "skill": skill, "decision": decision, "by": viewer.email})
        else:
            say(f"“{decided.text}” {'means' if decision == 'same' else 'does not mean'} {skill}; that is remembered.")


def _as_json(link: Link) -> dict[str, Any]:
    candidates = [{"skill": c.skill, "score": c.score, "how": c.how.value} for c in link.candidates]
    status = "linked" if link.skill else "ask" if candidates else "unknown"
    how = link.how.value if link.how else None
    return {
        "text": link.text,
        "status": status,
        "skill": link.skill,
        "score": link.score,
        "how": how,
        "candidates": candidates,
    }


def _said(link: Link) -> str:
    if link.skill:
        return f"{link.skill} (by {link.candidates[0].how.value}, {link.score:.2f})"
    if link.candidates:
        return "perhaps " + ", ".join(f"{c.skill} ({c.score:.2f})" for c in link.candidates)
    return "no skill of the company comes near"


def add_to(app: typer.Typer) -> None:
    app.add_typer(skills, name="skills")

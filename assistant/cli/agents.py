"""`workforce agents`: the register of AI agents, and suspending them; the assistant itself is one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, print_json, require, say, table

if TYPE_CHECKING:
    from assistant.bootstrap import Installation

agents = typer.Typer(help="AI agents, the assistant itself included.", no_args_is_help=True, rich_markup_mode=None)


@agents.command(name="list")
def list_(as_json: JsonOption = False) -> None:
    """Every AI agent: what it may do, who answers for it, whether it is suspended."""
    with installation() as opened:
        rows = [itself(opened), *(agent.as_json() for agent in opened.registry.agents.all())]
        if as_json:
            print_json(rows)
            return
        table(
            ["id", "name", "status", "owner", "risk", "tools"],
            [
                [
                    row["id"],
                    row["name"],
                    row["status"] if row["registered"] else f"{row['status']}, not registered",
                    row["owner"] or "nobody",
                    row["risk_class"] or "not assessed",
                    str(len(row["allowed_tools"])),
                ]
                for row in rows
            ],
        )


@agents.command()
def suspend(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    reason: Annotated[str | None, typer.Option(help="Why, for whoever resumes it.")] = None,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let an AI agent act no more, and recommend it to nobody, until it is resumed."""
    _change(id_, "suspended", reason, as_, as_json)


@agents.command()
def resume(
    id_: Annotated[str, typer.Argument(metavar="ID")], as_: AsOption = None, as_json: JsonOption = False
) -> None:
    """Let a suspended AI agent act again."""
    _change(id_, "resumed", None, as_, as_json)


def itself(opened: Installation) -> dict[str, Any]:
    """The assistant's own entry: its scope is the catalogue of tools, and no tool decides for people."""
    from knowledge.registry.agents import ASSISTANT, RegisteredAgent
    from tools.catalogue import CATALOGUE

    settings = opened.settings
    return RegisteredAgent(
        id=ASSISTANT,
        name="Workforce Assistant",
        status="active",
        registered=True,
        owner=settings.assistant_owner,
        purpose="Answers questions about the workforce, drafts plans and flags governance gaps; decides nothing",
        provider="this installation",
        model=settings.chosen_model,
        allowed_tools=tuple(tool.name for tool in CATALOGUE),
        data_classes=("internal", "confidential"),
        risk_class="limited",
        assessed_at=settings.assistant_assessed_at.isoformat() if settings.assistant_assessed_at else None,
        suspension=opened.registry.agents.suspension(ASSISTANT),
    ).as_json()


def _change(id_: str, decision: str, reason: str | None, email: str | None, as_json: bool) -> None:
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record
    from knowledge.workforce.viewer import Role

    with installation() as opened:
        viewer = acting(opened, email)
        require(viewer, Role.IT, Role.ADMIN, to="suspend or resume an AI agent")
        if decision == "suspended":
            opened.registry.agents.suspend(id_, by=viewer.email, reason=reason)
        else:
            opened.registry.agents.resume(id_)
        payload = {"agent": id_, "reason": reason}
        record(opened.log, EventKind.CONFIGURATION, viewer=viewer, decision=decision, payload=payload)
        if as_json:
            print_json({"id": id_, "status": "suspended" if decision == "suspended" else "active", "by": viewer.email})
        else:
            say(f"{id_} is {decision}.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(agents, name="agents")

"""`workforce allocate`: who fills which demand, with a proven bound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, note, print_json, say, table


def allocate(
    more: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Further projects.")] = None,
    project: Annotated[
        list[str] | None,
        typer.Option("--project", metavar="ID", help="Staff this project's open demands; may be repeated."),
    ] = None,
    problem: Annotated[
        Path | None, typer.Option("--problem", metavar="FILE", help="A problem that is complete in itself (JSON).")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", help="The time to search for a better plan.")
    ] = 10.0,
    as_: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Optimal staffing of projects, or of a problem in a file; ends with 1 when not everything can be filled."""
    from knowledge.workforce.errors import BadInput

    projects = [*(project or []), *(more or [])]
    if (problem is None) == (not projects):
        raise BadInput("Give either --project ID (one or more) or --problem FILE.")
    if problem is not None:
        if as_ is not None:
            raise BadInput("--as goes with --project: a problem in a file is complete in itself.")
        answer = _solve(problem, seconds)
        if as_json:
            print_json(answer)
        else:
            _show(answer)
        raise typer.Exit(1 if answer["status"] == "infeasible" else 0)
    with installation() as opened:
        given = {"projects": projects, "seconds": seconds}
        output, words = opened.direct.use("allocate", given, acting(opened, as_), "cli")
        if as_json:
            print_json(output)
        else:
            say(words)
    raise typer.Exit(1 if output["status"] == "infeasible" else 0)


def _solve(problem: Path, seconds: float) -> dict[str, Any]:
    """The answer, with what was decided on the record before anybody sees it."""
    from assistant.audit.vocabulary import EventKind
    from assistant.journal import record
    from knowledge.workforce.allocation.running import allocate as solve

    answer = solve(problem, seconds, progress=_progress)
    with installation() as opened:
        summary = {name: answer[name] for name in ("status", "objective", "bound", "gap", "seconds")}
        record(opened.log, EventKind.TOOL_CALL, tool="allocate", payload={"problem": problem.name, **summary})
    return answer


def _progress(plan: dict[str, Any]) -> None:
    import sys

    if sys.stderr.isatty():
        places = len(plan["assignments"])
        note(f"{plan['seconds']:.1f} s: {places} places filled, cost {plan['objective']:,.2f}")


def _show(answer: dict[str, Any]) -> None:
    if answer["status"] == "infeasible":
        conflict = answer.get("conflict")
        if conflict is None:
            say("Infeasible: not every demand can be filled. The time was too short to say which of them conflict.")
            return
        limits = "; ".join(_limit(limit) for limit in conflict["limits"]) or "the places themselves"
        rest = (
            " Without any one of them the rest can."
            if conflict["minimal"]
            else " (Time was too short to name the fewest.)"
        )
        say(f"Infeasible because these demands can't all be filled: {', '.join(conflict['demands'])}.{rest}")
        say(f"Limits in conflict: {limits}.")
        return
    words = {
        "optimal": "Proven optimal",
        "feasible": "The best plan found, not proven optimal",
        "timeout": "Not every demand is filled yet; the best so far",
    }
    cost = "no plan yet" if answer["objective"] is None else f"cost {answer['objective']:,.2f}"
    bound = "" if answer["bound"] is None else f", no plan costs less than {answer['bound']:,.2f}"
    gap = "" if not answer["gap"] else f" (gap {answer['gap'] * 100:.2f} %)"
    say(f"{words[answer['status']]}: {cost}{bound}{gap}, {answer['seconds']:.1f} s.")
    if answer["assignments"]:
        say()
        rows = [[row["demand"], row["contributor"], f"{row['cost']:,.2f}"] for row in answer["assignments"]]
        table(["Demand", "Contributor", "Cost"], rows)
    if answer["unfilled"]:
        say("\nOpen places:")
        for row in answer["unfilled"]:
            reasons = "; ".join(row["reasons"])
            say(f"- {row['demand']}: {row['missing']} missing{f' ({reasons})' if reasons else ''}")
    for warning in answer.get("warnings", []):
        note(f"Note: {warning}")


def _limit(limit: dict[str, Any]) -> str:
    parts = [str(limit[name]) for name in ("contributor", "demand") if name in limit]
    parts += [f"in {limit['period']}"] if "period" in limit else []
    return " ".join([limit["kind"].replace("_", " "), *(["of"] if "contributor" in limit else []), *parts])


def add_to(app: typer.Typer) -> None:
    app.command()(allocate)

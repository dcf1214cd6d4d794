"""A plan as a file that a leader sends on: Markdown, DOCX with a timeline, and its tasks as CSV."""

import csv
import io
from pathlib import Path
from typing import Any

from knowledge.workforce.errors import BadInput
from knowledge.workforce.planning.plan import Function
from knowledge.workforce.wording import cell, harmless
from tools.plan_rendering import money

MODE = {"human": "a person", "augment": "a person, helped by a machine", "substitute": "a machine, overseen"}


def export_plan(plan: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Write the plan's files into a folder. Raises `BadInput` when it can't be written."""
    files: dict[str, tuple[str, bytes]] = {
        "markdown": (f"{plan['id']}.md", document_markdown(plan).encode()),
        "docx": (f"{plan['id']}.docx", document_docx(plan)),
        "csv": (f"{plan['id']}-tasks.csv", tasks_csv(plan).encode("utf-8-sig")),
    }
    written: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, (name, content) in files.items():
            written[kind] = folder / name
            written[kind].write_bytes(content)
    except OSError as error:
        raise BadInput(f"{folder} can't be written: {error.strerror}. Name another folder with --to.") from None
    return written


def document_docx(plan: dict[str, Any]) -> bytes:
    """The plan as a Word document."""
    from assistant.plan_docx import document

    return document(plan)


def document_markdown(plan: dict[str, Any]) -> str:
    """The plan as Markdown: one page first, then the detail."""
    chosen = recommended(plan)
    parts = [
        f"# {plan['title']}",
        f"Engagement plan {plan['id']}, version {plan['version']}, {plan['status']}. Asked for by {plan['requested_by']}.",
        f"**{plan['summary']}**",
        _table(["", ""], [[f"**{name}**", text] for name, text in facts(plan)]),
        "## Recommendation",
        f"{_option_line(chosen)} {plan['recommended_why']} {plan['would_change']}"
        if chosen
        else plan["recommended_why"],
    ]
    if plan["affected"]:
        parts += ["## What breaks", "\n".join(f"- {cell(row['what'])}" for row in plan["affected"])]
    parts += ["## Approvals", _table(["Function", "State", "Why"], approvals(plan))]
    parts += ["## Options", _table(OPTION_HEADINGS, options(plan))]
    if plan["tasks"]:
        parts += ["## Tasks", _table(TASK_HEADINGS, tasks(plan))]
    parts += [
        "## Checks",
        _table(["Rule", "Result", "What it says"], checks(plan)) if checks(plan) else "No rule is touched.",
    ]
    if plan["steps"]:
        parts += ["## Steps before the start", _table(["Step", "Function", "What", "Due"], steps(plan))]
    if plan["assumptions"]:
        parts += ["## Assumptions", "\n".join(f"- {text}" for text in plan["assumptions"])]
    if plan["edits"]:
        parts += ["## Words changed by people", "\n".join(f"- {text}" for text in edits(plan))]
    parts += ["## Versions", "\n".join(f"- {text}" for text in history(plan))]
    parts.append(f"Hash of version {plan['version']}: `{plan['hash']}`")
    return "\n\n".join(parts) + "\n"


OPTION_HEADINGS = ["Option", "Who", "Cost", "Lead (working days)", "Risks", "Oversight (h)", "Note"]
TASK_HEADINGS = ["Task", "What", "Hours", "Done by", "Why"]


def facts(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands at the top of the first page."""
    chosen = recommended(plan)
    rows = [
        ("Project", plan["project_name"] or "none named"),
        ("From, to", f"{plan['dates']['start']} to {plan['dates']['end']}"),
        ("Budget", money(plan["budget"]) if plan["budget"]["amount"] is not None else "none named"),
        ("Recommended", chosen["title"] if chosen else "nothing"),
        ("Who", _who(chosen) if chosen else "nobody"),
        ("Cost", money(chosen["cost"]) if chosen else "unknown"),
        ("As of", plan["as_of"] or ""),
    ]
    return [(name, cell(text)) for name, text in rows]


def recommended(plan: dict[str, Any]) -> dict[str, Any] | None:
    return next((option for option in plan["options"] if option["id"] == plan["recommended"]), None)


def options(plan: dict[str, Any]) -> list[list[str]]:
    return [
        [
            f"{option['id']}{' (recommended)' if option['id'] == plan['recommended'] else ''} {option['title']}",
            _who(option),
            money(option["cost"]),
            "" if option["lead_days"] is None else str(option["lead_days"]),
            ", ".join(option["risks"]),
            f"{option['oversight_hours']:g}",
            option["note"],
        ]
        for option in plan["options"]
    ]


def tasks(plan: dict[str, Any]) -> list[list[str]]:
    return [
        [
            task["id"],
            task["title"],
            "" if task["hours"] is None else f"{task['hours']:g}",
            MODE[task["mode"]],
            task["why"],
        ]
        for task in plan["tasks"]
    ]


def approvals(plan: dict[str, Any]) -> list[list[str]]:
    return [
        [
            Function(part["function"]).label,
            part["status"] + (f" by {part['by']}, {part['at'][:10]}" if part["by"] else ""),
            part["why"],
        ]
        for part in plan["approvals"]
    ]


def checks(plan: dict[str, Any]) -> list[list[str]]:
    """What was found; rules that passed are counted in the last line."""
    found = [c for c in plan["checks"] if c["result"] != "passed"]
    passed = [c["rule"] for c in plan["checks"] if c["result"] == "passed"]
    rows = [[c["rule"], c["result"], c["detail"]] for c in found]
    return [*rows, [f"{len(passed)} rules", "passed", ", ".join(passed)]] if passed else rows


def steps(plan: dict[str, Any]) -> list[list[str]]:
    return [[s["id"], Function(s["function"]).label, s["title"], s["due"]] for s in plan["steps"]]


def edits(plan: dict[str, Any]) -> list[str]:
    return [f"{e['field'].replace('_', ' ')}, by {e['by']}: was “{e['before']}”" for e in plan["edits"]]


def history(plan: dict[str, Any]) -> list[str]:
    said: list[str] = []
    for version in plan["history"]:
        changed = ", ".join(row["field"].replace("_", " ") for row in version["differences"])
        said.append(
            f"Version {version['version']}, {version['at'][:10]}, {version['by']}: {version['change']}"
            + (f" ({changed})" if changed else "")
        )
    return said


def tasks_csv(plan: dict[str, Any]) -> str:
    """The tasks, one a line; cells that a spreadsheet would run are kept from it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = ["id", "title", "hours", "skills", "mode", "why", "oversight", "deliverable", "basis"]
    writer.writerow(["plan", "version", *names])
    for task in plan["tasks"]:
        values = [";".join(task[n]) if n == "skills" else task[n] for n in names]
        writer.writerow([plan["id"], plan["version"], *(harmless(value) for value in values)])
    return out.getvalue()


def plain_text(plan: dict[str, Any]) -> str:
    """The plan for a terminal: the first page and what is open."""
    rows = [f"{plan['id']}  version {plan['version']}  {plan['status']}  {plan['title']}", ""]
    rows += [f"  {name:<12} {text}" for name, text in facts(plan)]
    rows += ["", plan["recommended_why"], plan["would_change"], ""]
    rows += [f"  {row['what']}" for row in plan["affected"]]
    rows += ["Approvals:", *(f"  {name:<15} {state:<10} {why}" for name, state, why in approvals(plan)), ""]
    rows += ["Options:", *(f"  {_option_line(option)}" for option in plan["options"]), ""]
    found = [c for c in plan["checks"] if c["result"] != "passed"]
    rows += (
        ["Checks:", *(f"  {c['rule']} {c['result']}: {c['detail']}" for c in found)]
        if found
        else ["Checks: nothing found."]
    )
    if plan["checklist"]:
        rows += ["", "Checklist:"]
        rows += [
            f"  [{'x' if s['done_at'] else ' '}] {s['step']} {Function(s['function']).label}: {s['title']} (by {s['due']})"
            for s in plan["checklist"]
        ]
    rows += ["", f"hash {plan['hash']}"]
    return "\n".join(rows)


def _option_line(option: dict[str, Any]) -> str:
    lead = "" if option["lead_days"] is None else f", {option['lead_days']} working days' lead"
    return f"{option['id']} {option['title']} ({_who(option)}), {money(option['cost'])}{lead}."


def _who(option: dict[str, Any]) -> str:
    return ", ".join(p["name"] for p in option["people"]) or ", ".join(option["suppliers"]) or "to be found"


def _table(headings: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    return "\n".join([*lines, *("| " + " | ".join(cell(text) or "–" for text in row) + " |" for row in rows)])

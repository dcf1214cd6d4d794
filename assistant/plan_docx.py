"""A plan as a Word document: one page to decide on, a picture of the time it takes, then the detail."""

import io
from datetime import date, timedelta
from typing import Any

from docx.shared import Cm

from assistant import plan_export as text
from assistant.word import go_on_across, opened, quiet, saved, table

_BAR = {"human": "#3B6EA8", "augment": "#6FA287", "substitute": "#C98F3C"}
_STEP = "#9AA5B4"


def document(plan: dict[str, Any]) -> bytes:
    """The document's bytes."""
    made = opened(plan["title"], f"{plan['id']}, version {plan['version']}, {plan['status']}")
    _first_page(made, plan)
    go_on_across(made)
    _detail(made, plan)
    return saved(made)


def _first_page(made: Any, plan: dict[str, Any]) -> None:
    made.add_heading(plan["title"], level=0)
    quiet(
        made,
        f"Engagement plan {plan['id']}, version {plan['version']}, {plan['status']}. Asked for by {plan['requested_by']}.",
    )
    made.add_paragraph(plan["summary"])
    table(made, None, [[name, value] for name, value in text.facts(plan)], [3.2, 13.8], bold_first=True)
    made.add_heading("Recommendation", level=1)
    made.add_paragraph(f"{plan['recommended_why']} {plan['would_change']}")
    if plan["affected"]:
        made.add_heading("What breaks", level=1)
        for row in plan["affected"]:
            made.add_paragraph(row["what"], style="List Bullet")
    made.add_heading("Timeline", level=1)
    made.add_picture(io.BytesIO(timeline(plan)), width=Cm(17))
    made.add_heading("Approvals", level=1)
    table(made, ["Function", "State", "Why"], text.approvals(plan), [3.2, 3.6, 10.2])


def _detail(made: Any, plan: dict[str, Any]) -> None:
    made.add_heading("Options compared", level=1)
    table(made, text.OPTION_HEADINGS, text.options(plan), [5, 4.2, 2.7, 2, 3, 2, 6.8])
    if plan["tasks"]:
        made.add_heading("Tasks", level=1)
        table(made, text.TASK_HEADINGS, text.tasks(plan), [1.3, 8, 1.7, 4.2, 10.5])
    made.add_heading("Deliverables", level=1)
    rows = [[d["task"], d["title"], d["acceptance"]] for d in plan["deliverables"]]
    if rows:
        table(made, ["Task", "Deliverable", "Acceptance"], rows, [1.3, 11, 13.4])
    made.add_heading("Checks", level=1)
    if checks := text.checks(plan):
        table(made, ["Rule", "Result", "What it says"], checks, [2.4, 2.2, 21.1])
    else:
        made.add_paragraph("No rule is touched.")
    if plan["steps"]:
        made.add_heading("Steps before the start", level=1)
        table(made, ["Step", "Function", "What", "Due"], text.steps(plan), [1.5, 3.5, 17.7, 3])
    for heading, lines in (
        ("Assumptions", plan["assumptions"]),
        ("Words changed by people", text.edits(plan)),
        ("Versions", text.history(plan)),
    ):
        if lines:
            made.add_heading(heading, level=1)
            for line in lines:
                made.add_paragraph(line, style="List Bullet")
    quiet(made, f"Hash of version {plan['version']}: {plan['hash']}")


def timeline(plan: dict[str, Any]) -> bytes:
    """The steps before the start and the tasks after it, over the calendar, as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
    from matplotlib.figure import Figure

    bars = _bars(plan)
    figure = Figure(figsize=(8.2, 0.55 + 0.21 * max(len(bars), 3)), dpi=170)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for n, (name, first, last, colour) in enumerate(bars):
        left = float(date2num(first))  # pyright: ignore[reportArgumentType]
        width = max((last - first).days + 1, 1)
        axes.barh(n, width, left=left, color=colour, height=0.62)
        axes.text(-0.012, n, name, ha="right", va="center", fontsize=6.4, transform=axes.get_yaxis_transform())
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_yticks([])
    locator = AutoDateLocator(minticks=4, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.xaxis_date()
    axes.tick_params(axis="x", labelsize=6.5, length=2)
    axes.xaxis.get_offset_text().set_fontsize(6.5)
    axes.grid(axis="x", color="#E3E7ED", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.subplots_adjust(left=0.36, right=0.985, top=0.97, bottom=0.36 / float(figure.get_figheight()))
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _bars(plan: dict[str, Any]) -> list[tuple[str, date, date, str]]:
    """A bar for each step and each task: its name, first and last day, colour. Tasks follow one another by their effort."""
    bars: list[tuple[str, date, date, str]] = []
    for step in plan["steps"]:
        due = date.fromisoformat(step["due"])
        bars.append((_short(f"{step['id']} {step['title']}"), due - timedelta(days=step["days"]), due, _STEP))
    start, end = date.fromisoformat(plan["dates"]["start"]), date.fromisoformat(plan["dates"]["end"])
    total = sum(task["hours"] or 0.0 for task in plan["tasks"])
    days, done = (end - start).days + 1, 0.0
    for task in plan["tasks"]:
        share = (task["hours"] or 0.0) / total if total else 1 / max(len(plan["tasks"]), 1)
        first = start + timedelta(days=round(done * days))
        done += share
        last = start + timedelta(days=max(round(done * days) - 1, 0))
        bars.append((_short(f"{task['id']} {task['title']}"), first, max(first, last), _BAR[task["mode"]]))
    if not plan["tasks"]:
        bars.append(("The work", start, end, _BAR["human"]))
    return bars


def _short(words: str) -> str:
    return words if len(words) <= 46 else words[:45].rstrip() + "…"

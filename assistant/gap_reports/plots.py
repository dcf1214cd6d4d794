"""The two pictures of a board page: who owns the open gaps, and how many there were over the months."""

import io
from typing import TYPE_CHECKING, Any, Literal

from assistant.gap_reports.content import Content
from knowledge.workforce.kinds import Severity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = {
    Severity.CRITICAL: "#8E1B1B",
    Severity.HIGH: "#D2622A",
    Severity.MEDIUM: "#E3B23C",
    Severity.LOW: "#9DB4C0",
}
_INK, _GRID = "#1F2A37", "#E3E7ED"
_PALE = 0.4
"""How strong the bars of days before the record are drawn."""
Format = Literal["svg", "png"]


def owners(content: Content, format_: Format) -> bytes:
    """Open gaps by the function that owns them, by severity."""
    tallies = [tally for tally in content.summary.by_function if tally.total]
    figure, axes = _figure(6.4, 0.95 + 0.36 * max(len(tallies), 2))
    left = [0] * len(tallies)
    for severity in Severity:
        widths = [tally.open[severity] for tally in tallies]
        axes.barh(range(len(tallies)), widths, left=left, color=COLOURS[severity], height=0.62)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    for n, total in enumerate(left):
        axes.text(total, n, f" {total}", va="center", ha="left", fontsize=8, color=_INK)
    axes.set_yticks(range(len(tallies)), [tally.name for tally in tallies])
    axes.set_ylim(max(len(tallies), 1) - 0.4, -0.6)
    axes.set_xlim(0, max(left, default=1) * 1.1 or 1)
    axes.grid(axis="x", color=_GRID, linewidth=0.7)
    return _saved(figure, format_)


def over_time(content: Content, format_: Format) -> bytes:
    """Open gaps at the end of each of the last months and on the day, by severity."""
    figure, axes = _figure(6.4, 2.7)
    places = range(len(content.trend))
    bottom = [0] * len(content.trend)
    for severity in reversed(Severity):
        heights = [point.open[severity] for point in content.trend]
        bars = axes.bar(places, heights, bottom=bottom, color=COLOURS[severity], width=0.62)
        for bar, point in zip(bars, content.trend, strict=True):
            bar.set_alpha(1 if point.on_record else _PALE)
        bottom = [a + b for a, b in zip(bottom, heights, strict=True)]
    for n, total in enumerate(bottom):
        axes.text(n, total, str(total), va="bottom", ha="center", fontsize=8, color=_INK)
    axes.set_xticks(places, [f"{point.day.day} {point.day:%b}" for point in content.trend])
    axes.set_ylim(0, max(bottom, default=1) * 1.12 or 1)
    axes.grid(axis="y", color=_GRID, linewidth=0.7)
    return _saved(figure, format_)


def owners_in_words(content: Content) -> str:
    """The first picture for who can't see it."""
    return "Open gaps by owner: " + "; ".join(f"{t.name} {t.total}" for t in content.summary.by_function) + "."


def over_time_in_words(content: Content) -> str:
    """The second picture for who can't see it."""
    return "Open gaps over time: " + "; ".join(f"{p.day.isoformat()} {p.total}" for p in content.trend) + "."


def _figure(width: float, height: float) -> tuple["Figure", Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=200, layout="constrained")
    FigureCanvasAgg(figure)
    axes: Any = figure.add_subplot()
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8, length=0, colors=_INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _saved(figure: "Figure", format_: Format) -> bytes:
    import matplotlib
    from matplotlib.patches import Patch

    figure.legend(
        handles=[Patch(color=colour, label=severity.value) for severity, colour in COLOURS.items()],
        loc="outside lower center",
        ncols=4,
        frameon=False,
        fontsize=8,
    )
    out = io.BytesIO()
    # A fixed salt and no date, so that the same gaps give the same file.
    with matplotlib.rc_context({"svg.hashsalt": "workforce", "svg.fonttype": "path"}):
        figure.savefig(out, format=format_, metadata={"Date": None} if format_ == "svg" else None)
    return out.getvalue()

"""Pictures for pages (SVG) and chat (PNG): how much of somebody's time is booked week by week, and by what.

Names in a picture are data: nothing of them is read as markup or as mathematics.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from knowledge.workforce.utilisation import Week
    from knowledge.workforce.work import Booking

Format = Literal["svg", "png"]
Theme = Literal["light", "dark"]
_LONGEST_LABEL = 30
_lock = threading.Lock()
"""Matplotlib's settings belong to the process: one picture is drawn at a time."""


@dataclass(frozen=True, slots=True)
class _Colours:
    ink: str
    line: str
    empty: str
    booked: str
    over: str
    tentative: str
    on_booked: str


_COLOURS: dict[Theme, _Colours] = {
    "light": _Colours("#22261f", "#dedace", "#f0ede5", "#1f5c4d", "#b4531f", "#9cc3b3", "#ffffff"),
    "dark": _Colours("#e8e9e2", "#343a35", "#262b27", "#7fc4ae", "#f0a377", "#3d6256", "#10231d"),
}


def heat_map(rows: Sequence[tuple[str, Sequence[Week]]], theme: Theme = "light", kind: Format = "svg") -> bytes:
    """A row a person, a column a week: the darker, the more is booked; over full time in another colour.

    A cross marks weeks with days on which they aren't there (leave, or outside the engagement). All rows have the same weeks.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    colours = _COLOURS[theme]
    shades = LinearSegmentedColormap.from_list("booked", [colours.empty, colours.booked])
    weeks = [week.start for week in rows[0][1]] if rows else []

    def draw(axes: Any) -> None:
        for y, (_, booked) in enumerate(rows):
            for x, week in enumerate(booked):
                colour = colours.over if week.booked > 1 else shades(week.booked)
                axes.add_patch(Rectangle((x + 0.05, y - 0.45), 0.9, 0.9, facecolor=colour, linewidth=0))
                if week.away:
                    ink = colours.on_booked if week.booked > 0.5 else colours.ink
                    axes.text(x + 0.5, y, "×", ha="center", va="center", fontsize=9, color=ink)
        axes.set_xlim(0, max(len(weeks), 1))
        firsts = [n for n, day in enumerate(weeks) if n == 0 or day.month != weeks[n - 1].month]
        axes.set_xticks(firsts, [f"{weeks[n]:%b}" for n in firsts], ha="left")

    return _figure([name for name, _ in rows], draw, theme, kind)


def timeline(
    bookings: Sequence[tuple[str, Booking]], today: date, theme: Theme = "light", kind: Format = "svg"
) -> bytes:
    """A bar a booking, over the calendar; tentative ones are paler. A line marks `today`."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    colours = _COLOURS[theme]
    far = max((booking.end_date for _, booking in bookings), default=today + timedelta(days=90))
    last = min(max(far, today + timedelta(days=30)), today + timedelta(days=730))

    def number(day: date) -> float:
        return float(date2num(day))  # pyright: ignore[reportArgumentType]

    def draw(axes: Any) -> None:
        for n, (_, booking) in enumerate(bookings):
            end = min(booking.end_date, last)
            colour = colours.booked if booking.status.value == "confirmed" else colours.tentative
            left = number(booking.start_date)
            axes.barh(n, max((end - booking.start_date).days + 1, 1), left=left, color=colour, height=0.62, zorder=2)
            ink = colours.on_booked if booking.status.value == "confirmed" else colours.ink
            axes.text(
                max(left, number(today)) + 2, n, f"{booking.fte:.0%}", va="center", fontsize=7.5, color=ink, zorder=3
            )
        axes.axvline(number(today), color=colours.over, linewidth=1.2, zorder=4)
        axes.set_xlim(right=number(last) + 1)
        locator = AutoDateLocator(minticks=3, maxticks=7)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        axes.grid(axis="x", color=colours.line, linewidth=0.6)
        axes.set_axisbelow(True)

    return _figure([name for name, _ in bookings], draw, theme, kind)


def bars(rows: Sequence[tuple[str, float, str]], theme: Theme = "light", kind: Format = "svg") -> bytes:
    """A bar a row: label, value, and the value as it is to be read."""
    colours = _COLOURS[theme]

    def draw(axes: Any) -> None:
        for n, (_, value, words) in enumerate(rows):
            axes.barh(n, value, color=colours.booked, height=0.62)
            axes.text(value, n, f" {words}", va="center", fontsize=8, color=colours.ink)
        axes.set_xlim(0, max((value for _, value, _ in rows), default=1) * 1.18 or 1)
        axes.set_xticks([])

    return _figure([label for label, _, _ in rows], draw, theme, kind)


def _figure(labels: Sequence[str], draw: Any, theme: Theme, kind: Format) -> bytes:
    """The rows' labels at the left, what `draw` draws beside them, in the theme's colours."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    colours = _COLOURS[theme]
    ours: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "workforce",
        "text.parse_math": False,
        "font.family": "sans-serif",
        "text.color": colours.ink,
        "xtick.color": colours.ink,
        "ytick.color": colours.ink,
        "axes.edgecolor": colours.line,
    }
    with _lock, rc_context(ours), warnings.catch_warnings():
        # An SVG's letters are drawn by the reader's fonts: that ours lack one matters only to its measured width.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        height = 0.45 + 0.26 * max(len(labels), 1)
        figure = Figure(figsize=(8, height), dpi=170 if kind == "png" else 72)
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        draw(axes)
        axes.set_ylim(max(len(labels), 1) - 0.4, -0.6)
        axes.set_yticks(range(len(labels)), [_short(label) for label in labels])
        axes.tick_params(axis="both", labelsize=8, length=0)
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        figure.subplots_adjust(left=0.27, right=0.98, top=0.99, bottom=0.34 / height)
        out = io.BytesIO()
        figure.savefig(out, format=kind, transparent=True, metadata={"Date": None} if kind == "svg" else None)
        return out.getvalue()


def _short(label: str) -> str:
    """A label in one line, without what no XML may hold."""
    plain = "".join(c if c.isprintable() else " " for c in label)
    return plain if len(plain) <= _LONGEST_LABEL else f"{plain[: _LONGEST_LABEL - 1]}…"

"""A span of whole days, both ends included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From `start` to `end`, both days included. `end` is never before `start`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a window ends on {self.end}, before it starts on {self.start}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))

    def overlaps(self, start: date | None, end: date | None) -> bool:
        """Whether a span, open where a side is None, shares a day with this window."""
        return (start is None or start <= self.end) and (end is None or end >= self.start)

    def __str__(self) -> str:
        return f"{self.start.isoformat()} to {self.end.isoformat()}"

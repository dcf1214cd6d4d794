"""When somebody is engaged: the running contract that wins over their own row, and the days that count as theirs."""

from collections.abc import Iterable
from datetime import date, timedelta

from knowledge.workforce.kinds import ContributorStatus

Span = tuple[date | None, date | None]
_DAY = timedelta(days=1)


def status_on(day: date, status: str | None, start: date | None, end: date | None) -> ContributorStatus:
    """The status as the source says; where it says nothing, what the dates say."""
    if status:
        return ContributorStatus(status)
    if end is not None and end < day:
        return ContributorStatus.ENDED
    return ContributorStatus.ONBOARDING if start is not None and start > day else ContributorStatus.ACTIVE


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of whole days, those that overlap or touch made one, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[0] or date.min):
        if merged:
            last_start, last_end = merged[-1]
            if last_end is None or start is None or start <= last_end + _DAY:
                longer = None if last_end is None or end is None else max(last_end, end)
                merged[-1] = (last_start, longer)
                continue
        merged.append((start, end))
    return tuple(merged)


def engaged_spans(
    day: date, status: ContributorStatus, own: Span, engagements: Iterable[tuple[Span, bool]]
) -> tuple[Span, ...]:
    """The days on which somebody can be booked.

    `engagements` are (span, closed) pairs. Where the one that runs on `day`, joined with those that touch it, exists, days
    outside it don't count; nor do days outside the contributor's own dates. Candidates and those who ended have none.
    """
    if status in (ContributorStatus.CANDIDATE, ContributorStatus.ENDED):
        return ()
    open_spans = [span for span, closed in engagements if not closed]
    if not open_spans:
        return (own,)
    spans = joined(open_spans)
    running = [span for span in spans if _holds(span, day)]
    chosen = running or [span for span in spans if span[1] is None or span[1] >= day]
    if not chosen:
        return ()
    clipped = [_intersection(own, span) for span in chosen]
    return tuple(span for span in clipped if span is not None)


def _holds(span: Span, day: date) -> bool:
    return (span[0] is None or span[0] <= day) and (span[1] is None or span[1] >= day)


def _intersection(a: Span, b: Span) -> Span | None:
    starts = [start for start in (a[0], b[0]) if start is not None]
    ends = [end for end in (a[1], b[1]) if end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and end < start else (start, end)

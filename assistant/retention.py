"""Conversations are kept no longer than the setting says.

A checkpoint's id is a UUID of version 6, which begins with its time, so ids sort by age as text.
"""

from datetime import UTC, datetime, timedelta

from langgraph.checkpoint.sqlite import SqliteSaver

_EPOCH = datetime(1582, 10, 15, tzinfo=UTC)
"""From when UUIDs count their time, in steps of 100 nanoseconds."""
_TABLES = ("writes", "checkpoints")


def first_id(moment: datetime) -> str:
    """The least checkpoint id that can have been made at `moment`."""
    since = moment - _EPOCH
    ticks = (since.days * 86_400 + since.seconds) * 10_000_000 + since.microseconds * 10
    return f"{ticks >> 28:08x}-{(ticks >> 12) & 0xFFFF:04x}-6{ticks & 0xFFF:03x}-8000-000000000000"


def forget(conversations: SqliteSaver, days: int, now: datetime | None = None) -> int:
    """Delete the conversations whose last turn is more than `days` days old; how many there were."""
    before = first_id((now or datetime.now(UTC)) - timedelta(days=days))
    with conversations.cursor() as cursor:
        cursor.execute("SELECT thread_id FROM checkpoints GROUP BY thread_id HAVING max(checkpoint_id) < ?", (before,))
        old = [(row[0],) for row in cursor.fetchall()]
        for table in _TABLES:
            cursor.executemany(f"DELETE FROM {table} WHERE thread_id = ?", old)
    return len(old)

"""Which conversation of the assistant's goes on in a Slack thread; each person has their own."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.channels.slack.tables import slack_thread

IDLE_SECONDS = 12 * 3600.0
"""A direct message after so long begins anew: yesterday's "the second one" is forgotten."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person talks with the assistant. `thread_ts` is empty in a direct message without a thread."""

    team: str
    channel: str
    thread_ts: str
    slack_user: str


class Conversations:
    """The assistant's thread for each place."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def thread(self, place: Place) -> str | None:
        """The thread to go on with, or None."""
        t = slack_thread.c
        query = select(t.thread, t.used).where(
            t.team == place.team,
            t.channel == place.channel,
            t.thread_ts == place.thread_ts,
            t.slack_user == place.slack_user,
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None or (not place.thread_ts and time.time() - row.used > IDLE_SECONDS):
            return None
        return row.thread

    def keep(self, place: Place, thread: str) -> None:
        """Remember the thread."""
        make = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = {
            "team": place.team,
            "channel": place.channel,
            "thread_ts": place.thread_ts,
            "slack_user": place.slack_user,
            "thread": thread,
            "used": time.time(),
        }
        keys = ["team", "channel", "thread_ts", "slack_user"]
        changed = {name: row[name] for name in ("thread", "used")}
        statement = make(slack_thread).values(row).on_conflict_do_update(index_elements=keys, set_=changed)
        with self._engine.begin() as connection:
            connection.execute(statement)

"""Who was told what already, so that nobody hears a thing twice, however many processes tell."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.channels.slack.tables import slack_told

KEPT_SECONDS = 400 * 24 * 3600.0


@dataclass(frozen=True)
class Told:
    """Topics by Slack id. A topic is written down before it is told: who dies between leaves one untold, not one told twice."""

    engine: Engine

    def once(self, topic: str, slack_user: str) -> bool:
        """Whether this is the first time; it never is again."""
        make = postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert
        row = {"topic": topic[:200], "slack_user": slack_user, "at": time.time()}
        insert = make(slack_told).values(row).on_conflict_do_nothing(index_elements=["topic", "slack_user"])
        with self.engine.begin() as connection:
            return connection.execute(insert.returning(slack_told.c.topic)).first() is not None

    def was(self, topic: str, slack_user: str) -> bool:
        """Whether they were told."""
        t = slack_told.c
        query = select(t.topic).where(t.topic == topic[:200], t.slack_user == slack_user)
        with self.engine.connect() as connection:
            return connection.execute(query).first() is not None

    def forget_old(self) -> None:
        """Drop what was told long ago."""
        with self.engine.begin() as connection:
            connection.execute(delete(slack_told).where(slack_told.c.at < time.time() - KEPT_SECONDS))

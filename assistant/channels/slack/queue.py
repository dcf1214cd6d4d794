"""The durable queue between Slack's three seconds and an answer's half minute.

A delivery is kept before it is acknowledged. A worker holds it by a lease that it renews while it works; when the
process dies, another takes it up. Deliveries of one conversation are worked in the order in which they happened.
"""

import json
import os
import socket
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from assistant.channels.slack.payloads import Delivery
from assistant.channels.slack.tables import create, slack_delivery
from knowledge.workforce.errors import Unavailable

LEASE_SECONDS = 30.0
"""A worker that was silent for so long is taken for dead."""
MOST_ATTEMPTS = 6
KEPT_SECONDS = 7 * 24 * 3600.0
"""How long a delivery's identity is remembered, without its text; Slack retries within the hour."""
_HOST = socket.gethostname()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in a worker's hands. `attempts` counts this one."""

    id: str
    kind: str
    body: dict[str, Any]
    attempts: int


class DeliveryQueue:
    """The queue in one database; any number of processes may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._process = f"{_HOST}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        with self._told(), engine.begin() as connection:
            create(connection)

    def put(self, delivery: Delivery) -> bool:
        """Keep a delivery; False when it is known already. Raises `Unavailable` when it can't be kept."""
        make = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = {
            "id": delivery.id,
            "kind": delivery.kind,
            "conversation": delivery.conversation,
            "happened": delivery.order,
            "received": time.time(),
            "body": json.dumps(delivery.body, ensure_ascii=False),
            "state": "waiting",
        }
        insert = make(slack_delivery).values(row).on_conflict_do_nothing(index_elements=["id"])
        with self._told(), self._engine.begin() as connection:
            return connection.execute(insert.returning(slack_delivery.c.id)).first() is not None

    def claim(self) -> Claimed | None:
        """The next delivery that may be worked, now this process's; None when there is none."""
        d, earlier, now = slack_delivery.c, slack_delivery.alias(), time.time()
        free = or_(and_(d.state == "waiting", d.not_before <= now), and_(d.state == "working", d.lease_until < now))
        held_back = exists(
            select(earlier.c.id).where(
                earlier.c.conversation == d.conversation,
                earlier.c.state.in_(("waiting", "working")),
                or_(
                    earlier.c.happened < d.happened,
                    and_(earlier.c.happened == d.happened, earlier.c.id < d.id),
                    and_(earlier.c.state == "working", earlier.c.lease_until >= now, earlier.c.id != d.id),
                ),
            )
        )
        first = select(d.id).where(free, ~held_back).order_by(d.happened, d.id).limit(1)
        if self._engine.dialect.name == "postgresql":
            first = first.with_for_update(skip_locked=True)
        statement = (
            update(slack_delivery)
            .where(d.id == first.scalar_subquery(), free)
            .values(state="working", worker=self._process, lease_until=now + LEASE_SECONDS, attempts=d.attempts + 1)
            .returning(d.id, d.kind, d.body, d.attempts)
        )
        with self._told(), self._engine.begin() as connection:
            row = connection.execute(statement).first()
        return Claimed(row.id, row.kind, json.loads(row.body), row.attempts) if row else None

    def renew(self) -> None:
        """Keep what this process is working on."""
        d = slack_delivery.c
        mine = and_(d.state == "working", d.worker == self._process)
        with self._told(), self._engine.begin() as connection:
            connection.execute(update(slack_delivery).where(mine).values(lease_until=time.time() + LEASE_SECONDS))

    def finish(self, id_: str) -> None:
        """A delivery is done: its text goes, its identity stays a while."""
        self._settle(id_, state="done", body=None)

    def put_back(self, claimed: Claimed, note: str) -> bool:
        """A delivery failed: again later, or, after too many times, never; whether it will be tried again."""
        again = claimed.attempts < MOST_ATTEMPTS
        wait = time.time() + min(2.0**claimed.attempts, 60.0)
        self._settle(claimed.id, state="waiting" if again else "failed", not_before=wait, note=note[:500])
        return again

    def take_over(self) -> int:
        """Free at once what processes of this machine held that live no more; how many deliveries that were."""
        d = slack_delivery.c
        with self._told(), self._engine.begin() as connection:
            workers = connection.scalars(select(d.worker).where(d.state == "working").distinct())
            dead = [worker for worker in workers if worker and self._dead(worker)]
            freed = update(slack_delivery).where(d.state == "working", d.worker.in_(dead)).values(lease_until=0)
            return connection.execute(freed).rowcount if dead else 0

    def forget_old(self) -> None:
        """Drop what was settled long ago."""
        d = slack_delivery.c
        old = and_(d.state.in_(("done", "failed")), d.received < time.time() - KEPT_SECONDS)
        with self._told(), self._engine.begin() as connection:
            connection.execute(delete(slack_delivery).where(old))

    def unsettled(self) -> int:
        """How many deliveries wait or are being worked."""
        query = select(func.count()).where(slack_delivery.c.state.in_(("waiting", "working")))
        with self._told(), self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def _settle(self, id_: str, **values: Any) -> None:
        d = slack_delivery.c
        mine = and_(d.id == id_, d.worker == self._process)
        with self._told(), self._engine.begin() as connection:
            connection.execute(update(slack_delivery).where(mine).values(worker=None, lease_until=0, **values))

    def _dead(self, worker: str) -> bool:
        host, pid, _ = worker.rsplit(":", 2)
        if host != _HOST or worker == self._process:
            return False
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return int(pid) == os.getpid()

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise Unavailable("The database that keeps Slack's deliveries can't be reached or written.") from error

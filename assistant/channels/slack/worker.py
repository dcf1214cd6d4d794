"""Workers take deliveries from the queue; they run beside the server or beside Socket Mode."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from assistant.channels.slack.app import SlackApp, plan_cards, web_client
from assistant.channels.slack.payloads import Delivery
from assistant.channels.slack.queue import LEASE_SECONDS, Claimed, DeliveryQueue
from assistant.channels.slack.told import Told
from knowledge.workforce.errors import WorkforceError

if TYPE_CHECKING:
    from assistant.bootstrap import Installation

WORKERS = 4
POLL_SECONDS = 0.5
PLANS_SECONDS = 1.0
FORGET_SECONDS = 3600.0


class SlackWorkers:
    """The workers of one process. `put` is what the ways in call; it returns once the delivery is kept."""

    def __init__(self, opened: Installation) -> None:
        self._opened = opened
        self.queue = DeliveryQueue(opened.database.engine)
        self._app: SlackApp | None = None
        self._lock = threading.Lock()
        self._arrived = threading.Semaphore(0)
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def put(self, delivery: Delivery) -> None:
        """Keep a delivery for a worker. Raises `Unavailable` when it can't be kept: then it must not be acknowledged."""
        if self.queue.put(delivery):
            self._arrived.release()

    def start(self) -> None:
        """Begin to work, also on what an earlier process left."""
        self.queue.take_over()
        tasks: list[Callable[[], None]] = [self._work] * WORKERS + [self._keep_alive, self._tell_of_plans]
        self._threads = [threading.Thread(target=task, name="slack", daemon=True) for task in tasks]
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """End after what is being worked; what takes longer is another process's after the lease."""
        self._ended.set()
        for _ in self._threads:
            self._arrived.release()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))

    @property
    def app(self) -> SlackApp:
        """The app, made when the first delivery comes: it needs the whole assistant."""
        with self._lock:
            if self._app is None:
                self._app = SlackApp(self._opened)
            return self._app

    def _work(self) -> None:
        while not self._ended.is_set():
            try:
                claimed = self.queue.claim()
            except WorkforceError:
                self._ended.wait(POLL_SECONDS * 4)
                continue
            if claimed is None:
                self._arrived.acquire(timeout=POLL_SECONDS)
                continue
            self._one(claimed)

    def _one(self, claimed: Claimed) -> None:
        try:
            self.app.work(claimed)
            self.queue.finish(claimed.id)
        except Exception as error:  # noqa: BLE001 - a delivery that nobody foresaw must not end the worker
            again = self.queue.put_back(claimed, f"{type(error).__name__}: {error}")
            outcome = "it is tried again later" if again else "it is given up"
            sys.stderr.write(f"A delivery of Slack's could not be worked ({type(error).__name__}); {outcome}.\n")

    def _tell_of_plans(self) -> None:
        """Cards for plans that were submitted or decided anywhere: here, over the API, on the command line."""
        cards, client = plan_cards(self._opened), web_client(self._opened.settings)
        while not self._ended.wait(PLANS_SECONDS):
            try:
                cards.sweep(client)
            except (WorkforceError, SlackApiError, SQLAlchemyError, OSError) as error:
                sys.stderr.write(f"Approvers could not be told in Slack ({type(error).__name__}); it is tried again.\n")
                self._ended.wait(PLANS_SECONDS * 10)

    def _keep_alive(self) -> None:
        forgotten = 0.0
        while not self._ended.wait(LEASE_SECONDS / 3):
            try:
                self.queue.renew()
                if time.monotonic() - forgotten > FORGET_SECONDS:
                    self.queue.forget_old()
                    Told(self._opened.database.engine).forget_old()
                    forgotten = time.monotonic()
            except (WorkforceError, SQLAlchemyError):
                continue

"""The only wiring: from settings to a working assistant. Tests call the same functions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.workforce.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver

    from assistant.allocations import Allocations
    from assistant.approvals import Approvals
    from assistant.audit.store import OversightLog
    from assistant.deputies import Deputies
    from assistant.direct import Direct
    from assistant.models.provider import ChatProvider
    from assistant.self_oversight import SelfOversight
    from assistant.service import Assistant
    from assistant.settings import Settings
    from knowledge.policies.embedding import Embedder
    from knowledge.policies.index import PolicyIndex
    from knowledge.registry.database import Database
    from knowledge.registry.registry import Registry
    from knowledge.workforce.governance.facts import LogFact


@dataclass
class Installation:
    """One installation's parts, each made when it is first needed: `--help` and `users list` load no index."""

    settings: Settings

    @cached_property
    def database(self) -> Database:
        from knowledge.registry.database import Database

        self._make_home()
        database = Database(self.settings.database)
        database.migrate()
        return database

    @cached_property
    def registry(self) -> Registry:
        from knowledge.registry.registry import Registry

        return Registry(self.database, self.settings.day, about_log=self._about_itself)

    @cached_property
    def self_oversight(self) -> SelfOversight:
        from assistant.self_oversight import SelfOversight

        return SelfOversight(self.log, self.settings.assistant_bias_audited_at)

    def _about_itself(self) -> LogFact:
        """What the log says of the assistant, opened when a rule asks."""
        return self.self_oversight.fact()

    @cached_property
    def embedder(self) -> Embedder:
        from knowledge.policies.embedding import MiniLM

        self._make_home()
        return MiniLM(self.settings.home / "embeddings")

    @cached_property
    def policies(self) -> PolicyIndex:
        from knowledge.policies.index import PolicyIndex

        return PolicyIndex(self.settings.home, self.embedder, self.settings.chroma_url)

    @cached_property
    def log(self) -> OversightLog:
        from assistant.audit.store import OversightLog

        self.database.engine  # noqa: B018 - the log shares the registry's database, which must be there first
        return OversightLog.open(self.settings.database, self.settings.home)

    @cached_property
    def approvals(self) -> Approvals:
        from assistant.approvals import Approvals

        return Approvals(self.registry, self.log)

    @cached_property
    def deputies(self) -> Deputies:
        from assistant.deputies import Deputies

        return Deputies(self.registry, self.log)

    @cached_property
    def builtin(self) -> ChatProvider:
        from assistant.models.builtin.model import BuiltinModel
        from assistant.models.provider import ChatProvider
        from tools.catalogue import CATALOGUE

        model = BuiltinModel(
            catalogue=CATALOGUE,
            vocabulary=self.registry.vocabulary,
            embedder=self.embedder,
            today=self.settings.day,
        )
        return ChatProvider("builtin", lambda _: model, warm=model.warm)

    @cached_property
    def provider(self) -> ChatProvider:
        chosen = self.settings.chosen_model
        if chosen == "builtin":
            return self.builtin
        from assistant.models.provider import openai_provider

        return openai_provider(self.settings, chosen.removeprefix("openai:"))

    @cached_property
    def conversations(self) -> SqliteSaver:
        from langgraph.checkpoint.sqlite import SqliteSaver

        from assistant.retention import forget

        self._make_home()
        path = self.settings.home / "conversations.sqlite3"
        try:
            connection = sqlite3.connect(path, check_same_thread=False, timeout=5)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            saver = SqliteSaver(connection)
            saver.setup()
            forget(saver, self.settings.conversation_days)
        except sqlite3.Error as error:
            raise Unavailable(
                f"The conversations in {path} can't be opened: {error}. Is it writable and free?"
            ) from None
        return saver

    @cached_property
    def assistant(self) -> Assistant:
        from assistant.graph.build import build
        from assistant.service import Assistant

        return Assistant(
            registry=self.registry,
            policies=self.policies,
            log=self.log,
            approvals=self.approvals,
            graph=build(self.conversations),
            conversations=self.conversations,
            provider=self.provider,
            builtin=self.builtin,
            question_max_characters=self.settings.question_max_characters,
            model_timeout_seconds=self.settings.model_timeout_seconds,
            model_calls_per_question=self.settings.model_calls_per_question,
        )

    @cached_property
    def direct(self) -> Direct:
        from assistant.direct import Direct

        return Direct(self.registry, self.policies, self.log, self.approvals, self.builtin)

    @cached_property
    def allocations(self) -> Allocations:
        from assistant.allocations import Allocations
        from knowledge.registry.allocation_jobs import AllocationJobs

        return Allocations(AllocationJobs(self.database), self.direct, self.log)

    def close(self) -> None:
        """Let go of everything that was opened, the log first."""
        closers: dict[str, Callable[[], None]] = {}
        if "log" in self.__dict__:
            closers["log"] = self.log.close
        if "conversations" in self.__dict__:
            closers["conversations"] = self.conversations.conn.close
        if "database" in self.__dict__:
            closers["database"] = self.database.close
        for close in closers.values():
            close()

    def _make_home(self) -> None:
        try:
            self.settings.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(
                f"WORKFORCE_HOME {self.settings.home} can't be used: {error.strerror}. Name a folder that can be written."
            ) from None


def install(settings: Settings) -> Installation:
    """The installation that these settings describe. Nothing is opened until it is used."""
    return Installation(settings)

"""The contributor database as the layers above see it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from knowledge.registry import tables as t
from knowledge.registry.agents import AgentRegister
from knowledge.registry.consolidation import consolidate
from knowledge.registry.database import Database
from knowledge.registry.duplicates import LARGEST_BY_ITSELF, Duplicates
from knowledge.registry.reading import Reading
from knowledge.registry.taxonomies.skills import Skills
from knowledge.registry.users import Users
from knowledge.registry.vocabulary import Vocabulary
from knowledge.registry.voice.corrections import Voice
from knowledge.workforce.viewer import Viewer

if TYPE_CHECKING:
    from knowledge.registry.gap_life import GapLife
    from knowledge.workforce.governance.facts import Facts, LogFact
    from knowledge.workforce.governance.scan import Report


FACTS_KEPT = 4
"""Days for which the facts are kept: today, and a few that people compare it with."""


class Registry:
    """Reads as a viewer, users, and the vocabulary that goes with the data."""

    def __init__(
        self, database: Database, today: Callable[[], date], about_log: "Callable[[], LogFact | None] | None" = None
    ) -> None:
        """`about_log` tells what the oversight log says of the assistant, for the rules about it."""
        self.database = database
        self.today = today
        self.users = Users(database)
        self.duplicates = Duplicates(database)
        self.agents = AgentRegister(database)
        self.skills = Skills(database)
        self._about_log = about_log
        self._lock = threading.Lock()
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._facts: OrderedDict[tuple[int, date], Facts] = OrderedDict()

    @cached_property
    def gaps(self) -> "GapLife":
        """The governance gaps and what became of each."""
        from knowledge.registry.gap_life import GapLife

        return GapLife(self.database, self.users, self.facts, self.data_version, self._about_log)

    @contextmanager
    def reading(self, viewer: Viewer) -> Generator[Reading]:
        """One read transaction on the day that "today" means, as this viewer may see it."""
        with self.database.session() as session:
            voice = self.voice(viewer)
            yield Reading(session, viewer, self.today(), self.vocabulary, self.facts, self.gap_report, voice)

    def voice(self, viewer: Viewer) -> Voice:
        """What this person says about their own records, and decides about others'."""
        return Voice(self.database, viewer, self.today())

    def data_version(self) -> int:
        """A number that rises with every change of the registry."""
        with self.database.session() as session:
            return session.scalar(select(t.DataVersion.version)) or 0

    def vocabulary(self) -> Vocabulary:
        """The names that the registry knows, built anew when the data has changed."""
        version = self.data_version()
        with self._lock:
            if self._vocabulary is None or self._vocabulary[0] != version:
                with self.database.session() as session:
                    self._vocabulary = (version, Vocabulary.load(session))
            return self._vocabulary[1]

    def facts(self, as_of: date) -> "Facts":
        """What the governance rules look at on one day; loaded once for a version of the data, and the same for everybody."""
        from knowledge.registry.facts import load_facts

        self.duplicates.refresh(at_most=LARGEST_BY_ITSELF)
        key = (self.data_version(), as_of)
        with self._lock:
            if key not in self._facts:
                with self.database.session() as session:
                    self._facts[key] = load_facts(session, as_of)
                while len(self._facts) > FACTS_KEPT:
                    self._facts.popitem(last=False)
            self._facts.move_to_end(key)
            return self._facts[key]

    def gap_report(self, as_of: date) -> "Report":
        """The governance gaps on one day, as the rules find them and people have decided."""
        return self.gaps.report(as_of, self.today())

    def forget(self, sources: Collection[str]) -> None:
        """Remove every row of these sources."""
        with self.database.session() as session:
            for table in reversed(t.Base.metadata.sorted_tables):
                if "row_key" in table.columns:
                    session.execute(delete(table).where(table.c.source.in_(sources)))
            session.execute(delete(t.ImportRun).where(t.ImportRun.source.in_(sources)))
            consolidate(session)

"""The contributor database as the layers above see it."""

import threading
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import delete, select

from knowledge.registry import tables as t
from knowledge.registry.consolidation import consolidate
from knowledge.registry.database import Database
from knowledge.registry.reading import Reading
from knowledge.registry.users import Users
from knowledge.registry.vocabulary import Vocabulary
from knowledge.workforce.viewer import Viewer


class Registry:
    """Reads as a viewer, users, and the vocabulary that goes with the data."""

    def __init__(self, database: Database, today: Callable[[], date]) -> None:
        self.database = database
        self.today = today
        self.users = Users(database)
        self._lock = threading.Lock()
        self._vocabulary: tuple[int, Vocabulary] | None = None

    @contextmanager
    def reading(self, viewer: Viewer) -> Generator[Reading]:
        """One read transaction on the day that "today" means, as this viewer may see it."""
        with self.database.session() as session:
            yield Reading(session, viewer, self.today(), self.vocabulary)

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

    def forget(self, sources: Collection[str]) -> None:
        """Remove every row of these sources."""
        with self.database.session() as session:
            for table in reversed(t.Base.metadata.sorted_tables):
                if "row_key" in table.columns:
                    session.execute(delete(table).where(table.c.source.in_(sources)))
            session.execute(delete(t.ImportRun).where(t.ImportRun.source.in_(sources)))
            consolidate(session)

"""Vectors kept by their text's hash, in one SQLite file that several processes and threads may share."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 500


class VectorCache:
    """What was embedded once. Losing it costs time and nothing else, so a file that can't be used is gone without."""

    def __init__(self, path: Path, width: int) -> None:
        self._path = path
        self._width = width
        self._local = threading.local()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are known, by key."""
        import numpy as np

        found: dict[bytes, NDArray[np.float32]] = {}
        if not self._path.exists():
            return found
        with contextlib.suppress(sqlite3.Error), self._connection() as connection:
            distinct = list(dict.fromkeys(keys))
            for start in range(0, len(distinct), _AT_ONCE):
                some = distinct[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                for key, blob in connection.execute(f"SELECT key, vector FROM vector WHERE key IN ({marks})", some):
                    if len(blob) == 4 * self._width:
                        found[key] = np.frombuffer(blob, dtype="<f4")
        return found

    def put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep these; one that is there already stays."""
        with contextlib.suppress(sqlite3.Error, OSError), self._connection() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vector VALUES (?, ?)",
                ((key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()),
            )

    @contextlib.contextmanager
    def _connection(self) -> Generator[sqlite3.Connection]:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=5)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
            self._local.connection = connection
        with connection:
            yield connection

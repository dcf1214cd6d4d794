"""The files of an import: found in a folder, an archive or on their own, measured before they are read.

Nothing is unpacked to disk, so that no name inside an archive can lead anywhere.
"""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import IO, cast

from knowledge.workforce.errors import BadInput

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 4096 * MEGABYTE
MOST_FILES = 10_000
# Exported tables shrink to a fifth or a tenth; what unpacks to far more is made to fill memory.
SUSPICIOUS_UNPACKED = 64 * MEGABYTE
SUSPICIOUS_RATIO = 40


Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, on disk or in an archive. `name` is its path inside what was given, without a `.gz` at the end."""

    name: str
    label: str
    open: Opener

    @property
    def base(self) -> str:
        return PurePosixPath(self.name).name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@contextmanager
def refusing(label: str) -> Generator[None]:
    """Turns what goes wrong while `label` is read into one sentence for the person who gave it."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{label} is not {error.encoding.upper()} text; save it as CSV in UTF-8 and import it again."
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError) as error:
        raise BadInput(f"{label} is damaged ({_brief(error)}); export or copy it again.") from None
    except RuntimeError as error:
        raise BadInput(f"{label} can't be opened ({_brief(error)}); give it without a password.") from None
    except OSError as error:
        reason = (error.strerror or _brief(error)).lower()
        raise BadInput(f"{label} can't be read: {reason}; check the path and its permissions.") from None


def _brief(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]


class _BoundedGzip(gzip.GzipFile):
    """A gzip file that stops its reader once it grows out of proportion (its own word on its size can't be trusted)."""

    def __init__(self, packed: IO[bytes], size: int, label: str) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._packed = packed
        self._label = label
        self._most = min(MOST_UNPACKED, max(SUSPICIOUS_UNPACKED, size * SUSPICIOUS_RATIO))
        self._given = 0

    def close(self) -> None:
        super().close()
        self._packed.close()

    def read(self, size: int | None = -1) -> bytes:
        return self._count(super().read(self._most + 1 if size is None or size < 0 else size))

    def read1(self, size: int = -1) -> bytes:
        return self._count(super().read1(size))

    def _count(self, data: bytes) -> bytes:
        self._given += len(data)
        if self._given > self._most:
            raise BadInput(_too_large(self._label, self._most))
        return data


def _too_large(label: str, most: int) -> str:
    return f"{label} unpacks to more than {most // MEGABYTE:,} MB, far more than a table does; nothing of it was read."


def find_files(path: Path) -> list[SourceFile]:
    """Every regular file that `path` gives, by name: those of a folder or .zip, or the one file itself.

    Hidden files and folders inside a folder are left out. Raises `BadInput` when the path can't be read or an archive
    is damaged, locked, out of bounds or holds names that lead out of it.
    """
    label = str(path)
    with refusing(label):
        if path.is_dir():
            inside = sorted(child for child in path.iterdir() if not child.name.startswith(".") and child.is_file())
            return [_on_disk(child, child.name) for child in inside]
        if not S_ISREG(path.stat().st_mode):
            raise BadInput(f"{label} is neither a file nor a folder; give the path of an export.")
        if path.suffix.lower() == ".zip":
            return _in_archive(path)
        return [_on_disk(path, path.name)]


def _on_disk(path: Path, name: str) -> SourceFile:
    label = str(path)
    return _plain(SourceFile(name, label, lambda: path.open("rb")), lambda: path.stat().st_size)


def _plain(file: SourceFile, size: Callable[[], int]) -> SourceFile:
    """The file itself or, of one that is packed with gzip, what is inside."""
    if not file.name.lower().endswith(".gz"):
        return file

    def unpacked() -> IO[bytes]:
        return cast("IO[bytes]", _BoundedGzip(file.open(), size(), file.label))

    return SourceFile(file.name[: -len(".gz")], file.label, unpacked)


def measure_archive(
    source: Path | IO[bytes], packed: int, label: str, *, most: int = MOST_UNPACKED
) -> list[zipfile.ZipInfo]:
    """The files that an archive of `packed` bytes says it holds, once their sizes and names are found acceptable.

    The stated sizes hold: `zipfile` reads no further than them.
    """
    with zipfile.ZipFile(source) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise BadInput(f"{label} holds {len(entries):,} files, more than {MOST_FILES:,}; give the tables alone.")
    unpacked = sum(entry.file_size for entry in entries)
    bound = max(SUSPICIOUS_UNPACKED, packed * SUSPICIOUS_RATIO)
    if unpacked > min(most, bound):
        raise BadInput(_too_large(label, min(most, bound)))
    for entry in entries:
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            raise BadInput(f"{label} holds the path {entry.filename!r}, which leads out of it; pack the tables again.")
        if entry.flag_bits & 0x1:
            raise BadInput(f"{label} is locked with a password; give it without one.")
    return entries


def _in_archive(path: Path) -> list[SourceFile]:
    label = str(path)
    files: list[SourceFile] = []
    for entry in measure_archive(path, path.stat().st_size, label):
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        if any(part.startswith(".") or part == "__MACOSX" for part in inside.parts):
            continue
        file = SourceFile(str(inside), f"{label}/{inside}", _entry_opener(path, entry))
        files.append(_plain(file, lambda entry=entry: entry.file_size))
    return files


def _entry_opener(path: Path, entry: zipfile.ZipInfo) -> Opener:
    def open_entry() -> IO[bytes]:
        # ZipFile counts its open members: closing it here leaves this one readable until it is closed itself.
        with zipfile.ZipFile(path) as archive:
            return archive.open(entry)

    return open_entry

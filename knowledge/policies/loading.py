"""From files to documents: Markdown, text, HTML, PDF and DOCX, each as headings and text, with its front matter."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LARGEST_BYTES = 20 * 1024 * 1024
_FENCE = re.compile(r"\A﻿?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")


class Unreadable(Exception):
    """A file that can't be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one heading. `path` are the headings above it and its own."""

    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One edition of one policy. Empty `kinds`, `countries` and `readers` mean all."""

    id: str
    title: str
    location: str
    digest: str
    sections: tuple[Section, ...]
    version: str | None = None
    owner: str | None = None
    kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
    review_by: date | None = None


def find(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every document under the paths with its location: relative to the folder that was named, else the file's name."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and file.suffix.casefold() in READERS and not file.name.startswith("."):
                    yield file, file.relative_to(path).as_posix()
        else:
            yield path, path.name


def load(path: Path, location: str) -> Document:
    """One file as a document. Raises `Unreadable`."""
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise Unreadable(f"files of type {path.suffix or 'none'} can't be read; give one of {known}")
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Unreadable(f"it is larger than {LARGEST_BYTES // 1024 // 1024} MB")
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable((error.strerror or "it can't be opened").lower()) from None
    meta, sections = reader(content)
    sections = [section for section in sections if section.text.strip()]
    if not sections:
        raise Unreadable("it holds no text; a scanned document has to be put through text recognition first")
    stem = Path(location).with_suffix("").as_posix()
    name = stem.rsplit("/", 1)[-1]
    own = name if name.casefold() not in ("index", "readme", "_index") else stem.replace("/", "-")
    first = next((section.path[0] for section in sections if section.path), None)
    title = _text(meta.get("title")) or first or name.replace("-", " ").replace("_", " ").capitalize()
    return Document(
        id=_text(meta.get("id")) or own,
        title=title,
        location=location,
        digest=hashlib.sha256(content + location.encode()).hexdigest(),
        sections=tuple(_titled(sections, title)),
        version=_text(meta.get("version")),
        owner=_text(meta.get("owner")),
        kinds=_list(meta.get("kinds") or meta.get("applies_to")),
        countries=tuple(country.upper() for country in _list(meta.get("country"))),
        readers=_list(meta.get("readers")),
        effective_from=_day(meta.get("effective_from"), "effective_from"),
        effective_until=_day(meta.get("effective_until"), "effective_until"),
        review_by=_day(meta.get("review_by"), "review_by"),
    )


def _titled(sections: list[Section], title: str) -> Iterator[Section]:
    """Sections whose path doesn't repeat the document's title, and never is empty."""
    for section in sections:
        path = section.path[1:] if section.path and section.path[0] == title else section.path
        yield Section(path or (title,), section.text)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable("it is no text in UTF-8; save it as UTF-8")


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = _FENCE.match(text)
    if match is None:
        return {}, text
    import yaml

    try:
        loaded: Any = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark else ""
        raise Unreadable(f"its front matter is no valid YAML{line}") from None
    return (loaded if isinstance(loaded, dict) else {}), text[match.end() :]


def _markdown(content: bytes) -> tuple[dict[str, Any], list[Section]]:
    meta, body = _front_matter(_decoded(content))
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    fenced = False

    def close() -> None:
        sections.append(Section(tuple(name for _, name in path), "\n".join(lines).strip("\n")))
        lines.clear()

    for line in body.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line)
        if match is None:
            lines.append(line)
            continue
        close()
        level = len(match[1])
        path[:] = [(depth, name) for depth, name in path if depth < level]
        path.append((level, plain(match[2]).strip()))
    close()
    return meta, sections


def _plain_text(content: bytes) -> tuple[dict[str, Any], list[Section]]:
    meta, body = _front_matter(_decoded(content))
    first, _, rest = body.strip("\n").partition("\n")
    return {"title": first.strip(), **meta}, [Section((first.strip(),), rest.strip() or first)]


def _html(content: bytes) -> tuple[dict[str, Any], list[Section]]:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(content, "html.parser")
    for unwanted in page(["script", "style", "nav", "header", "footer", "template", "noscript"]):
        unwanted.decompose()
    meta: dict[str, Any] = {}
    for tag in page.find_all("meta"):
        name, value = tag.get("name"), tag.get("content")
        if isinstance(name, str) and isinstance(value, str):
            meta[name.casefold()] = value
    if page.title is not None and page.title.string:
        meta.setdefault("title", page.title.string.strip())
    root = page.find("main") or page.body or page
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    for tag in root.find_all(
        ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "pre", "blockquote", "td", "dt", "dd"]
    ):
        if tag.name in ("td",) or tag.find_parent(["li", "tr", "blockquote", "p"]):
            continue
        text = " ".join(tag.get_text(" ").split())
        if tag.name[0] == "h" and tag.name[1:].isdigit():
            sections.append(Section(tuple(name for _, name in path), "\n".join(lines)))
            lines.clear()
            level = int(tag.name[1])
            path[:] = [(depth, name) for depth, name in path if depth < level]
            path.append((level, text))
        elif text:
            lines.append(f"- {text}" if tag.name == "li" else text)
    sections.append(Section(tuple(name for _, name in path), "\n".join(lines)))
    if not any(section.text for section in sections):
        sections = [Section((), root.get_text("\n"))]
    return meta, sections


def _pdf(content: bytes) -> tuple[dict[str, Any], list[Section]]:
    import io

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("it is encrypted; save a copy without a password")
        pages = [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise Unreadable("it is no readable PDF") from error
    title = reader.metadata.title if reader.metadata else None
    sections: list[Section] = []
    heading, lines = "", list[str]()
    for line in "\n".join(pages).split("\n"):
        if _looks_like_heading(line):
            sections.append(Section((heading,) if heading else (), "\n".join(lines)))
            heading, lines = line.strip().rstrip(":"), []
        else:
            lines.append(line.rstrip())
    sections.append(Section((heading,) if heading else (), "\n".join(lines)))
    meta = {"title": title.strip()} if isinstance(title, str) and title.strip() else {}
    return meta, sections


def _looks_like_heading(line: str) -> bool:
    """A short line with a number before it, or in title case, without a full stop."""
    text = line.strip()
    if not 3 < len(text) < 80 or text.endswith((".", ",", ";")):
        return False
    return bool(re.match(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.|[IVX]+\.)\s+[A-Z]", text)) or text.isupper()


def _docx(content: bytes) -> tuple[dict[str, Any], list[Section]]:
    import io
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise Unreadable("it is no readable DOCX; an encrypted one has to be saved without a password") from None
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            rows = [" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in item.rows]
            lines += [f"| {row} |" for row in rows]
            continue
        style = (item.style.name if item.style is not None else "") or ""
        match = re.match(r"(?:Heading (\d)|(Title))", style)
        if match is None:
            lines.append(f"- {item.text}" if style.startswith("List") else item.text)
            continue
        sections.append(Section(tuple(name for _, name in path), "\n".join(lines)))
        lines.clear()
        level = int(match[1] or 0)
        path[:] = [(depth, name) for depth, name in path if depth < level]
        path.append((level, item.text.strip()))
    sections.append(Section(tuple(name for _, name in path), "\n".join(lines)))
    title = document.core_properties.title
    return ({"title": title} if title else {}), sections


READERS: dict[str, Callable[[bytes], tuple[dict[str, Any], list[Section]]]] = {
    ".md": _markdown,
    ".txt": _plain_text,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
}


def plain(text: str) -> str:
    """A line of Markdown without its markup: emphasis, links' targets, Liquid tags, HTML tags."""
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{:.*?\}", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\[[^\]]*\]", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])", r"\1", text)


def _text(value: Any) -> str | None:
    return str(value).strip() or None if value is not None else None


def _list(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    items: list[Any] = value if isinstance(value, list) else str(value).split(",")  # pyright: ignore[reportUnknownVariableType]
    return tuple(text for item in items if (text := str(item).strip()))


def _day(value: Any, name: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unreadable(f"{name} in its front matter is {value!r}, which is no date as YYYY-MM-DD") from None

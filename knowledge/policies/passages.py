"""Passages: what is embedded, searched and cited. Each lies within one section."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.policies.loading import Document, plain

TARGET_WORDS = 130
LONGEST_WORDS = 190
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document. `section` is the slug of its heading; `text` are the words as they stand in the source."""

    document: str
    title: str
    section: str
    heading: str
    text: str
    location: str
    version: str | None = None
    owner: str | None = None
    score: float = 0.0

    @property
    def ref(self) -> str:
        return f"policy:{self.document}#{self.section}"

    def as_json(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "title": self.title,
            "version": self.version,
            "location": self.location,
            "heading": self.heading,
            "section": self.section,
            "text": self.text,
            "score": round(self.score, 4),
        }


def slug(heading: str) -> str:
    """A heading as the fragment of a link."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.casefold())).strip("-") or "section"


def passages(document: Document) -> Iterator[Passage]:
    """The passages of a document in order. Sections of one slug are told apart by a number."""
    seen: Counter[str] = Counter()
    for section in document.sections:
        name = slug(section.path[-1])
        seen[name] += 1
        section_id = name if seen[name] == 1 else f"{name}-{seen[name] - 1}"
        for text in _pieces(section.text):
            yield Passage(
                document=document.id,
                title=document.title,
                section=section_id,
                heading=" > ".join(section.path),
                text=text,
                location=document.location,
                version=document.version,
                owner=document.owner,
            )


def _pieces(text: str) -> Iterator[str]:
    """A section in pieces of about `TARGET_WORDS` words, cut between paragraphs; tables stay whole."""
    piece: list[str] = []
    words = 0
    for block in _blocks(text):
        length = len(block.split())
        if piece and words + length > LONGEST_WORDS:
            yield "\n\n".join(piece)
            piece, words = [], 0
        piece.append(block)
        words += length
        if words >= TARGET_WORDS:
            yield "\n\n".join(piece)
            piece, words = [], 0
    if piece:
        yield "\n\n".join(piece)


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        softened = "\n".join(line.rstrip() for line in plain(block).split("\n") if line.strip(" -*_="))
        if not softened:
            continue
        if len(softened.split()) <= LONGEST_WORDS or softened.lstrip().startswith("|"):
            yield softened
            continue
        part: list[str] = []
        lines = softened.split("\n")
        units = lines if len(lines) > 3 else _SENTENCE.split(" ".join(lines))
        joint = "\n" if len(lines) > 3 else " "
        for unit in units:
            part.append(unit)
            if sum(len(u.split()) for u in part) >= TARGET_WORDS:
                yield joint.join(part)
                part = []
        if part:
            yield joint.join(part)


def units(text: str) -> list[str]:
    """A passage as the pieces that a quote is made of: sentences, list items, and tables whole."""
    found: list[str] = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if lines[0].lstrip().startswith("|"):
            found.append(block)
        elif any(re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) for line in lines):
            item: list[str] = []
            for line in lines:
                if re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) and item:
                    found.append("\n".join(item))
                    item = []
                item.append(line)
            found.append("\n".join(item))
        else:
            found += [sentence for sentence in _SENTENCE.split(block) if sentence.strip()]
    return found

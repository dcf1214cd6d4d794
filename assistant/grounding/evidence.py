"""What a run's tools returned, indexed so that a claim finds the place it comes from."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.conversation import Figure, ToolCall
from assistant.grounding.claims import Claim, PartialDate, claims_in

_WORD = re.compile(r"\w+")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a JSON document with its pointer (RFC 6901)."""
    if isinstance(value, dict):
        for key, child in value.items():  # pyright: ignore[reportUnknownVariableType]
            escaped = str(key).replace("~", "~0").replace("/", "~1")  # pyright: ignore[reportUnknownArgumentType]
            yield from leaves(child, f"{path}/{escaped}")
    elif isinstance(value, list):
        for n, child in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            yield from leaves(child, f"{path}/{n}")
    elif value is not None:
        yield path, value


class Evidence:
    """The outputs (and the checked inputs) of a run's tool calls."""

    def __init__(self, calls: Iterable[ToolCall], *, also: str = "") -> None:
        self._numbers: dict[Decimal, tuple[str, str]] = {}
        self._said: set[Decimal] = set()
        self._dates: list[PartialDate] = []
        texts: list[str] = [also]
        for call in calls:
            for path, leaf in leaves(call.output):
                self._index(leaf, call.id, path, texts)
            for name, argument in call.input.items():
                if name in ("query", "question"):
                    continue
                for _, leaf in leaves(argument):
                    self._index(leaf, None, "", texts)
        self._text = "\n".join(texts).casefold()
        self._words = set(_WORD.findall(self._text))

    def _index(self, leaf: Any, call: str | None, path: str, texts: list[str]) -> None:
        if isinstance(leaf, bool):
            return
        if isinstance(leaf, int | float):
            self._number(Decimal(str(leaf)), call, path)
            return
        text = str(leaf)
        texts.append(text)
        if text[:1] in "{[":
            return
        for claim in claims_in(text, names=False):
            if isinstance(claim.value, PartialDate):
                self._dates.append(claim.value)
            elif isinstance(claim.value, Decimal):
                self._number(claim.value, call, path)
                if claim.percent:
                    self._number(claim.value / 100, call, path)

    def _number(self, value: Decimal, call: str | None, path: str) -> None:
        key = abs(value).normalize()
        self._said.add(key)
        if call is not None:
            self._numbers.setdefault(key, (call, path))

    def figure(self, claim: Claim) -> Figure | None:
        """Where a number stands in an output."""
        for key in self._keys(claim):
            if place := self._numbers.get(key):
                return Figure(text=claim.text, source=f"run:{place[0]}", path=place[1])
        return None

    def supports(self, claim: Claim) -> bool:
        """Whether some output, or an argument that a tool accepted, says it."""
        if claim.kind == "number":
            return any(key in self._said for key in self._keys(claim))
        if isinstance(claim.value, PartialDate):
            return any(_same(claim.value, known) for known in self._dates)
        text = claim.text.casefold()
        if text in self._text:
            return True
        return claim.kind == "name" and all(word in self._words for word in _WORD.findall(text))

    @staticmethod
    def _keys(claim: Claim) -> list[Decimal]:
        if not isinstance(claim.value, Decimal):
            return []
        keys = [abs(claim.value).normalize()]
        if claim.percent:
            keys.append((abs(claim.value) / 100).normalize())
        return keys


def _same(claimed: PartialDate, known: PartialDate) -> bool:
    if known.year is None or known.day is None:
        return claimed == known or (claimed.month == known.month and claimed.day == known.day and claimed.year is None)
    try:
        return claimed.matches(date(known.year, known.month, known.day))
    except ValueError:
        return False

"""From `[[ref]]` marks in a text to numbered citations."""

import re
from collections.abc import Iterable

from assistant.conversation import Citation, ToolCall

_MARK = re.compile(r"\s?\[\[([^\[\]\n]{1,300})\]\]")
_LOOKS_NUMBERED = re.compile(r"\[(\d+)\](?!\()")


def known_sources(calls: Iterable[ToolCall], titles: dict[str, str]) -> dict[str, Citation]:
    """Every source that the calls returned, and each successful call itself as a computation, by ref."""
    sources: dict[str, Citation] = {}
    for call in calls:
        if call.status != "ok":
            continue
        for source in call.output.get("sources", []):
            sources.setdefault(source["ref"], Citation(n=0, **source))
        ref = f"run:{call.id}"
        sources[ref] = Citation(n=0, kind="computation", ref=ref, title=titles.get(call.name, call.name))
    return sources


def number_citations(text: str, sources: dict[str, Citation]) -> tuple[str, list[Citation], list[str]]:
    """The text with `[n]` for each mark, the citations in order, and the refs that lead nowhere (dropped).

    `[n]` means a citation and nothing else, so a bracketed number that a quoted text holds is put in parentheses.
    """
    numbered: dict[str, Citation] = {}
    unknown: list[str] = []

    def replace(match: re.Match[str]) -> str:
        ref = match[1].strip()
        source = sources.get(ref)
        if source is None:
            unknown.append(ref)
            return ""
        citation = numbered.setdefault(ref, source.model_copy(update={"n": len(numbered) + 1}))
        lead = " " if match.group().startswith((" ", "\n")) or match.start() > 0 else ""
        return f"{lead}[{citation.n}]"

    plain = _LOOKS_NUMBERED.sub(r"(\1)", _protect(text))
    marked = _MARK.sub(replace, _unprotect(plain))
    return marked, list(numbered.values()), unknown


def strip_marks(text: str) -> str:
    return _MARK.sub("", text)


def _protect(text: str) -> str:
    return text.replace("[[", "\x00").replace("]]", "\x01")


def _unprotect(text: str) -> str:
    return text.replace("\x00", "[[").replace("\x01", "]]")

"""From Slack's message text to a question, and nothing lost on the way."""

import html
import re
from collections.abc import Callable

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^>]*)>")
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!([a-z]+)[^>]*>")


def mentioned(text: str) -> set[str]:
    """The Slack ids that a text mentions."""
    return set(_MENTION.findall(text))


def question(text: str, bot: str, name: Callable[[str], str]) -> str:
    """What was asked, in plain words: without the assistant's own mention, with people and links by their names."""
    plain = _MENTION.sub(lambda found: "" if found[1] == bot else name(found[1]), text)
    plain = _CHANNEL.sub(r"#\1", plain)
    plain = _LINK.sub(lambda found: found[2] or found[1].removeprefix("mailto:"), plain)
    plain = _SPECIAL.sub("", plain)
    return " ".join(html.unescape(plain).split())

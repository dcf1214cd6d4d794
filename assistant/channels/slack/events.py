"""What an event asks for, if anything: a mention, a direct message, or a follow-up in a thread."""

from typing import Any

from assistant.channels.slack import words
from assistant.channels.slack.asking import Asked
from assistant.channels.slack.conversations import Conversations, Place


def question_in(body: dict[str, Any], delivery: str, bot: str, conversations: Conversations) -> Asked | None:
    """The question in an event, or None where nobody asks the assistant."""
    event: dict[str, Any] = body.get("event") or {}
    kind, user, channel = event.get("type"), event.get("user"), event.get("channel")
    if not isinstance(user, str) or not isinstance(channel, str) or user == bot or event.get("bot_id"):
        return None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    text, ts, thread_ts = str(event.get("text") or ""), str(event.get("ts") or ""), event.get("thread_ts")
    team = str(body.get("team_id") or event.get("team") or "")
    direct = event.get("channel_type") in ("im", "app_home") or channel.startswith("D")
    shared = bool(body.get("is_ext_shared_channel"))
    if direct:
        if kind not in ("message", "app_mention"):
            return None
        return Asked(delivery, Place(team, channel, str(thread_ts or ""), user), text, ts, public=False, shared=False)
    place = Place(team, channel, str(thread_ts or ts), user)
    if kind == "app_mention":
        return Asked(delivery, place, text, ts, public=True, shared=shared)
    if kind != "message" or not thread_ts or words.mentioned(text):
        return None
    # Without a mention only who asked here before is answered: people also talk with each other in threads.
    if conversations.thread(place) is None:
        return None
    return Asked(delivery, place, text, ts, public=True, shared=shared)

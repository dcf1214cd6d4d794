"""From what Slack sends to one delivery: its kind, its identity across retries, and the conversation it belongs to."""

import hashlib
import json
import urllib.parse
from dataclasses import dataclass
from typing import Any

EVENT, INTERACTION, COMMAND = "event", "interaction", "command"


class Unreadable(ValueError):
    """A body that is no payload of Slack's; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that happened in Slack.

    `id` is the same for every retry of it. `conversation` orders deliveries: those of one conversation are worked one
    after the other. `order` is when it happened, in seconds since 1970, by Slack's clock where it tells.
    """

    id: str
    kind: str
    conversation: str
    order: float
    body: dict[str, Any]


def read(body: bytes, content_type: str) -> dict[str, Any]:
    """The payload in a request's body: JSON for events, a form for commands, JSON in a form for interactions."""
    try:
        text = body.decode("utf-8")
        if content_type.split(";")[0].strip().casefold() == "application/json" or text.lstrip().startswith("{"):
            payload = json.loads(text)
        else:
            fields = urllib.parse.parse_qs(text, keep_blank_values=True, strict_parsing=True, max_num_fields=200)
            payload = json.loads(fields["payload"][0]) if "payload" in fields else {k: v[0] for k, v in fields.items()}
    except (ValueError, RecursionError):
        raise Unreadable("The body is neither JSON nor a form in UTF-8.") from None
    if not isinstance(payload, dict):
        raise Unreadable("The body holds no payload of Slack's.")
    return payload  # pyright: ignore[reportUnknownVariableType]


def delivery(payload: dict[str, Any], received: float) -> Delivery:
    """What a payload is, whatever its kind; unknown kinds are deliveries too, and nothing comes of them."""
    if "command" in payload:
        identity = _text(payload, "trigger_id")
        where = (_text(payload, "team_id"), _text(payload, "channel_id"), _text(payload, "user_id"))
        return _made(COMMAND, identity, where, received, payload)
    if isinstance(payload.get("event"), dict) or payload.get("type") == "event_callback":
        event: dict[str, Any] = payload["event"] if isinstance(payload.get("event"), dict) else {}
        channel = event.get("channel")
        thread = _text(event, "thread_ts") or (_text(event, "ts") if event.get("type") == "app_mention" else "")
        where = (_text(payload, "team_id"), str(channel or ""), thread, _text(event, "user"))
        happened = _seconds(event.get("event_ts") or event.get("ts")) or _seconds(payload.get("event_time"))
        return _made(EVENT, _text(payload, "event_id"), where, happened or received, payload)
    user = payload.get("user")
    team = payload.get("team")
    where = (
        _text(team, "id") if isinstance(team, dict) else "",  # pyright: ignore[reportUnknownArgumentType]
        _text(user, "id") if isinstance(user, dict) else "",  # pyright: ignore[reportUnknownArgumentType]
    )
    identity = _text(payload, "trigger_id") or _text(payload, "callback_id") + _text(payload, "action_ts")
    return _made(INTERACTION, identity, where, received, payload)


def _made(kind: str, identity: str, where: tuple[str, ...], order: float, payload: dict[str, Any]) -> Delivery:
    """Without an identity of Slack's, the content is the identity."""
    if not identity:
        identity = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    return Delivery(f"{kind}:{identity}"[:200], kind, f"{kind}:" + ":".join(where)[:300], order, payload)


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0

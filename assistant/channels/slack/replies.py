"""Telling the person behind an interaction or a command something that nobody else sees."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from assistant.channels.slack.blocks import Block

SECONDS = 15


def tell(client: WebClient, body: dict[str, Any], text: str, made: list[Block]) -> None:
    """By the response URL where there is one, else as an ephemeral message, else as a direct one."""
    url = body.get("response_url")
    if isinstance(url, str) and url:
        answer = WebhookClient(url, timeout=SECONDS).send(
            text=text, blocks=made, response_type="ephemeral", replace_original=False
        )
        if answer.status_code < 400:
            return
    user = who(body)
    if not user:
        return
    channel: Any = body.get("channel_id") or (body.get("channel") or {}).get("id")
    if not channel:
        client.chat_postMessage(channel=user, text=text, blocks=made)
        return
    message: dict[str, Any] = body.get("message") or {}
    client.chat_postEphemeral(channel=channel, user=user, thread_ts=message.get("thread_ts"), text=text, blocks=made)


def who(body: dict[str, Any]) -> str:
    """The Slack id behind an interaction or a command."""
    user: Any = body.get("user")
    id_: Any = body.get("user_id") or (user.get("id") if isinstance(user, dict) else user)  # pyright: ignore[reportUnknownMemberType]
    return id_ if isinstance(id_, str) else ""

"""Socket Mode: Slack's deliveries over a WebSocket that this process opens; no address of ours need be reachable."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from assistant.channels.slack.payloads import delivery
from assistant.channels.slack.worker import SlackWorkers
from knowledge.workforce.errors import Unavailable

if TYPE_CHECKING:
    from assistant.bootstrap import Installation

STOP_SECONDS = 6.0


def run(opened: Installation, ended: threading.Event) -> None:
    """Answer over Socket Mode until `ended` is set. Raises `Unavailable` when Slack can't be reached at the start."""
    settings = opened.settings
    assert settings.slack_app_token is not None  # noqa: S101 - the command has looked
    workers = SlackWorkers(opened)
    client = SocketModeClient(
        app_token=settings.slack_app_token.get_secret_value(),
        web_client=WebClient(base_url=settings.slack_api_url),
    )

    def took(socket: BaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            workers.put(delivery(request.payload, time.time()))
        except Unavailable:
            return  # not acknowledged: Slack sends it again
        socket.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    client.socket_mode_request_listeners.append(took)
    try:
        client.connect()
    except SlackApiError as error:
        client.close()
        raise Unavailable(
            f"Slack refused to open Socket Mode ({error.response['error']}); is SLACK_APP_TOKEN right?"
        ) from None
    except OSError:
        client.close()
        raise Unavailable(f"Slack can't be reached at {settings.slack_api_url}; is the network there?") from None
    workers.start()
    try:
        ended.wait()
    finally:
        client.close()
        workers.stop(STOP_SECONDS)

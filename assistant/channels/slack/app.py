"""The Bolt app: which listener takes which delivery. It runs inside a worker, after the delivery was acknowledged."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltContext, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from assistant.audit.vocabulary import EventKind
from assistant.channels.slack import blocks
from assistant.channels.slack.asking import CHANNEL, Asking, sentence
from assistant.channels.slack.cards import PlanCards
from assistant.channels.slack.conversations import Conversations
from assistant.channels.slack.events import question_in
from assistant.channels.slack.feedback import REASON_VIEW, reason_view, written
from assistant.channels.slack.home import Home, HomeTab
from assistant.channels.slack.people import People
from assistant.channels.slack.plan_clicks import PlanClicks
from assistant.channels.slack.privacy import Readers
from assistant.channels.slack.queue import Claimed
from assistant.channels.slack.replies import tell, who
from assistant.channels.slack.shortcuts import Shortcuts
from assistant.channels.slack.told import Told
from assistant.journal import record
from knowledge.workforce.errors import BadInput

if TYPE_CHECKING:
    from assistant.bootstrap import Installation
    from assistant.settings import Settings

API_SECONDS = 15
_HELP = (
    "Ask in your own words: `/workforce who knows Python and is free next month?`\n"
    "I answer here, seen by you alone. In a channel mention me, or write me a direct message; follow-ups go in the thread."
)


def web_client(settings: Settings) -> WebClient:
    """Slack's Web API as the assistant, tried again where Slack is busy or failing."""
    token = settings.slack_bot_token
    assert token is not None  # noqa: S101 - who makes this has looked
    return WebClient(
        token=token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=API_SECONDS,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=3), ServerErrorRetryHandler(max_retry_count=2)],
    )


def plan_cards(opened: Installation) -> PlanCards:
    """The cards of this installation's plans."""
    engine = opened.database.engine
    return PlanCards(opened.approvals, opened.registry.users, engine, Told(engine), opened.settings.public_address)


class SlackFailed(Exception):
    """A delivery could not be worked; it is tried again later."""


class SlackApp:
    """Everything that Slack can ask for, over one installation."""

    def __init__(self, opened: Installation) -> None:
        settings = opened.settings
        self._opened = opened
        self.client = web_client(settings)
        self._token = self.client.token or ""
        self.people = People(opened.registry.users)
        self.conversations = Conversations(opened.database.engine)
        self.asking = Asking(
            assistant=opened.assistant,
            people=self.people,
            readers=Readers(opened.registry, opened.policies, self.people),
            conversations=self.conversations,
            link=settings.public_address,
        )
        self.cards = plan_cards(opened)
        self.home = Home(opened.registry, opened.approvals, opened.log, settings.public_address)
        self._me: AuthorizeResult | None = None
        self._lock = threading.Lock()
        self.bolt = App(
            client=WebClient(
                base_url=settings.slack_api_url, timeout=API_SECONDS, retry_handlers=self.client.retry_handlers
            ),
            authorize=lambda: self.me(),
            process_before_response=True,
            request_verification_enabled=False,
            token_verification_enabled=False,
            # Nothing here uses them, and making them fails on an assistant's event that lacks its thread.
            attaching_conversation_kwargs_enabled=False,
        )
        self._listen()

    def me(self) -> AuthorizeResult:
        """Who the assistant is in Slack; asked for once."""
        with self._lock:
            if self._me is None:
                answer: Any = self.client.auth_test().data
                self._me = AuthorizeResult(
                    enterprise_id=answer.get("enterprise_id"),
                    team_id=answer.get("team_id"),
                    bot_user_id=answer.get("user_id"),
                    bot_id=answer.get("bot_id"),
                    bot_token=self._token,
                )
            return self._me

    def work(self, claimed: Claimed) -> None:
        """Work one delivery to its end, or raise `SlackFailed`."""
        context = BoltContext({"delivery": claimed.id, "again": claimed.attempts > 1})
        try:
            response = self.bolt.dispatch(BoltRequest(body=claimed.body, context=context, mode="socket_mode"))
        except (KeyError, TypeError, AttributeError):
            # Bolt looks for a listener's name inside the payload before any listener runs (what a listener raises goes to
            # `_failed`): one that lacks what its kind has is nobody's, and trying it again would change nothing.
            sys.stderr.write("A payload of Slack's lacks what its kind has; nothing came of it.\n")
            return
        if response.status >= 500:
            raise SlackFailed(str(context.get("failure") or "a listener failed"))

    def _listen(self) -> None:
        bolt = self.bolt
        bolt.event("app_mention")(self._asked)
        bolt.event("message")(self._asked)
        bolt.event("user_change")(self._changed)
        bolt.command("/workforce")(self._command)
        bolt.action("answer_feedback")(self._feedback)
        bolt.view(REASON_VIEW)(self._reason)
        PlanClicks(self._opened.approvals, self.people, self.cards).listen(bolt)
        HomeTab(self.home, self.people, self.asking).listen(bolt)
        Shortcuts(self.people, self.asking).listen(bolt)
        bolt.error(self._failed)

    def _asked(self, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        bot = str(context.bot_user_id or "")
        asked = question_in(body, str(context["delivery"]), bot, self.conversations)
        if asked is None:
            return
        try:
            self.asking.answer(client, bot, asked, again=bool(context["again"]))
        except BadInput as error:
            text, made = sentence(error)
            thread_ts = asked.place.thread_ts or None
            client.chat_postMessage(channel=asked.place.channel, thread_ts=thread_ts, text=text, blocks=made)

    def _command(self, ack: Any, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        viewer = self.people.viewer(client, who(body))
        text = str(body.get("text") or "").strip()
        if viewer is None:
            said = blocks.say("I don't know you yet; ask whoever runs Workforce Assistant to add you.")
        elif text.casefold() in ("", "help"):
            said = blocks.say(_HELP)
        else:
            try:
                said = self.asking.ask_once(client, viewer, str(context.bot_user_id or ""), text)
            except BadInput as error:
                said = sentence(error)
        tell(client, body, *said)

    def _feedback(self, ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        verdict, _, run = str(action.get("value") or "").partition(":")
        viewer = self.people.viewer(client, who(body))
        if viewer is None or not run:
            return
        payload = {"feedback": verdict}
        record(
            self._opened.log,
            EventKind.NOTICE,
            viewer=viewer,
            channel=CHANNEL,
            run=run,
            decision=verdict,
            payload=payload,
        )
        thanks = "Thank you, noted." if verdict == blocks.GOOD else "Thank you. It is noted for whoever looks after me."
        tell(client, body, *blocks.say(thanks))
        if verdict == blocks.BAD and body.get("trigger_id"):
            try:
                client.views_open(trigger_id=body["trigger_id"], view=reason_view(run))
            except SlackApiError:
                return  # the moment for a modal has passed; the verdict is kept

    def _reason(self, ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        ack()
        viewer = self.people.viewer(client, who(body))
        run, reason = written(view)
        if viewer is not None and run and reason:
            payload = {"feedback": blocks.BAD, "reason": reason}
            record(self._opened.log, EventKind.NOTICE, viewer=viewer, channel=CHANNEL, run=run, payload=payload)

    def _changed(self, event: dict[str, Any]) -> None:
        self.people.forget(who(event))

    def _failed(self, error: Exception, context: BoltContext) -> None:
        if isinstance(error, SlackApiError):
            answer: Any = error.response
            context["failure"] = f"Slack answered {answer.get('error')}"
        else:
            context["failure"] = type(error).__name__

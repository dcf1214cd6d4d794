"""A question from Slack to its answer in Slack: in the channel, or to the asker alone where not everyone may read it."""

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.channels.slack import blocks, words
from assistant.channels.slack.conversations import Conversations, Place
from assistant.channels.slack.people import People
from assistant.channels.slack.privacy import Readers
from assistant.conversation import Answer, Question
from assistant.service import Assistant, UnknownThread
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import Viewer

CHANNEL = "slack"
METADATA = "workforce_answer"
_STRANGER = (
    "I don't know you yet, so I can't tell what you may see. Ask whoever runs Workforce Assistant to add you: "
    "`workforce users add {email} --role ROLE`."
)
_PRIVATE = "I've answered you privately: not everyone here may see all of it."
_NOT_HERE = "This channel is shared with another company, so I answer in a direct message only."
_LOOKED_THROUGH = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in Slack. `message_ts` is the message that asks; `public` tells a channel from a direct message."""

    delivery: str
    place: Place
    text: str
    message_ts: str
    public: bool
    shared: bool


@dataclass(frozen=True)
class Asking:
    """Answers questions that come from Slack."""

    assistant: Assistant
    people: People
    readers: Readers
    conversations: Conversations
    link: str

    def answer(self, client: WebClient, bot: str, asked: Asked, *, again: bool) -> None:
        """Answer once. `again`: an earlier try may have answered before its process died, so look first."""
        place = asked.place
        if again and self._answered(client, bot, asked):
            return
        viewer = self.people.viewer(client, place.slack_user)
        if viewer is None:
            self._tell_stranger(client, asked)
            return
        if asked.public and asked.shared:
            self._privately(client, asked, *blocks.say(_NOT_HERE))
            return
        self._status(client, asked, "is looking into it…")
        answer = self._ask(client, viewer, bot, asked)
        self.conversations.keep(place, answer.thread)
        text, made = blocks.answer_blocks(answer, self.run_link(answer.run))
        if asked.public and not self.readers.may_all_read(client, place.channel, viewer, bot, answer):
            self._privately(client, asked, text, made)
            self._post(client, asked, *blocks.say(_PRIVATE))
            return
        self._post(client, asked, text, made)

    def ask_once(self, client: WebClient, viewer: Viewer, bot: str, text: str) -> tuple[str, list[blocks.Block]]:
        """One question without a conversation, for a command or a shortcut."""
        asked = words.question(text, bot, lambda id_: self.people.names(client, [id_])[id_])
        answer = self.assistant.answer(Question(asked, viewer, CHANNEL))
        return blocks.answer_blocks(answer, self.run_link(answer.run))

    def run_link(self, run: str) -> str:
        """Where the whole story of a run is told."""
        return f"{self.link}/auditor/runs/{run}"

    def _ask(self, client: WebClient, viewer: Viewer, bot: str, asked: Asked) -> Answer:
        text = words.question(asked.text, bot, lambda id_: self.people.names(client, [id_])[id_])
        thread = self.conversations.thread(asked.place)
        try:
            return self.assistant.answer(Question(text, viewer, CHANNEL, thread))
        except UnknownThread:
            return self.assistant.answer(Question(text, viewer, CHANNEL))

    def _tell_stranger(self, client: WebClient, asked: Asked) -> None:
        profile = self.people.profile(client, asked.place.slack_user)
        if profile.deactivated or profile.is_bot:
            return
        said = blocks.say(_STRANGER.format(email=profile.email or "your-address"))
        if asked.public:
            self._privately(client, asked, *said)
        else:
            self._post(client, asked, *said)

    def _post(self, client: WebClient, asked: Asked, text: str, made: list[blocks.Block]) -> None:
        client.chat_postMessage(
            channel=asked.place.channel,
            thread_ts=asked.place.thread_ts or None,
            text=text,
            blocks=made,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": METADATA, "event_payload": {"delivery": asked.delivery}},
        )

    def _privately(self, client: WebClient, asked: Asked, text: str, made: list[blocks.Block]) -> None:
        client.chat_postEphemeral(
            channel=asked.place.channel,
            user=asked.place.slack_user,
            thread_ts=asked.place.thread_ts or None,
            text=text,
            blocks=made,
        )

    def _status(self, client: WebClient, asked: Asked, status: str) -> None:
        """A line while working, where Slack shows one; it vanishes with the answer."""
        if asked.public or not asked.place.thread_ts:
            return
        try:
            client.assistant_threads_setStatus(
                channel_id=asked.place.channel, thread_ts=asked.place.thread_ts, status=status
            )
        except SlackApiError:
            return

    def _answered(self, client: WebClient, bot: str, asked: Asked) -> bool:
        """Whether this delivery's answer stands in Slack already."""
        place = asked.place
        try:
            if place.thread_ts:
                found: Any = client.conversations_replies(
                    channel=place.channel,
                    ts=place.thread_ts,
                    oldest=asked.message_ts,
                    include_all_metadata=True,
                    limit=_LOOKED_THROUGH,
                ).data
            else:
                found = client.conversations_history(
                    channel=place.channel, oldest=asked.message_ts, include_all_metadata=True, limit=_LOOKED_THROUGH
                ).data
        except SlackApiError:
            return False
        return any(
            (message.get("metadata") or {}).get("event_payload", {}).get("delivery") == asked.delivery
            for message in found.get("messages") or []
        )


def sentence(error: BadInput) -> tuple[str, list[blocks.Block]]:
    """A refusal to take a question, as a message."""
    return blocks.say(str(error))

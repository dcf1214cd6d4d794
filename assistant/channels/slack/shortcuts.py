"""The message shortcut "Check this against policy": what the policies say of a message, told to who asks alone."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from assistant.channels.slack.asking import Asking, sentence
from assistant.channels.slack.blocks import say, whole_sentences
from assistant.channels.slack.people import People
from assistant.channels.slack.replies import tell, who
from knowledge.workforce.errors import BadInput

CHECK = "check_against_policy"
CHARACTERS = 1_500
"""Of the message: what a question about it may quote."""


@dataclass(frozen=True)
class Shortcuts:
    people: People
    asking: Asking

    def listen(self, bolt: App) -> None:
        bolt.shortcut(CHECK)(self._check)

    def _check(self, ack: Any, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        viewer = self.people.viewer(client, who(body))
        text = whole_sentences(str((body.get("message") or {}).get("text") or "").strip(), CHARACTERS)
        if viewer is None:
            said = say("I don't know you yet; ask whoever runs Workforce Assistant to add you.")
        elif not text:
            said = say("There are no words in that message that I could check.")
        else:
            question = f"What do our policies say about this: {text}"
            try:
                said = self.asking.ask_once(client, viewer, str(context.bot_user_id or ""), question)
            except BadInput as error:
                said = sentence(error)
        tell(client, body, *said)

"""Clicks on plans' cards: approve, reject, ask for changes, no more reminders."""

import json
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from assistant.approvals import Approvals, Bound
from assistant.channels.slack import cards
from assistant.channels.slack.asking import CHANNEL
from assistant.channels.slack.blocks import say
from assistant.channels.slack.cards import PlanCards
from assistant.channels.slack.feedback import written
from assistant.channels.slack.people import People
from assistant.channels.slack.replies import tell, who
from knowledge.workforce.errors import BadInput, NotPermitted


@dataclass(frozen=True)
class PlanClicks:
    """A click decides by the same way as everywhere; who may not, or comes too late, is told why."""

    approvals: Approvals
    people: People
    cards: PlanCards

    def listen(self, bolt: App) -> None:
        for action in (cards.APPROVE, cards.REJECT):
            bolt.action(action)(self._decide)
        bolt.action(cards.CHANGES)(self._ask_what_changes)
        bolt.view(cards.CHANGES_VIEW)(self._send_back)
        bolt.action(cards.QUIET)(self._no_more)

    def _decide(self, ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        approved = action.get("action_id") == cards.APPROVE
        self._decided(client, body, str(action.get("value") or ""), approved=approved, reason=None)

    def _ask_what_changes(self, ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        view = cards.changes_view(str(action.get("value") or ""))
        client.views_open(trigger_id=str(body.get("trigger_id") or ""), view=view)

    def _send_back(self, ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        ack()
        about, reason = written(view)
        self._decided(client, body, about, approved=False, reason=reason)

    def _no_more(self, ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        plan = str(action.get("value") or "")[:60]
        self.cards.told.once(cards.quiet_topic(plan), who(body))
        tell(client, body, *say(f"You'll hear no more reminders of **{plan}**. Its card stays."))

    def _decided(
        self, client: WebClient, body: dict[str, Any], value: str, *, approved: bool, reason: str | None
    ) -> None:
        try:
            given = json.loads(value)
            id_, bound = str(given["plan"]), Bound(int(given["version"]), str(given["hash"]), reason)
        except (ValueError, KeyError, TypeError):
            tell(client, body, *say("This button can't be read any more; open the plan's page instead."))
            return
        viewer = self.people.viewer(client, who(body))
        if viewer is None:
            tell(client, body, *say("I don't know you, so you can't decide on a plan. Nothing has changed."))
            return
        step = self.approvals.approve if approved else self.approvals.reject
        try:
            plan = step(id_, viewer, bound, CHANNEL)
        except (BadInput, NotPermitted) as error:
            tell(client, body, *say(f"{error} Nothing has changed."))
            return
        decision = "approved" if approved else "sent back" if reason else "rejected"
        tell(client, body, *say(f"You {decision} **{plan.id}**. It is {plan.status.value} now."))
        self.cards.sweep(client)

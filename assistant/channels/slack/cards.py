"""Plans in Slack: a card for each approver, bound to the version that it shows, renewed when the plan moves on."""

import json
import time
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine, insert, select, update

from assistant.approvals import Approvals
from assistant.channels.slack.blocks import Block, escaped, whole_sentences
from assistant.channels.slack.tables import slack_card
from knowledge.registry.users import Users
from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.planning.redaction import shown_to
from knowledge.workforce.planning.states import Plan, functions_of
from knowledge.workforce.viewer import OPERATOR, Viewer

APPROVE, REJECT, CHANGES = "plan_approve", "plan_reject", "plan_changes"
CHANGES_VIEW = "plan_changes_view"
SUMMARY_CHARACTERS = 2_500
WARNINGS_SHOWN = 6


@dataclass(frozen=True)
class PlanCards:
    """Sends cards to the approvers of submitted plans who have a Slack id, each once a version."""

    approvals: Approvals
    users: Users
    engine: Engine
    link: str

    def sweep(self, client: WebClient) -> None:
        """Send what is due and renew what is out of date. Whoever is told twice is told by an update, never a second card."""
        plans = {plan.id: plan for plan in self.approvals.all(OPERATOR)}
        with self.engine.connect() as connection:
            sent = {(row.plan, row.version, row.slack_user): row for row in connection.execute(select(slack_card))}
        for plan in plans.values():
            if plan.status is PlanStatus.SUBMITTED:
                for slack_user, viewer in self._approvers(plan):
                    if (plan.id, plan.version, slack_user) not in sent:
                        self._send(client, plan, slack_user, viewer)
        for (id_, version, slack_user), row in sent.items():
            plan = plans.get(id_)
            if plan is not None and row.ts and row.shown != (state := _state(plan, version)):
                self._renew(client, plan, version, slack_user, row, state)

    def _approvers(self, plan: Plan) -> list[tuple[str, Viewer]]:
        """Those who may decide something that is open; nobody decides on their own request."""
        found: list[tuple[str, Viewer]] = []
        for user in self.users.all():
            if user.slack and user.email != plan.requested_by:
                viewer = self.users.viewer(user.email)
                if functions_of(viewer, plan).keys() & plan.open_functions:
                    found.append((user.slack, viewer))
        return found

    def _send(self, client: WebClient, plan: Plan, slack_user: str, viewer: Viewer) -> None:
        """The card is written down before it is sent: a process that dies between leaves one untold, not one told twice."""
        key = {"plan": plan.id, "version": plan.version, "slack_user": slack_user}
        with self.engine.begin() as connection:
            taken = select(slack_card.c.plan).filter_by(**key)
            if connection.execute(taken).first() is not None:
                return
            connection.execute(insert(slack_card).values(**key, shown=_state(plan, plan.version), sent=time.time()))
        text, blocks = card(plan, viewer, self.link)
        answer: Any = client.chat_postMessage(channel=slack_user, text=text, blocks=blocks).data
        with self.engine.begin() as connection:
            where = [slack_card.c[name] == value for name, value in key.items()]
            connection.execute(update(slack_card).where(*where).values(channel=answer["channel"], ts=answer["ts"]))

    def _renew(self, client: WebClient, plan: Plan, version: int, slack_user: str, row: Any, state: str) -> None:
        viewer = self.users.by_slack(slack_user)
        if viewer is None:
            return
        text, blocks = card(plan, viewer, self.link, version=version)
        try:
            client.chat_update(channel=row.channel, ts=row.ts, text=text, blocks=blocks)
        except SlackApiError as error:
            answer: Any = error.response
            if answer.get("error") not in ("message_not_found", "cant_update_message", "channel_not_found"):
                raise
        with self.engine.begin() as connection:
            same = (
                slack_card.c.plan == plan.id,
                slack_card.c.version == version,
                slack_card.c.slack_user == slack_user,
            )
            connection.execute(update(slack_card).where(*same).values(shown=state))


def card(plan: Plan, viewer: Viewer, link: str, *, version: int | None = None) -> tuple[str, list[Block]]:
    """The plan on one screen as this approver may see it, with buttons while there is something for them to decide."""
    document = shown_to(plan, viewer)
    text = f"{plan.id}: {plan.title}"
    blocks: list[Block] = [
        {"type": "header", "text": {"type": "plain_text", "text": plan.title[:150]}},
        _section(whole_sentences(escaped(str(document.get("summary") or plan.title)), SUMMARY_CHARACTERS)),
    ]
    option = next((o for o in document["options"] if o["id"] == document.get("recommended")), None)
    facts = [f"*Asked by* {escaped(plan.requested_by)}", f"*Version* {plan.version}"]
    if option is not None:
        cost = option.get("cost") or {}
        if cost.get("amount") is not None:
            facts.append(f"*Cost* {cost['currency']} {cost['amount']:,.0f}")
        facts.append(
            f"*Way* {escaped(str(option['kind']).replace('_', ' '))}, {option['lead_days']} days until it starts"
        )
    blocks.append({"type": "section", "fields": [{"type": "mrkdwn", "text": fact[:2000]} for fact in facts]})
    warned = [c for c in document["checks"] if c["result"] in ("warned", "blocked", "unknown")]
    if warned:
        lines = [f"• {c['rule']} {c['result']}: {escaped(str(c['detail']))[:200]}" for c in warned[:WARNINGS_SHOWN]]
        blocks.append(_section("*Checks*\n" + "\n".join(lines)))
    blocks.append(_context(_standing(plan)))
    mine = functions_of(viewer, plan).keys() & plan.open_functions
    current = version in (None, plan.version)
    if plan.status is PlanStatus.SUBMITTED and mine and current and viewer.email != plan.requested_by:
        whys = [a for a in plan.approvals if a.function in mine]
        why = "; ".join(f"{a.function.value.replace('_', ' ')}: {escaped(a.why)}" for a in whys)
        blocks.append(_context(f"You decide for {why}"[:1900]))
        blocks.append(_buttons(plan))
    elif not current:
        blocks.append(_context(f"This card shows version {version}; the plan is at version {plan.version} now."))
    blocks.append(_context(f"<{link}/plans/{plan.id}|The whole plan>"))
    return text, blocks


def changes_view(value: str) -> dict[str, Any]:
    """The modal that asks what should change. `value` is the button's: the plan's version is bound from the first click on."""
    return {
        "type": "modal",
        "callback_id": CHANGES_VIEW,
        "private_metadata": value,
        "title": {"type": "plain_text", "text": "Ask for changes"},
        "submit": {"type": "plain_text", "text": "Send back"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            {
                "type": "input",
                "block_id": "reason",
                "label": {"type": "plain_text", "text": "What should change?"},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 2000},
            }
        ],
    }


def _buttons(plan: Plan) -> Block:
    value = json.dumps({"plan": plan.id, "version": plan.version, "hash": plan.hash})
    named = ((APPROVE, "Approve", "primary"), (CHANGES, "Ask for changes", None), (REJECT, "Reject", "danger"))
    elements: list[dict[str, Any]] = []
    for action, text, style in named:
        button = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": text}}
        elements.append(button | ({"style": style} if style else {}))
    return {"type": "actions", "elements": elements}


def _state(plan: Plan, version: int) -> str:
    """What a card shows of a plan's standing: when it differs from what was sent, the card is renewed."""
    if version != plan.version:
        return "replaced"
    return f"{plan.status.value}:{len(plan.open_functions)}"[:20]


def _standing(plan: Plan) -> str:
    parts = [
        f"{a.function.value.replace('_', ' ')} {a.status}" + (f" by {escaped(a.by)}" if a.by else "")
        for a in plan.approvals
    ]
    return f"*{plan.status.value.capitalize()}* · {' · '.join(parts)}"[:1900]


def _section(mrkdwn: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn[:3000]}}


def _context(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}

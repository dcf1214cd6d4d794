"""The home tab: what waits for this person, the gaps that are theirs, what they asked last, and what they may ask."""

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.approvals import Approvals
from assistant.audit.store import OversightLog
from assistant.channels.slack.asking import Asking, sentence
from assistant.channels.slack.blocks import Block, escaped, whole_sentences
from assistant.channels.slack.people import People
from assistant.channels.slack.prompts import prompts_for
from assistant.channels.slack.replies import who
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.governance.visibility import owns
from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.planning.states import Plan, functions_of
from knowledge.workforce.viewer import Viewer

PROMPT = "ask_prompt"
SHOWN = 5
_GREETING = "Ask me in your own words: in the Messages tab, by mention in a channel, or with `/workforce`."
_STRANGER = "I don't know you yet; ask whoever runs Workforce Assistant to add you."


@dataclass(frozen=True)
class Home:
    """What one person's home tab holds. Nothing is on it that they may not see elsewhere."""

    registry: Registry
    approvals: Approvals
    log: OversightLog
    link: str

    def view(self, viewer: Viewer | None) -> dict[str, Any]:
        """The view for `views.publish`."""
        if viewer is None:
            return {"type": "home", "blocks": [_section(_STRANGER)]}
        blocks = [_section(_GREETING)]
        blocks += _part("Waiting for your approval", [self._plan(p) for p in self.waiting(viewer)], "Nothing waits.")
        blocks += _part("Gaps you own", [_gap(gap) for gap in self.gaps(viewer)], "None that are yours.")
        blocks += _part("Your recent questions", self._recent(viewer), "You have asked nothing yet.")
        blocks += [_header("You may like to ask"), _prompts(viewer)]
        return {"type": "home", "blocks": blocks}

    def waiting(self, viewer: Viewer) -> list[Plan]:
        """Plans that this person may decide something of, the newest first."""
        return [
            plan
            for plan in self.approvals.all(viewer)
            if plan.status is PlanStatus.SUBMITTED
            and plan.requested_by != viewer.email
            and functions_of(viewer, plan).keys() & plan.open_functions
        ]

    def gaps(self, viewer: Viewer) -> list[Gap]:
        """The open gaps that are this person's to mend, the worst first."""
        facts = self.registry.facts(self.registry.today())
        mine = [gap for gap in scan(facts).gaps if gap.accepted is None and owns(viewer, gap, facts)]
        return sorted(mine, key=lambda gap: (gap.severity.rank, gap.rule, gap.subject_id))

    def _plan(self, plan: Plan) -> str:
        until = f", until {plan.expires_on:%d %b %Y}" if plan.expires_on else ""
        asked = f"asked by {escaped(plan.requested_by)}"
        return f"<{self.link}/plans/{plan.id}|{plan.id}> {escaped(plan.title)[:150]}, {asked}{until}"

    def _recent(self, viewer: Viewer) -> list[str]:
        return [
            f"<{self.link}/auditor/runs/{run['run']}|{escaped(whole_sentences(str(run['question']), 120))}>"
            f" · {escaped(str(run['status'] or 'not answered'))}"
            for run in self.log.runs(SHOWN, None, viewer.email)
            if run["question"]
        ]


@dataclass(frozen=True)
class HomeTab:
    """Opens the home tab and the agent's view, and asks what is clicked there."""

    home: Home
    people: People
    asking: Asking

    def listen(self, bolt: App) -> None:
        bolt.event("app_home_opened")(self._opened)
        bolt.event("assistant_thread_started")(self._started)
        bolt.action(re.compile(f"^{PROMPT}"))(self._asked)

    def _opened(self, event: dict[str, Any], client: WebClient) -> None:
        slack_user = event.get("user")
        if not isinstance(slack_user, str):
            return
        viewer = self.people.viewer(client, slack_user)
        if event.get("tab") == "messages":
            # In the agent's view there is no thread yet; Slack drops prompts silently that name one.
            self._suggest(client, viewer, str(event.get("channel") or ""), None)
        else:
            client.views_publish(user_id=slack_user, view=self.home.view(viewer))

    def _started(self, event: dict[str, Any], client: WebClient) -> None:
        thread: dict[str, Any] = event.get("assistant_thread") or {}
        viewer = self.people.viewer(client, str(thread.get("user_id") or ""))
        self._suggest(client, viewer, str(thread.get("channel_id") or ""), str(thread.get("thread_ts") or "") or None)

    def _suggest(self, client: WebClient, viewer: Viewer | None, channel: str, thread_ts: str | None) -> None:
        if viewer is None or not channel:
            return
        prompts = [{"title": title, "message": text} for title, text in prompts_for(viewer)]
        try:
            client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=thread_ts, prompts=prompts)
        except SlackApiError:
            return  # an app without this view: nothing is lost but the prompts

    def _asked(
        self, ack: Any, body: dict[str, Any], action: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        viewer = self.people.viewer(client, who(body))
        text = str(action.get("value") or "")
        if viewer is None or not text:
            return
        try:
            said, made = self.asking.ask_once(client, viewer, str(context.bot_user_id or ""), text)
        except BadInput as error:
            said, made = sentence(error)
        question = {"type": "context", "elements": [{"type": "mrkdwn", "text": f"*{escaped(text)[:300]}*"}]}
        client.chat_postMessage(channel=who(body), text=said, blocks=[question, *made], unfurl_links=False)


def _gap(gap: Gap) -> str:
    due = f", due {gap.due:%d %b %Y}" if gap.due else ""
    return f"*{gap.rule}* {gap.severity.value}: {escaped(gap.subject_name)[:80]}, {escaped(gap.title)[:150]}{due}"


def _part(title: str, lines: list[str], empty: str) -> list[Block]:
    shown = [f"• {line}" for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(f"and {len(lines) - SHOWN} more")
    return [_header(title), _section("\n".join(shown) or empty)]


def _prompts(viewer: Viewer) -> Block:
    return {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": f"{PROMPT}_{n}",
                "text": {"type": "plain_text", "text": title[:75]},
                "value": text,
            }
            for n, (title, text) in enumerate(prompts_for(viewer))
        ],
    }


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _section(mrkdwn: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn[:3000]}}

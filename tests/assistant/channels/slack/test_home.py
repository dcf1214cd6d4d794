"""The home tab, suggested prompts by role, the message shortcut, and why an answer was wrong."""

import json
from typing import Any

import pytest

from assistant.channels.slack.prompts import prompts_for
from knowledge.workforce.viewer import Role, Viewer
from tests.assistant.channels.slack.conftest import LEADER, MANAGER, STRANGER, Running
from tests.fakes.slack_server import TEAM


def opened(user: str, tab: str = "home") -> dict[str, Any]:
    return {"type": "app_home_opened", "user": user, "tab": tab, "channel": "D" + user}


def test_the_home_tab_holds_what_is_ones_own(running: Running) -> None:
    running.opened.registry.users.add("leader@alderquay.example", roles=["hr"], org_units=[], slack_id=None)
    direct = {"type": "message", "channel_type": "im", "user": LEADER, "channel": "D1"}
    running.event({**direct, "text": "How many freelancers are there in Germany?"}, "Ev0")
    running.settled()
    running.event(opened(LEADER), "Ev1")
    running.event(opened(STRANGER), "Ev2")
    running.settled()
    views = {view["user_id"]: json.dumps(view) for view in running.slack.views}
    assert "How many freelancers are there in Germany?" in views[LEADER]
    assert "/auditor/runs/" in views[LEADER]
    assert "critical" in views[LEADER], "HR owns gaps here"
    assert "ask_prompt_0" in views[LEADER]
    assert "don't know you" in views[STRANGER]
    assert "ask_prompt" not in views[STRANGER]


def test_a_prompt_on_the_home_tab_is_asked_and_answered_in_a_direct_message(running: Running) -> None:
    running.event(opened(LEADER), "Ev1")
    running.settled()
    (view,) = running.slack.views
    button = next(b for b in view["blocks"] if b["type"] == "actions")["elements"][0]
    action = {**button, "block_id": "b"}
    running.interact(
        {"type": "block_actions", "user": {"id": LEADER}, "team": {"id": TEAM}, "trigger_id": "t", "actions": [action]}
    )
    (answer,) = running.slack.wait(1, channel=LEADER)
    assert button["value"] in answer.words


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_prompts_that_it_is_permitted_to_ask(running: Running, role: Role) -> None:
    running.slack.person("UROLE", "role@alderquay.example")
    running.opened.registry.users.add("role@alderquay.example", roles=[role.value], org_units=[], slack_id="UROLE")
    prompts = prompts_for(Viewer("role@alderquay.example", frozenset({role})))
    assert 2 <= len(prompts) <= 4
    running.event(opened("UROLE", "messages"), "Ev1")
    thread = {"user_id": "UROLE", "channel_id": "DUROLE", "thread_ts": "1.2"}
    running.event({"type": "assistant_thread_started", "assistant_thread": thread}, "Ev2")
    running.settled()
    by_thread = {given.get("thread_ts"): given for given in running.slack.prompts}
    assert set(by_thread) == {None, "1.2"}, "the agent's view names no thread, the older pane does"
    assert [prompt["title"] for prompt in by_thread[None]["prompts"]] == [title for title, _ in prompts]
    for n, (_, text) in enumerate(prompts):
        event = {"type": "message", "channel_type": "im", "user": "UROLE", "channel": f"D{n}", "text": text}
        running.event(event, f"Ask{n}")
    running.settled(60)
    statuses = [run["status"] for run in running.opened.log.runs(10, None, "role@alderquay.example")]
    assert len(statuses) == len(prompts)
    assert set(statuses) <= {"answered", "not_found"}, statuses


def test_a_message_is_checked_against_policy_for_the_asker_alone(running: Running) -> None:
    payload = {
        "type": "message_action",
        "callback_id": "check_against_policy",
        "trigger_id": "t1",
        "user": {"id": MANAGER},
        "team": {"id": TEAM},
        "channel": {"id": "C1"},
        "message": {"ts": "1.1", "text": "The contractor may use their own laptop, I told her."},
    }
    running.interact(payload)
    (answer,) = running.slack.wait(1, channel="C1", seen_by=MANAGER)
    assert "[1]" in answer.words
    running.interact({**payload, "trigger_id": "t2", "message": {"ts": "1.2", "text": ""}})
    running.interact({**payload, "trigger_id": "t3", "user": {"id": STRANGER}})
    running.settled()
    told = [m.words for m in running.slack.messages if m.seen_by]
    assert any("no words" in words for words in told)
    assert any("don't know you" in words for words in told)


def test_why_an_answer_was_wrong_is_asked_and_kept(running: Running) -> None:
    direct = {"type": "message", "channel_type": "im", "user": LEADER, "channel": "D1"}
    running.event({**direct, "text": "How many freelancers are there in Germany?"}, "Ev1")
    (answer,) = running.slack.wait(1, channel="D1")
    element = next(b for b in answer.blocks if b["type"] == "context_actions")["elements"][0]
    value = element["negative_button"]["value"]
    action = {"action_id": "answer_feedback", "block_id": "b", "value": value, "type": "feedback_buttons"}
    who = {"user": {"id": LEADER}, "team": {"id": TEAM}}
    running.interact({"type": "block_actions", **who, "channel": {"id": "D1"}, "trigger_id": "t1", "actions": [action]})
    running.settled()
    (view,) = running.slack.views
    state = {"values": {"reason": {"text": {"value": "Berlin is missing"}}}}
    running.interact({"type": "view_submission", **who, "trigger_id": "t2", "view": {**view, "state": state}})
    running.settled()
    kept = [e["payload"] for e in running.opened.log.run(value.split(":")[1]) if e["kind"] == "notice"]
    assert {"feedback": "bad", "reason": "Berlin is missing"} in kept

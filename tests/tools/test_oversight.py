"""The oversight log asked about in plain words, by those who may."""

from datetime import date

import pytest

from assistant.bootstrap import Installation
from assistant.conversation import Answer, Question
from tools.past import past_window


@pytest.fixture
def people(own_company: Installation) -> Installation:
    for name in ("leader", "auditor", "manager"):
        own_company.registry.users.add(f"{name}@log.example", roles=[name], org_units=[], slack_id=None)
    return own_company


def ask(company: Installation, who: str, text: str) -> Answer:
    viewer = company.registry.users.viewer(f"{who}@log.example")
    return company.assistant.answer(Question(text, viewer, "test"))


def test_an_auditor_sees_what_was_refused_and_why(people: Installation) -> None:
    ask(people, "leader", "who is pregnant or going on parental leave?")
    ask(people, "manager", "who are our flight risks?")
    answer = ask(people, "auditor", "Which questions were refused and why?")
    output = answer.tools[0].output
    assert answer.tools[0].name == "oversight_events"
    assert output["reasons"] == {"health_or_leave_reason": 1, "individual_prediction": 1}
    assert {event["actor"] for event in output["events"]} == {"leader@log.example", "manager@log.example"}
    assert "health or leave reason 1" in answer.answer


def test_others_see_their_own_alone(people: Installation) -> None:
    ask(people, "leader", "who are our flight risks?")
    answer = ask(people, "manager", "Which questions were refused and why?")
    assert answer.tools[0].output["events"] == []
    assert answer.tools[0].output["own_only"]
    assert "leader@log.example" not in answer.model_dump_json()


def test_what_concerned_a_person_or_an_engagement(people: Installation) -> None:
    found = ask(people, "leader", "Who knows Python and is free next month?").tools[0].output["candidates"]
    who = found[0]["contributor"]
    about = ask(people, "auditor", f"what did the assistant do about {who['name']}?").tools[0]
    assert about.name == "oversight_events"
    assert about.output["total"] >= 1
    nothing = ask(people, "auditor", "Show every AI action touching engagement ENG-99999, in order.")
    assert (nothing.status, nothing.reason) == ("not_found", "no_such_thing")


def test_the_log_proves_itself_to_auditors_alone(people: Installation) -> None:
    ask(people, "leader", "How many freelancers are there in Germany?")
    answer = ask(people, "auditor", "Prove the log was not altered between 1 Jan and 31 Mar.")
    output = answer.tools[0].output
    assert answer.tools[0].name == "log_verification"
    assert output["ok"]
    assert output["events"] > 4
    assert (output["start"], output["end"]) == ("2026-01-01", "2026-03-31")
    assert ask(people, "leader", "is the audit log complete?").status == "not_permitted"


def test_figures_count_and_promise_nothing(people: Installation) -> None:
    answer = ask(people, "auditor", "How often do approvers change or reject what the AI proposes? by approver")
    assert answer.tools[0].name == "oversight_figures"
    assert answer.tools[0].output["decided"] == 0
    assert "not enough data" in answer.answer


def test_windows_look_back() -> None:
    today = date(2026, 11, 24)
    assert past_window(date(2027, 1, 1), date(2027, 3, 31), today) == (date(2026, 1, 1), date(2026, 3, 31))
    assert past_window(date(2028, 2, 29), None, today) == (date(2026, 2, 28), None)
    assert past_window(date(2026, 11, 24), None, today) == (date(2026, 11, 24), None)
    assert past_window(None, date(2026, 1, 1), today) == (None, date(2026, 1, 1))

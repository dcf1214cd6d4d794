"""Conversations survive restarts, and old ones are forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.bootstrap import Installation, install
from assistant.conversation import Question
from assistant.retention import first_id, forget
from assistant.service import UnknownThread
from knowledge.workforce.viewer import OPERATOR


def test_a_conversation_goes_on_after_a_restart(own_company: Installation) -> None:
    first = own_company.assistant.answer(Question("is Lena Hofmeister free next week?", OPERATOR, "test"))
    own_company.close()
    again = install(own_company.settings)
    second = again.assistant.answer(Question("and in March?", OPERATOR, "test", first.thread))
    again.close()
    assert second.tools[0].input["contributors"] == first.tools[0].input["contributors"]
    assert second.tools[0].input["start"] == "2027-03-01"


def test_only_what_is_older_than_the_setting_goes(own_company: Installation) -> None:
    answer = own_company.assistant.answer(Question("who is Lena Hofmeister?", OPERATOR, "test"))
    now = datetime.now(UTC)
    assert forget(own_company.conversations, 90, now + timedelta(days=89)) == 0
    assert forget(own_company.conversations, 90, now + timedelta(days=91)) == 1
    with pytest.raises(UnknownThread):
        own_company.assistant.answer(Question("and in March?", OPERATOR, "test", answer.thread))


def test_ids_sort_by_time() -> None:
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n * 7) for n in range(200)]
    assert sorted(first_id(moment) for moment in moments) == [first_id(moment) for moment in moments]

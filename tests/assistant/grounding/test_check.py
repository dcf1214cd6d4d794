from typing import Any

from assistant.conversation import ToolCall
from assistant.grounding.check import ground

POLICY = {
    "kind": "policy",
    "ref": "policy:devices#own-laptops",
    "title": "Devices",
    "quote": "Contractors may use their own laptop after a check that takes 3 days.",
    "location": "devices.md",
}


def call(output: dict[str, Any], name: str = "find_contributors", id_: str = "call-1") -> ToolCall:
    return ToolCall(id=id_, name=name, effect="read", output=output, status="ok", ms=1)


PEOPLE = call(
    {
        "found": 12,
        "start": "2027-03-01",
        "candidates": [
            {"contributor": {"id": "C-7", "name": "Ada Sørensen"}, "availability": 0.5, "rate": {"amount": 820}}
        ],
        "sources": [{"kind": "record", "ref": "contributor:C-7", "title": "Ada Sørensen"}],
    }
)


def check(text: str, *calls: ToolCall, worded: bool = True) -> Any:
    return ground(text, calls, titles={}, model_worded=worded)


def test_a_figure_points_at_the_value_it_comes_from() -> None:
    grounded = check("12 people; Ada Sørensen is free at 50 % for $820 [[contributor:C-7]]", PEOPLE)
    assert grounded.unsupported == []
    assert [(f.text, f.path) for f in grounded.figures] == [
        ("12", "/found"),
        ("50 %", "/candidates/0/availability"),
        ("820", "/candidates/0/rate/amount"),
    ]


def test_citations_are_numbered_in_order_and_once() -> None:
    grounded = check("A [[contributor:C-7]] and B [[run:call-1]] and A [[contributor:C-7]]", PEOPLE)
    assert grounded.text == "A [1] and B [2] and A [1]"
    assert [(c.n, c.kind, c.ref) for c in grounded.citations] == [
        (1, "record", "contributor:C-7"),
        (2, "computation", "run:call-1"),
    ]


def test_invented_numbers_dates_names_ids_and_sources_are_found() -> None:
    for text, wrong in [
        ("13 people [[run:call-1]]", "13"),
        ("from 2 March 2027 [[run:call-1]]", "2 March 2027"),
        ("Grace Hopper is free [[run:call-1]]", "Grace Hopper"),
        ("C-8 is free [[run:call-1]]", "C-8"),
        ("12 people [[contributor:C-9]]", "the source contributor:C-9"),
        ("seven people [[run:call-1]]", "seven"),
    ]:
        assert wrong in check(text, PEOPLE).unsupported, text


def test_the_same_date_in_another_form_is_supported() -> None:
    assert check("from 1 March 2027 [[run:call-1]]", PEOPLE).unsupported == []
    assert check("in March 2027 [[run:call-1]]", PEOPLE).unsupported == []


def test_a_models_words_need_a_source() -> None:
    assert check("There are 12 people.", PEOPLE).unsupported
    assert not check("There are 12 people.", PEOPLE, worded=False).unsupported


def test_a_policy_answer_needs_the_passage() -> None:
    found = call({"sources": [POLICY]}, name="search_policies")
    assert check("It takes 3 days [[run:call-1]]", found).unsupported == ["a policy statement without its passage"]
    grounded = check("It takes 3 days [[policy:devices#own-laptops]]", found)
    assert grounded.unsupported == []
    assert grounded.citations[0].quote == POLICY["quote"]


def test_a_bracketed_number_in_a_quote_is_no_citation() -> None:
    found = call({"text": "see note [4]", "sources": [POLICY]}, name="search_policies")
    grounded = check("“see note [4]” [[policy:devices#own-laptops]]", found)
    assert grounded.text == "“see note (4)” [1]"


def test_numbers_of_the_search_text_are_no_evidence() -> None:
    asked = call({"found": 0}).model_copy(update={"input": {"query": "is it 999?", "min_share": 0.25}})
    assert check("999 [[run:call-1]]", asked).unsupported == ["999"]
    assert check("25 % [[run:call-1]]", asked).unsupported == []

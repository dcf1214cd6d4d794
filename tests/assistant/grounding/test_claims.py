from datetime import date
from decimal import Decimal

import pytest

from assistant.grounding.claims import PartialDate, claims_in


def numbers(text: str) -> list[Decimal]:
    return [c.value for c in claims_in(text, names=False) if c.kind == "number" and isinstance(c.value, Decimal)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They cost $820 a day", [820]),
        ("12,500 people and 3 agents", [12500, 3]),
        ("about 30k", [30000]),
        ("free at 50%", [50]),
        ("1. first\n2. second, with 7 people", [7]),
        ("at 14:30 sharp", []),
        ("demand D-01 and rule TEN-01", []),
    ],
)
def test_numbers_are_found_by_value(text: str, values: list[int]) -> None:
    assert numbers(text) == [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 2027-03-01", PartialDate(2027, 3, 1)),
        ("on 1 March 2027", PartialDate(2027, 3, 1)),
        ("on March 1st, 2027", PartialDate(2027, 3, 1)),
        ("on 3 Feb", PartialDate(None, 2, 3)),
        ("in March 2027", PartialDate(2027, 3, None)),
    ],
)
def test_dates_are_found_in_their_common_forms(text: str, expected: PartialDate) -> None:
    assert [c.value for c in claims_in(text, names=False) if c.kind == "date"] == [expected]


def test_a_date_leaves_no_numbers_behind() -> None:
    assert numbers("from 1 March 2027 to 2027-04-30") == []


def test_partial_dates_match_the_days_they_can_mean() -> None:
    assert PartialDate(2027, 3, None).matches(date(2027, 3, 31))
    assert not PartialDate(2027, 3, None).matches(date(2026, 3, 31))


def test_names_are_claimed_only_for_a_models_words() -> None:
    text = "I suggest Ada Lovelace for it."
    assert [c.text for c in claims_in(text, names=True)] == ["Ada Lovelace"]
    assert claims_in(text, names=False) == []

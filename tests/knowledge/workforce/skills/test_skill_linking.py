"""Free text to a skill: what is linked, what is asked, and what is never taken for another skill."""

import pytest

from knowledge.workforce.skills.linking import How, Link, Remembered, SkillNames
from knowledge.workforce.skills.trigrams import TrigramIndex, folded

VOCABULARY = [
    ("Python", ("python programming",)),
    ("Java", ()),
    ("JavaScript", ("ECMAScript",)),
    ("C++", ()),
    ("C", ()),
    ("Kubernetes", ()),
    ("crane PLC", ("STS crane PLC",)),
    ("project management", ()),
    ("ISO 9001", ()),
]


def link(
    text: str, same: dict[str, str] | None = None, different: tuple[tuple[str, str], ...] = (), **synonyms: list[str]
) -> Link:
    names = SkillNames(
        VOCABULARY, Remembered(same or {}, different), lambda texts: {t: synonyms.get(t, ()) for t in texts}
    )
    return names.link(text)


@pytest.mark.parametrize(
    ("text", "skill", "how"),
    [
        ("PYTHON", "Python", How.NAME),
        ("Python-Programming", "Python", How.ALIAS),
        ("ecmascript", "JavaScript", How.ALIAS),
        ("crane  plc", "crane PLC", How.NAME),
        ("Kubernets", "Kubernetes", How.SPELLING),
        ("projct managment", "project management", How.SPELLING),
        ("Java script", "JavaScript", How.SPELLING),
        ("c++", "C++", How.NAME),
    ],
)
def test_a_known_name_or_a_typing_error_is_linked(text: str, skill: str, how: How) -> None:
    found = link(text)
    assert (found.skill, found.how) == (skill, how)
    assert 0 < found.score <= 1
    assert (found.score == 1) == (how is not How.SPELLING)


@pytest.mark.parametrize(
    "text", ["Python 3", "Jaba", "C#", "ISO 9002", "kubernetes admin", "no Python", "crane operation"]
)
def test_what_may_be_another_skill_is_asked(text: str) -> None:
    assert link(text).skill is None


def test_what_resembles_nothing_has_no_candidates() -> None:
    assert link("respond to changing situations in health care").candidates == ()
    assert link("§§§").candidates == ()


def test_what_a_person_said_wins() -> None:
    assert link("k8s").skill is None
    said = link("K8s", same={"k8s": "Kubernetes"})
    assert (said.skill, said.how, said.score) == ("Kubernetes", How.CONFIRMED, 1.0)
    refused = link("Kubernets", different=(("kubernets", "Kubernetes"),))
    assert "Kubernetes" not in {c.skill for c in refused.candidates}


def test_a_taxonomy_knows_other_names() -> None:
    found = link("snakes", snakes=["python", "reptile programming"])
    assert (found.skill, found.how) == ("Python", How.TAXONOMY)
    both = link("coding", coding=["Python", "Java"])
    assert both.skill is None
    assert {c.skill for c in both.candidates} >= {"Python", "Java"}


def test_folding_keeps_the_signs_that_tell_skills_apart() -> None:
    assert folded("  Réseaux-TCP/IP ") == "reseaux tcp ip"
    assert len({folded(name) for name in ("C", "C++", "C#")}) == 3
    assert folded("...") == "..."


def test_nearest_first_and_only_what_shares_something() -> None:
    index = TrigramIndex(["welding", "wielding", "accounting"])
    assert [near.place for near in index.near("welding")][:2] == [0, 1]
    assert index.near("welding")[0].score == pytest.approx(1.0)
    assert index.near("xyz") == []
    assert TrigramIndex([]).near("anything") == []

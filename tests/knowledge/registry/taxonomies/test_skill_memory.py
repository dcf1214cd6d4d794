"""What people decide about the names of skills is remembered, holds for records old and new, and can be taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.registry.database import Database
from knowledge.registry.importing import import_tables
from knowledge.registry.registry import Registry
from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import OPERATOR
from knowledge.workforce.work import SkillNeed
from tests.company import TODAY

Add = Callable[..., None]


@pytest.fixture
def registry(database: Database) -> Registry:
    return Registry(database, lambda: TODAY)


@pytest.fixture
def add(registry: Registry, tmp_path: Path) -> Add:
    """Imports people with a skill each; `Kubernetes` is in the vocabulary."""

    def run(**skills: str) -> None:
        people = [{"id": id_, "kind": "employee", "name": f"P {id_}", "status": "active"} for id_ in skills]
        held = [{"contributor_id": id_, "skill": name, "level": "3"} for id_, name in skills.items()]
        vocabulary = [{"name": "Kubernetes", "aliases": "kube"}, {"name": "welding"}]
        tables = {"skills": vocabulary, "contributors": people, "contributor_skills": held}
        import_tables(registry, tables, "hr", home=tmp_path)

    return run


def holders(registry: Registry, skill: str = "Kubernetes") -> list[str]:
    with registry.reading(OPERATOR) as reading:
        return [c.id for c in reading.contributors(Criteria(skills=(SkillNeed(skill),)))]


def test_a_confirmed_name_counts_for_the_skill_and_back(registry: Registry, add: Add) -> None:
    add(A="Kubernetes", B="Kubernets", C="welding")
    assert holders(registry) == ["A"]
    (proposal,) = registry.skills.proposals()
    assert (proposal.link.text, proposal.link.candidates[0].skill, proposal.records) == ("Kubernets", "Kubernetes", 1)

    registry.skills.confirm("Kubernets", "kubernetes", "hr@x.example")
    assert holders(registry) == ["A", "B"]
    assert registry.skills.proposals() == []
    found = registry.vocabulary().resolve(EntityType.SKILL, "Kubernets")
    assert [entity.name for entity in found.entities] == ["Kubernetes"]

    registry.skills.separate("Kubernets", "Kubernetes", "hr@x.example")
    assert holders(registry) == ["A"]
    assert registry.skills.proposals() == [], "a pair that was separated is not proposed again"


def test_it_holds_for_what_is_imported_later(registry: Registry, add: Add) -> None:
    add(A="Kubernetes")
    registry.skills.confirm("K8s", "Kubernetes", "hr@x.example")
    add(A="Kubernetes", B="k8s", D="kube")
    assert holders(registry) == ["A", "B", "D"]
    (linked,) = registry.skills.link(["K8S"])
    assert (linked.skill, linked.how) == ("Kubernetes", "confirmed")
    with registry.reading(OPERATOR) as reading:
        assert "k8s" not in [name.casefold() for name in reading.skill_names()]


def test_only_a_skill_of_the_company_can_be_meant(registry: Registry, add: Add) -> None:
    add(A="Kubernetes")
    for text, skill in (("K8s", "Docker"), ("kubernetes", "Kubernetes"), (" ", "Kubernetes")):
        with pytest.raises(BadInput):
            registry.skills.confirm(text, skill, "hr@x.example")
    registry.skills.confirm("welding", "Kubernetes", "hr@x.example")
    with pytest.raises(BadInput, match="itself"):
        registry.skills.confirm("soldering", "welding", "hr@x.example")

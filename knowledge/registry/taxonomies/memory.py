"""The company's skills as names to link to, with what people decided and what the taxonomies call the same."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from knowledge.registry.tables import Skill, SkillLink, TaxonomyConcept, TaxonomyLabel
from knowledge.workforce.skills.linking import Remembered, SkillNames
from knowledge.workforce.skills.trigrams import folded

SAME, DIFFERENT = "same", "different"


def remembered(session: Session) -> Remembered:
    """Every decision about a text and a skill."""
    same: dict[str, str] = {}
    different: set[tuple[str, str]] = set()
    for form, skill, decision in session.execute(select(SkillLink.folded, SkillLink.skill, SkillLink.decision)):
        if decision == SAME:
            same[form] = skill
        else:
            different.add((form, skill))
    return Remembered(same, different)


def decided_skills(session: Session) -> dict[str, int]:
    """Texts, folded, that people decided to mean a skill, to its pk."""
    query = select(SkillLink.folded, Skill.pk).join(Skill, Skill.name == SkillLink.skill)
    rows = session.execute(query.where(SkillLink.decision == SAME).order_by(Skill.pk.desc()))
    return {row[0]: row[1] for row in rows}


def skill_names(session: Session) -> SkillNames:
    """The company's vocabulary, ready to link to."""
    vocabulary = [
        (name, tuple(aliases or ()))
        for name, aliases in session.execute(select(Skill.name, Skill.aliases).order_by(Skill.pk))
    ]
    return SkillNames(vocabulary, remembered(session), lambda texts: _synonyms(session, texts))


def _synonyms(session: Session, texts: Sequence[str]) -> Mapping[str, Collection[str]]:
    """The other names that a skill of the taxonomies has."""
    own, other = aliased(TaxonomyLabel), aliased(TaxonomyLabel)
    forms = {folded(text): text for text in texts}
    query = (
        select(own.folded, other.label)
        .join(TaxonomyConcept, TaxonomyConcept.pk == own.concept_pk)
        .join(other, other.concept_pk == own.concept_pk)
        .where(TaxonomyConcept.kind == "skill", own.folded.in_(list(forms)))
    )
    found: dict[str, set[str]] = defaultdict(set)
    for form, label in session.execute(query):
        found[forms[form]].add(label)
    return found

"""The company's skills: linking what people write, remembering what they decide, and the taxonomies that are loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from knowledge.registry import consolidation
from knowledge.registry.database import Database
from knowledge.registry.tables import ContributorSkill, DemandSkill, Skill, SkillLink
from knowledge.registry.taxonomies.contents import Loaded, loaded
from knowledge.registry.taxonomies.memory import DIFFERENT, SAME, remembered, skill_names
from knowledge.workforce.errors import BadInput
from knowledge.workforce.skills.linking import Link
from knowledge.workforce.skills.trigrams import folded

WORTH_ASKING = 0.5
"""From this score on, that two names of skills may mean the same is put to a person."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that records use and the vocabulary doesn't list, with the skills that it may mean."""

    link: Link
    records: int


class Skills:
    """Skill names of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, texts: Sequence[str]) -> list[Link]:
        """What each text means in the company's vocabulary."""
        with self._database.session() as session:
            names = skill_names(session)
            return [names.link(text) for text in texts]

    def proposals(self) -> list[Proposal]:
        """Names that came with records alone and nearly match a skill, the most used first."""
        with self._database.session() as session:
            names = skill_names(session)
            decided = remembered(session).same
            used = _uses(session)
            # A skill that no vocabulary lists was made for a record that names it, and so has nothing imported.
            undeclared = session.scalars(select(Skill.name).where(Skill.digest == "").order_by(Skill.name))
            found = [
                Proposal(link, used.get(link.text.casefold(), 0))
                for name in undeclared
                if folded(name) not in decided
                for link in [names.link(name, besides=name)]
                if link.score >= WORTH_ASKING
            ]
        return sorted(found, key=lambda proposal: (-proposal.records, -proposal.link.score, proposal.link.text))

    def confirm(self, text: str, skill: str, by: str) -> Link:
        """Remember that `text` means `skill`; records that say it count for the skill from now on."""
        with self._database.session() as session:
            link, name = self._checked(session, text, skill)
            if folded(name) in remembered(session).same:
                raise BadInput(f"{name!r} itself is remembered as another skill; confirm {text!r} for that one.")
            session.execute(
                delete(SkillLink).where(
                    SkillLink.folded == folded(text), (SkillLink.decision == SAME) | (SkillLink.skill == name)
                )
            )
            self._remember(session, link, name, SAME, by)
        return link

    def separate(self, text: str, skill: str, by: str) -> Link:
        """Remember that `text` does not mean `skill`; an earlier confirmation is taken back."""
        with self._database.session() as session:
            link, name = self._checked(session, text, skill)
            session.execute(delete(SkillLink).where(SkillLink.folded == folded(text), SkillLink.skill == name))
            self._remember(session, link, name, DIFFERENT, by)
        return link

    def taxonomies(self) -> list[Loaded]:
        """What is loaded of taxonomies, by source."""
        with self._database.session() as session:
            return loaded(session)

    def _checked(self, session: Session, text: str, skill: str) -> tuple[Link, str]:
        name = session.scalar(
            select(Skill.name).where(func.lower(Skill.name) == skill.strip().casefold()).order_by(Skill.pk).limit(1)
        )
        if name is None:
            raise BadInput(f"The company has no skill {skill!r}; see 'workforce skills link {skill!r}' for near ones.")
        if not text.strip() or folded(text) == folded(name):
            raise BadInput(f"{text!r} is the skill's own name; give another text that means it.")
        return skill_names(session).link(text.strip(), besides=text.strip()), name

    def _remember(self, session: Session, link: Link, skill: str, decision: str, by: str) -> None:
        score = next((c.score for c in link.candidates if c.skill == skill), 0.0)
        decided = {"decision": decision, "score": score, "decided_by": by, "decided_at": datetime.now(UTC)}
        session.add(SkillLink(text=link.text, folded=folded(link.text), skill=skill, **decided))
        session.flush()
        consolidation.refresh_skills(session)
        consolidation.raise_version(session)


def _uses(session: Session) -> dict[str, int]:
    """How many records name each skill, by its name in lower case."""
    used: dict[str, int] = {}
    for table in (ContributorSkill, DemandSkill):
        for name, n in session.execute(select(table.skill, func.count()).group_by(table.skill)):
            used[name.casefold()] = used.get(name.casefold(), 0) + n
    return used

"""One read transaction: everything that a tool may ask of the registry, as one viewer may see it on one day."""

from collections.abc import Callable, Collection
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.registry import plans
from knowledge.registry import tables as t
from knowledge.registry.lineage import Origin, origins
from knowledge.registry.reading_people import PeopleQueries
from knowledge.registry.reading_work import WorkQueries
from knowledge.registry.taxonomies.contents import Task, tasks_of
from knowledge.registry.taxonomies.memory import skill_names
from knowledge.registry.vocabulary import Vocabulary
from knowledge.registry.voice.corrections import Voice
from knowledge.workforce.criteria import Count, Criteria, Freshness, Grouping
from knowledge.workforce.kinds import DemandStatus
from knowledge.workforce.people import Contributor
from knowledge.workforce.skills.linking import Link
from knowledge.workforce.viewer import Viewer
from knowledge.workforce.window import Window
from knowledge.workforce.work import Booking, Commitments, Demand, OrgUnit, Project, Supplier

if TYPE_CHECKING:
    from knowledge.workforce.governance.facts import Facts
    from knowledge.workforce.governance.scan import Report
    from knowledge.workforce.planning.states import Plan


class Reading:
    """The registry for one viewer and one day. What they may not see is left out here, so nothing above can leak it."""

    def __init__(
        self,
        session: Session,
        viewer: Viewer,
        today: date,
        vocabulary: Callable[[], Vocabulary],
        facts: Callable[[date], "Facts"],
        gaps: Callable[[date], "Report"],
        voice: Voice,
    ) -> None:
        self.viewer = viewer
        self.voice = voice
        """What the viewer says about their own records; its writes are transactions of their own."""
        self.today = today
        self._session = session
        self._vocabulary = vocabulary
        self._facts = facts
        self._gaps = gaps
        self._people = PeopleQueries(session, viewer, today)
        self._work = WorkQueries(session, viewer, today)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that the registry knows."""
        return self._vocabulary()

    def contributors(
        self, criteria: Criteria, *, limit: int | None = None, with_skills: bool = False
    ) -> list[Contributor]:
        """Contributors that meet all criteria, by name."""
        return self._people.contributors(criteria, limit=limit, with_skills=with_skills)

    def names(self, criteria: Criteria) -> list[tuple[str, str]]:
        """Id and name of those who meet all criteria, by name: no more is read of them."""
        return self._people.names(criteria)

    def contributor(self, id_: str) -> Contributor | None:
        """One contributor with their skills, whatever their status."""
        return self._people.contributor(id_)

    def origins(self, id_: str) -> list[Origin]:
        """Where what is held about one contributor comes from."""
        return origins(self._session, id_)

    def head_count(self, by: Grouping, criteria: Criteria) -> list[Count]:
        """How many contributors each group has, by kind, the largest group first."""
        return self._people.head_count(by, criteria)

    def suspected_duplicates(self, criteria: Criteria) -> list[tuple[Contributor, Contributor]]:
        """Pairs that share an e-mail address; counted as they stand, and named."""
        return self._people.same_email(criteria)

    def commitments(self, ids: Collection[str], window: Window) -> dict[str, Commitments]:
        """What bears on each contributor's availability in the window, tentative bookings included."""
        return self._work.commitments(ids, window)

    def bookings(
        self, *, project: str | None = None, contributor: str | None = None, window: Window | None = None
    ) -> list[Booking]:
        """Bookings by start, confirmed and tentative."""
        return self._work.bookings(project=project, contributor=contributor, window=window)

    def org_units(self) -> list[OrgUnit]:
        return self._work.org_units()

    def org_unit(self, id_: str) -> OrgUnit | None:
        return next((unit for unit in self.org_units() if unit.id == id_), None)

    def suppliers(self) -> list[Supplier]:
        return self._work.suppliers()

    def supplier(self, id_: str) -> Supplier | None:
        return next((supplier for supplier in self.suppliers() if supplier.id == id_), None)

    def projects(self) -> list[Project]:
        return self._work.projects()

    def project(self, id_: str) -> Project | None:
        return next((project for project in self.projects() if project.id == id_), None)

    def demands(self, *, status: DemandStatus | None = None, project: str | None = None) -> list[Demand]:
        """Demands by start."""
        return self._work.demands(status=status, project=project)

    def demand(self, id_: str) -> Demand | None:
        return next(iter(self._work.demands(status=None, project=None, id_=id_)), None)

    def objective_of(self, project: str) -> str | None:
        """The name of the strategy objective that a project serves."""
        return self._session.scalar(
            select(t.Objective.name)
            .join(t.Project, t.Project.objective_pk == t.Objective.pk)
            .where(t.Project.id == project)
        )

    def plans(self) -> "list[Plan]":
        """The engagement plans that this viewer may see, the newest first."""
        return plans.visible(self._session, self.viewer, self.today)

    def plan(self, id_: str) -> "Plan | None":
        """One plan, or None where there is none that this viewer may see."""
        return plans.visible_one(self._session, self.viewer, id_, self.today)

    def skill_names(self) -> list[str]:
        """The company's vocabulary of skills."""
        return list(self._session.scalars(select(t.Skill.name).distinct().order_by(t.Skill.name)))

    def link_skill(self, text: str) -> Link:
        """Which skill of the company a free text means, or which it may mean."""
        return skill_names(self._session).link(text)

    def tasks_of(self, occupation: str, *, limit: int = 100) -> list[Task]:
        """Task statements of an occupation, by its code or words of its title, core tasks first."""
        return tasks_of(self._session, occupation, limit)

    def freshness(self) -> list[Freshness]:
        """When each source was last imported."""
        return self._work.freshness()

    def facts(self, as_of: date | None = None) -> "Facts":
        """Everything that the governance rules look at, on one day."""
        return self._facts(as_of or self.today)

    def gaps(self, as_of: date | None = None) -> "Report":
        """Every governance gap on one day; whoever shows them leaves out what the viewer may not see."""
        return self._gaps(as_of or self.today)

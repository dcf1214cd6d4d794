"""What the rules look at: the registry on one day, as plain values, with the ways in that the rules take."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from knowledge.workforce.governance.fact_rows import (
    AccessFact,
    ActionFact,
    AgentFact,
    ApprovalFact,
    AssignmentFact,
    ClassificationFact,
    ContributorFact,
    DeliverableFact,
    DemandFact,
    DemandSkillFact,
    EngagementFact,
    ExceptionFact,
    InvoiceFact,
    LeaveFact,
    LogFact,
    MatchFact,
    OrgUnitFact,
    ProjectFact,
    RateLineFact,
    RecordFact,
    SettingFact,
    SkillHolderFact,
    SupplierFact,
)

__all__ = [
    "AccessFact",
    "ActionFact",
    "AgentFact",
    "ApprovalFact",
    "AssignmentFact",
    "ClassificationFact",
    "ContributorFact",
    "DeliverableFact",
    "DemandFact",
    "DemandSkillFact",
    "EngagementFact",
    "ExceptionFact",
    "Facts",
    "InvoiceFact",
    "LeaveFact",
    "LogFact",
    "MatchFact",
    "OrgUnitFact",
    "ProjectFact",
    "RateLineFact",
    "RecordFact",
    "SettingFact",
    "SkillHolderFact",
    "SupplierFact",
]

Subject = tuple[str, str]
"""A subject's type and id."""


Charge = tuple[date, str, str, str, Decimal]
"""What a supplier charged: the day, the currency, the supplier's type and id, the amount."""


@dataclass(frozen=True)
class Facts:
    """All facts on the day `as_of`. Sequences keep the registry's order; what is empty is unknown or not there."""

    as_of: date
    contributors: Sequence[ContributorFact] = ()
    engagements: Sequence[EngagementFact] = ()
    access: Sequence[AccessFact] = ()
    agents: Sequence[AgentFact] = ()
    actions: Sequence[ActionFact] = ()
    exceptions: Sequence[ExceptionFact] = ()
    settings: Sequence[SettingFact] = ()
    records: Sequence[RecordFact] = ()
    classifications: Sequence[ClassificationFact] = ()
    deliverables: Sequence[DeliverableFact] = ()
    invoices: Sequence[InvoiceFact] = ()
    rate_card: Sequence[RateLineFact] = ()
    projects: Sequence[ProjectFact] = ()
    demands: Sequence[DemandFact] = ()
    demand_skills: Sequence[DemandSkillFact] = ()
    skill_holders: Sequence[SkillHolderFact] = ()
    assignments: Sequence[AssignmentFact] = ()
    leave: Sequence[LeaveFact] = ()
    suppliers: Sequence[SupplierFact] = ()
    org_units: Sequence[OrgUnitFact] = ()
    matches: Sequence[MatchFact] = ()
    log: LogFact | None = None
    suspended: frozenset[str] = frozenset()

    def with_log(self, log: LogFact | None) -> "Facts":
        """The same facts with what the oversight log says; what was worked out from them is kept."""
        changed = copy(self)
        object.__setattr__(changed, "log", log)
        return changed

    def contributor(self, id_: str | None) -> ContributorFact | None:
        return self._contributors.get(id_ or "")

    def engagement(self, id_: str | None) -> EngagementFact | None:
        return self._engagements.get(id_ or "")

    def project(self, id_: str | None) -> ProjectFact | None:
        return self._projects.get(id_ or "")

    def supplier(self, id_: str | None) -> SupplierFact | None:
        return self._suppliers.get(id_ or "")

    def demand(self, id_: str | None) -> DemandFact | None:
        return self._demands.get(id_ or "")

    def running(self) -> Iterator[tuple[ContributorFact, EngagementFact]]:
        """Every engagement that runs on the day, with its contributor."""
        return iter(self.running_pairs)

    def running_of(self, contributor_id: str) -> EngagementFact | None:
        """The contributor's engagement on the day; the one that started last where several run."""
        return self._running.get(contributor_id)

    def place(self, contributor: ContributorFact, engagement: EngagementFact | None) -> tuple[str | None, str | None]:
        """Country and subdivision: the engagement's, else the contributor's."""
        if engagement is not None and engagement.country:
            return engagement.country, engagement.region
        region = engagement.region if engagement is not None else None
        return contributor.country, region or contributor.region

    def records_of(
        self, contributor: ContributorFact, engagement: EngagementFact | None, *, type_: str | None = None
    ) -> list[RecordFact]:
        """The records that count for a contributor: on themselves, on the running engagement, or on its supplier."""
        held: Mapping[Any, Sequence[RecordFact]] = self._records if type_ is None else self._records_of_type
        return self._counting(held, contributor, engagement, () if type_ is None else (type_,))

    def _counting(
        self,
        held: Mapping[Any, Sequence[RecordFact]],
        contributor: ContributorFact,
        engagement: EngagementFact | None,
        first: tuple[str, ...],
    ) -> list[RecordFact]:
        """The rows under a contributor, the engagement and its supplier; `first` begins each key."""
        found = list(held.get((*first, "contributor", contributor.id), ()))
        supplier = contributor.supplier_id
        if engagement is not None:
            found += held.get((*first, "engagement", engagement.id), ())
            supplier = engagement.supplier_id or supplier
        if supplier:
            found += held.get((*first, "supplier", supplier), ())
        return found

    def records_on(self, subject_type: str, subject_id: str) -> Sequence[RecordFact]:
        """The records that lie on one subject."""
        return self._records.get((subject_type, subject_id), ())

    def valid_records(
        self, contributor: ContributorFact, type_: str, engagement: EngagementFact | None = None
    ) -> list[RecordFact]:
        """Those of a type that are valid on the day. `engagement`: the one that it is about, if not the running one."""
        about = engagement or self.running_of(contributor.id)
        return self._counting(self._valid_of_type, contributor, about, (type_,))

    def behind(self, subject_type: str, subject_id: str) -> str | None:
        """The contributor behind a subject, if there is one."""
        if subject_type == "contributor":
            return subject_id
        found: Any = self._owned.get(subject_type, {}).get(subject_id)
        return found

    def setting(self, rule: str, key: str, default: Any, *, country: str | None, region: str | None = None) -> Any:
        """A rule's number: the most specific row in force on the day, else the default of the catalogue."""
        best: tuple[int, Any] | None = None
        for row in self._settings.get((rule, key), ()):
            rank = {region: 2, country: 1}.get(row.jurisdiction, 0) if row.jurisdiction else 0
            if row.jurisdiction and row.jurisdiction not in (region, country):
                continue
            if best is None or rank >= best[0]:
                best = (rank, row.value)
        return default if best is None else best[1]

    @cached_property
    def _contributors(self) -> Mapping[str, ContributorFact]:
        return {contributor.id: contributor for contributor in self.contributors}

    @cached_property
    def _engagements(self) -> Mapping[str, EngagementFact]:
        return {engagement.id: engagement for engagement in self.engagements}

    @cached_property
    def _projects(self) -> Mapping[str, ProjectFact]:
        return {project.id: project for project in self.projects}

    @cached_property
    def _suppliers(self) -> Mapping[str, SupplierFact]:
        return {supplier.id: supplier for supplier in self.suppliers}

    @cached_property
    def _demands(self) -> Mapping[str, DemandFact]:
        return {demand.id: demand for demand in self.demands}

    @cached_property
    def _running(self) -> Mapping[str, EngagementFact]:
        found: dict[str, EngagementFact] = {}
        for engagements in self.engagements_of.values():
            for engagement in engagements:
                if engagement.running(self.as_of):
                    found[engagement.contributor_id] = engagement
        return found

    @cached_property
    def _records(self) -> Mapping[Subject, Sequence[RecordFact]]:
        found: dict[Subject, list[RecordFact]] = defaultdict(list)
        for record in self.records:
            found[record.subject_type, record.subject_id].append(record)
        return found

    @cached_property
    def _records_of_type(self) -> Mapping[tuple[str, str, str], Sequence[RecordFact]]:
        found: dict[tuple[str, str, str], list[RecordFact]] = defaultdict(list)
        for record in self.records:
            found[record.type, record.subject_type, record.subject_id].append(record)
        return found

    @cached_property
    def _valid_of_type(self) -> Mapping[tuple[str, str, str], Sequence[RecordFact]]:
        valid: dict[tuple[str, str, str], list[RecordFact]] = defaultdict(list)
        for record in self.records:
            if record.valid(self.as_of):
                valid[record.type, record.subject_type, record.subject_id].append(record)
        return valid

    @cached_property
    def running_pairs(self) -> Sequence[tuple[ContributorFact, EngagementFact]]:
        """Every engagement that runs on the day, with its contributor."""
        known, day = self._contributors, self.as_of
        return [(known[e.contributor_id], e) for e in self.engagements if e.contributor_id in known and e.running(day)]

    @cached_property
    def open_access(self) -> Sequence[tuple[AccessFact, ContributorFact | None]]:
        """Every access that is active on the day, with its contributor where that one is known."""
        known, day = self._contributors, self.as_of
        return [(row, known.get(row.contributor_id or "")) for row in self.access if row.open(day)]

    @cached_property
    def charged(self) -> Mapping[str, Sequence[Charge]]:
        """What suppliers charged for each contributor's work."""
        found: dict[str, list[Charge]] = defaultdict(list)
        for invoice in self.invoices:
            day = invoice.period_end or invoice.received_at
            engagement = self._engagements.get(invoice.engagement_id)
            contributor = self._contributors.get(engagement.contributor_id) if engagement is not None else None
            if engagement is None or contributor is None or day is None:
                continue
            supplier = self._suppliers.get(engagement.supplier_id or contributor.supplier_id or "")
            if supplier is not None and invoice.amount is not None and invoice.currency is not None:
                charge = (day, invoice.currency, str(supplier.type), supplier.id, invoice.amount)
                found[contributor.id].append(charge)
        return found

    @cached_property
    def _owned(self) -> Mapping[str, Mapping[str, str | None]]:
        invoiced = {i.id: self._engagements[i.engagement_id].contributor_id for i in self.invoices}
        return {
            "engagement": {engagement.id: engagement.contributor_id for engagement in self.engagements},
            "access": {access.id: access.contributor_id for access in self.access},
            "assignment": {assignment.id: assignment.contributor_id for assignment in self.assignments},
            "invoice": dict(invoiced),
        }

    @cached_property
    def _settings(self) -> Mapping[tuple[str, str], Sequence[SettingFact]]:
        found: dict[tuple[str, str], list[SettingFact]] = defaultdict(list)
        for row in self.settings:
            if row.holds(self.as_of):
                found[row.rule, row.key].append(row)
        return found

    @cached_property
    def engagements_of(self) -> Mapping[str, Sequence[EngagementFact]]:
        """Each contributor's engagements, by start."""
        found: dict[str, list[EngagementFact]] = defaultdict(list)
        for engagement in sorted(self.engagements, key=lambda e: (e.start_date or date.min, e.id)):
            found[engagement.contributor_id].append(engagement)
        return found

    @cached_property
    def access_of(self) -> Mapping[str, Sequence[AccessFact]]:
        """Each known contributor's access that is active on the day."""
        found: dict[str, list[AccessFact]] = defaultdict(list)
        for access in self.access:
            if access.contributor_id is not None and access.open(self.as_of):
                found[access.contributor_id].append(access)
        return found

    @cached_property
    def classification_of(self) -> Mapping[str, ClassificationFact]:
        """Each engagement's newest determination up to the day."""
        found: dict[str, ClassificationFact] = {}
        for row in self.classifications:
            known = found.get(row.engagement_id)
            if row.decided_at <= self.as_of and (known is None or row.decided_at >= known.decided_at):
                found[row.engagement_id] = row
        return found

    @cached_property
    def deliverables_of(self) -> Mapping[str, Sequence[DeliverableFact]]:
        found: dict[str, list[DeliverableFact]] = defaultdict(list)
        for row in self.deliverables:
            found[row.engagement_id].append(row)
        return found

    @cached_property
    def invoices_of(self) -> Mapping[str, Sequence[InvoiceFact]]:
        """Each engagement's invoices."""
        found: dict[str, list[InvoiceFact]] = defaultdict(list)
        for row in self.invoices:
            found[row.engagement_id].append(row)
        return found

    @cached_property
    def bookings_of(self) -> Mapping[str, Sequence[AssignmentFact]]:
        """Each contributor's confirmed bookings, past and future."""
        found: dict[str, list[AssignmentFact]] = defaultdict(list)
        for row in self.assignments:
            if row.confirmed:
                found[row.contributor_id].append(row)
        return found

    @cached_property
    def leave_of(self) -> Mapping[str, Sequence[LeaveFact]]:
        found: dict[str, list[LeaveFact]] = defaultdict(list)
        for row in self.leave:
            found[row.contributor_id].append(row)
        return found

    @cached_property
    def certificate_names(self) -> frozenset[str]:
        """The names of all certificates that somebody has or had, in lower case."""
        prefix = "certificate:"
        return frozenset(r.type.removeprefix(prefix).casefold() for r in self.records if r.type.startswith(prefix))

    @cached_property
    def contributor_by_email(self) -> Mapping[str, ContributorFact]:
        """Contributors by their e-mail in lower case; the first where several have one."""
        found: dict[str, ContributorFact] = {}
        for contributor in self.contributors:
            if contributor.email:
                found.setdefault(contributor.email.casefold(), contributor)
        return found

    @cached_property
    def agent_of(self) -> Mapping[str, AgentFact]:
        """Each registered AI agent's registration."""
        return {agent.contributor_id: agent for agent in self.agents}

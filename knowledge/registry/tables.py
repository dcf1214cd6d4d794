"""All tables of the registry, by subject in the files named here."""

from knowledge.registry.columns import Base, Exact, Identified, Imported, Moment
from knowledge.registry.tables_contracts import Classification, Deliverable, Engagement, Invoice, RateCard
from knowledge.registry.tables_gaps import GapEvent, GapObservation, GapState
from knowledge.registry.tables_governance import Access, Agent, AgentAction, Record, RuleException, RuleSetting
from knowledge.registry.tables_identity import MatchDecision, MatchProposal, MatchRun
from knowledge.registry.tables_jobs import AllocationJob
from knowledge.registry.tables_own import (
    AgentSuspension,
    ApiToken,
    AppUser,
    AppUserRole,
    AppUserUnit,
    DataVersion,
    Identity,
    ImportRun,
    SkillClosure,
)
from knowledge.registry.tables_people import Contributor, ContributorSkill, Objective, OrgUnit, Skill, Supplier
from knowledge.registry.tables_plans import (
    Plan,
    PlanApproval,
    PlanDelegation,
    PlanExecution,
    PlanStep,
    PlanVersion,
    PlanViewing,
)
from knowledge.registry.tables_taxonomies import SkillLink, TaskStatement, TaxonomyConcept, TaxonomyLabel
from knowledge.registry.tables_voice import Correction, Wish
from knowledge.registry.tables_work import Assignment, Demand, DemandSkill, Leave, Project

__all__ = [
    "Access",
    "Agent",
    "AgentAction",
    "AgentSuspension",
    "AllocationJob",
    "ApiToken",
    "AppUser",
    "AppUserRole",
    "AppUserUnit",
    "Assignment",
    "Base",
    "Classification",
    "Contributor",
    "ContributorSkill",
    "Correction",
    "DataVersion",
    "Deliverable",
    "Demand",
    "DemandSkill",
    "Engagement",
    "Exact",
    "GapEvent",
    "GapObservation",
    "GapState",
    "Identified",
    "Identity",
    "ImportRun",
    "Imported",
    "Invoice",
    "Leave",
    "MatchDecision",
    "MatchProposal",
    "MatchRun",
    "Moment",
    "Objective",
    "OrgUnit",
    "Plan",
    "PlanApproval",
    "PlanDelegation",
    "PlanExecution",
    "PlanStep",
    "PlanVersion",
    "PlanViewing",
    "Project",
    "RateCard",
    "Record",
    "RuleException",
    "RuleSetting",
    "Skill",
    "SkillClosure",
    "SkillLink",
    "Supplier",
    "TaskStatement",
    "TaxonomyConcept",
    "TaxonomyLabel",
    "Wish",
]

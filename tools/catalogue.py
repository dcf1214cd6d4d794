"""All tools. A tool that isn't listed here doesn't exist for any model."""

from typing import Any

from tools.access_rights import TOOL as ACCESS_RIGHTS
from tools.allocate import TOOL as ALLOCATE
from tools.availability import TOOL as AVAILABILITY
from tools.contract import Tool
from tools.contributor_profile import TOOL as CONTRIBUTOR_PROFILE
from tools.convert_engagement import TOOL as CONVERT_ENGAGEMENT
from tools.correct_my_record import TOOL as CORRECT_MY_RECORD
from tools.cover_for import TOOL as COVER_FOR
from tools.draft_plan import TOOL as DRAFT_PLAN
from tools.ending_engagements import TOOL as ENDING_ENGAGEMENTS
from tools.explain_ranking import TOOL as EXPLAIN_RANKING
from tools.extend_engagement import TOOL as EXTEND_ENGAGEMENT
from tools.find_contributors import TOOL as FIND_CONTRIBUTORS
from tools.governance_gaps import TOOL as GOVERNANCE_GAPS
from tools.invoices import TOOL as INVOICES
from tools.leave_calendar import TOOL as LEAVE_CALENDAR
from tools.list_demands import TOOL as LIST_DEMANDS
from tools.list_plans import TOOL as LIST_PLANS
from tools.log_verification import TOOL as LOG_VERIFICATION
from tools.my_record import TOOL as MY_RECORD
from tools.my_wishes import TOOL as MY_WISHES
from tools.oversight_events import TOOL as OVERSIGHT_EVENTS
from tools.oversight_figures import TOOL as OVERSIGHT_FIGURES
from tools.plan_outcomes import TOOL as PLAN_OUTCOMES
from tools.project_overview import TOOL as PROJECT_OVERVIEW
from tools.records_on_file import TOOL as RECORDS_ON_FILE
from tools.replacement_plan import TOOL as REPLACEMENT_PLAN
from tools.search_policies import TOOL as SEARCH_POLICIES
from tools.shortlist import TOOL as SHORTLIST
from tools.show_plan import TOOL as SHOW_PLAN
from tools.staffing_alternatives import TOOL as STAFFING_ALTERNATIVES
from tools.supplier_overview import TOOL as SUPPLIER_OVERVIEW
from tools.unit_overview import TOOL as UNIT_OVERVIEW
from tools.what_if_added import TOOL as WHAT_IF_ADDED
from tools.what_if_budget import TOOL as WHAT_IF_BUDGET
from tools.what_if_converted import TOOL as WHAT_IF_CONVERTED
from tools.what_if_frozen import TOOL as WHAT_IF_FROZEN
from tools.what_if_leaves import TOOL as WHAT_IF_LEAVES
from tools.what_if_slips import TOOL as WHAT_IF_SLIPS
from tools.what_if_trained import TOOL as WHAT_IF_TRAINED
from tools.why_not_in_plan import TOOL as WHY_NOT_IN_PLAN
from tools.workforce_summary import TOOL as WORKFORCE_SUMMARY

CATALOGUE: tuple[Tool[Any, Any], ...] = (
    FIND_CONTRIBUTORS,
    CONTRIBUTOR_PROFILE,
    AVAILABILITY,
    SHORTLIST,
    WORKFORCE_SUMMARY,
    SEARCH_POLICIES,
    GOVERNANCE_GAPS,
    PROJECT_OVERVIEW,
    LIST_DEMANDS,
    SUPPLIER_OVERVIEW,
    LEAVE_CALENDAR,
    INVOICES,
    ACCESS_RIGHTS,
    RECORDS_ON_FILE,
    UNIT_OVERVIEW,
    ENDING_ENGAGEMENTS,
    COVER_FOR,
    EXPLAIN_RANKING,
    ALLOCATE,
    WHAT_IF_LEAVES,
    WHAT_IF_SLIPS,
    WHAT_IF_ADDED,
    WHAT_IF_BUDGET,
    WHAT_IF_FROZEN,
    WHAT_IF_TRAINED,
    WHAT_IF_CONVERTED,
    WHY_NOT_IN_PLAN,
    STAFFING_ALTERNATIVES,
    OVERSIGHT_EVENTS,
    LOG_VERIFICATION,
    OVERSIGHT_FIGURES,
    DRAFT_PLAN,
    EXTEND_ENGAGEMENT,
    CONVERT_ENGAGEMENT,
    REPLACEMENT_PLAN,
    SHOW_PLAN,
    LIST_PLANS,
    PLAN_OUTCOMES,
    MY_RECORD,
    CORRECT_MY_RECORD,
    MY_WISHES,
)

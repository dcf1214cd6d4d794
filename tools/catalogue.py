"""All tools. A tool that isn't listed here doesn't exist for any model."""

from typing import Any

from tools.availability import TOOL as AVAILABILITY
from tools.contract import Tool
from tools.contributor_profile import TOOL as CONTRIBUTOR_PROFILE
from tools.find_contributors import TOOL as FIND_CONTRIBUTORS
from tools.governance_gaps import TOOL as GOVERNANCE_GAPS
from tools.list_demands import TOOL as LIST_DEMANDS
from tools.project_overview import TOOL as PROJECT_OVERVIEW
from tools.search_policies import TOOL as SEARCH_POLICIES
from tools.shortlist import TOOL as SHORTLIST
from tools.supplier_overview import TOOL as SUPPLIER_OVERVIEW
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
)

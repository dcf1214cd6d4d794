"""Which gaps somebody may see. Who may see a gap sees its evidence."""

from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.rules import BY_ID
from knowledge.workforce.viewer import Data, Reach, Role, Viewer

_IT = ("ACC", "AGT")
"""The families of rules that are IT's: access and agents."""


def may_see(viewer: Viewer, gap: Gap, facts: Facts) -> bool:
    """Whether this person may see the gap: by role, by unit, or because the rule is their function's."""
    reach = viewer.reach(Data.GAPS)
    if Reach.ALL in reach:
        return True
    rule = BY_ID[gap.rule]
    if Reach.OWN_RULES in reach:
        if Role.FINANCE in viewer.roles and rule.owner_function == "finance":
            return True
        if Role.IT in viewer.roles and gap.rule.startswith(_IT):
            return True
    contributor = facts.contributor(gap.contributor_id)
    if Reach.EXTERNALS in reach:
        about = {contributor.kind} if contributor is not None else rule.kinds
        if all(kind.external for kind in about):
            return True
    if Reach.OWN_UNITS not in reach:
        return False
    if contributor is not None:
        return contributor.org_unit in viewer.units
    project = facts.project(gap.subject_id) if gap.subject_type == "project" else None
    return project is not None and (project.org_unit in viewer.units or project.id in viewer.projects)


def owns(viewer: Viewer, gap: Gap, facts: Facts) -> bool:
    """Whether the gap is this person's to mend: their function's rule, or about their own units' people and projects."""
    if not may_see(viewer, gap, facts):
        return False
    if gap.owner_function in viewer.role_names:
        return True
    contributor = facts.contributor(gap.contributor_id)
    if contributor is not None:
        return contributor.org_unit is not None and contributor.org_unit in viewer.units
    project = facts.project(gap.subject_id) if gap.subject_type == "project" else None
    return project is not None and (project.org_unit in viewer.units or project.id in viewer.projects)

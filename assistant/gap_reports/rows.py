"""All gaps of a report as CSV, with the controls that each bears on: an auditor's evidence."""

import csv
import io

from assistant.gap_reports.content import Content
from knowledge.workforce.governance.controls import controls_of, frameworks
from knowledge.workforce.wording import harmless

COLUMNS = (
    *("as_of", "id", "rule", "title", "severity", "status", "subject_type", "subject_id", "subject", "kind", "unit"),
    *("supplier", "since", "due", "owner_function", "assigned_to", "accepted_by", "accepted_until", "accepted_reason"),
    *("accepted_evidence", "remedy", "evidence", "policy", "law"),
)


def rows(content: Content) -> bytes:
    """The file's bytes: a line a gap, open and accepted. Cells that a spreadsheet would run are kept from it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *frameworks()])
    facts = content.facts
    for gap in content.gaps:
        who = facts.contributor(gap.contributor_id)
        accepted = gap.accepted
        cells = [
            *(content.as_of, gap.id, gap.rule, gap.title, gap.severity.value, gap.status),
            *(gap.subject_type, gap.subject_id, gap.subject_name),
            *((who.kind.value, who.org_unit, who.supplier_id) if who is not None else (None, None, None)),
            *(gap.since, gap.due, gap.owner_function, gap.assigned_to),
            *((accepted.by, accepted.expires, accepted.reason, accepted.evidence) if accepted else (None,) * 4),
            gap.remedy,
            "; ".join(f"{e.ref} {e.field}={'' if e.value is None else e.value}" for e in gap.evidence),
            gap.policy,
            gap.law.get("name"),
            *("; ".join(ids) for ids in controls_of(gap.rule).values()),
        ]
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")

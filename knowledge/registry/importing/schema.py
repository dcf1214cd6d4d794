"""The import bundle as data: every table, column, type and reference, written once.

Validation, the report of unknown columns, the check of mappings and the documentation all follow from `BUNDLE`,
whose order is the order of loading: what others belong to comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from knowledge.registry.importing import values as v
from knowledge.registry.importing.values import ValueType
from knowledge.workforce import kinds as k


class Unknown(StrEnum):
    """What becomes of a row that names something that is neither in the bundle nor stored."""

    REJECT = "the row is rejected"
    WARN = "the row is kept and a warning names the value"
    MARK = "the row is kept and marked"


@dataclass(frozen=True, slots=True)
class Reference:
    """That a column holds the id of a row of another table. `table` starts with `*` when a column of the row names it."""

    table: str
    unknown: Unknown = Unknown.REJECT


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: ValueType = v.TEXT
    required: bool = False
    refers: Reference | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of the bundle.

    `key` tells one row from another within a source. Where `repeats`, rows with the same key are told apart by their
    order (the tables without an id in which equal rows may be meant); elsewhere a second one is rejected. `spans` are
    the pairs of dates whose end may not precede its start.
    """

    name: str
    singular: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    repeats: bool = False
    spans: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


def _c(name: str, kind: ValueType = v.TEXT, *, default: str | None = None) -> Column:
    return Column(name, kind, default=default)


def _must(name: str, kind: ValueType = v.TEXT) -> Column:
    return Column(name, kind, required=True)


def _of(name: str, table: str) -> Column:
    """The row belongs to that one, and is rejected without it."""
    return Column(name, required=True, refers=Reference(table))


def _may(name: str, table: str, unknown: Unknown = Unknown.WARN) -> Column:
    """The row may name one."""
    return Column(name, refers=Reference(table, unknown))


_AMOUNT = v.number(least=0)
_UNIT = v.one_of(k.RateUnit)
_DATA_CLASS = v.one_of(k.DataClass)
_PERIOD = (("start_date", "end_date"),)
SUBJECTS = ("contributor", "supplier", "engagement")
RECORD_TYPES = (
    "nda",
    "ip_assignment",
    "contract",
    "right_to_work",
    "background_check",
    "tax_form",
    "insurance",
    "data_processing_agreement",
    "risk_assessment",
    "notice",
    "performance_review",
    "conflict_declaration",
    "status_determination",
)
IDENTITY_COLUMNS = ("given_name", "family_name", "birth_date", "phone", "street", "postcode")
"""Read only to find one person in several records; kept apart from the contributor's row."""

_TABLES = (
    TableSchema(
        "org_units",
        "org_unit",
        ("id",),
        (
            _must("id"),
            _must("name"),
            _may("parent_id", "org_units"),
            _c("function"),
            _may("head_id", "contributors"),
            _c("cost_centre"),
        ),
    ),
    TableSchema(
        "suppliers",
        "supplier",
        ("id",),
        (
            _must("id"),
            _must("name"),
            _c("type", v.one_of(k.SupplierType)),
            _c("country", v.COUNTRY),
            _may("owner_id", "contributors"),
            _c("agreement_expires", v.DATE),
            _c("control_level", v.one_of(k.ControlLevel)),
        ),
    ),
    TableSchema(
        "objectives",
        "objective",
        ("id",),
        (_must("id"), _must("name"), _c("metric"), _c("target"), _may("owner_id", "contributors")),
    ),
    TableSchema(
        "skills",
        "skill",
        ("name",),
        (_must("name"), _c("aliases", v.list_of(v.TEXT)), _c("broader"), _c("uri")),
    ),
    TableSchema(
        "contributors",
        "contributor",
        ("id",),
        (
            _must("id"),
            _must("kind", v.one_of(k.ContributorKind)),
            _must("name"),
            _c("email"),
            _c("title"),
            _may("org_unit", "org_units"),
            _may("manager_id", "contributors"),
            _may("supplier_id", "suppliers"),
            _c("country", v.COUNTRY),
            _c("region", v.SUBDIVISION),
            _c("city"),
            _c("time_zone", v.TIME_ZONE),
            _c("languages", v.list_of(v.TEXT)),
            _c("weekly_hours", v.number(least=0, most=168)),
            _c("status", v.one_of(k.ContributorStatus)),
            _c("start_date", v.DATE),
            _c("end_date", v.DATE),
            _c("rate_amount", _AMOUNT),
            _c("rate_currency", v.CURRENCY),
            _c("rate_unit", _UNIT),
            _c("engaged_via", v.one_of(k.EngagedVia)),
            _c("interests", v.list_of(v.TEXT)),
            _c("bank_hash"),
            _c("phone_hash"),
            _c("given_name"),
            _c("family_name"),
            _c("birth_date", v.DATE),
            _c("phone"),
            _c("street"),
            _c("postcode"),
        ),
        spans=_PERIOD,
    ),
    TableSchema(
        "contributor_skills",
        "contributor_skill",
        ("contributor_id", "skill"),
        (
            _of("contributor_id", "contributors"),
            _must("skill"),
            _must("level", v.integer(1, 5)),
            _c("evidence", v.one_of(k.Evidence)),
            _c("last_used", v.DATE),
        ),
    ),
    TableSchema(
        "projects",
        "project",
        ("id",),
        (
            _must("id"),
            _must("name"),
            _may("objective_id", "objectives"),
            _may("org_unit", "org_units"),
            _may("owner_id", "contributors"),
            _c("start_date", v.DATE),
            _c("end_date", v.DATE),
            _c("budget_amount", _AMOUNT),
            _c("budget_currency", v.CURRENCY),
            _c("priority", v.integer(1, 5)),
            _c("status", v.one_of(k.ProjectStatus)),
            _c("country", v.COUNTRY),
            _c("data_class", _DATA_CLASS),
        ),
        spans=_PERIOD,
    ),
    TableSchema(
        "demands",
        "demand",
        ("id",),
        (
            _must("id"),
            _of("project_id", "projects"),
            _must("title"),
            _c("count", v.integer(1), default="1"),
            _c("fte", v.number(above=0), default="1.0"),
            _c("start_date", v.DATE),
            _c("end_date", v.DATE),
            _c("max_rate_amount", _AMOUNT),
            _c("max_rate_currency", v.CURRENCY),
            _c("max_rate_unit", _UNIT),
            _c("kinds_allowed", v.list_of(v.one_of(k.ContributorKind))),
            _c("countries_allowed", v.list_of(v.COUNTRY)),
            _c("time_zones_allowed", v.list_of(v.TIME_ZONE)),
            _c("status", v.one_of(k.DemandStatus), default="open"),
            _c("description"),
        ),
        spans=_PERIOD,
    ),
    TableSchema(
        "demand_skills",
        "demand_skill",
        ("demand_id", "skill"),
        (
            _of("demand_id", "demands"),
            _must("skill"),
            _c("min_level", v.integer(1, 5), default="1"),
            _c("importance", v.one_of(k.Importance), default="must"),
        ),
    ),
    TableSchema(
        "assignments",
        "assignment",
        ("id",),
        (
            _must("id"),
            _of("contributor_id", "contributors"),
            _of("project_id", "projects"),
            _may("demand_id", "demands", Unknown.REJECT),
            _must("fte", v.number(above=0)),
            _must("start_date", v.DATE),
            _must("end_date", v.DATE),
            _c("status", v.one_of(k.AssignmentStatus), default="confirmed"),
        ),
        spans=_PERIOD,
    ),
    TableSchema(
        "leave",
        "leave",
        ("contributor_id", "start_date", "end_date"),
        (_of("contributor_id", "contributors"), _must("start_date", v.DATE), _must("end_date", v.DATE)),
        repeats=True,
        spans=_PERIOD,
    ),
    TableSchema(
        "engagements",
        "engagement",
        ("id",),
        (
            _must("id"),
            _of("contributor_id", "contributors"),
            _must("type", v.one_of(k.EngagementType)),
            _may("supplier_id", "suppliers"),
            _c("start_date", v.DATE),
            _c("end_date", v.DATE),
            _c("signed_at", v.DAY),
            _c("rate_amount", _AMOUNT),
            _c("rate_currency", v.CURRENCY),
            _c("rate_unit", _UNIT),
            _c("budget_cap", _AMOUNT),
            _c("po_amount", _AMOUNT),
            _c("po_number"),
            _c("po_expires", v.DATE),
            _c("sow_ref"),
            _c("extensions", v.integer(0)),
            _c("title"),
            _c("level"),
            _c("country", v.COUNTRY),
            _c("region", v.SUBDIVISION),
            _c("terms_changed_at", v.DAY),
            _c("closed_at", v.DAY),
            _may("human_contact_id", "contributors"),
            _c("comparator_rate_amount", _AMOUNT),
            _c("comparator_rate_currency", v.CURRENCY),
            _c("derogation"),
        ),
        spans=_PERIOD,
    ),
    TableSchema(
        "classifications",
        "classification",
        ("engagement_id", "decided_at"),
        (
            _of("engagement_id", "engagements"),
            _must("outcome", v.one_of(("independent", "employee", "inside", "outside", "open"))),
            _must("decided_at", v.DAY),
            _c("method"),
            _c("sets_hours", v.BOOLEAN),
            _c("supervised_daily", v.BOOLEAN),
            _c("exclusive", v.BOOLEAN),
            _c("client_tools", v.BOOLEAN),
            _c("pay_basis", v.one_of(("hourly", "fixed"))),
            _c("own_investment", v.BOOLEAN),
            _c("other_clients", v.BOOLEAN),
            _c("core_function", v.BOOLEAN),
        ),
        repeats=True,
    ),
    TableSchema(
        "deliverables",
        "deliverable",
        ("engagement_id", "title"),
        (
            _of("engagement_id", "engagements"),
            _must("title"),
            _c("due", v.DATE),
            _c("criteria"),
            _c("accepted_at", v.DAY),
        ),
        repeats=True,
    ),
    TableSchema(
        "records",
        "record",
        ("subject_type", "subject_id", "type", "issued"),
        (
            _must("subject_type", v.one_of(SUBJECTS)),
            Column("subject_id", required=True, refers=Reference("*subject_type")),
            _must("type", v.one_of(RECORD_TYPES, prefixes=("training:", "certificate:"))),
            _c("issued", v.DATE),
            _c("expires", v.DATE),
            _c("value"),
            _c("status", v.one_of(("valid", "pending", "open", "revoked"))),
        ),
        repeats=True,
    ),
    TableSchema(
        "access",
        "access",
        ("id",),
        (
            _must("id"),
            Column("contributor_id", required=True, refers=Reference("contributors", Unknown.MARK)),
            _must("system"),
            _c("level", v.one_of(("standard", "privileged"))),
            _c("data_class", _DATA_CLASS),
            _c("granted_at", v.DAY),
            _may("granted_by", "contributors"),
            _c("expires", v.DATE),
            _c("justification"),
            _c("active", v.BOOLEAN),
            _c("revoked_at", v.DAY),
            _c("last_used", v.DAY),
            _c("reviewed_at", v.DAY),
            _may("reviewed_by", "contributors"),
        ),
    ),
    TableSchema(
        "agents",
        "agent",
        ("contributor_id",),
        (
            _of("contributor_id", "contributors"),
            _may("owner_id", "contributors"),
            _may("backup_owner_id", "contributors"),
            _c("provider"),
            _c("model"),
            _c("purpose"),
            _c("allowed_tools", v.list_of(v.TEXT)),
            _c("data_classes", v.list_of(_DATA_CLASS)),
            _c("max_amount", _AMOUNT),
            _c("risk_class", v.one_of(("minimal", "limited", "high", "prohibited"))),
            _c("assessed_at", v.DAY),
            _c("changed_at", v.DAY),
            _c("mode", v.one_of(("delegate", "ambient"))),
        ),
    ),
    TableSchema(
        "agent_actions",
        "agent_action",
        ("id",),
        (
            _must("id"),
            Column("contributor_id", required=True, refers=Reference("contributors", Unknown.MARK)),
            _must("at", v.MOMENT),
            _c("tool"),
            _c("data_class", _DATA_CLASS),
            _c("amount", v.number()),
            _may("approved_by", "contributors"),
        ),
    ),
    TableSchema(
        "invoices",
        "invoice",
        ("id",),
        (
            _must("id"),
            _of("engagement_id", "engagements"),
            _c("period_start", v.DATE),
            _c("period_end", v.DATE),
            _c("hours", v.number()),
            _c("amount", v.number()),
            _c("currency", v.CURRENCY),
            _c("received_at", v.DAY),
            _c("due_at", v.DAY),
            _c("paid_at", v.DAY),
        ),
        spans=(("period_start", "period_end"),),
    ),
    TableSchema(
        "rate_card",
        "rate_card",
        ("title", "level", "region", "currency", "unit"),
        (
            # Contract: the title column must be there, and an empty one matches every title.
            _c("title"),
            _c("level"),
            _c("region", v.PLACE),
            _must("currency", v.CURRENCY),
            _must("unit", _UNIT),
            _must("max_rate", _AMOUNT),
        ),
        repeats=True,
    ),
    TableSchema(
        "rule_settings",
        "rule_setting",
        ("rule", "key", "jurisdiction", "effective_from"),
        (
            _must("rule"),
            _must("key"),
            _must("value", v.JSON),
            _c("jurisdiction", v.PLACE),
            _c("effective_from", v.DATE),
            _c("effective_until", v.DATE),
        ),
        repeats=True,
        spans=(("effective_from", "effective_until"),),
    ),
    TableSchema(
        "exceptions",
        "exception",
        ("subject_type", "subject_id", "rule", "approved_at"),
        (
            _must("subject_type"),
            Column("subject_id", required=True, refers=Reference("*subject_type")),
            _must("rule"),
            _may("approved_by", "contributors"),
            _c("approved_at", v.DAY),
            _c("expires", v.DATE),
            _c("reason"),
        ),
        repeats=True,
    ),
)

BUNDLE: Mapping[str, TableSchema] = MappingProxyType({table.name: table for table in _TABLES})

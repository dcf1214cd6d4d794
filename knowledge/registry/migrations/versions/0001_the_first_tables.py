"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "app_user",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("slack_id", sa.String(length=50), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_app_user")),
        sa.UniqueConstraint("email", name=op.f("uq_app_user_email")),
    )
    op.create_table(
        "data_version",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_data_version")),
    )
    op.create_table(
        "import_run",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("path", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_source"), "import_run", ["source"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_pk"], ["app_user.pk"], name=op.f("fk_api_token_user_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_api_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_token_hash")),
    )
    op.create_index(op.f("ix_api_token_user_pk"), "api_token", ["user_pk"], unique=False)
    op.create_table(
        "app_user_role",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_pk"], ["app_user.pk"], name=op.f("fk_app_user_role_user_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_app_user_role")),
        sa.UniqueConstraint("user_pk", "role", name=op.f("uq_app_user_role_user_pk_role")),
    )
    op.create_table(
        "app_user_unit",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("org_unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_pk"], ["app_user.pk"], name=op.f("fk_app_user_unit_user_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_app_user_unit")),
        sa.UniqueConstraint("user_pk", "org_unit", name=op.f("uq_app_user_unit_user_pk_org_unit")),
    )
    op.create_table(
        "org_unit",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_ref", sa.String(), nullable=True),
        sa.Column("parent_pk", sa.Integer(), nullable=True),
        sa.Column("function", sa.String(), nullable=True),
        sa.Column("head_ref", sa.String(), nullable=True),
        sa.Column("head_pk", sa.Integer(), nullable=True),
        sa.Column("cost_centre", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_org_unit_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["parent_pk"], ["org_unit.pk"], name=op.f("fk_org_unit_parent_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_org_unit")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_org_unit_source_row_key")),
    )
    op.create_index(op.f("ix_org_unit_head_pk"), "org_unit", ["head_pk"], unique=False)
    op.create_index(op.f("ix_org_unit_id"), "org_unit", ["id"], unique=False)
    op.create_index(op.f("ix_org_unit_parent_pk"), "org_unit", ["parent_pk"], unique=False)
    op.create_index(op.f("ix_org_unit_source_id"), "org_unit", ["source_id"], unique=False)
    op.create_table(
        "rate_card",
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("max_rate", sa.BigInteger(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_rate_card_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_rate_card")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_rate_card_source_row_key")),
    )
    op.create_table(
        "record",
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_ref", sa.String(), nullable=False),
        sa.Column("subject_pk", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_record_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_record")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_record_source_row_key")),
    )
    op.create_index(op.f("ix_record_subject_pk"), "record", ["subject_pk"], unique=False)
    op.create_table(
        "rule_setting",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_rule_setting_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_rule_setting")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_rule_setting_source_row_key")),
    )
    op.create_table(
        "skill",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=True),
        sa.Column("broader", sa.String(), nullable=True),
        sa.Column("uri", sa.String(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["import_pk"], ["import_run.pk"], name=op.f("fk_skill_import_pk"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_skill")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_skill_source_row_key")),
    )
    op.create_table(
        "supplier",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("owner_ref", sa.String(), nullable=True),
        sa.Column("owner_pk", sa.Integer(), nullable=True),
        sa.Column("agreement_expires", sa.Date(), nullable=True),
        sa.Column("control_level", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_supplier_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_supplier")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_supplier_source_row_key")),
    )
    op.create_index(op.f("ix_supplier_id"), "supplier", ["id"], unique=False)
    op.create_index(op.f("ix_supplier_owner_pk"), "supplier", ["owner_pk"], unique=False)
    op.create_index(op.f("ix_supplier_source_id"), "supplier", ["source_id"], unique=False)
    op.create_table(
        "contributor",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("org_unit_ref", sa.String(), nullable=True),
        sa.Column("org_unit_pk", sa.Integer(), nullable=True),
        sa.Column("manager_ref", sa.String(), nullable=True),
        sa.Column("manager_pk", sa.Integer(), nullable=True),
        sa.Column("supplier_ref", sa.String(), nullable=True),
        sa.Column("supplier_pk", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=True),
        sa.Column("weekly_hours", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("rate_amount", sa.BigInteger(), nullable=True),
        sa.Column("rate_currency", sa.String(), nullable=True),
        sa.Column("rate_unit", sa.String(), nullable=True),
        sa.Column("engaged_via", sa.String(), nullable=True),
        sa.Column("interests", sa.JSON(), nullable=True),
        sa.Column("bank_hash", sa.String(), nullable=True),
        sa.Column("phone_hash", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_contributor_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["manager_pk"], ["contributor.pk"], name=op.f("fk_contributor_manager_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_pk"], ["org_unit.pk"], name=op.f("fk_contributor_org_unit_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_pk"], ["supplier.pk"], name=op.f("fk_contributor_supplier_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_contributor")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_contributor_source_row_key")),
    )
    op.create_index(op.f("ix_contributor_id"), "contributor", ["id"], unique=False)
    op.create_index(op.f("ix_contributor_manager_pk"), "contributor", ["manager_pk"], unique=False)
    op.create_index(op.f("ix_contributor_org_unit_pk"), "contributor", ["org_unit_pk"], unique=False)
    op.create_index(op.f("ix_contributor_source_id"), "contributor", ["source_id"], unique=False)
    op.create_index(op.f("ix_contributor_supplier_pk"), "contributor", ["supplier_pk"], unique=False)
    op.create_table(
        "skill_closure",
        sa.Column("skill_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ancestor_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_pk"], ["skill.pk"], name=op.f("fk_skill_closure_ancestor_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_pk"], ["skill.pk"], name=op.f("fk_skill_closure_skill_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("skill_pk", "ancestor_pk", name=op.f("pk_skill_closure")),
    )
    op.create_index(op.f("ix_skill_closure_ancestor_pk"), "skill_closure", ["ancestor_pk"], unique=False)
    op.create_table(
        "access",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=True),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("data_class", sa.String(), nullable=True),
        sa.Column("granted_at", sa.Date(), nullable=True),
        sa.Column("granted_by_ref", sa.String(), nullable=True),
        sa.Column("granted_by_pk", sa.Integer(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("justification", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("revoked_at", sa.Date(), nullable=True),
        sa.Column("last_used", sa.Date(), nullable=True),
        sa.Column("reviewed_at", sa.Date(), nullable=True),
        sa.Column("reviewed_by_ref", sa.String(), nullable=True),
        sa.Column("reviewed_by_pk", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_access_contributor_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_pk"], ["contributor.pk"], name=op.f("fk_access_granted_by_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_access_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_pk"], ["contributor.pk"], name=op.f("fk_access_reviewed_by_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_access")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_access_source_row_key")),
    )
    op.create_index(op.f("ix_access_contributor_pk"), "access", ["contributor_pk"], unique=False)
    op.create_index(op.f("ix_access_granted_by_pk"), "access", ["granted_by_pk"], unique=False)
    op.create_index(op.f("ix_access_id"), "access", ["id"], unique=False)
    op.create_index(op.f("ix_access_reviewed_by_pk"), "access", ["reviewed_by_pk"], unique=False)
    op.create_index(op.f("ix_access_source_id"), "access", ["source_id"], unique=False)
    op.create_table(
        "agent",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=False),
        sa.Column("owner_ref", sa.String(), nullable=True),
        sa.Column("owner_pk", sa.Integer(), nullable=True),
        sa.Column("backup_owner_ref", sa.String(), nullable=True),
        sa.Column("backup_owner_pk", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("allowed_tools", sa.JSON(), nullable=True),
        sa.Column("data_classes", sa.JSON(), nullable=True),
        sa.Column("max_amount", sa.BigInteger(), nullable=True),
        sa.Column("risk_class", sa.String(), nullable=True),
        sa.Column("assessed_at", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.Date(), nullable=True),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["backup_owner_pk"], ["contributor.pk"], name=op.f("fk_agent_backup_owner_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_agent_contributor_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["import_pk"], ["import_run.pk"], name=op.f("fk_agent_import_pk"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_pk"], ["contributor.pk"], name=op.f("fk_agent_owner_pk"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_agent")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_agent_source_row_key")),
    )
    op.create_index(op.f("ix_agent_backup_owner_pk"), "agent", ["backup_owner_pk"], unique=False)
    op.create_index(op.f("ix_agent_contributor_pk"), "agent", ["contributor_pk"], unique=False)
    op.create_index(op.f("ix_agent_owner_pk"), "agent", ["owner_pk"], unique=False)
    op.create_table(
        "agent_action",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("tool", sa.String(), nullable=True),
        sa.Column("data_class", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("approved_by_ref", sa.String(), nullable=True),
        sa.Column("approved_by_pk", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_pk"], ["contributor.pk"], name=op.f("fk_agent_action_approved_by_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_agent_action_contributor_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_agent_action_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_agent_action")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_agent_action_source_row_key")),
    )
    op.create_index(op.f("ix_agent_action_approved_by_pk"), "agent_action", ["approved_by_pk"], unique=False)
    op.create_index(op.f("ix_agent_action_contributor_pk"), "agent_action", ["contributor_pk"], unique=False)
    op.create_index(op.f("ix_agent_action_id"), "agent_action", ["id"], unique=False)
    op.create_index(op.f("ix_agent_action_source_id"), "agent_action", ["source_id"], unique=False)
    op.create_table(
        "contributor_skill",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("last_used", sa.Date(), nullable=True),
        sa.Column("skill_pk", sa.Integer(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_contributor_skill_contributor_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_contributor_skill_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["skill_pk"], ["skill.pk"], name=op.f("fk_contributor_skill_skill_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_contributor_skill")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_contributor_skill_source_row_key")),
    )
    op.create_index(
        "ix_contributor_skill_by_skill", "contributor_skill", ["skill_pk", "contributor_pk", "level"], unique=False
    )
    op.create_index(op.f("ix_contributor_skill_contributor_pk"), "contributor_skill", ["contributor_pk"], unique=False)
    op.create_index(op.f("ix_contributor_skill_skill"), "contributor_skill", ["skill"], unique=False)
    op.create_index(op.f("ix_contributor_skill_skill_pk"), "contributor_skill", ["skill_pk"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("supplier_ref", sa.String(), nullable=True),
        sa.Column("supplier_pk", sa.Integer(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.Date(), nullable=True),
        sa.Column("rate_amount", sa.BigInteger(), nullable=True),
        sa.Column("rate_currency", sa.String(), nullable=True),
        sa.Column("rate_unit", sa.String(), nullable=True),
        sa.Column("budget_cap", sa.BigInteger(), nullable=True),
        sa.Column("po_amount", sa.BigInteger(), nullable=True),
        sa.Column("po_number", sa.String(), nullable=True),
        sa.Column("po_expires", sa.Date(), nullable=True),
        sa.Column("sow_ref", sa.String(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("terms_changed_at", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.Date(), nullable=True),
        sa.Column("human_contact_ref", sa.String(), nullable=True),
        sa.Column("human_contact_pk", sa.Integer(), nullable=True),
        sa.Column("comparator_rate_amount", sa.BigInteger(), nullable=True),
        sa.Column("comparator_rate_currency", sa.String(), nullable=True),
        sa.Column("derogation", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_engagement_contributor_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["human_contact_pk"], ["contributor.pk"], name=op.f("fk_engagement_human_contact_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_engagement_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_pk"], ["supplier.pk"], name=op.f("fk_engagement_supplier_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_engagement")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_engagement_source_row_key")),
    )
    op.create_index(op.f("ix_engagement_contributor_pk"), "engagement", ["contributor_pk"], unique=False)
    op.create_index(op.f("ix_engagement_human_contact_pk"), "engagement", ["human_contact_pk"], unique=False)
    op.create_index(op.f("ix_engagement_id"), "engagement", ["id"], unique=False)
    op.create_index(op.f("ix_engagement_source_id"), "engagement", ["source_id"], unique=False)
    op.create_index(op.f("ix_engagement_supplier_pk"), "engagement", ["supplier_pk"], unique=False)
    op.create_table(
        "exception",
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_ref", sa.String(), nullable=False),
        sa.Column("subject_pk", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("approved_by_ref", sa.String(), nullable=True),
        sa.Column("approved_by_pk", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.Date(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_pk"], ["contributor.pk"], name=op.f("fk_exception_approved_by_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_exception_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_exception")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_exception_source_row_key")),
    )
    op.create_index(op.f("ix_exception_approved_by_pk"), "exception", ["approved_by_pk"], unique=False)
    op.create_index(op.f("ix_exception_subject_pk"), "exception", ["subject_pk"], unique=False)
    op.create_table(
        "identity",
        sa.Column("contributor_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("given_name", sa.String(), nullable=True),
        sa.Column("family_name", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_identity_contributor_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contributor_pk", name=op.f("pk_identity")),
    )
    op.create_table(
        "leave",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_leave_contributor_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["import_pk"], ["import_run.pk"], name=op.f("fk_leave_import_pk"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_leave")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_leave_source_row_key")),
    )
    op.create_index(op.f("ix_leave_contributor_pk"), "leave", ["contributor_pk"], unique=False)
    op.create_table(
        "objective",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("owner_ref", sa.String(), nullable=True),
        sa.Column("owner_pk", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_objective_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_pk"], ["contributor.pk"], name=op.f("fk_objective_owner_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_objective")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_objective_source_row_key")),
    )
    op.create_index(op.f("ix_objective_id"), "objective", ["id"], unique=False)
    op.create_index(op.f("ix_objective_owner_pk"), "objective", ["owner_pk"], unique=False)
    op.create_index(op.f("ix_objective_source_id"), "objective", ["source_id"], unique=False)
    op.create_table(
        "classification",
        sa.Column("engagement_ref", sa.String(), nullable=False),
        sa.Column("engagement_pk", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_at", sa.Date(), nullable=False),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("sets_hours", sa.Boolean(), nullable=True),
        sa.Column("supervised_daily", sa.Boolean(), nullable=True),
        sa.Column("exclusive", sa.Boolean(), nullable=True),
        sa.Column("client_tools", sa.Boolean(), nullable=True),
        sa.Column("pay_basis", sa.String(), nullable=True),
        sa.Column("own_investment", sa.Boolean(), nullable=True),
        sa.Column("other_clients", sa.Boolean(), nullable=True),
        sa.Column("core_function", sa.Boolean(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_pk"], ["engagement.pk"], name=op.f("fk_classification_engagement_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_classification_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_classification")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_classification_source_row_key")),
    )
    op.create_index(op.f("ix_classification_engagement_pk"), "classification", ["engagement_pk"], unique=False)
    op.create_table(
        "deliverable",
        sa.Column("engagement_ref", sa.String(), nullable=False),
        sa.Column("engagement_pk", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("criteria", sa.String(), nullable=True),
        sa.Column("accepted_at", sa.Date(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_pk"], ["engagement.pk"], name=op.f("fk_deliverable_engagement_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_deliverable_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_deliverable")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_deliverable_source_row_key")),
    )
    op.create_index(op.f("ix_deliverable_engagement_pk"), "deliverable", ["engagement_pk"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("engagement_ref", sa.String(), nullable=False),
        sa.Column("engagement_pk", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("received_at", sa.Date(), nullable=True),
        sa.Column("due_at", sa.Date(), nullable=True),
        sa.Column("paid_at", sa.Date(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_pk"], ["engagement.pk"], name=op.f("fk_invoice_engagement_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_invoice_import_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_invoice")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_invoice_source_row_key")),
    )
    op.create_index(op.f("ix_invoice_engagement_pk"), "invoice", ["engagement_pk"], unique=False)
    op.create_index(op.f("ix_invoice_id"), "invoice", ["id"], unique=False)
    op.create_index(op.f("ix_invoice_source_id"), "invoice", ["source_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("objective_ref", sa.String(), nullable=True),
        sa.Column("objective_pk", sa.Integer(), nullable=True),
        sa.Column("org_unit_ref", sa.String(), nullable=True),
        sa.Column("org_unit_pk", sa.Integer(), nullable=True),
        sa.Column("owner_ref", sa.String(), nullable=True),
        sa.Column("owner_pk", sa.Integer(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("budget_amount", sa.BigInteger(), nullable=True),
        sa.Column("budget_currency", sa.String(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("data_class", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_project_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["objective_pk"], ["objective.pk"], name=op.f("fk_project_objective_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_unit_pk"], ["org_unit.pk"], name=op.f("fk_project_org_unit_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_pk"], ["contributor.pk"], name=op.f("fk_project_owner_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_project")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_project_source_row_key")),
    )
    op.create_index(op.f("ix_project_id"), "project", ["id"], unique=False)
    op.create_index(op.f("ix_project_objective_pk"), "project", ["objective_pk"], unique=False)
    op.create_index(op.f("ix_project_org_unit_pk"), "project", ["org_unit_pk"], unique=False)
    op.create_index(op.f("ix_project_owner_pk"), "project", ["owner_pk"], unique=False)
    op.create_index(op.f("ix_project_source_id"), "project", ["source_id"], unique=False)
    op.create_table(
        "demand",
        sa.Column("project_ref", sa.String(), nullable=False),
        sa.Column("project_pk", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("fte", sa.BigInteger(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("max_rate_amount", sa.BigInteger(), nullable=True),
        sa.Column("max_rate_currency", sa.String(), nullable=True),
        sa.Column("max_rate_unit", sa.String(), nullable=True),
        sa.Column("kinds_allowed", sa.JSON(), nullable=True),
        sa.Column("countries_allowed", sa.JSON(), nullable=True),
        sa.Column("time_zones_allowed", sa.JSON(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_demand_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["project_pk"], ["project.pk"], name=op.f("fk_demand_project_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_demand")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_demand_source_row_key")),
    )
    op.create_index(op.f("ix_demand_id"), "demand", ["id"], unique=False)
    op.create_index(op.f("ix_demand_project_pk"), "demand", ["project_pk"], unique=False)
    op.create_index(op.f("ix_demand_source_id"), "demand", ["source_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("contributor_ref", sa.String(), nullable=False),
        sa.Column("contributor_pk", sa.Integer(), nullable=False),
        sa.Column("project_ref", sa.String(), nullable=False),
        sa.Column("project_pk", sa.Integer(), nullable=False),
        sa.Column("demand_ref", sa.String(), nullable=True),
        sa.Column("demand_pk", sa.Integer(), nullable=True),
        sa.Column("fte", sa.BigInteger(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_pk"], ["contributor.pk"], name=op.f("fk_assignment_contributor_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["demand_pk"], ["demand.pk"], name=op.f("fk_assignment_demand_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_assignment_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_pk"], ["project.pk"], name=op.f("fk_assignment_project_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_assignment")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_assignment_source_row_key")),
    )
    op.create_index(op.f("ix_assignment_contributor_pk"), "assignment", ["contributor_pk"], unique=False)
    op.create_index(op.f("ix_assignment_demand_pk"), "assignment", ["demand_pk"], unique=False)
    op.create_index(op.f("ix_assignment_id"), "assignment", ["id"], unique=False)
    op.create_index(op.f("ix_assignment_project_pk"), "assignment", ["project_pk"], unique=False)
    op.create_index(op.f("ix_assignment_source_id"), "assignment", ["source_id"], unique=False)
    op.create_index(
        "ix_assignment_span", "assignment", ["contributor_pk", "start_date", "end_date", "fte"], unique=False
    )
    op.create_table(
        "demand_skill",
        sa.Column("demand_ref", sa.String(), nullable=False),
        sa.Column("demand_pk", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("min_level", sa.Integer(), nullable=False),
        sa.Column("importance", sa.String(), nullable=False),
        sa.Column("skill_pk", sa.Integer(), nullable=True),
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_pk", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["demand_pk"], ["demand.pk"], name=op.f("fk_demand_skill_demand_pk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_pk"], ["import_run.pk"], name=op.f("fk_demand_skill_import_pk"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["skill_pk"], ["skill.pk"], name=op.f("fk_demand_skill_skill_pk"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_demand_skill")),
        sa.UniqueConstraint("source", "row_key", name=op.f("uq_demand_skill_source_row_key")),
    )
    op.create_index(op.f("ix_demand_skill_demand_pk"), "demand_skill", ["demand_pk"], unique=False)
    op.create_index(op.f("ix_demand_skill_skill"), "demand_skill", ["skill"], unique=False)
    op.create_index(op.f("ix_demand_skill_skill_pk"), "demand_skill", ["skill_pk"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_demand_skill_skill_pk"), table_name="demand_skill")
    op.drop_index(op.f("ix_demand_skill_skill"), table_name="demand_skill")
    op.drop_index(op.f("ix_demand_skill_demand_pk"), table_name="demand_skill")
    op.drop_table("demand_skill")
    op.drop_index("ix_assignment_span", table_name="assignment")
    op.drop_index(op.f("ix_assignment_source_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_project_pk"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_demand_pk"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_contributor_pk"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_demand_source_id"), table_name="demand")
    op.drop_index(op.f("ix_demand_project_pk"), table_name="demand")
    op.drop_index(op.f("ix_demand_id"), table_name="demand")
    op.drop_table("demand")
    op.drop_index(op.f("ix_project_source_id"), table_name="project")
    op.drop_index(op.f("ix_project_owner_pk"), table_name="project")
    op.drop_index(op.f("ix_project_org_unit_pk"), table_name="project")
    op.drop_index(op.f("ix_project_objective_pk"), table_name="project")
    op.drop_index(op.f("ix_project_id"), table_name="project")
    op.drop_table("project")
    op.drop_index(op.f("ix_invoice_source_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_engagement_pk"), table_name="invoice")
    op.drop_table("invoice")
    op.drop_index(op.f("ix_deliverable_engagement_pk"), table_name="deliverable")
    op.drop_table("deliverable")
    op.drop_index(op.f("ix_classification_engagement_pk"), table_name="classification")
    op.drop_table("classification")
    op.drop_index(op.f("ix_objective_source_id"), table_name="objective")
    op.drop_index(op.f("ix_objective_owner_pk"), table_name="objective")
    op.drop_index(op.f("ix_objective_id"), table_name="objective")
    op.drop_table("objective")
    op.drop_index(op.f("ix_leave_contributor_pk"), table_name="leave")
    op.drop_table("leave")
    op.drop_table("identity")
    op.drop_index(op.f("ix_exception_subject_pk"), table_name="exception")
    op.drop_index(op.f("ix_exception_approved_by_pk"), table_name="exception")
    op.drop_table("exception")
    op.drop_index(op.f("ix_engagement_supplier_pk"), table_name="engagement")
    op.drop_index(op.f("ix_engagement_source_id"), table_name="engagement")
    op.drop_index(op.f("ix_engagement_id"), table_name="engagement")
    op.drop_index(op.f("ix_engagement_human_contact_pk"), table_name="engagement")
    op.drop_index(op.f("ix_engagement_contributor_pk"), table_name="engagement")
    op.drop_table("engagement")
    op.drop_index(op.f("ix_contributor_skill_skill_pk"), table_name="contributor_skill")
    op.drop_index(op.f("ix_contributor_skill_skill"), table_name="contributor_skill")
    op.drop_index(op.f("ix_contributor_skill_contributor_pk"), table_name="contributor_skill")
    op.drop_index("ix_contributor_skill_by_skill", table_name="contributor_skill")
    op.drop_table("contributor_skill")
    op.drop_index(op.f("ix_agent_action_source_id"), table_name="agent_action")
    op.drop_index(op.f("ix_agent_action_id"), table_name="agent_action")
    op.drop_index(op.f("ix_agent_action_contributor_pk"), table_name="agent_action")
    op.drop_index(op.f("ix_agent_action_approved_by_pk"), table_name="agent_action")
    op.drop_table("agent_action")
    op.drop_index(op.f("ix_agent_owner_pk"), table_name="agent")
    op.drop_index(op.f("ix_agent_contributor_pk"), table_name="agent")
    op.drop_index(op.f("ix_agent_backup_owner_pk"), table_name="agent")
    op.drop_table("agent")
    op.drop_index(op.f("ix_access_source_id"), table_name="access")
    op.drop_index(op.f("ix_access_reviewed_by_pk"), table_name="access")
    op.drop_index(op.f("ix_access_id"), table_name="access")
    op.drop_index(op.f("ix_access_granted_by_pk"), table_name="access")
    op.drop_index(op.f("ix_access_contributor_pk"), table_name="access")
    op.drop_table("access")
    op.drop_index(op.f("ix_skill_closure_ancestor_pk"), table_name="skill_closure")
    op.drop_table("skill_closure")
    op.drop_index(op.f("ix_contributor_supplier_pk"), table_name="contributor")
    op.drop_index(op.f("ix_contributor_source_id"), table_name="contributor")
    op.drop_index(op.f("ix_contributor_org_unit_pk"), table_name="contributor")
    op.drop_index(op.f("ix_contributor_manager_pk"), table_name="contributor")
    op.drop_index(op.f("ix_contributor_id"), table_name="contributor")
    op.drop_table("contributor")
    op.drop_index(op.f("ix_supplier_source_id"), table_name="supplier")
    op.drop_index(op.f("ix_supplier_owner_pk"), table_name="supplier")
    op.drop_index(op.f("ix_supplier_id"), table_name="supplier")
    op.drop_table("supplier")
    op.drop_table("skill")
    op.drop_table("rule_setting")
    op.drop_index(op.f("ix_record_subject_pk"), table_name="record")
    op.drop_table("record")
    op.drop_table("rate_card")
    op.drop_index(op.f("ix_org_unit_source_id"), table_name="org_unit")
    op.drop_index(op.f("ix_org_unit_parent_pk"), table_name="org_unit")
    op.drop_index(op.f("ix_org_unit_id"), table_name="org_unit")
    op.drop_index(op.f("ix_org_unit_head_pk"), table_name="org_unit")
    op.drop_table("org_unit")
    op.drop_table("app_user_unit")
    op.drop_table("app_user_role")
    op.drop_index(op.f("ix_api_token_user_pk"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_index(op.f("ix_import_run_source"), table_name="import_run")
    op.drop_table("import_run")
    op.drop_table("data_version")
    op.drop_table("app_user")

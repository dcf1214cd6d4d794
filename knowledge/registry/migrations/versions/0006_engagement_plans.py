"""Engagement plans."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:

    op.create_table(
        "plan",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(length=320), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("executed_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_plan")),
        sa.UniqueConstraint("id", name=op.f("uq_plan_id")),
    )
    op.create_index(op.f("ix_plan_requested_by"), "plan", ["requested_by"], unique=False)
    op.create_index(op.f("ix_plan_status"), "plan", ["status"], unique=False)
    op.create_table(
        "plan_delegation",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("giver", sa.String(length=320), nullable=False),
        sa.Column("taker", sa.String(length=320), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("when_away", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_plan_delegation")),
    )
    op.create_index(op.f("ix_plan_delegation_giver"), "plan_delegation", ["giver"], unique=False)
    op.create_index(op.f("ix_plan_delegation_taker"), "plan_delegation", ["taker"], unique=False)
    op.create_table(
        "plan_approval",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("plan_pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=320), nullable=True),
        sa.Column("for_email", sa.String(length=320), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["plan_pk"], ["plan.pk"], name=op.f("fk_plan_approval_plan_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_plan_approval")),
        sa.UniqueConstraint("plan_pk", "version", "function", name=op.f("uq_plan_approval_plan_pk_version_function")),
    )
    op.create_index("ix_plan_approval_open", "plan_approval", ["status", "function"], unique=False)
    op.create_table(
        "plan_execution",
        sa.Column("plan_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=320), nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["plan_pk"], ["plan.pk"], name=op.f("fk_plan_execution_plan_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_pk", name=op.f("pk_plan_execution")),
    )
    op.create_table(
        "plan_step",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("plan_pk", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_by", sa.String(length=320), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_pk"], ["plan.pk"], name=op.f("fk_plan_step_plan_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_plan_step")),
        sa.UniqueConstraint("plan_pk", "step", name=op.f("uq_plan_step_plan_pk_step")),
    )
    op.create_table(
        "plan_version",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("plan_pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["plan_pk"], ["plan.pk"], name=op.f("fk_plan_version_plan_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_pk", "version", name=op.f("uq_plan_version_plan_pk_version")),
    )
    op.create_table(
        "plan_viewing",
        sa.Column("plan_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_pk"], ["plan.pk"], name=op.f("fk_plan_viewing_plan_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_pk", "version", "email", name=op.f("pk_plan_viewing")),
    )


def downgrade() -> None:

    op.drop_table("plan_viewing")
    op.drop_table("plan_version")
    op.drop_table("plan_step")
    op.drop_table("plan_execution")
    op.drop_index("ix_plan_approval_open", table_name="plan_approval")
    op.drop_table("plan_approval")
    op.drop_index(op.f("ix_plan_delegation_taker"), table_name="plan_delegation")
    op.drop_index(op.f("ix_plan_delegation_giver"), table_name="plan_delegation")
    op.drop_table("plan_delegation")
    op.drop_index(op.f("ix_plan_status"), table_name="plan")
    op.drop_index(op.f("ix_plan_requested_by"), table_name="plan")
    op.drop_table("plan")

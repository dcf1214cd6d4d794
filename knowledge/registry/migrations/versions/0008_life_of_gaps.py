"""The life of governance gaps: their states and what happened to them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "gap_state",
        sa.Column("gap", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("contributor_id", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("gap", name=op.f("pk_gap_state")),
    )
    op.create_index(op.f("ix_gap_state_status"), "gap_state", ["status"], unique=False)
    op.create_table(
        "gap_event",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("gap", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("to", sa.String(), nullable=True),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_gap_event")),
    )
    op.create_index(op.f("ix_gap_event_gap"), "gap_event", ["gap"], unique=False)
    op.create_table(
        "gap_observation",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_gap_observation")),
    )


def downgrade() -> None:
    op.drop_table("gap_observation")
    op.drop_index(op.f("ix_gap_event_gap"), table_name="gap_event")
    op.drop_table("gap_event")
    op.drop_index(op.f("ix_gap_state_status"), table_name="gap_state")
    op.drop_table("gap_state")

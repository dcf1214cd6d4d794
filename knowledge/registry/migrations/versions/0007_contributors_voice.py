"""The contributors' voice: corrections of their records, and their wishes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "wish",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_email"), "wish", ["email"], unique=False)
    op.create_table(
        "correction",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("skill", sa.String(), nullable=True),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("manager_pk", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("raised_by", sa.String(length=320), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager_pk"], ["contributor.pk"], name=op.f("fk_correction_manager_pk"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_manager_pk"), "correction", ["manager_pk"], unique=False)
    op.create_index(op.f("ix_correction_raised_by"), "correction", ["raised_by"], unique=False)
    op.create_index(op.f("ix_correction_status"), "correction", ["status"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_correction_status"), table_name="correction")
    op.drop_index(op.f("ix_correction_raised_by"), table_name="correction")
    op.drop_index(op.f("ix_correction_manager_pk"), table_name="correction")
    op.drop_table("correction")
    op.drop_index(op.f("ix_wish_email"), table_name="wish")
    op.drop_table("wish")

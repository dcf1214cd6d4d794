"""Matches between records, proposed and decided."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "match_run",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_match_run")),
    )
    op.create_table(
        "match_decision",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_match_decision")),
        sa.UniqueConstraint("a", "b", name=op.f("uq_match_decision_a_b")),
    )
    op.create_table(
        "match_proposal",
        sa.Column("a_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("b_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["a_pk"], ["contributor.pk"], name=op.f("fk_match_proposal_a_pk"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b_pk"], ["contributor.pk"], name=op.f("fk_match_proposal_b_pk"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a_pk", "b_pk", name=op.f("pk_match_proposal")),
    )
    op.create_index(op.f("ix_match_proposal_b_pk"), "match_proposal", ["b_pk"], unique=False)


def downgrade() -> None:
    op.drop_table("match_proposal")
    op.drop_table("match_decision")
    op.drop_table("match_run")

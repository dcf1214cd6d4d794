"""AI agents that are suspended."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "agent_suspension",
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("agent", name=op.f("pk_agent_suspension")),
    )


def downgrade() -> None:
    op.drop_table("agent_suspension")

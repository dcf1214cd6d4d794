"""Taxonomies of skills and work, and links of names to skills."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "skill_link",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_skill_link")),
        sa.UniqueConstraint("folded", "skill", name=op.f("uq_skill_link_folded_skill")),
    )
    op.create_index(op.f("ix_skill_link_folded"), "skill_link", ["folded"], unique=False)
    op.create_table(
        "task_statement",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("occupation_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_task_statement")),
        sa.UniqueConstraint(
            "source", "occupation_code", "task_id", name=op.f("uq_task_statement_source_occupation_code_task_id")
        ),
    )
    op.create_index(op.f("ix_task_statement_occupation_code"), "task_statement", ["occupation_code"], unique=False)
    op.create_table(
        "taxonomy_concept",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_taxonomy_concept")),
        sa.UniqueConstraint("source", "kind", "code", name=op.f("uq_taxonomy_concept_source_kind_code")),
    )
    op.create_table(
        "taxonomy_label",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("concept_pk", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_pk"], ["taxonomy_concept.pk"], name=op.f("fk_taxonomy_label_concept_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_taxonomy_label")),
    )
    op.create_index(op.f("ix_taxonomy_label_concept_pk"), "taxonomy_label", ["concept_pk"], unique=False)
    op.create_index(op.f("ix_taxonomy_label_folded"), "taxonomy_label", ["folded"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_taxonomy_label_folded"), table_name="taxonomy_label")
    op.drop_index(op.f("ix_taxonomy_label_concept_pk"), table_name="taxonomy_label")
    op.drop_table("taxonomy_label")
    op.drop_table("taxonomy_concept")
    op.drop_index(op.f("ix_task_statement_occupation_code"), table_name="task_statement")
    op.drop_table("task_statement")
    op.drop_index(op.f("ix_skill_link_folded"), table_name="skill_link")
    op.drop_table("skill_link")

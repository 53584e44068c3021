"""Statistics of the test, and how far people go

What `kept_figures` holds is computed again by its job: the table is made anew.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = ()
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.drop_table("kept_figures")
    op.create_table(
        "kept_figures",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("substance", sa.Integer(), nullable=False),
        sa.Column("sums", JSON, nullable=False),
        sa.Column("course", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("about", name=op.f("pk_kept_figures")),
    )


def downgrade() -> None:
    op.drop_table("kept_figures")
    op.create_table(
        "kept_figures",
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("substance", sa.Integer(), nullable=False),
        sa.Column("sums", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_kept_figures_module_id")),
        sa.PrimaryKeyConstraint("module_id", name=op.f("pk_kept_figures")),
    )

"""Before the season: what each tutor was asked of a season, and what they said"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = ()
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "season_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("answer IN ('yes', 'no')", name=op.f("ck_season_confirmation_answer")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_season_confirmation_answered")),
        sa.CheckConstraint("seats BETWEEN 1 AND 9", name=op.f("ck_season_confirmation_seats")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_season_confirmation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season_confirmation")),
        sa.UniqueConstraint("person_id", "year", name=op.f("uq_season_confirmation_person_id_year")),
    )
    op.create_index(op.f("ix_season_confirmation_year"), "season_confirmation", ["year"])


def downgrade() -> None:
    op.drop_table("season_confirmation")

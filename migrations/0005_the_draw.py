"""The draw: hours that can move, key moments, relays, conflicts of interest, national runs"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = ()
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    for table in ("tutor_profile", "student"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("moments", JSON, nullable=False, server_default="[]"))
            changed.add_column(sa.Column("flexible", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as changed:
            changed.alter_column("moments", server_default=None)
            changed.alter_column("flexible", server_default=None)
    with op.batch_alter_table("proposal") as changed:
        changed.add_column(sa.Column("relays_left", sa.Integer(), nullable=False, server_default="0"))
        changed.add_column(sa.Column("relay_of_id", sa.Integer(), nullable=True))
        changed.create_check_constraint(op.f("ck_proposal_relays_left"), "relays_left >= 0")
        changed.create_unique_constraint(op.f("uq_proposal_relay_of_id"), ["relay_of_id"])
        changed.create_foreign_key(op.f("fk_proposal_relay_of_id"), "proposal", ["relay_of_id"], ["id"])
    with op.batch_alter_table("proposal") as changed:
        changed.alter_column("relays_left", server_default=None)
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("tutor_id", sa.Integer(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_conflict_student_id")),
        sa.ForeignKeyConstraint(["tutor_id"], ["person.id"], name=op.f("fk_conflict_tutor_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_conflict_declared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("student_id", "tutor_id", name=op.f("uq_conflict_student_id_tutor_id")),
    )
    op.create_index(op.f("ix_conflict_tutor_id"), "conflict", ["tutor_id"])
    op.create_table(
        "national_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("pairs", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("sent", JSON, nullable=False),
        sa.CheckConstraint("state IN ('computed', 'applied', 'set_aside')", name=op.f("ck_national_run_state")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_national_run_made_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_national_run_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_run")),
    )


def downgrade() -> None:
    op.drop_table("national_run")
    op.drop_table("conflict")
    with op.batch_alter_table("proposal") as changed:
        changed.drop_constraint(op.f("fk_proposal_relay_of_id"), type_="foreignkey")
        changed.drop_constraint(op.f("uq_proposal_relay_of_id"), type_="unique")
        changed.drop_constraint(op.f("ck_proposal_relays_left"), type_="check")
        changed.drop_column("relay_of_id")
        changed.drop_column("relays_left")
    for table in ("student", "tutor_profile"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("flexible")
            changed.drop_column("moments")

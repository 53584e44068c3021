"""The search of the pool: its index, kept by triggers, and saved searches"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.infra.searched import Index, Watch, build, drop

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = ()
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
ZONE = "'z' || lower(replace(replace(replace(g.zone, '/', ''), '_', ''), '-', ''))"
SOURCE = f"""SELECT p.person_id, p.words_key,
 'r' || p.region_code || CASE WHEN p.remote THEN ' remote' ELSE '' END || CASE WHEN p.presence THEN ' presence' ELSE '' END
 || coalesce((SELECT ' e' || {{join}}(CAST(h.exam_id AS TEXT), ' e') FROM
  (SELECT exam_id FROM tutor_exam WHERE person_id = p.person_id UNION SELECT exam_id FROM eligibility WHERE person_id = p.person_id) h), '')
 || coalesce((SELECT ' p' || {{join}}(CAST(k.paper_id AS TEXT), ' p') FROM tutor_paper k WHERE k.person_id = p.person_id), '')
 || coalesce((SELECT {{join}}(' ' || {ZONE} || 's' || CAST({{cell}} AS TEXT), '') FROM {{cells}}), '')
 || ' ' || {ZONE} || 'm' || CAST(coalesce((SELECT sum(1 << {{cell}}) FROM {{cells}}), 0) AS TEXT)
 FROM tutor_profile p JOIN region g ON g.code = p.region_code JOIN validation v ON v.person_id = p.person_id
 WHERE v.valid_from IS NOT NULL"""  # noqa: S608  our own text
TUTORS = Index(
    name="search_tutor",
    source={
        "sqlite": SOURCE.format(join="group_concat", cell="c.value", cells="json_each(p.slots) c"),
        "postgresql": SOURCE.format(
            join="string_agg", cell="CAST(c.value AS INTEGER)", cells="jsonb_array_elements_text(p.slots) c"
        ),
    },
    key="p.person_id",
    lock="person",
    watches=(
        Watch(
            "tutor_profile",
            "{row}.person_id",
            ("person_id", "region_code", "remote", "presence", "slots", "words_key"),
        ),
        Watch("tutor_exam", "{row}.person_id"),
        Watch("tutor_paper", "{row}.person_id"),
        Watch("eligibility", "{row}.person_id", ("person_id", "exam_id")),
        Watch("validation", "{row}.person_id", ("person_id", "valid_from", "valid_until")),
        Watch(
            "region", "SELECT person_id FROM tutor_profile WHERE region_code = {row}.code", ("code", "zone"), ("UPDATE",)
        ),
    ),
)


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("filters", JSON, nullable=False),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("known", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("fresh >= 0", name=op.f("ck_saved_search_fresh")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_saved_search_lead_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_saved_search_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("lead_id", "name_key", name=op.f("uq_saved_search_lead_id_name_key")),
    )
    op.create_index(op.f("ix_saved_search_student_id"), "saved_search", ["student_id"])
    op.create_index(op.f("ix_saved_search_checked_on"), "saved_search", ["checked_on"])
    for statement in build(TUTORS, op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in drop(TUTORS, op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("saved_search")

"""Learning that is measured"""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = ()
depends_on: str | Sequence[str] | None = None


TEST = "(module_id IS NULL) = (version_id IS NULL) AND (module_id IS NULL) = (needed IS NOT NULL)"
LESSON = sa.table(
    "lesson",
    sa.column("id", sa.Integer()),
    sa.column("texts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")),
)


def _without(text: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in text.items() if name != key}


def _rewrite(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Every text of every lesson, through `change`."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(LESSON.c.id, LESSON.c.texts)).all():
        texts = {lang: change(text) for lang, text in row.texts.items()}
        connection.execute(sa.update(LESSON).where(LESSON.c.id == row.id).values(texts=texts))


def upgrade() -> None:
    op.create_table(
        "media_item",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_media_item")),
    )
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column(
            "public", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_signing_key_kid")),
    )
    op.create_table(
        "review_pause",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_pause_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_review_pause")),
    )
    op.create_table(
        "test_reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_test_reopening_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_test_reopening_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_reopening")),
    )
    with op.batch_alter_table("test_reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_test_reopening_person_id"), ["person_id"], unique=False)

    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column(
            "options", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("best", sa.String(), nullable=False),
        sa.Column(
            "texts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("moment IN ('before', 'after')", name=op.f("ck_scenario_moment")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_scenario_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_scenario_version_id_key")),
    )
    op.create_table(
        "exercise_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "answer", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("first_points", sa.Double(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_exercise_answer_module_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exercise_answer_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_exercise_answer_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_answer")),
        sa.UniqueConstraint("person_id", "module_id", "key", name=op.f("uq_exercise_answer_person_id_module_id_key")),
    )
    with op.batch_alter_table("exercise_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "question_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('key', 'unclear', 'outdated', 'language', 'other')", name=op.f("ck_question_report_reason")
        ),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name=op.f("ck_question_report_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_report_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_report_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_report")),
        sa.UniqueConstraint("person_id", "question_id", name=op.f("uq_question_report_person_id_question_id")),
    )
    with op.batch_alter_table("question_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_report_question_id"), ["question_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "shown", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True
        ),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_review_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("person_id", "since", "step", name=op.f("uq_review_person_id_since_step")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_answered", ["answered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_question_id"), ["question_id"], unique=False)

    op.create_table(
        "scenario_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_choice", sa.String(), nullable=True),
        sa.Column("comparison", sa.Text(), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("moment IN ('before', 'after')", name=op.f("ck_scenario_run_moment")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_scenario_run_module_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scenario_run_person_id")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_scenario_run_scenario_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_run")),
        sa.UniqueConstraint("person_id", "module_id", "key", name=op.f("uq_scenario_run_person_id_module_id_key")),
    )
    with op.batch_alter_table("scenario_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenario_run_module_id"), ["module_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenario_run_scenario_id"), ["scenario_id"], unique=False)

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("needed", sa.Integer(), nullable=True))
        batch_op.alter_column("module_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("version_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_check_constraint(batch_op.f("ck_attempt_test"), TEST)
        batch_op.create_index(
            "uq_attempt_open_test",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open' AND module_id IS NULL"),
            postgresql_where=sa.text("state = 'open' AND module_id IS NULL"),
        )

    with op.batch_alter_table("attempt_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("certainty", sa.String(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_attempt_item_certainty"), "certainty IS NULL OR certainty IN ('sure', 'think', 'guess')"
        )

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revoked_reason", sa.String(), nullable=True))

    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "media",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                server_default="{}",
                nullable=False,
            )
        )

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bank", sa.String(), server_default="quiz", nullable=False))
        batch_op.create_check_constraint(batch_op.f("ck_question_bank"), "bank IN ('quiz', 'test', 'lesson')")
        batch_op.create_index("ix_question_bank", ["bank"], unique=False)
    _rewrite(lambda text: {**_without(text, "html"), "pieces": [{"html": text["html"]}]})


def downgrade() -> None:
    """Attempts at the validation test have no place in the tables before: they go."""
    op.execute("DELETE FROM attempt_item WHERE attempt_id IN (SELECT id FROM attempt WHERE module_id IS NULL)")
    op.execute("DELETE FROM attempt WHERE module_id IS NULL")
    _rewrite(lambda text: {**_without(text, "pieces"), "html": "\n".join(p.get("html", "") for p in text["pieces"])})
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_bank")
        batch_op.drop_constraint(batch_op.f("ck_question_bank"), type_="check")
        batch_op.drop_column("bank")

    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.drop_column("media")

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_column("revoked_reason")

    with op.batch_alter_table("attempt_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attempt_item_certainty"), type_="check")
        batch_op.drop_column("certainty")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attempt_test"), type_="check")
        batch_op.drop_index(
            "uq_attempt_open_test",
            sqlite_where=sa.text("state = 'open' AND module_id IS NULL"),
            postgresql_where=sa.text("state = 'open' AND module_id IS NULL"),
        )
        batch_op.alter_column("version_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("module_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("needed")

    with op.batch_alter_table("scenario_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenario_run_scenario_id"))
        batch_op.drop_index(batch_op.f("ix_scenario_run_module_id"))

    op.drop_table("scenario_run")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_question_id"))
        batch_op.drop_index("ix_review_answered")

    op.drop_table("review")
    with op.batch_alter_table("question_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_report_question_id"))

    op.drop_table("question_report")
    with op.batch_alter_table("exercise_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exercise_answer_question_id"))

    op.drop_table("exercise_answer")
    op.drop_table("scenario")
    with op.batch_alter_table("test_reopening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_test_reopening_person_id"))

    op.drop_table("test_reopening")
    op.drop_table("review_pause")
    op.drop_table("signing_key")
    op.drop_table("media_item")

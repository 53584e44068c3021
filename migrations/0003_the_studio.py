"""The studio"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = ()
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "misconception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("used_in", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_misconception_by_id")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_misconception_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misconception")),
    )
    op.create_index(op.f("ix_misconception_module_id"), "misconception", ["module_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column(
            "marks", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('writing', 'review', 'published', 'dropped')", name=op.f("ck_draft_state")),
        sa.ForeignKeyConstraint(["base_id"], ["module_version.id"], name=op.f("fk_draft_base_id")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_draft_module_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_draft_opened_by")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_draft_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("address", name=op.f("uq_draft_address")),
    )
    op.create_index(op.f("ix_draft_module_id"), "draft", ["module_id"], unique=False)
    op.create_index(
        "uq_draft_open",
        "draft",
        ["slug"],
        unique=True,
        sqlite_where=sa.text("state IN ('writing', 'review')"),
        postgresql_where=sa.text("state IN ('writing', 'review')"),
    )

    op.create_table(
        "kept_figures",
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("substance", sa.Integer(), nullable=False),
        sa.Column(
            "sums", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_kept_figures_module_id")),
        sa.PrimaryKeyConstraint("module_id", name=op.f("pk_kept_figures")),
    )
    op.create_table(
        "draft_author",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_author_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_author_person_id")),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_draft_author")),
    )
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_file_draft_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_draft_file_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
        sa.UniqueConstraint("draft_id", "name", name=op.f("uq_draft_file_draft_id_name")),
    )
    op.create_table(
        "draft_media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["media_item.digest"], name=op.f("fk_draft_media_digest")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_media_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_media")),
        sa.UniqueConstraint("draft_id", "name", name=op.f("uq_draft_media_draft_id_name")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_remark_author_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_remark_draft_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["remark.id"], name=op.f("fk_remark_parent_id")),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_remark_resolved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_author_id"), "remark", ["author_id"], unique=False)
    op.create_index("ix_remark_draft_target", "remark", ["draft_id", "target"], unique=False)
    op.create_index(op.f("ix_remark_parent_id"), "remark", ["parent_id"], unique=False)

    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('good', 'changes')", name=op.f("ck_verdict_verdict")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_verdict_draft_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_verdict_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_draft_id"), "verdict", ["draft_id"], unique=False)

    op.create_table(
        "misconception_run",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("misconception_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["misconception_id"], ["misconception.id"], name=op.f("fk_misconception_run_misconception_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scenario_run.id"], name=op.f("fk_misconception_run_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_misconception_run")),
    )
    op.create_index(
        op.f("ix_misconception_run_misconception_id"), "misconception_run", ["misconception_id"], unique=False
    )

    op.create_table(
        "report_answer",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_report_answer_by_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["question_report.id"], name=op.f("fk_report_answer_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_answer")),
    )
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "files",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                server_default="{}",
                nullable=False,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.drop_column("files")

    op.drop_table("report_answer")
    op.drop_index(op.f("ix_misconception_run_misconception_id"), table_name="misconception_run")

    op.drop_table("misconception_run")
    op.drop_index(op.f("ix_verdict_draft_id"), table_name="verdict")

    op.drop_table("verdict")
    op.drop_index(op.f("ix_remark_parent_id"), table_name="remark")
    op.drop_index("ix_remark_draft_target", table_name="remark")
    op.drop_index(op.f("ix_remark_author_id"), table_name="remark")

    op.drop_table("remark")
    op.drop_table("draft_media")
    op.drop_table("draft_file")
    op.drop_table("draft_author")
    op.drop_table("kept_figures")
    op.drop_index(
        "uq_draft_open",
        table_name="draft",
        sqlite_where=sa.text("state IN ('writing', 'review')"),
        postgresql_where=sa.text("state IN ('writing', 'review')"),
    )
    op.drop_index(op.f("ix_draft_module_id"), table_name="draft")

    op.drop_table("draft")
    op.drop_index(op.f("ix_misconception_module_id"), table_name="misconception")

    op.drop_table("misconception")

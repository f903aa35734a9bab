"""Every table, as of the first version.

Revision ID: 0001
Revises: nothing
Created: 2026-11-25 18:52:07.394864+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("sites", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('admin', 'moderator', 'scorer')", name=op.f("ck_api_keys_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
    )
    op.create_table(
        "moderators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("sites", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'moderator')", name=op.f("ck_moderators_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderators")),
        sa.UniqueConstraint("email", name=op.f("uq_moderators_email")),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "origins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("close_after_days", sa.Integer(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("flag_limit", sa.Integer(), nullable=False),
        sa.Column("nudge_threshold", sa.Float(), nullable=False),
        sa.Column("edit_window_s", sa.Integer(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('auto', 'pre', 'post')", name=op.f("ck_sites_mode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("name", name=op.f("uq_sites_name")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("close_after_days", sa.Integer(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=8), nullable=False),
        sa.Column("count_marked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('auto', 'pre', 'post')", name=op.f("ck_articles_mode")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_articles_count")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_articles_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("site_id", "external_id", name=op.f("uq_articles_site_id_external_id")),
    )
    op.create_index(
        "ix_articles_count_marked",
        "articles",
        ["id"],
        unique=False,
        sqlite_where=sa.text("count_marked = 1"),
        postgresql_where=sa.text("count_marked"),
    )
    op.create_table(
        "moderator_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["moderators.id"], name=op.f("fk_moderator_sessions_moderator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderator_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_moderator_sessions_token_hash")),
    )
    op.create_index(
        op.f("ix_moderator_sessions_moderator_id"),
        "moderator_sessions",
        ["moderator_id"],
        unique=False,
    )
    op.create_table(
        "readers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_readers_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_readers_token_hash")),
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("when", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("then", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_rules_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
        sa.UniqueConstraint("site_id", "position", name=op.f("uq_rules_site_id_position")),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("shown_under_id", sa.Uuid(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("author_verified", sa.Boolean(), nullable=False),
        sa.Column("author_staff", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("honeypot", sa.Boolean(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("shown_replies", sa.Integer(), nullable=False),
        sa.Column("votes_up", sa.Integer(), nullable=False),
        sa.Column("votes_down", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("rank_due", sa.Boolean(), nullable=False),
        sa.Column("score_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score_priority", sa.Integer(), nullable=False),
        sa.Column("score_claim", sa.String(length=64), nullable=True),
        sa.Column("score_attempts", sa.Integer(), nullable=False),
        sa.Column("score_error", sa.Text(), nullable=True),
        sa.Column("scored_revision", sa.Integer(), nullable=True),
        sa.Column("score_id", sa.Uuid(), nullable=True),
        sa.Column("risk", sa.Float(), nullable=True),
        sa.Column("top_label", sa.String(length=20), nullable=True),
        sa.Column("rules_apply", sa.Boolean(), nullable=False),
        sa.Column("reviewed_revision", sa.Integer(), nullable=True),
        sa.Column(
            "held_because", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("open_flags", sa.Integer(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'deleted')",
            name=op.f("ck_comments_status"),
        ),
        sa.CheckConstraint("shown_replies >= 0", name=op.f("ck_comments_shown_replies")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_comments_article_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["readers.id"], name=op.f("fk_comments_reader_id")),
        sa.ForeignKeyConstraint(["root_id"], ["comments.id"], name=op.f("fk_comments_root_id")),
        sa.ForeignKeyConstraint(
            ["shown_under_id"], ["comments.id"], name=op.f("fk_comments_shown_under_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_comments_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(
        "ix_comments_addresses",
        "comments",
        ["id"],
        unique=False,
        sqlite_where=sa.text("address_hash IS NOT NULL"),
        postgresql_where=sa.text("address_hash IS NOT NULL"),
    )
    op.create_index("ix_comments_article", "comments", ["article_id", "status", "id"], unique=False)
    op.create_index(
        "ix_comments_branch",
        "comments",
        ["shown_under_id", "id"],
        unique=False,
        sqlite_where=sa.text("shown = 1"),
        postgresql_where=sa.text("shown"),
    )
    op.create_index(
        "ix_comments_escalated",
        "comments",
        ["site_id", "id"],
        unique=False,
        sqlite_where=sa.text("escalated_at IS NOT NULL"),
        postgresql_where=sa.text("escalated_at IS NOT NULL"),
    )
    op.create_index(
        "ix_comments_fingerprint",
        "comments",
        ["site_id", "fingerprint", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_comments_flagged",
        "comments",
        ["site_id", "open_flags", "id"],
        unique=False,
        sqlite_where=sa.text("open_flags > 0"),
        postgresql_where=sa.text("open_flags > 0"),
    )
    op.create_index("ix_comments_queue", "comments", ["site_id", "status", "id"], unique=False)
    op.create_index(
        "ix_comments_rank_due",
        "comments",
        ["article_id"],
        unique=False,
        sqlite_where=sa.text("rank_due = 1"),
        postgresql_where=sa.text("rank_due"),
    )
    op.create_index("ix_comments_reader", "comments", ["reader_id", "status"], unique=False)
    op.create_index(
        "ix_comments_risk", "comments", ["site_id", "status", "risk", "id"], unique=False
    )
    op.create_index(
        "ix_comments_roots",
        "comments",
        ["article_id", "id"],
        unique=False,
        sqlite_where=sa.text("shown = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("shown AND parent_id IS NULL"),
    )
    op.create_index(
        "ix_comments_thread",
        "comments",
        ["root_id", "id"],
        unique=False,
        sqlite_where=sa.text("shown = 1"),
        postgresql_where=sa.text("shown"),
    )
    op.create_index(
        "ix_comments_to_score",
        "comments",
        ["score_priority", "score_due_at"],
        unique=False,
        sqlite_where=sa.text("score_due_at IS NOT NULL"),
        postgresql_where=sa.text("score_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_comments_top",
        "comments",
        ["article_id", "rank", "id"],
        unique=False,
        sqlite_where=sa.text("shown = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("shown AND parent_id IS NULL"),
    )
    op.create_index(
        "ix_comments_unreviewed",
        "comments",
        ["site_id", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'approved' AND reviewed_revision IS NULL"),
        postgresql_where=sa.text("status = 'approved' AND reviewed_revision IS NULL"),
    )
    op.create_table(
        "comment_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_texts_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_texts")),
        sa.UniqueConstraint(
            "comment_id", "revision", name=op.f("uq_comment_texts_comment_id_revision")
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("from_status", sa.String(length=8), nullable=False),
        sa.Column("to_status", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column(
            "before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_decisions_comment_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_decisions_site_id")),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["decisions.id"], name=op.f("fk_decisions_undoes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_decisions_undoes_id")),
    )
    op.create_index("ix_decisions_comment", "decisions", ["comment_id", "id"], unique=False)
    op.create_index("ix_decisions_site", "decisions", ["site_id", "created_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_events_article_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_events_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_events_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_comment", "events", ["comment_id", "sequence"], unique=False)
    op.create_table(
        "idempotent_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("caller", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_idempotent_answers_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_idempotent_answers_site_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotent_answers")),
        sa.UniqueConstraint(
            "site_id", "caller", "key", name=op.f("uq_idempotent_answers_site_id_caller_key")
        ),
    )
    op.create_index(
        "ix_idempotent_answers_created_at", "idempotent_answers", ["created_at"], unique=False
    )
    op.create_table(
        "scores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("model_revision", sa.String(length=64), nullable=False),
        sa.Column("risk", sa.Float(), nullable=False),
        sa.Column("toxicity", sa.Float(), nullable=True),
        sa.Column("severe_toxicity", sa.Float(), nullable=True),
        sa.Column("obscene", sa.Float(), nullable=True),
        sa.Column("threat", sa.Float(), nullable=True),
        sa.Column("insult", sa.Float(), nullable=True),
        sa.Column("identity_attack", sa.Float(), nullable=True),
        sa.Column("sexual_explicit", sa.Float(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_scores_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
    )
    op.create_index("ix_scores_comment", "scores", ["comment_id", "created_at"], unique=False)
    op.create_table(
        "votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value IN (-1, 1)", name=op.f("ck_votes_value")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_votes_comment_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["readers.id"], name=op.f("fk_votes_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("comment_id", "reader_id", name=op.f("uq_votes_comment_id_reader_id")),
    )
    op.create_table(
        "flags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cleared_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cleared_by"], ["decisions.id"], name=op.f("fk_flags_cleared_by")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_flags_comment_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["readers.id"], name=op.f("fk_flags_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("comment_id", "reader_id", name=op.f("uq_flags_comment_id_reader_id")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("flags")
    op.drop_table("votes")
    op.drop_index("ix_scores_comment", table_name="scores")
    op.drop_table("scores")
    op.drop_index("ix_idempotent_answers_created_at", table_name="idempotent_answers")
    op.drop_table("idempotent_answers")
    op.drop_index("ix_events_comment", table_name="events")
    op.drop_table("events")
    op.drop_index("ix_decisions_site", table_name="decisions")
    op.drop_index("ix_decisions_comment", table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("comment_texts")
    op.drop_index(
        "ix_comments_unreviewed",
        table_name="comments",
        sqlite_where=sa.text("status = 'approved' AND reviewed_revision IS NULL"),
        postgresql_where=sa.text("status = 'approved' AND reviewed_revision IS NULL"),
    )
    op.drop_index(
        "ix_comments_top",
        table_name="comments",
        sqlite_where=sa.text("shown = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("shown AND parent_id IS NULL"),
    )
    op.drop_index(
        "ix_comments_to_score",
        table_name="comments",
        sqlite_where=sa.text("score_due_at IS NOT NULL"),
        postgresql_where=sa.text("score_due_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_comments_thread",
        table_name="comments",
        sqlite_where=sa.text("shown = 1"),
        postgresql_where=sa.text("shown"),
    )
    op.drop_index(
        "ix_comments_roots",
        table_name="comments",
        sqlite_where=sa.text("shown = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("shown AND parent_id IS NULL"),
    )
    op.drop_index("ix_comments_risk", table_name="comments")
    op.drop_index("ix_comments_reader", table_name="comments")
    op.drop_index(
        "ix_comments_rank_due",
        table_name="comments",
        sqlite_where=sa.text("rank_due = 1"),
        postgresql_where=sa.text("rank_due"),
    )
    op.drop_index("ix_comments_queue", table_name="comments")
    op.drop_index(
        "ix_comments_flagged",
        table_name="comments",
        sqlite_where=sa.text("open_flags > 0"),
        postgresql_where=sa.text("open_flags > 0"),
    )
    op.drop_index("ix_comments_fingerprint", table_name="comments")
    op.drop_index(
        "ix_comments_escalated",
        table_name="comments",
        sqlite_where=sa.text("escalated_at IS NOT NULL"),
        postgresql_where=sa.text("escalated_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_comments_branch",
        table_name="comments",
        sqlite_where=sa.text("shown = 1"),
        postgresql_where=sa.text("shown"),
    )
    op.drop_index("ix_comments_article", table_name="comments")
    op.drop_index(
        "ix_comments_addresses",
        table_name="comments",
        sqlite_where=sa.text("address_hash IS NOT NULL"),
        postgresql_where=sa.text("address_hash IS NOT NULL"),
    )
    op.drop_table("comments")
    op.drop_table("rules")
    op.drop_table("readers")
    op.drop_index(op.f("ix_moderator_sessions_moderator_id"), table_name="moderator_sessions")
    op.drop_table("moderator_sessions")
    op.drop_index(
        "ix_articles_count_marked",
        table_name="articles",
        sqlite_where=sa.text("count_marked = 1"),
        postgresql_where=sa.text("count_marked"),
    )
    op.drop_table("articles")
    op.drop_table("sites")
    op.drop_table("moderators")
    op.drop_table("api_keys")

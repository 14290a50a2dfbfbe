"""Find what was said: the words of names, notes and scorecards, with the database's own full-text search over them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# dear on purpose: taking the words of an entry apart costs more than looking them up in the index
LEXEMES = """CREATE FUNCTION search_lexemes(words text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000
AS $$ BEGIN RETURN array_to_tsvector(string_to_array(words, ' ')); END $$"""


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('name', 'note', 'card')", name=op.f("ck_search_entry_kind")),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_search_entry_words")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_search_entry_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "source_id", name=op.f("uq_search_entry_kind_source_id")),
    )
    op.create_index("ix_search_entry_application_id", "search_entry", ["application_id"])
    if op.get_bind().dialect.name == "sqlite":
        # words come in folded, one space apart: the plainest tokenizer takes them as they are
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5("
            "words, content='search_entry', content_rowid='id', detail=none, tokenize='ascii', prefix='2 3')"
        )
    else:
        op.execute(LEXEMES)
        op.execute("CREATE INDEX ix_search_entry_words ON search_entry USING gin (search_lexemes(words))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION search_lexemes(text)")

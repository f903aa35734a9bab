"""An article with thousands of comments, written straight into the tables."""

import random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from models.articles import Article
from models.comments import Comment
from models.database import db, new_id, now, writing
from models.readers import Reader
from service.flow.thread import DEEPEST_NESTING

BATCH = 2000
Row = dict[str, Any]


def fill(
    site_id: UUID,
    article: str,
    roots: int,
    replies: int,
    *,
    answered: int = 1,
    seed: int = 1,
    **values: Any,
) -> list[UUID]:
    """Comments: that many roots, and replies anywhere below the first `answered` of them.

    They are approved unless `values` say otherwise. Answers with the ids, in order: the roots, then
    the replies.
    """
    rows = [row | values for row in _thread(random.Random(seed), roots, replies, answered)]
    with writing() as session:
        row = Article(site_id=site_id, external_id=article, count=0 if values else len(rows))
        reader = Reader(site_id=site_id, token_hash=new_id().hex)
        session.add_all([row, reader])
        session.flush()
        shared = {"site_id": site_id, "article_id": row.id, "reader_id": reader.id}
        for start in range(0, len(rows), BATCH):
            session.execute(insert(Comment), [row | shared for row in rows[start : start + BATCH]])
    if db.engine.dialect.name == "postgresql":  # its autovacuum does so after a while
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE comments"))
    return [row["id"] for row in rows]


def _thread(chance: random.Random, roots: int, replies: int, answered: int) -> list[Row]:
    first = new_id().int
    ids = [UUID(int=first + (number << 80)) for number in range(roots + replies)]
    rows = [_row(comment_id, None) for comment_id in ids[:roots]]
    below = rows[:answered]
    for comment_id in ids[roots:]:
        parent = chance.choice(below)
        parent["shown_replies"] += 1
        below.append(_row(comment_id, parent))
    return rows + below[answered:]


def _row(comment_id: UUID, parent: Row | None) -> Row:
    row: Row = {
        "id": comment_id, "root_id": comment_id, "parent_id": None, "shown_under_id": None,
        "depth": 0, "author_name": "Ann", "body": "Yes.", "html": "<p>Yes.</p>",
        "status": "approved", "shown": True, "shown_replies": 0, "created_at": now(),
        "rank": (comment_id.int % 1000) / 1000,
    }  # fmt: skip
    if parent is not None:
        nests = parent["depth"] <= DEEPEST_NESTING
        row |= {
            "root_id": parent["root_id"],
            "parent_id": parent["id"],
            "depth": parent["depth"] + 1,
            "shown_under_id": parent["id"] if nests else parent["shown_under_id"],
        }
    return row

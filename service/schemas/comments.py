"""Comments: what a reader sends, and what readers see."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from service.schemas.base import Strict
from service.schemas.names import article_id, cursor, page_size, site_name
from service.schemas.text import Text, WebAddress
from service.schemas.values import Id, OneOf, Time

SORTS = ("oldest", "newest", "top")
LONGEST_BODY = 10_000
LONGEST_NAME = 100
MOST_ON_A_PAGE = 100
USUAL_ON_A_PAGE = 50


def body() -> Text:
    """The text of a comment: Markdown, of which few marks are shown."""
    described = {"description": "Markdown. HTML and scripts are neutralised, not refused."}
    return Text(1, LONGEST_BODY, strip=True, visible=True, required=True, metadata=described)


class NewAuthor(Strict):
    """How the author wants to be called; it identifies nobody."""

    name = Text(1, LONGEST_NAME, strip=True, one_line=True, visible=True, required=True)


class NewComment(Strict):
    """A comment as a reader sends it."""

    site = site_name()
    article = article_id(required=True)
    body = body()
    author = fields.Nested(NewAuthor, required=True)
    parent_id = Id(allow_none=True, metadata={"description": "The comment that this answers."})
    article_url = WebAddress(
        allow_none=True,
        metadata={"description": "Where the article is; under the site's origins, if it has any."},
    )
    article_title = Text(0, 500, strip=True, allow_none=True)
    website = Text(
        0,
        2000,
        allow_none=True,
        metadata={"description": "Leave it empty: a field that people do not see and robots fill."},
    )


class EditedComment(Strict):
    """The new text of a comment."""

    site = site_name()
    body = body()


class CommentsQuery(Strict):
    """Which page of an article's comments."""

    site = site_name()
    article = article_id(required=True)
    sort = OneOf(*SORTS, load_default="oldest")
    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()
    around = Id(metadata={"description": "Open the page on which this comment is."})

    @validates_schema
    def one_place(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A page lies after a cursor or around a comment."""
        if "cursor" in data and "around" in data:
            raise ValidationError("Give a cursor or around, not both.", "around")


class SiteQuery(Strict):
    """Which site; without it, the comment's own or the default one."""

    site = site_name()


class RepliesQuery(SiteQuery):
    """Which page of a comment's replies."""

    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()


class Author(Strict):
    """Who wrote a comment, as far as readers are told."""

    name = fields.String(required=True)
    initials = fields.String(required=True)
    verified = fields.Boolean(required=True)
    staff = fields.Boolean(required=True)


class Votes(Strict):
    """How many readers voted which way."""

    up = fields.Integer(required=True)
    down = fields.Integer(required=True)


class Replies(Strict):
    """Replies of a comment: the first ones, and where they go on."""

    items = fields.List(
        fields.Nested(lambda: Comment()),  # noqa: PLW0108 - it is defined below
        required=True,
    )
    count = fields.Integer(
        required=True, metadata={"description": "How many direct replies are shown in all."}
    )
    next_cursor = fields.String(required=True, allow_none=True)


class Comment(Strict):
    """A comment as readers see it; of a tombstone, neither text nor author."""

    id = fields.UUID(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    depth = fields.Integer(required=True)
    status = OneOf("pending", "approved", "rejected", "deleted", required=True)
    author = fields.Nested(Author, required=True, allow_none=True)
    html = fields.String(required=True)
    created_at = Time(required=True)
    edited_at = Time(required=True, allow_none=True)
    votes = fields.Nested(Votes, required=True)
    tombstone = OneOf("rejected", "deleted", "pending", required=True, allow_none=True)
    replies = fields.Nested(Replies, required=True)


class ArticleOfPage(Strict):
    """The article that a page of comments belongs to."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    count = fields.Integer(
        required=True, metadata={"description": "The number of its approved comments."}
    )
    open = fields.Boolean(required=True)
    message = fields.String(
        metadata={"description": "Why nobody can post here now; only where that is so."},
    )
    version = fields.Integer(required=True)


class CommentsPage(Strict):
    """A page of an article's comments: roots, each with its first replies."""

    article = fields.Nested(ArticleOfPage, required=True)
    comments = fields.List(fields.Nested(Comment), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    prev_cursor = fields.String(required=True, allow_none=True)


class OneComment(Strict):
    """One comment with those above it, and for its author what became of it."""

    comment = fields.Nested(Comment, required=True)
    ancestors = fields.List(
        fields.Nested(Comment), required=True, metadata={"description": "The root first."}
    )
    reason = fields.String(
        allow_none=True, metadata={"description": "For its author: why it was rejected."}
    )
    typical_wait_s = fields.Integer(
        allow_none=True,
        metadata={"description": "For its author: how long a decision usually takes, in seconds."},
    )


class PostedComment(Strict):
    """What became of a new comment."""

    comment = fields.Nested(Comment, required=True)
    reader_token = fields.String(
        required=True,
        metadata={"description": "Send it as X-Belowline-Reader from now on."},
    )
    editable_until = Time(required=True)


class ChangedComment(Strict):
    """A comment after its author's edit."""

    comment = fields.Nested(Comment, required=True)

"""Comments: pages of them, one of them, and what their authors do with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from flask import Response
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict, NotFound

from models.comments import Comment
from models.database import db
from service.access import idempotency, limits
from service.access.addresses import address_hash
from service.access.idempotency import Earlier, Repeatable
from service.access.readers import reader_token
from service.access.sites import (
    name_of_send,
    open_to_pages,
    site_called,
    site_of_comment,
    site_of_send,
)
from service.api.answers import BUILD, copy_of_json
from service.api.blueprint import PREFIX, Blueprint, documented
from service.api.copies import COPIES, asked
from service.api.describe import COPY, IDEMPOTENCY_KEY, IF_NONE_MATCH, READER, cached, query_of
from service.api.waiting import wait_for_verdict, wait_until
from service.flow import receipt, revise, show
from service.flow.articles import ArticleFacts, find_article, why_closed
from service.flow.receive import Draft, receive
from service.flow.sites import SiteFacts
from service.flow.thread import going_on, own_view, time, view
from service.schemas.comments import (
    ChangedComment,
    CommentsPage,
    CommentsQuery,
    EditedComment,
    NewComment,
    OneComment,
    PostedComment,
    Replies,
    RepliesQuery,
    SiteQuery,
)
from service.schemas.sites import origin_of

Json = dict[str, Any]

blueprint = Blueprint(
    "comments",
    __name__,
    url_prefix=f"{PREFIX}/comments",
    description="What readers wrote, and what they may do with what is theirs.",
)
open_to_pages(blueprint)

PAGES = "no-cache"
FOR_ONE = {"Cache-Control": "no-store"}
OF_THE_PAGE = ("article_url", "article_title")
"""What may differ when a send is repeated: after a reload, pages have other titles and addresses."""


@blueprint.route("")
@documented(**query_of(CommentsQuery), responses=cached(CommentsPage, "A page of comments."))
def list_comments() -> Response:
    """A page of an article's comments.

    An article that nobody has commented on is an empty page. The answer is the same for every
    reader; send its ETag as If-None-Match and an unchanged page costs nothing.
    """
    query = asked(CommentsQuery)
    site = site_called(query.get("site"))
    article = find_article(site.id, query["article"])
    closed = why_closed(site, article)
    life = (article.id, article.epoch, article.version) if article else None
    key = ("json", BUILD, site.id, site.settings_version, life, closed, *query.items())
    return COPIES.answer(key, lambda: orjson.dumps(_page(article, closed, query)), PAGES)


@blueprint.route("", methods=["POST"])
@blueprint.hears(READER, IDEMPOTENCY_KEY)
@limits.posts
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(NewComment)
@blueprint.answers(201, PostedComment)
@blueprint.problems(403, 404, 429)
def post_comment(query: Json, new: Json) -> Json:
    """Post a comment.

    `comment.status` says what became of it: the answer waits a moment for the verdict and says
    `pending` where it has not come. With the header `Idempotency-Key`, a repeated send is
    answered as the first was, for 24 hours, even if the article's title or address differs.
    """
    site = site_of_send(query, new)
    _refuse_foreign_address(site, new.get("article_url"))
    written = {name: value for name, value in new.items() if name not in OF_THE_PAGE}
    send = idempotency.repeatable(site.id, reader_token(), written)
    if send is None:
        return _receive(site, new, None)
    earlier = idempotency.earlier_send(send)
    if earlier is None:
        try:
            return _receive(site, new, send)
        except IntegrityError:  # the same send arrived twice at once, and this is the second
            db.session.rollback()
            earlier = idempotency.earlier_send(send)
    if earlier is None:
        raise Conflict("The same request is being handled. Please try again in a moment.")
    return _answer_again(site, send, earlier)


@blueprint.route("/<id:comment_id>")
@blueprint.hears(READER, IF_NONE_MATCH)
@blueprint.takes(SiteQuery, location="query")
@blueprint.answers(200, OneComment)
@blueprint.problems(404)
@blueprint.described(responses=COPY)
def one_comment(query: Json, comment_id: UUID) -> Response | tuple[Json, Json]:
    """One comment with those above it, each with the cursor that lists its replies.

    Its author's token shows it in any status, with what is to be told about that.
    """
    site = site_of_comment(comment_id, query.get("site"))
    own = receipt.receipt(site, comment_id, reader_token())
    if own is not None:
        return _own(comment_id, own), FOR_ONE
    row = show.one(comment_id)
    if row is None:
        raise NotFound("There is no such comment.")
    return copy_of_json({"comment": going_on(view(row)), "ancestors": show.ancestors(row)}, PAGES)


@blueprint.route("/<id:comment_id>/replies")
@blueprint.hears(IF_NONE_MATCH)
@blueprint.takes(RepliesQuery, location="query")
@blueprint.answers(200, Replies)
@blueprint.problems(404)
@blueprint.described(responses=COPY)
def list_replies(query: Json, comment_id: UUID) -> Response:
    """More of a thread: what hangs below a comment, after a cursor."""
    site_of_comment(comment_id, query.get("site"))
    return copy_of_json(show.replies(comment_id, query["limit"], query.get("cursor")), PAGES)


@blueprint.route("/<id:comment_id>", methods=["PATCH"])
@blueprint.hears(READER)
@limits.posts
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(EditedComment)
@blueprint.answers(200, ChangedComment)
@blueprint.problems(403, 404, 409, 429)
def edit_comment(query: Json, edited: Json, comment_id: UUID) -> Json:
    """Change the text of one's own comment; it is then scored again."""
    site = site_of_comment(comment_id, name_of_send(query, edited))
    return {"comment": own_view(revise.edit(site, comment_id, reader_token(), edited["body"]))}


@blueprint.route("/<id:comment_id>", methods=["DELETE"])
@blueprint.hears(READER)
@limits.posts
@blueprint.takes(SiteQuery, location="query")
@blueprint.answers(204)
@blueprint.problems(403, 404, 429)
def delete_comment(query: Json, comment_id: UUID) -> None:
    """Withdraw one's own comment: its texts go, its place in the thread stays."""
    site = site_of_comment(comment_id, query.get("site"))
    revise.withdraw(site, comment_id, reader_token())
    idempotency.forget_answers(comment_id)


def _page(article: ArticleFacts | None, closed: str | None, query: Json) -> Json:
    about: Json = {
        "id": query["article"],
        "title": article.title if article else "",
        "url": article.url if article else "",
        "count": article.count if article else 0,
        "open": closed is None,
        "version": article.version if article else 0,
    }
    if closed is not None:
        about["message"] = closed
    page = show.Page([])
    if article is not None:
        place = (query.get("cursor"), query.get("around"))
        page = show.page(article, query["sort"], query["limit"], *place)
    return {
        "article": about,
        "comments": page.comments,
        "next_cursor": page.next_cursor,
        "prev_cursor": page.prev_cursor,
    }


def _receive(site: SiteFacts, new: Json, send: Repeatable | None) -> Json:
    received = receive(
        site,
        _draft(new),
        token=reader_token(),
        address_hash=address_hash(),
        remember=idempotency.remember(send) if send else None,
        will_wait=True,
    )
    wait_for_verdict(received.comment.id, site)
    answer = _posted(site, received.comment, received.token)
    if send is not None:
        idempotency.keep_answer(send, received.token, answer)
    return answer


def _draft(new: Json) -> Draft:
    return Draft(
        article=new["article"],
        body=new["body"],
        author_name=new["author"]["name"],
        parent_id=new.get("parent_id"),
        article_url=new.get("article_url") or "",
        article_title=new.get("article_title") or "",
        honeypot=bool(new.get("website")),
    )


def _posted(site: SiteFacts, comment: Comment, token: str) -> Json:
    db.session.refresh(comment)  # meanwhile the verdict may have come
    return {
        "comment": own_view(comment),
        "reader_token": token,
        "editable_until": time(revise.editable_until(site, comment)),
    }


def _answer_again(site: SiteFacts, send: Repeatable, earlier: Earlier) -> Json:
    """The first answer, which may still be on its way; where it never came, one from the comment.

    Of a comment that was deleted since, nothing is told again but that.
    """
    if earlier.answer is None:
        wait_until(lambda: _answered(send))
        earlier = idempotency.earlier_send(send) or earlier
    if earlier.answer is not None:
        return earlier.answer
    comment = db.session.get_one(Comment, earlier.comment_id)
    return _posted(site, comment, earlier.token)


def _answered(send: Repeatable) -> bool:
    db.session.rollback()  # look anew, not at what this transaction has seen
    earlier = idempotency.earlier_send(send)
    return earlier is not None and earlier.answer is not None


def _own(comment_id: UUID, own: Json) -> Json:
    told = {name: own.pop(name) for name in ("reason", "typical_wait_s")}
    comment: Any = db.session.get_one(Comment, comment_id)
    return {"comment": going_on(own), "ancestors": show.ancestors(comment), **told}


def _refuse_foreign_address(site: SiteFacts, address: str | None) -> None:
    """An article lies on the site's own pages, if the site says which these are."""
    if not address or not site.origins:
        return
    if origin_of(address) not in site.origins:
        raise ValidationError({"article_url": ["Must lie under one of the site's origins."]})

"""Word lists: moderators read them, admins write them."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, make_response
from werkzeug.exceptions import NotFound

from models.database import db, writing
from service.access.callers import Caller
from service.access.sites import name_of_send
from service.api.answers import etag_of, private
from service.api.blueprint import PREFIX, Blueprint
from service.api.describe import ETAG, IF_MATCH
from service.api.present import refuse_if_changed
from service.api.scopes import site_in_scope
from service.flow.configure import (
    change_words,
    delete_words,
    site_for_changing,
    word_list,
    word_lists_of,
)
from service.flow.sites import SiteFacts
from service.schemas.words import ChangedWords, ListName, WordList, WordLists, WordsQuery

blueprint = Blueprint(
    "words",
    __name__,
    url_prefix=f"{PREFIX}/words",
    description="Lists of words that rules may ask for.",
)
blueprint.after_request(private)

MOST_BYTES = 1024 * 1024
"""Enough for a list as long as it may be, in most alphabets."""

WITH_ETAG = {200: {"headers": {"ETag": ETAG}}}


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(WordsQuery, location="query")
@blueprint.answers(200, WordLists)
@blueprint.problems(404)
def list_word_lists(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """The word lists of a site, by name, without their words."""
    site = site_in_scope(caller, query.get("site"))
    return {"items": [_summary(each) for each in word_lists_of(db.session(), site.id)]}


@blueprint.route("/<string:name>")
@blueprint.requires("moderator")
@blueprint.takes(WordsQuery, location="query")
@blueprint.answers(200, WordList)
@blueprint.problems(404)
@blueprint.described(responses=WITH_ETAG)
def get_words(caller: Caller, query: dict[str, Any], name: str) -> Response:
    """One list with all its words."""
    return _told(_there(db.session(), site_in_scope(caller, query.get("site")), name))


@blueprint.route("/<string:name>", methods=["PUT"])
@blueprint.hears(IF_MATCH)
@blueprint.requires("admin")
@blueprint.takes_up_to(MOST_BYTES)
@blueprint.takes(WordsQuery, location="query")
@blueprint.takes(ChangedWords)
@blueprint.answers(200, WordList)
@blueprint.problems(404, 409, 412)
@blueprint.described(responses=WITH_ETAG)
def put_words(
    caller: Caller, query: dict[str, Any], changed: dict[str, Any], name: str
) -> Response:
    """Put these words in the place of a list's, or make the list. They hold for comments to come.

    The same word twice is kept once. With `If-Match`, only while the list is the one that was
    read; with `If-None-Match: *`, only where there is none.
    """
    site = site_in_scope(caller, name_of_send(query, changed))
    name = ListName().load({"name": name})["name"]
    with writing() as session:
        row = site_for_changing(session, site.id)
        _refuse_if_changed(session, site, name)
        found = change_words(session, row, name, changed["words"], caller.actor)
    return _told(found)


@blueprint.route("/<string:name>", methods=["DELETE"])
@blueprint.hears(IF_MATCH)
@blueprint.requires("admin")
@blueprint.takes(WordsQuery, location="query")
@blueprint.answers(204)
@blueprint.problems(404, 409, 412)
def delete_word_list(caller: Caller, query: dict[str, Any], name: str) -> None:
    """Delete a list that no rule asks for; 409 names the rule that does."""
    site = site_in_scope(caller, query.get("site"))
    with writing() as session:
        row = site_for_changing(session, site.id)
        found = _there(session, site, name)
        _refuse_if_changed(session, site, name)
        delete_words(session, row, found, caller.actor)


def _there(session: Any, site: SiteFacts, name: str) -> Any:
    found = word_list(session, site.id, name)
    if found is None:
        raise NotFound(f"There is no word list called “{name[:60]}”.")
    return found


def _refuse_if_changed(session: Any, site: SiteFacts, name: str) -> None:
    found = word_list(session, site.id, name)
    etag = None if found is None else _etag(found)
    refuse_if_changed(session, site.id, etag, what="words", subject=name)


def _summary(found: Any) -> dict[str, Any]:
    return {"name": found.name, "size": found.size, "changed_at": found.changed_at}


def _told(found: Any) -> Response:
    told = _summary(found) | {"words": found.words}
    answer = make_response(jsonify(WordList().dump(told)))
    answer.headers["ETag"] = _etag(found)
    return answer


def _etag(found: Any) -> str:
    return etag_of(found.id.bytes, str(found.version).encode())

"""A site's rules: moderators read and try them, admins write them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from flask import Response, jsonify, make_response
from marshmallow import ValidationError
from werkzeug.exceptions import ServiceUnavailable

from models.database import writing
from moderation.rules import Rule, unknown_lists
from service.access.callers import Caller
from service.access.running import scorer
from service.access.sites import name_of_send
from service.api.answers import etag_of, private
from service.api.blueprint import PREFIX, Blueprint
from service.api.describe import ETAG, IF_MATCH
from service.api.present import refuse_if_changed
from service.api.scopes import site_in_scope
from service.flow.articles import effective_mode, find_article
from service.flow.configure import change_rules, names_of_lists, rules_of, site_for_changing
from service.flow.facts import Known
from service.flow.rehearse import Trial, rehearse
from service.flow.scorer import ScorerAbsent
from service.flow.sites import SiteFacts
from service.schemas.rules import ChangedRules, Rules, RulesQuery, Tried, Try

blueprint = Blueprint(
    "rules",
    __name__,
    url_prefix=f"{PREFIX}/rules",
    description="What decides before a person has to.",
)
blueprint.after_request(private)

WITH_ETAG = {200: {"headers": {"ETag": ETAG}}}
MOST_BYTES_TRIED = 128 * 1024
"""A draft of all rules, and a comment."""
ABSENT_SECONDS = 5


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(RulesQuery, location="query")
@blueprint.answers(200, Rules)
@blueprint.problems(404)
@blueprint.described(responses=WITH_ETAG)
def get_rules(caller: Caller, query: dict[str, Any]) -> Response:
    """The rules of a site, in their order."""
    return _told(site_in_scope(caller, query.get("site")).rules)


@blueprint.route("", methods=["PUT"])
@blueprint.hears(IF_MATCH)
@blueprint.requires("admin")
@blueprint.takes(RulesQuery, location="query")
@blueprint.takes(ChangedRules)
@blueprint.answers(200, Rules)
@blueprint.problems(404, 412)
@blueprint.described(responses=WITH_ETAG)
def put_rules(caller: Caller, query: dict[str, Any], changed: dict[str, Any]) -> Response:
    """Put a list of rules in the place of a site's present one. It holds for comments to come.

    With `If-Match`, only while the present list is the one that was read.
    """
    site = site_in_scope(caller, name_of_send(query, changed))
    rules = [Rule(**rule) for rule in changed["rules"]]
    with writing() as session:
        row = site_for_changing(session, site.id)
        refuse_if_changed(session, site.id, _etag(rules_of(session, site.id)), what="rules")
        _refuse_unknown_lists(rules, names_of_lists(session, site.id))
        change_rules(session, row, rules, caller.actor)
    return _told(rules)


@blueprint.route("/try", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes_up_to(MOST_BYTES_TRIED)
@blueprint.takes(Try)
@blueprint.answers(200, Tried)
@blueprint.problems(404, 503)
def try_rules(caller: Caller, tried: dict[str, Any]) -> dict[str, Any]:
    """What would become of a comment, by the present rules or by a draft; nothing is stored.

    It is read by the site's own classifier; 503 says with Retry-After that none is there. `why`
    names the facts that keep a rule from matching, as they are.
    """
    site = site_in_scope(caller, tried.get("site"))
    rules = site.rules
    if "rules" in tried:
        rules = tuple(Rule(**rule) for rule in tried["rules"])
        _refuse_unknown_lists(rules, [each.name for each in site.word_lists])
    try:
        return rehearse(site, scorer(site), _trial(site, tried, rules))
    except ScorerAbsent as absent:
        reason = f"No classifier is there to read the comment: {absent}"
        raise ServiceUnavailable(reason, retry_after=ABSENT_SECONDS) from absent


def _trial(site: SiteFacts, tried: dict[str, Any], rules: Sequence[Rule]) -> Trial:
    article = find_article(site.id, tried["article"]) if "article" in tried else None
    mode = effective_mode(site, article) if article else site.mode
    known = {name: tried[name] for name in ("depth", "duplicates", "flags")} | tried["author"]
    return Trial(tried["body"], tried["author_name"], mode, tuple(rules), Known(**known))


def _refuse_unknown_lists(rules: Sequence[Rule], known: Collection[str]) -> None:
    problems = {
        position: {"when": {"words": [problem]}}
        for position, rule in enumerate(rules)
        if (problem := unknown_lists(rule, known))
    }
    if problems:
        raise ValidationError({"rules": problems})


def _told(rules: Sequence[Rule]) -> Response:
    answer = make_response(jsonify(Rules().dump({"rules": rules})))
    answer.headers["ETag"] = _etag(rules)
    return answer


def _etag(rules: Sequence[Rule]) -> str:
    """Of what the rules say; databases keep the conditions of a rule in another order."""
    return etag_of(orjson.dumps(Rules().dump({"rules": rules}), option=orjson.OPT_SORT_KEYS))

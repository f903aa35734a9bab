"""Votes of readers on comments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.access import limits
from service.access.readers import reader_token
from service.access.sites import allow_origins, name_of_send, site_of_comment
from service.api.blueprint import PREFIX, Blueprint
from service.api.describe import READER
from service.flow.vote import vote
from service.schemas.comments import SiteQuery
from service.schemas.votes import NewVote, Voted

blueprint = Blueprint(
    "votes",
    __name__,
    url_prefix=f"{PREFIX}/comments",
    description="For or against a comment, one per reader.",
)
blueprint.after_request(allow_origins)


@blueprint.route("/<id:comment_id>/vote", methods=["PUT"])
@blueprint.hears(READER)
@limits.votes_and_flags
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(NewVote)
@blueprint.answers(200, Voted)
@blueprint.problems(403, 404, 429)
def put_vote(query: dict[str, Any], new: dict[str, Any], comment_id: UUID) -> dict[str, Any]:
    """Vote for or against a comment, or take one's vote back. Pages follow within seconds."""
    site = site_of_comment(comment_id, name_of_send(query, new))
    voted = vote(site, comment_id, reader_token(), new["value"])
    return {
        "votes": {"up": voted.up, "down": voted.down},
        "mine": voted.mine,
        "reader_token": voted.token,
    }

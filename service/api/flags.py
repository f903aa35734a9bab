"""Flags of readers: please look at this comment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.access import limits
from service.access.readers import reader_token
from service.access.sites import allow_origins, name_of_send, site_of_comment
from service.api.blueprint import PREFIX, Blueprint
from service.api.describe import READER
from service.flow.flag import flag
from service.schemas.comments import SiteQuery
from service.schemas.flags import Flagged, NewFlag

blueprint = Blueprint(
    "flags",
    __name__,
    url_prefix=f"{PREFIX}/comments",
    description="Readers asking a person to look again.",
)
blueprint.after_request(allow_origins)


@blueprint.route("/<id:comment_id>/flags", methods=["POST"])
@blueprint.hears(READER)
@limits.votes_and_flags
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(NewFlag)
@blueprint.answers(201, Flagged)
@blueprint.problems(403, 404, 429)
def post_flag(query: dict[str, Any], new: dict[str, Any], comment_id: UUID) -> dict[str, Any]:
    """Flag a comment. One per reader: a second one changes nothing and is answered as the first."""
    site = site_of_comment(comment_id, name_of_send(query, new))
    flagged = flag(site, comment_id, reader_token(), new["reason"], new.get("text") or "")
    return {"flag": flagged.flag, "reader_token": flagged.token}

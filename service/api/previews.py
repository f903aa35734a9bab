"""A look at a comment before it is sent; nothing is stored."""

from __future__ import annotations

import logging
from typing import Any

from moderation import text
from moderation.classifier.quotes import own_words
from moderation.rules import risk
from service.access import limits
from service.access.running import scorer
from service.access.sites import open_to_pages, site_of_send
from service.api.blueprint import PREFIX, Blueprint
from service.flow.scorer import ScorerAbsent
from service.flow.sites import SiteFacts
from service.schemas.comments import SiteQuery
from service.schemas.previews import NewPreview, Preview

logger = logging.getLogger(__name__)

blueprint = Blueprint(
    "preview",
    __name__,
    url_prefix=f"{PREFIX}/preview",
    description="How a comment will look.",
)
open_to_pages(blueprint)


@blueprint.route("", methods=["POST"])
@limits.previews
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(NewPreview)
@blueprint.answers(200, Preview)
@blueprint.problems(404, 429)
def post_preview(query: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Show a text as it will be shown, and say on request whether it may hurt."""
    site = site_of_send(query, new)
    preview: dict[str, Any] = {"html": text.render(new["body"])}
    if new["nudge"]:
        preview["nudge"] = _may_hurt(site, new["body"])
    return preview


def _may_hurt(site: SiteFacts, body: str) -> bool:
    """Whether the author’s own words score above the threshold; nobody’s without a classifier."""
    try:
        [scores] = scorer(site).score([own_words(body)])
    except ScorerAbsent:
        return False
    except Exception:
        logger.exception("a preview could not be scored")
        return False
    return risk(scores) >= site.nudge_threshold

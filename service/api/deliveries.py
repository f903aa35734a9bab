"""Single deliveries: what was tried, and trying again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from werkzeug.exceptions import NotFound

from models.database import db, writing
from service.access.callers import Caller
from service.access.running import settings
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.webhooks import managed
from service.flow.refused import Refused
from service.schemas import webhooks as schemas
from service.schemas.decisions import Nothing
from service.webhooks import log, replay
from service.webhooks.payload import message
from service.webhooks.told import told_attempt, told_delivery

blueprint = Blueprint(
    "deliveries",
    __name__,
    url_prefix=f"{PREFIX}/deliveries",
    description="Events on their way to other systems.",
)
blueprint.after_request(private)


@blueprint.route("/<id:delivery_id>")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.DeliveryWithLog)
@blueprint.problems(404)
def get_delivery(caller: Caller, delivery_id: UUID) -> dict[str, Any]:
    """One delivery with each of its attempts. Its payload is told without the comment's text."""
    delivery, event, article = _found(caller, delivery_id)
    return told_delivery(delivery, event, article) | {
        "payload": message(event, article, settings().public_url),
        "log": [told_attempt(attempt) for attempt in log.attempts(delivery_id)],
    }


@blueprint.route("/<id:delivery_id>/replay", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(Nothing)
@blueprint.answers(200, schemas.Delivery)
@blueprint.problems(404, 409)
def replay_delivery(caller: Caller, _given: dict[str, Any], delivery_id: UUID) -> dict[str, Any]:
    """Send a delivery again, whatever became of it."""
    endpoint_id = _found(caller, delivery_id)[0].endpoint_id
    with writing() as session:
        replay.replay(session, managed(session, caller, endpoint_id), delivery_id)
    return told_delivery(*log.delivery(delivery_id))


def _found(caller: Caller, delivery_id: UUID) -> log.Told:
    found = log.delivery(delivery_id)
    try:
        managed(db.session(), caller, found[0].endpoint_id)
    except (NotFound, Refused) as error:
        raise NotFound("There is no such delivery.") from error
    return found

"""Webhooks: admins say where events go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, NotFound

from models.database import after_commit, db, writing
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow import wake
from service.flow.sites import site_of
from service.schemas import webhooks as schemas
from service.schemas.decisions import Nothing
from service.webhooks import endpoints, log, replay
from service.webhooks.addresses import AddressRefused
from service.webhooks.told import told_delivery

blueprint = Blueprint(
    "webhooks",
    __name__,
    url_prefix=f"{PREFIX}/webhooks",
    description="Where other systems want events sent.",
)
blueprint.after_request(private)

AS_THEY_ARE = (
    "id", "url", "events", "article_prefix", "full_text", "format", "state",
    "disabled_at", "disabled_because", "failing_since", "created_at",
)  # fmt: skip


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.Webhooks)
def list_webhooks(caller: Caller) -> dict[str, Any]:
    """The webhooks of the sites that the caller may see; never their secrets."""
    return {"items": [_told(each) for each in endpoints.list_all() if _manages(caller, each)]}


@blueprint.route("", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(schemas.NewWebhook)
@blueprint.answers(201, schemas.WebhookWithSecret)
@blueprint.problems(404)
def post_webhook(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Make a webhook. Its secret is told this once."""
    new["site_id"] = _site_id(caller, new.pop("site")) if "site" in new else _site_id(caller, "")
    _check_url(new["url"])
    with writing() as session:
        endpoint, secret = endpoints.create(session, **new)
    return _told(endpoint) | {"secret": secret}


@blueprint.route("/<id:webhook_id>")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.Webhook)
@blueprint.problems(404)
def get_webhook(caller: Caller, webhook_id: UUID) -> dict[str, Any]:
    """One webhook."""
    return _told(managed(db.session(), caller, webhook_id))


@blueprint.route("/<id:webhook_id>", methods=["PATCH"])
@blueprint.requires("admin")
@blueprint.takes(schemas.ChangedWebhook)
@blueprint.answers(200, schemas.Webhook)
@blueprint.problems(404)
def patch_webhook(caller: Caller, changed: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Change a webhook. What waits when it is disabled has failed, and can be replayed later."""
    managed(db.session(), caller, webhook_id)
    if "site" in changed:
        changed["site_id"] = _site_id(caller, changed.pop("site"))
    if "url" in changed:
        _check_url(changed["url"])
    with writing() as session:
        endpoint = managed(session, caller, webhook_id)
        endpoints.change(session, endpoint, changed)
        after_commit(session, wake.delivering.set)
    return _told(endpoint)


@blueprint.route("/<id:webhook_id>", methods=["DELETE"])
@blueprint.requires("admin")
@blueprint.answers(204)
@blueprint.problems(404)
def delete_webhook(caller: Caller, webhook_id: UUID) -> None:
    """Delete a webhook, with its log."""
    with writing() as session:
        endpoints.remove(session, managed(session, caller, webhook_id))


@blueprint.route("/<id:webhook_id>/rotate-secret", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(schemas.Rotation)
@blueprint.answers(200, schemas.WebhookWithSecret)
@blueprint.problems(404)
def rotate_secret(caller: Caller, given: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Put another secret in the place of this one; for a time, requests are signed with both."""
    with writing() as session:
        endpoint = managed(session, caller, webhook_id)
        secret = endpoints.rotate(endpoint, **given)
    return _told(endpoint) | {"secret": secret}


@blueprint.route("/<id:webhook_id>/test", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(Nothing)
@blueprint.answers(201, schemas.Delivery)
@blueprint.problems(404, 409)
def send_test(caller: Caller, _given: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Send a `webhook.test`; what became of it is in the log a moment later."""
    with writing() as session:
        delivery = endpoints.send_test(session, managed(session, caller, webhook_id))
        after_commit(session, wake.delivering.set)
    return told_delivery(*log.delivery(delivery.id))


@blueprint.route("/<id:webhook_id>/deliveries")
@blueprint.requires("admin")
@blueprint.takes(schemas.DeliveriesQuery, location="query")
@blueprint.answers(200, schemas.Deliveries)
@blueprint.problems(404)
def list_deliveries(caller: Caller, query: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """The log: what became of each event, newest first."""
    managed(db.session(), caller, webhook_id)
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    rows, next_cursor = log.deliveries(webhook_id, log.Filters(**query), limit, cursor)
    return {"items": [told_delivery(*row) for row in rows], "next_cursor": next_cursor}


@blueprint.route("/<id:webhook_id>/replay", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(schemas.ReplayFailed)
@blueprint.answers(200, schemas.Replayed)
@blueprint.problems(404, 409)
def replay_failed(caller: Caller, given: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Send again whatever failed of the events since a time."""
    with writing() as session:
        endpoint = managed(session, caller, webhook_id)
        return {"replayed": replay.replay_failed(session, endpoint, given["since"])}


def managed(session: Session, caller: Caller, webhook_id: UUID) -> Any:
    """The webhook; to a caller who may not manage it, it is not there."""
    endpoint = endpoints.find(session, webhook_id)
    if not _manages(caller, endpoint):
        raise NotFound("There is no such webhook.")
    return endpoint


def _manages(caller: Caller, endpoint: Any) -> bool:
    return caller.covers(None if endpoint.site_id is None else [endpoint.site_id])


def _site_id(caller: Caller, name: str | None) -> UUID | None:
    """The site that a webhook is about; None stands for all of them."""
    if name is not None:
        return site_in_scope(caller, name or None).id
    if caller.sites is not None:
        raise Forbidden("Only an admin of all sites can ask for the events of every site.")
    return None


def _check_url(url: str) -> None:
    try:
        endpoints.guard().check(url)
    except AddressRefused as refused:
        raise ValidationError({"url": [str(refused)]}) from refused


def _told(endpoint: Any) -> dict[str, Any]:
    site = None if endpoint.site_id is None else site_of(endpoint.site_id).name
    return {name: getattr(endpoint, name) for name in AS_THEY_ARE} | {
        "site": site,
        "old_secret_until": endpoints.old_secret_until(endpoint),
    }

"""API keys: admins make and revoke them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from models.api_keys import ApiKey
from models.database import db, writing
from service.access import keys
from service.access.callers import Caller, of_key
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import granted, names_of
from service.flow.forget import forget_holder
from service.schemas.api_keys import ApiKey as ApiKeySchema
from service.schemas.api_keys import ApiKeys, ChangedApiKey, CreatedApiKey, NewApiKey

blueprint = Blueprint(
    "api_keys",
    __name__,
    url_prefix=f"{PREFIX}/api-keys",
    description="What other systems may do.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.answers(200, ApiKeys)
def list_keys(caller: Caller) -> dict[str, Any]:
    """The active keys whose sites the caller may all see; never their texts."""
    found = db.session.scalars(select(ApiKey).where(ApiKey.active).order_by(ApiKey.id))
    return {"items": [_told(key) for key in found if caller.covers(of_key(key).sites)]}


@blueprint.route("", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(NewApiKey)
@blueprint.answers(201, CreatedApiKey)
def post_key(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Make a key, for all sites unless some are named. Its text is told this once."""
    scope = granted(caller, new.get("sites"))
    with writing() as session:
        key, text = keys.create_key(
            session, new["name"], new["role"], scope, new["queries_per_second"]
        )
    return _told(key) | {"key": text}


@blueprint.route("/<id:key_id>", methods=["PATCH"])
@blueprint.requires("admin")
@blueprint.takes(ChangedApiKey)
@blueprint.answers(200, ApiKeySchema)
@blueprint.problems(404)
def patch_key(caller: Caller, changed: dict[str, Any], key_id: UUID) -> dict[str, Any]:
    """Give a key another quota, from its next call on."""
    with writing() as session:
        key = _managed(session, caller, key_id)
        key.queries_per_second = changed["queries_per_second"]
    return _told(key)


@blueprint.route("/<id:key_id>", methods=["DELETE"])
@blueprint.requires("admin")
@blueprint.answers(204)
@blueprint.problems(404)
def delete_key(caller: Caller, key_id: UUID) -> None:
    """Revoke a key: it is worth nothing from now on, and what it had reserved is free."""
    with writing() as session:
        _managed(session, caller, key_id).active = False
        forget_holder(session, key_id)


def _managed(session: Session, caller: Caller, key_id: UUID) -> ApiKey:
    """An active key whose sites the caller may all see; raises 404."""
    key = session.get(ApiKey, key_id, populate_existing=True)
    if key is None or not key.active or not caller.covers(of_key(key).sites):
        raise NotFound("There is no such key.")
    return key


def _told(key: ApiKey) -> dict[str, Any]:
    names = ("id", "name", "role", "queries_per_second", "created_at")
    return {name: getattr(key, name) for name in names} | {"sites": names_of(key.sites)}

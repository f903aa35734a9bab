"""Moderators: admins make, change and remove them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import Conflict, NotFound

from models.database import db, writing
from models.moderators import Moderator, ModeratorSession
from service.access.callers import Caller, of_moderator
from service.access.passwords import hash_password
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import granted, names_of
from service.flow.forget import forget_holder
from service.schemas import moderators as schemas

blueprint = Blueprint(
    "moderators",
    __name__,
    url_prefix=f"{PREFIX}/moderators",
    description="Who may decide.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.Moderators)
def list_moderators(caller: Caller) -> dict[str, Any]:
    """The moderators whose sites the caller may all see."""
    moderators = db.session.scalars(select(Moderator).order_by(Moderator.email))
    return {"items": [_told(each) for each in moderators if _manages(caller, each)]}


@blueprint.route("", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(schemas.NewModerator)
@blueprint.answers(201, schemas.Moderator)
@blueprint.problems(409)
def post_moderator(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Make a moderator, for all sites unless some are named."""
    moderator = Moderator(email=new["email"].lower())
    _set(moderator, caller, {"sites": None, **new})
    try:
        with writing() as session:
            session.add(moderator)
    except IntegrityError as error:
        raise Conflict("There is a moderator with this e-mail address already.") from error
    return _told(moderator)


@blueprint.route("/<id:moderator_id>")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.Moderator)
@blueprint.problems(404)
def get_moderator(caller: Caller, moderator_id: UUID) -> dict[str, Any]:
    """One moderator."""
    return _told(_moderator(db.session(), caller, moderator_id))


@blueprint.route("/<id:moderator_id>", methods=["PATCH"])
@blueprint.requires("admin")
@blueprint.takes(schemas.ChangedModerator)
@blueprint.answers(200, schemas.Moderator)
@blueprint.problems(404, 409)
def patch_moderator(caller: Caller, changed: dict[str, Any], moderator_id: UUID) -> dict[str, Any]:
    """Change a moderator. A new password, and leave withdrawn, end all sessions."""
    with writing() as session:
        moderator = _moderator(session, caller, moderator_id)
        was_chief = _is_chief(moderator)
        _set(moderator, caller, changed)
        if was_chief and not _is_chief(moderator):
            _refuse_to_lose_the_last_chief(session, moderator)
        if "password" in changed or not moderator.active:
            _end_sessions(session, moderator)
    return _told(moderator)


@blueprint.route("/<id:moderator_id>", methods=["DELETE"])
@blueprint.requires("admin")
@blueprint.answers(204)
@blueprint.problems(404, 409)
def delete_moderator(caller: Caller, moderator_id: UUID) -> None:
    """Remove a moderator and all that was theirs alone. Their decisions stay, under their name."""
    with writing() as session:
        moderator = _moderator(session, caller, moderator_id)
        if _is_chief(moderator):
            _refuse_to_lose_the_last_chief(session, moderator)
        _end_sessions(session, moderator)
        forget_holder(session, moderator.id)
        session.delete(moderator)


def _moderator(session: Session, caller: Caller, moderator_id: UUID) -> Moderator:
    moderator = session.get(Moderator, moderator_id, populate_existing=True)
    if moderator is None or not _manages(caller, moderator):
        raise NotFound("There is no such moderator.")
    return moderator


def _manages(caller: Caller, moderator: Moderator) -> bool:
    return caller.covers(of_moderator(moderator).sites)


def _set(moderator: Moderator, caller: Caller, changed: dict[str, Any]) -> None:
    if "password" in changed:
        moderator.password_hash = hash_password(changed["password"])
    if "sites" in changed:
        scope = granted(caller, changed["sites"])
        moderator.sites = None if scope is None else sorted(str(site) for site in scope)
    for name in ("role", "active"):
        if name in changed:
            setattr(moderator, name, changed[name])


def _is_chief(moderator: Moderator) -> bool:
    """Whether this is an admin of all sites, who can manage everything."""
    return moderator.active and moderator.role == "admin" and moderator.sites is None


def _refuse_to_lose_the_last_chief(session: Session, moderator: Moderator) -> None:
    """Raise 409 where nobody else would be left who can; the change is then rolled back."""
    # Locked, so that two of them cannot remove each other at once.
    admins = session.scalars(
        select(Moderator).where(Moderator.role == "admin").order_by(Moderator.id).with_for_update()
    )
    if not any(_is_chief(each) for each in admins if each.id != moderator.id):
        raise Conflict("This is the last admin of all sites.")


def _end_sessions(session: Session, moderator: Moderator) -> None:
    session.execute(delete(ModeratorSession).where(ModeratorSession.moderator_id == moderator.id))


def _told(moderator: Moderator) -> dict[str, Any]:
    names = ("id", "email", "role", "active", "created_at")
    told = {name: getattr(moderator, name) for name in names}
    return told | {"sites": names_of(moderator.sites)}

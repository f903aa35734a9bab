"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from typing import Any

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from models.database import db
from models.migrate import has_all_migrations
from service.access.running import scorer, settings
from service.api.answers import private
from service.api.blueprint import Blueprint
from service.schemas.health import Alive, Ready

blueprint = Blueprint("health", __name__, description="For the operator.")
blueprint.after_request(private)

WAS_READY = "BELOWLINE_WAS_READY"


@blueprint.route("/healthz")
@blueprint.answers(200, Alive)
def healthz() -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@blueprint.route("/readyz")
@blueprint.answers(200, Ready)
@blueprint.problems(503)
def readyz() -> dict[str, Any]:
    """The process can serve.

    503 until the database is migrated and the classifier has loaded, or has failed to; from then
    on only a missing database is a reason. Without a classifier comments are taken, and wait.
    """
    _refuse_without_database()
    state = scorer().state if settings().jobs else "elsewhere"
    if state == "loading":
        raise ServiceUnavailable("The classifier is loading.", retry_after=1)
    current_app.config[WAS_READY] = True
    reason = scorer().reason if state == "degraded" else None
    return {"status": "ready", "classifier": state, "reason": reason}


def _refuse_without_database() -> None:
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            migrated = current_app.config.get(WAS_READY) or has_all_migrations(connection)
    except SQLAlchemyError as error:
        raise ServiceUnavailable("The database does not answer.", retry_after=5) from error
    if not migrated:
        raise ServiceUnavailable("The database is not migrated: run “belowline db upgrade”.")

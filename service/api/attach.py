"""The API as a whole: its blueprints, and the OpenAPI document made from them."""

from __future__ import annotations

import flask_smorest
from flask import Flask

from service.api import (
    api_keys,
    around,
    articles,
    batches,
    changes,
    comments,
    counts,
    decisions,
    deliveries,
    discovery,
    docs,
    events,
    explanations,
    feeds,
    flags,
    google_batch,
    health,
    history,
    leases,
    metrics,
    moderators,
    notices,
    perspective,
    previews,
    queue,
    queue_filters,
    restrictions,
    rules,
    scores,
    sessions,
    sites,
    stats,
    thread_page,
    uncovered,
    votes,
    waiting,
    webhooks,
    words,
)
from service.api.announced import describe_webhooks
from service.api.answers import BUILD, Json
from service.api.blueprint import PREFIX, IdConverter
from service.api.perspective_docs import SECURITY_SCHEMES as SCHEMES_OF_GOOGLE
from service.errors import CONTENT_TYPE
from service.schemas.problems import Problem

BLUEPRINTS = (
    comments.blueprint,
    votes.blueprint,
    flags.blueprint,
    counts.blueprint,
    thread_page.blueprint,
    feeds.blueprint,
    previews.blueprint,
    sessions.blueprint,
    queue.blueprint,
    leases.blueprint,
    queue_filters.blueprint,
    uncovered.blueprint,
    decisions.blueprint,
    batches.blueprint,
    restrictions.blueprint,
    history.blueprint,
    around.blueprint,
    explanations.blueprint,
    rules.blueprint,
    words.blueprint,
    changes.blueprint,
    stats.blueprint,
    sites.blueprint,
    articles.blueprint,
    moderators.blueprint,
    api_keys.blueprint,
    webhooks.blueprint,
    deliveries.blueprint,
    events.blueprint,
    scores.blueprint,
    perspective.blueprint,
    notices.blueprint,
    google_batch.blueprint,
    discovery.blueprint,
    health.blueprint,
    metrics.blueprint,
)

DESCRIPTION = """Reader comments with moderation.

Public calls are answered with CORS for the site's origins and know a reader by the header
`X-Belowline-Reader`. Calls of moderators take a session or an API key. Every failure is
`application/problem+json` (RFC 9457).
"""

SECURITY_SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "belowline_session",
        "description": "Set by `POST /api/v1/session`.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "With a session, for everything but reads; told by `GET /api/v1/session`.",
    },
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "`Authorization: Bearer bl_…`",
    },
    **SCHEMES_OF_GOOGLE,
}


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest with our failures: one handler for all of them lies in `service.errors`."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """`service.errors` has them."""

    def _register_responses(self) -> None:
        """Document failures under their own content type."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = CONTENT_TYPE
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE


def attach_api(app: Flask) -> None:
    """Give `app` the API, its OpenAPI document and the page that shows it."""
    app.json = Json(app)
    app.url_map.converters["id"] = IdConverter
    app.config.update(
        API_TITLE="Belowline",
        API_VERSION=BUILD,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        API_SPEC_OPTIONS={
            "info": {
                "description": DESCRIPTION,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "components": {"securitySchemes": SECURITY_SCHEMES},
        },
    )
    waiting.attach_waiting(app)
    api = Api(app)
    api.register_converter(IdConverter, lambda _converter: {"type": "string", "format": "uuid"})
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    describe_webhooks(api)
    app.register_blueprint(docs.blueprint)

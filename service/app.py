"""Builds the Flask app: all that is attached to it, one line each."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from flask_migrate import Migrate
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from models.database import db, prepare_engine
from models.migrate import FOLDER
from service.access import running
from service.access.limits import attach_limits
from service.api.attach import attach_api
from service.api.blueprint import most_bytes
from service.api.metrics import attach_request_times
from service.embed import embed
from service.errors import attach_errors
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from service.google import takes_as_google
from service.jobs.embedded import EmbeddedJobs
from service.pages.demo import demo
from service.pages.queue import blueprint as queue
from service.settings import Settings

MOST_BYTES = 64 * 1024
"""How large the body of a request may be, unless the call says otherwise."""

MOST_BYTES_AS_GOOGLE = 1024 * 1024 + MOST_BYTES
"""The same for the Perspective interface: a megabyte of context was allowed, and is sent."""

SPARE_CONNECTIONS = 8
"""For jobs, and for reads that take a connection beside that of their request."""

JOBS = "belowline-jobs"


def create_app(settings: Settings) -> Flask:
    """The app with everything attached. The database must be migrated before it is used."""
    app = Flask("belowline", static_folder=None)
    scorer = Scorer(
        settings.model,
        plain=settings.plain_classifier,
        cache=settings.models,
        reads=settings.model_languages,
    )
    scorers = running.attach(app, settings, scorer)
    _attach_proxies(app, settings)
    _attach_database(app, settings)
    _attach_bodies(app)
    _attach_redirects(app)
    attach_errors(app)
    attach_limits(app)
    attach_api(app)
    attach_request_times(app)
    _attach_pages(app)
    if settings.jobs:
        _attach_jobs(app, settings, scorers)
    return app


def _attach_proxies(app: Flask, settings: Settings) -> None:
    """Believe what the operator's own proxies say about the client, and nobody else."""
    number = settings.trusted_proxies
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=number, x_proto=number, x_host=number
        )


def _attach_database(app: Flask, settings: Settings) -> None:
    connections = settings.threads + settings.score_threads + SPARE_CONNECTIONS
    options: dict[str, Any] = {"pool_size": connections, "max_overflow": SPARE_CONNECTIONS}
    if not settings.embedded:
        options["pool_pre_ping"] = True  # a server may have been restarted meanwhile
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(FOLDER))


def _attach_bodies(app: Flask) -> None:
    """Read every body before anything is decided about the request, and refuse large ones.

    An answer that is given while the client still sends is often lost with the connection.
    """

    @app.before_request
    def read_body() -> None:
        usual = MOST_BYTES_AS_GOOGLE if takes_as_google() else MOST_BYTES
        most = most_bytes(app.view_functions.get(request.endpoint or ""), usual)
        request.max_content_length = most
        if (request.content_length or 0) > most:
            raise RequestEntityTooLarge
        if request.content_length:
            request.get_data()
        elif "HTTP_TRANSFER_ENCODING" in request.environ:
            _read_chunks(most)


def _read_chunks(most: int) -> None:
    # granian ends the stream where the chunks end, but does not say so; without this Werkzeug
    # would read nothing. It stops at the limit, and does not say whether more is to come.
    request.environ["wsgi.input_terminated"] = True
    if len(request.get_data()) >= most:
        raise RequestEntityTooLarge


def _attach_redirects(app: Flask) -> None:
    """Lead from `//` in an address to `/` on the same host, by whatever scheme it was asked.

    Behind a proxy that we were not told of, a request seems to have come without TLS. A client that
    is sent to that address would send its key and a comment in the clear.
    """

    @app.after_request
    def stay_here(response: Response) -> Response:
        if response.status_code == HTTPStatus.PERMANENT_REDIRECT and response.location:
            path = response.location.removeprefix(request.url_root)
            response.location = f"/{path.lstrip('/')}"
            response.set_data(b"")
        return response


def _attach_pages(app: Flask) -> None:
    """The pages of our own, and the scripts for those of others."""
    for blueprint in (queue, demo, embed):
        app.register_blueprint(blueprint)


def _attach_jobs(app: Flask, settings: Settings, scorers: Scorers) -> None:
    """Score and sweep in threads of this process."""
    jobs = EmbeddedJobs(app, scorers, settings.score_threads)
    app.extensions[JOBS] = jobs
    jobs.start()

"""What the operator's Prometheus reads, and the clock that every request runs against."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from service.access.running import scorers, settings
from service.api.answers import BUILD, private
from service.api.blueprint import Blueprint, documented
from service.api.describe import TEXT
from service.flow.backlog import backlog, seconds_since
from service.flow.measure import REGISTRY, REQUEST_SECONDS
from service.flow.scorer import Scorer

UNMATCHED = "unmatched"
"""The route of requests to no address of ours, whatever they asked for."""

blueprint = Blueprint("metrics", __name__, description="For the operator.")
blueprint.after_request(private)


@blueprint.route("/metrics")
@documented(
    responses={
        "200": {
            "description": "The metrics, in Prometheus's text format.",
            "content": {CONTENT_TYPE_PLAIN_0_0_4: {"schema": TEXT}},
        },
        "default": "DEFAULT_ERROR",
    }
)
def get_metrics() -> Response:
    """What this process counts, and what waits in the database."""
    return Response(generate_latest(Everything()), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class Everything(Collector):
    """What was counted as it happened, and what is looked up now."""

    def collect(self) -> Iterable[Metric]:
        """All that is exported."""
        yield InfoMetricFamily(
            "belowline_build",
            "The program that answers.",
            {"version": BUILD, "python": platform.python_version()},
        )
        if settings().jobs:
            yield from _classifiers(scorers().all())
        yield from _waiting()
        yield from REGISTRY.collect()


def _classifiers(known: list[Scorer]) -> Iterable[Metric]:
    up = GaugeMetricFamily(
        "belowline_classifier_up", "Whether the classifier scores: 1, or 0.", labels=["model"]
    )
    loaded = InfoMetricFamily(
        "belowline_classifier", "Which weights the classifier has loaded.", labels=["model"]
    )
    down = GaugeMetricFamily(
        "belowline_classifier_down_timestamp_seconds",
        "When the classifier went, and why.",
        labels=["model", "reason"],
    )
    for model, scorer in _by_title(known).items():
        revision, reason = scorer.revision, scorer.reason
        up.add_metric([model], 0 if revision is None else 1)
        if revision is not None:
            loaded.add_metric([model], {"revision": revision})
        elif reason is not None:
            down.add_metric([model, reason], scorer.since.timestamp())
    return up, loaded, down


def _by_title(known: list[Scorer]) -> dict[str, Scorer]:
    """Checkpoints in two folders may have the same name; a series may not come twice."""
    named: dict[str, Scorer] = {}
    for scorer in known:
        same = sum(each.title == scorer.title for each in named.values())
        named[f"{scorer.title} ({same + 1})" if same else scorer.title] = scorer
    return named


def _waiting() -> Iterable[Metric]:
    try:
        waiting = backlog()
    except SQLAlchemyError:
        return [_gauge("belowline_database_up", "Whether the database answers: 1, or 0.", 0)]
    return [
        _gauge("belowline_database_up", "Whether the database answers: 1, or 0.", 1),
        _gauge(
            "belowline_unscored_comments",
            "Comments that wait for their first score, counted to 10,000.",
            waiting.unscored,
        ),
        _gauge(
            "belowline_unscored_oldest_seconds",
            "How long the comment has waited that has waited longest for its first score.",
            seconds_since(waiting.unscored_since),
        ),
        _gauge(
            "belowline_held_comments",
            "Comments that wait for a person, counted to 10,000.",
            waiting.held,
        ),
        _gauge(
            "belowline_held_oldest_seconds",
            "How long the comment has waited that has waited longest for a person.",
            seconds_since(waiting.held_since),
        ),
    ]


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value)


Kind = tuple[str, str, str]
"""Method, route, and the first digit of the status."""


def attach_request_times(app: Flask) -> None:
    """Time every request to `app`.

    A layer around the app instead of Flask's hooks, and the series of each kind of request kept
    at hand: together under a microsecond, where an answer may take a hundred.
    """
    inner: WSGIApplication = app.wsgi_app
    series: dict[Kind, Callable[[float], None]] = {}

    def timed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        kind = ("", UNMATCHED, "5")  # of a request that is never answered

        def start(status: str, *more: Any) -> Any:
            nonlocal kind
            # Werkzeug leaves its request there until it is answered. One that matched no address
            # has no rule, and may have come by any method that somebody made up.
            rule = environ["werkzeug.request"].url_rule
            kind = (
                (environ["REQUEST_METHOD"], rule.rule, status[0])
                if rule
                else ("", UNMATCHED, status[0])
            )
            return start_response(status, *more)

        try:
            return inner(environ, start)
        finally:
            (series.get(kind) or _series_of(kind, series))(perf_counter() - began)

    app.wsgi_app = timed  # type: ignore[method-assign]


def _series_of(kind: Kind, series: dict[Kind, Callable[[float], None]]) -> Callable[[float], None]:
    method, route, first_digit = kind
    series[kind] = REQUEST_SECONDS.labels(method, route, f"{first_digit}xx").observe
    return series[kind]

"""What this process counts of its own work, for the operator's Prometheus.

The registry is our own, so that nothing else of the process shows up beside it. A label never
holds what readers or publishers choose: names of models and addresses of the API are few.
"""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

# When a counter began says nothing that its process does not.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

SCORES = Counter(
    "belowline_scores",
    "Comments that the classifier was asked about, by what came of it: scored or failed.",
    ["model", "outcome"],
    registry=REGISTRY,
)
SCORING_SECONDS = Histogram(
    "belowline_scoring_seconds",
    "How long the classifier worked on one comment; in a batch, its share of the time.",
    ["model"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)
ANALYSES = Counter(
    "belowline_analyses",
    "Texts that other systems asked about, by the call and by what came of it: scored, or why not"
    " (language, attribute, absent, failed, busy).",
    ["call", "outcome"],
    registry=REGISTRY,
)
DECISIONS = Counter(
    "belowline_decisions",
    "Recorded decisions, by the status they led to and by whom: rule, person, mode, flags, author.",
    ["outcome", "by"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "belowline_request_seconds",
    "How long requests took, by the address they matched and the first digit of the status.",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)


def failed(model: str) -> None:
    """The classifier failed on a comment, which was set aside."""
    SCORES.labels(model, "failed").inc()


def scored(model: str, comments: int, seconds: float) -> None:
    """The classifier gave scores to so many comments, and took so long."""
    SCORES.labels(model, "scored").inc(comments)
    observe = SCORING_SECONDS.labels(model).observe
    for _ in range(comments):
        observe(seconds / comments)


def analyzed(call: str, outcome: str, texts: int = 1) -> None:
    """Another system was told about so many texts."""
    ANALYSES.labels(call, outcome).inc(texts)


def decided(outcome: str, by: str) -> None:
    """A decision was recorded."""
    DECISIONS.labels(outcome, by).inc()

"""What the operator's Prometheus reads."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.access import running
from service.app import create_app
from service.flow.backlog import _backlog
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.someone import ONE_DATABASE, Someone, decided, posted

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
RUDE = "You stupid idiot, I hate you."


def read(client: FlaskClient) -> Samples:
    """All samples by name and labels, none of which may come twice."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    samples: Samples = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            key = (sample.name, frozenset(sample.labels.items()))
            assert key not in samples
            samples[key] = sample.value
    return samples


def value(samples: Samples, name: str, **labels: str) -> float:
    """One of them; 0 where there is none yet, as with a counter that never moved."""
    return samples.get((name, frozenset(labels.items())), 0)


def labels(samples: Samples, name: str) -> list[dict[str, str]]:
    """The labels of each sample of that name."""
    return [dict(pairs) for each, pairs in samples if each == name]


def test_what_waits_and_what_was_done(
    app: Flask, reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """Comments wait for a score, then for a person; scores and decisions are counted as they come."""
    before = read(reader.client)
    posted(reader, body="What a lovely walk along the river.")
    rude = posted(reader, body=RUDE)["comment"]["id"]
    with app.app_context():
        _backlog.forget(None)
    waiting = read(reader.client)
    assert value(waiting, "belowline_unscored_comments") == 2
    assert value(waiting, "belowline_unscored_oldest_seconds") >= 0
    score_all()
    with app.app_context():
        _backlog.forget(None)
    scored = read(reader.client)
    assert value(scored, "belowline_unscored_comments") == 0
    assert value(scored, "belowline_held_comments") == 1
    decided(admin, "reject", rude)
    after = read(reader.client)

    def grew(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grew("belowline_scores_total", model="bundled", outcome="scored") == 2
    assert grew("belowline_scoring_seconds_count", model="bundled") == 2
    assert grew("belowline_decisions_total", outcome="approved", by="rule") == 1
    assert grew("belowline_decisions_total", outcome="pending", by="rule") == 1
    assert grew("belowline_decisions_total", outcome="rejected", by="person") == 1
    assert value(after, "belowline_database_up") == 1


@ONE_DATABASE
def test_requests_are_timed_by_route_and_never_by_what_was_asked(client: FlaskClient) -> None:
    """Ids and made-up addresses or methods add no series: there can be any number of those."""
    before = read(client)
    for id_ in ("a", "b", "c"):
        client.get(f"/api/v1/counts?article={id_}")
        client.get(f"/nowhere/{id_}")
        client.open("/api/v1/counts", method=f"MADEUP{id_}")
    client.get("/api/v1/counts")
    after = read(client)

    def grew(method: str, route: str, status: str) -> float:
        kind = {"method": method, "route": route, "status": status}
        name = "belowline_request_seconds_count"
        return value(after, name, **kind) - value(before, name, **kind)

    assert grew("GET", "/api/v1/counts", "2xx") == 3
    assert grew("GET", "/api/v1/counts", "4xx") == 1
    assert grew("", "unmatched", "4xx") == 6
    routes = {kind["route"] for kind in labels(after, "belowline_request_seconds_count")}
    assert not [route for route in routes if "nowhere" in route]


@ONE_DATABASE
def test_an_answer_that_fails_is_timed_too(app: Flask) -> None:
    """What nobody expected counts as 5xx under its route."""

    def fails() -> str:
        raise LookupError("on purpose")

    app.add_url_rule("/fails", view_func=fails)
    client = app.test_client()
    assert client.get("/fails").status_code == 500
    kind = {"method": "GET", "route": "/fails", "status": "5xx"}
    assert value(read(client), "belowline_request_seconds_count", **kind) == 1


@ONE_DATABASE
def test_a_classifier_is_up_with_its_revision(
    app: Flask, settings: Settings, scorer: Scorer
) -> None:
    """So that a graph shows when another model came into use."""
    running.attach(app, replace(settings, jobs=True), scorer)
    samples = read(app.test_client())
    assert value(samples, "belowline_classifier_up", model="bundled") == 1
    assert labels(samples, "belowline_classifier_info") == [
        {"model": "bundled", "revision": scorer.revision}
    ]
    assert labels(samples, "belowline_classifier_down_timestamp_seconds") == []


@ONE_DATABASE
def test_a_classifier_that_is_down_says_since_when_and_why(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    """Without telling where on the server its file should be; two of one name are told apart."""
    absent = Scorer(str(tmp_path / "none.ckpt"))
    scorers = running.attach(app, replace(settings, jobs=True), absent)
    scorers.follow({str(tmp_path / "elsewhere" / "none.ckpt")})
    assert not absent.load()
    client = app.test_client()
    samples = read(client)
    assert value(samples, "belowline_classifier_up", model="none.ckpt") == 0
    assert value(samples, "belowline_classifier_up", model="none.ckpt (2)") == 0
    [why] = labels(samples, "belowline_classifier_down_timestamp_seconds")
    assert (why["model"], why["reason"]) == ("none.ckpt", absent.reason)
    assert str(tmp_path) not in client.get("/metrics").text


def test_a_process_that_leaves_scoring_to_others_tells_of_no_classifier(
    client: FlaskClient,
) -> None:
    """Its own, which it never loads, is not down."""
    assert labels(read(client), "belowline_classifier_up") == []


@ONE_DATABASE
def test_without_a_database_the_rest_is_told(settings: Settings, tmp_path: Path) -> None:
    """Least of all then may the metrics fail."""
    gone = replace(settings, database_url=f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}")
    samples = read(create_app(gone).test_client())
    assert value(samples, "belowline_database_up") == 0
    assert ("belowline_unscored_comments", frozenset()) not in samples
    assert labels(samples, "belowline_build_info")


@ONE_DATABASE
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells it so")
def test_the_memory_of_the_process_is_told(client: FlaskClient) -> None:
    """In bytes, as every Prometheus client does."""
    assert value(read(client), "process_resident_memory_bytes") > 1e7

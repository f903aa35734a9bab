"""Alive and ready."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.database import db
from service.access import running
from service.app import create_app
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.someone import ONE_DATABASE


def test_alive(client: FlaskClient) -> None:
    """The process answers, whatever else is missing."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_ready_without_jobs(client: FlaskClient) -> None:
    """A process that leaves scoring to others waits for no classifier."""
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "classifier": "elsewhere", "reason": None}


@pytest.fixture
def with_scorer(app: Flask, settings: Settings) -> Callable[[Scorer], FlaskClient]:
    """The service as one that scores, with the classifier that a test gives it."""

    def given(scorer: Scorer) -> FlaskClient:
        running.attach(app, replace(settings, jobs=True), scorer)
        return app.test_client()

    return given


@ONE_DATABASE
def test_not_ready_while_the_classifier_loads(
    with_scorer: Callable[[Scorer], FlaskClient],
) -> None:
    """503 until it has loaded, or has failed to."""
    answer = with_scorer(Scorer("bundled")).get("/readyz")

    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["detail"] == "The classifier is loading."


@ONE_DATABASE
def test_ready_with_a_classifier(
    with_scorer: Callable[[Scorer], FlaskClient], scorer: Scorer
) -> None:
    """Loaded is ready."""
    answer = with_scorer(scorer).get("/readyz")

    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ready", "classifier": "ready", "reason": None},
    )


@ONE_DATABASE
def test_ready_without_a_classifier(
    with_scorer: Callable[[Scorer], FlaskClient], tmp_path: Path
) -> None:
    """A classifier that cannot be loaded is told with its reason; comments are taken, and wait."""
    absent = Scorer(str(tmp_path / "no-such-checkpoint"))
    assert not absent.load()

    answer = with_scorer(absent).get("/readyz")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["classifier"] == "degraded"
    assert answer.json["reason"]


def test_not_ready_before_migrations(settings: Settings, tmp_path: Path) -> None:
    """A database without our tables is no place to serve from."""
    empty = replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.db'}")

    answer = create_app(empty).test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert "belowline db upgrade" in answer.json["detail"]


def test_not_ready_without_a_database(settings: Settings, tmp_path: Path) -> None:
    """A database that cannot be reached makes it 503; the process is still alive."""
    gone = replace(settings, database_url=f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}")
    app = create_app(gone)

    assert app.test_client().get("/readyz").status_code == 503
    assert app.test_client().get("/healthz").status_code == 200
    answer = app.test_client().get("/api/v1/counts?article=a")
    assert answer.status_code == 503
    with app.app_context():
        db.engine.dispose()

"""Somebody who asks as the Perspective API was asked."""

import json
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.database import writing
from service.access import running
from service.access.keys import create_key
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.someone import Json

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
GERMAN = "Das ist doch alles nur dummes Geschwätz von irgendwelchen Leuten."


@dataclass
class Caller:
    """A program with a key in the address."""

    client: FlaskClient
    key: str

    def send(self, call: str, sent: Json, query: str = "") -> TestResponse:
        """One request."""
        address = f"{call}?key={self.key}{query}"
        return self.client.post(address, data=json.dumps(sent), content_type="application/json")

    def analyze(self, text: str, *attributes: str, **more: object) -> Json:
        """The answer about a text, which there must be."""
        answer = self.ask(text, *attributes, **more)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json
        return told

    def ask(self, text: str, *attributes: str, **more: object) -> TestResponse:
        """The same, whatever comes."""
        requested: Json = {name: {} for name in attributes or ("TOXICITY",)}
        sent = {"comment": {"text": text}, "requestedAttributes": requested}
        return self.send(ANALYZE, sent | more)

    def error(self, text: str, *attributes: str, **more: object) -> Json:
        """What is answered instead."""
        return error_of(self.ask(text, *attributes, **more))


def error_of(answer: TestResponse) -> Json:
    """The body of a failure as Google told it."""
    assert answer.content_type == "application/json; charset=UTF-8"
    assert list(answer.json) == ["error"]
    error: Json = answer.json["error"]
    assert error["code"] == answer.status_code >= 400
    return error


def summary(answer: Json, attribute: str = "TOXICITY") -> float:
    """The score of the text as a whole."""
    value: float = answer["attributeScores"][attribute]["summaryScore"]["value"]
    return value


@pytest.fixture
def scoring(app: Flask, settings: Settings, scorer: Scorer) -> Flask:
    """The app with the bundled classifier loaded."""
    running.attach(app, settings, scorer)
    return app


@pytest.fixture
def caller(scoring: Flask) -> Caller:
    """A program with a key for nothing but scoring, where nothing was set."""
    return Caller(scoring.test_client(), new_key(scoring))


@pytest.fixture
def as_google(scoring: Flask, settings: Settings, scorer: Scorer) -> Caller:
    """The same where what cannot be read is answered as Google did."""
    running.attach(scoring, replace(settings, perspective_unreadable="error"), scorer)
    return Caller(scoring.test_client(), new_key(scoring))


def new_key(app: Flask, role: str = "scorer", quota: int | None = None) -> str:
    """The text of a new key for all sites."""
    with app.app_context(), writing() as session:
        _, text = create_key(session, "a program", role, None, quota)
    return text

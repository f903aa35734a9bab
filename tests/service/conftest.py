"""Who calls the service in its tests: readers, moderators and other systems."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.database import db, writing
from models.moderators import Moderator
from models.sites import Site
from service.access.keys import create_key
from service.access.passwords import hash_password
from service.flow.sites import create_site
from tests.service.someone import Json, Someone, with_key

PASSWORD = "correct horse battery"


@pytest.fixture
def reader(client: FlaskClient) -> Someone:
    """A reader who has not written yet."""
    return Someone(client)


@pytest.fixture
def admin(app: Flask) -> Someone:
    """A system with the key of an admin of all sites."""
    with app.app_context(), writing() as session:
        _, text = create_key(session, "an admin's system", "admin", None)
    return with_key(app.test_client(), text)


@pytest.fixture
def gazette_key(app: Flask, second_site: Site) -> Someone:
    """A moderating system of the second site alone."""
    with app.app_context(), writing() as session:
        sites = frozenset({second_site.id})
        _, text = create_key(session, "the gazette's system", "moderator", sites)
    return with_key(app.test_client(), text)


@pytest.fixture
def scorer_key(app: Flask) -> Someone:
    """A system that may ask for scores and nothing else."""
    with app.app_context(), writing() as session:
        _, text = create_key(session, "a scoring system", "scorer", None)
    return with_key(app.test_client(), text)


@pytest.fixture
def second_site(app: Flask) -> Site:
    """A second site, called `gazette`, whose pages are at https://gazette.example."""
    with app.app_context(), writing() as session:
        return create_site(session, "gazette", origins=["https://gazette.example"])


@pytest.fixture
def account(app: Flask) -> Json:
    """What a moderator of all sites types to sign in."""
    with app.app_context(), writing() as session:
        session.add(
            Moderator(email="mo@example.org", password_hash=hash_password(PASSWORD), sites=None)
        )
    with app.app_context():
        db.session.remove()
    return {"email": "mo@example.org", "password": PASSWORD}


@pytest.fixture
def moderator(app: Flask, account: Json) -> Someone:
    """That moderator, signed in with a browser."""
    someone = Someone(app.test_client())
    answer = someone.post("/api/v1/session", account)
    assert answer.status_code == 200, answer.text
    someone.headers["X-CSRF-Token"] = answer.json["csrf_token"]
    return someone

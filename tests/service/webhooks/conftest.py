"""A newsroom whose events go to receivers on this machine."""

from collections.abc import Iterator

import pytest
from flask import Flask

from models.database import db
from service.app import create_app
from service.webhooks.worker import Worker
from tests.conftest import settings_on
from tests.service.flow.conftest import room, shared_url
from tests.service.webhooks.desk import Desk
from tests.service.webhooks.receiver import Receiver, receiving

__all__ = ["room", "shared_url"]


@pytest.fixture(scope="module")
def shared_app(shared_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service with the jobs off, whose operator lets webhooks reach this machine."""
    settings = settings_on(
        shared_url,
        tmp_path_factory.mktemp("instance"),
        PUBLIC_URL="https://comments.example.org",
        WEBHOOK_ALLOW_PRIVATE="127.0.0.0/8",
        WEBHOOK_RETRY_SCHEDULE="5,300,1800",
    )
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A well-behaved receiver."""
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def worker(shared_app: Flask) -> Iterator[Worker]:
    """Who brings the events out, when a test says so."""
    worker = Worker(shared_app)
    yield worker
    worker.stop(5)


@pytest.fixture
def desk(room: object, worker: Worker) -> Desk:
    """Where endpoints are made and looked after."""
    return Desk(worker)

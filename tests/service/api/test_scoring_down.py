"""A classifier that is down, as moderators and readers meet it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from models.sites import Site
from service.access import running
from service.flow.scorer import Scorer
from service.schemas.values import time
from service.settings import Settings
from tests.service.someone import ONE_DATABASE, Someone

pytestmark = ONE_DATABASE

QUEUE = "/api/v1/queue"
PREVIEW = "/api/v1/preview"
RUDE = "You are a stupid idiot and I hate you."

Attach = Callable[[Scorer], object]


@pytest.fixture
def attach(app: Flask, settings: Settings) -> Attach:
    """Make the service one that scores, with this classifier as its own."""
    return lambda scorer: running.attach(app, replace(settings, jobs=True), scorer)


@pytest.fixture
def absent(tmp_path: Path) -> Scorer:
    """One whose model is missing."""
    absent = Scorer(str(tmp_path / "none.ckpt"))
    assert not absent.load()
    return absent


def test_the_queue_says_so(admin: Someone, attach: Attach, absent: Scorer, scorer: Scorer) -> None:
    """Since when and why, on every page, and no longer once all is well."""
    attach(absent)
    assert admin.get(QUEUE).json["not_scoring"] == [
        {
            "model": "none.ckpt",
            "since": time(absent.since),
            "reason": absent.reason,
            "sites": None,
        }
    ]
    attach(scorer)
    assert admin.get(QUEUE).json["not_scoring"] == []


def test_one_that_still_loads_is_not_down(admin: Someone, attach: Attach) -> None:
    """Nobody is alarmed at each start."""
    attach(Scorer("bundled"))
    assert admin.get(QUEUE).json["not_scoring"] == []


def test_a_process_that_leaves_scoring_to_others_says_nothing(admin: Someone) -> None:
    """It does not know."""
    assert admin.get(QUEUE).json["not_scoring"] == []


def test_moderators_hear_of_their_own_sites(
    app: Flask, admin: Someone, second_site: Site, attach: Attach, absent: Scorer, scorer: Scorer
) -> None:
    """Who sees no site that waits for the model hears nothing; others hear which sites do."""
    attach(scorer)
    made = {
        name: admin.post(
            "/api/v1/api-keys", {"name": name, "role": "moderator", "sites": [name]}
        ).json["key"]
        for name in ("default", "gazette")
    }
    admin.patch("/api/v1/sites/gazette", {"model": "unbiased"})
    with app.app_context():
        [gazettes], _ = running.scorers().follow({"unbiased"})
        gazettes.degrade(MemoryError())

    def told(key: str) -> list[object]:
        answer = admin.client.get(QUEUE, headers={"Authorization": f"Bearer {key}"})
        return [each["sites"] for each in answer.json["not_scoring"]]

    assert told(made["default"]) == []
    assert told(made["gazette"]) == [None]
    assert [each["sites"] for each in admin.get(QUEUE).json["not_scoring"]] == [["gazette"]]


def test_who_looks_at_a_preview_is_nudged_by_the_sites_own_model(
    app: Flask, reader: Someone, admin: Someone, second_site: Site, attach: Attach, scorer: Scorer
) -> None:
    """Where that is not there, nobody is; the server's own does not stand in for it."""
    attach(scorer)
    admin.patch("/api/v1/sites/gazette", {"model": "unbiased"})
    sent = {"body": RUDE, "nudge": True}
    assert reader.post(PREVIEW, sent).json["nudge"] is True
    assert reader.post(PREVIEW, sent | {"site": "gazette"}).json["nudge"] is False
    admin.patch("/api/v1/sites/gazette", {"model": "bundled"})
    assert reader.post(PREVIEW, sent | {"site": "gazette"}).json["nudge"] is True


def test_a_classifier_that_fails_holds_no_preview_up(
    reader: Someone, attach: Attach, caplog: pytest.LogCaptureFixture
) -> None:
    """A nudge is a courtesy: the text is shown all the same, and the failure is logged."""

    class Failing(Scorer):
        """Whatever it is asked."""

        def score(self, texts: object) -> list[dict[str, float]]:
            raise MemoryError("no room")

    attach(Failing("bundled"))
    answer = reader.post(PREVIEW, {"body": RUDE, "nudge": True})
    assert (answer.status_code, answer.json["nudge"]) == (200, False)
    assert "no room" in caplog.text

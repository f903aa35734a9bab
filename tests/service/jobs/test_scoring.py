"""Each model at work: it goes and comes back, and no comment is lost, passed or blamed meanwhile."""

import errno
import os
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask

from models.database import db, now
from models.scores import Score
from moderation.classifier import Classifier
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from service.jobs import embedded, scoring
from service.jobs.embedded import EmbeddedJobs
from service.jobs.work import score_due
from tests.removable_model import RemovableModel, in_its_place
from tests.running_server import wait_until
from tests.service.flow.newsroom import Newsroom

InContext = Callable[[Callable[[], object]], object]


@pytest.fixture
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemovableModel]:
    """The bundled model where it can be taken away."""
    with in_its_place(tmp_path_factory.mktemp("model") / "bundled") as model:
        yield model


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done every few seconds is done every few milliseconds."""
    for name in ("WATCH_SECONDS", "FIRST_PAUSE_SECONDS", "SWEEP_SECONDS"):
        monkeypatch.setattr(scoring, name, 0.02)
    monkeypatch.setattr(scoring, "LONGEST_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(embedded, "FOLLOW_SECONDS", 0.02)


@contextmanager
def at_work(app: Flask, scorer: Scorer) -> Iterator[Scorers]:
    """The jobs of a process whose own model is that scorer's."""
    scorers = Scorers(scorer)
    jobs = EmbeddedJobs(app, scorers)
    jobs.start()
    try:
        yield scorers
    finally:
        jobs.stop()


def all_are(room: Newsroom, comments: Sequence[object], status: str) -> bool:
    """Whether every one of these comments has that status."""
    return all(room.row(each).status == status for each in comments)  # type: ignore[arg-type]


def test_a_model_is_taken_away_and_brought_back(
    room: Newsroom, shared_app: Flask, model: RemovableModel, hurried: None
) -> None:
    """Nothing is approved while it is away, and all that waited is scored when it is back."""
    with at_work(shared_app, Scorer("bundled")) as scorers:
        before = [room.post() for _ in range(3)]
        wait_until(lambda: all_are(room, before, "approved"))
        model.take_away()
        wait_until(lambda: scorers.own.state == "degraded")
        meanwhile = [room.post() for _ in range(20)]
        model.damage()
        wait_until(lambda: "hash" in (scorers.own.reason or ""))
        assert all_are(room, meanwhile, "pending")
        assert {room.row(each).score_attempts for each in meanwhile} == {0}
        model.bring_back()
        wait_until(lambda: all_are(room, meanwhile, "approved"))
    assert room.article().count == room.recount() == 23


def test_what_it_had_failed_on_is_tried_again_at_once(
    room: Newsroom, shared_app: Flask, model: RemovableModel, hurried: None
) -> None:
    """When the model is back, and not when its hour is over."""
    comment_id = room.post()
    in_an_hour = now() + timedelta(hours=1)
    room.backdate(comment_id, score_error="it failed", score_attempts=9, score_due_at=in_an_hour)
    model.take_away()
    with at_work(shared_app, Scorer("bundled")) as scorers:
        wait_until(lambda: scorers.own.state == "degraded")
        assert room.row(comment_id).status == "pending"
        model.bring_back()
        wait_until(lambda: room.row(comment_id).status == "approved")
    assert room.row(comment_id).score_error is None


def test_a_site_whose_model_is_missing_keeps_no_other_waiting(
    room: Newsroom, shared_app: Flask, tmp_path_factory: pytest.TempPathFactory, hurried: None
) -> None:
    """Its own comments wait, unclaimed and without blame, until it has a model that is there."""
    gazette = Newsroom("gazette")
    gazette.set(model=str(tmp_path_factory.mktemp("model") / "none.ckpt"))
    theirs = [gazette.post() for _ in range(3)]
    with at_work(shared_app, Scorer("bundled")) as scorers:
        wait_until(lambda: [each.state for each in scorers.all()] == ["ready", "degraded"])
        ours = [room.post() for _ in range(40)]
        wait_until(lambda: all_are(room, ours, "approved"), 60)
        rows = [gazette.row(each) for each in theirs]
        assert {(row.status, row.score_claim, row.score_attempts) for row in rows} == {
            ("pending", None, 0)
        }
        gazette.set(model=None)
        wait_until(lambda: all_are(gazette, theirs, "approved"))
        wait_until(lambda: len(scorers.all()) == 1)


def test_two_models_read_their_sites_side_by_side(
    room: Newsroom, shared_app: Flask, tmp_path_factory: pytest.TempPathFactory, hurried: None
) -> None:
    """A site's model works although the server's own is missing; each score names its model."""
    room.set(model="bundled")
    missing = str(tmp_path_factory.mktemp("model") / "none.ckpt")
    gazette = Newsroom("gazette")
    theirs = gazette.post()
    with at_work(shared_app, Scorer(missing)) as scorers:
        ours = room.post()
        wait_until(lambda: room.row(ours).status == "approved")
        assert [each.state for each in scorers.all()] == ["degraded", "ready"]
        assert gazette.row(theirs).status == "pending"


def test_nothing_ends_the_thread_that_loads(
    room: Newsroom, shared_app: Flask, hurried: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the look at the files ends in: it is a reason, logged once, and tried again."""

    class Unplugged(Scorer):
        """Its files lie on a disk that is away for the first few looks."""

        looks = 0

        def keep_loaded(self) -> bool:
            self.looks += 1
            if self.looks < 4:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().keep_loaded()

    comment_id = room.post()
    with at_work(shared_app, Unplugged("bundled")) as scorers:
        wait_until(lambda: scorers.own.reason is not None)
        wait_until(lambda: room.row(comment_id).status == "approved")
        assert scorers.own.state == "ready"
    assert caplog.text.count("Input/output error).") == 1


def test_a_model_that_no_site_has_chosen_any_more_leaves_no_memory_behind(
    room: Newsroom, shared_app: Flask, tmp_path_factory: pytest.TempPathFactory, hurried: None
) -> None:
    """Once its threads are through with it, nothing holds it."""
    room.set(model="bundled")
    missing = str(tmp_path_factory.mktemp("model") / "none.ckpt")
    with at_work(shared_app, Scorer(missing)) as scorers:
        wait_until(lambda: [each.state for each in scorers.all()] == ["degraded", "ready"])
        classifier = weakref.ref(scorers.all()[1].classifier)
        assert classifier() is not None
        room.set(model=None)
        wait_until(lambda: classifier() is None)


class Dying:
    """A classifier that one text kills: it fails on that, and on everything from then on."""

    name, labels, revision = "bundled", ("toxicity",), "0" * 12

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._dead = False

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        self._dead = self._dead or ("mumpsimus" in str(texts) and len(texts) < 6)
        if self._dead or len(texts) >= 6:
            raise MemoryError
        return self._classifier.score(texts)


def test_a_classifier_that_dies_blames_no_comment(
    room: Newsroom, scorer: Scorer, shared_app: Flask
) -> None:
    """What it had scored is kept; what it had not is due as before."""
    dying = Scorer("bundled")
    dying._classifier = Dying(scorer.classifier)
    before, last, after = room.post(), room.post("A mumpsimus."), room.post()

    def in_context(job: Callable[[], object]) -> object:
        with shared_app.app_context():
            return job()

    assert in_context(lambda: score_due(dying, in_context)) == 3
    assert dying.state == "degraded"
    assert room.row(before).status == "approved"
    for each in (last, after):
        row = room.row(each)
        assert (row.status, row.score_claim, row.score_attempts) == ("pending", None, 0)
    assert in_context(lambda: score_due(scorer, in_context)) == 2
    assert {room.row(each).scored_revision for each in (before, last, after)} == {1}


def test_scores_never_name_a_revision_that_did_not_give_them(
    room: Newsroom, scorer: Scorer, shared_app: Flask
) -> None:
    """When another classifier takes its place in the middle of a batch, that is scored again."""
    comment_id = room.post()

    class Swapped(Scorer):
        """Loaded anew while it works, once, with other weights."""

        def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
            other = Dying(scorer.classifier)
            if self.revision != other.revision:
                self._classifier = other
            return scorer.score(texts)

    swapped = Swapped("bundled")
    swapped._classifier = scorer.classifier

    def in_context(job: Callable[[], object]) -> object:
        with shared_app.app_context():
            return job()

    in_context(lambda: score_due(swapped, in_context))
    assert room.row(comment_id).scored_revision is None
    in_context(lambda: score_due(swapped, in_context))
    kept = db.session.get_one(Score, room.row(comment_id).score_id)
    assert kept.model_revision == Dying.revision

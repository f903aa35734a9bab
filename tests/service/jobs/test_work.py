"""Each job finds its rows, works outside any transaction, and commits."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from models.database import db, now
from models.events import Event
from models.scores import Score
from moderation.rules import NO_RULE
from service.flow import wake
from service.flow.scorer import Scorer
from service.jobs import work
from service.jobs.work import BATCH, announce_moved_counts, score_due
from tests.service.flow.newsroom import Newsroom

RUDE_WORDS = "You stupid idiot, I hate you."


class Choking(Scorer):
    """The bundled classifier, but one word breaks it, as some text may break any model."""

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        if any("mumpsimus" in text for text in texts):
            raise ArithmeticError("not a number")
        return super().score(texts)


@pytest.fixture(scope="module")
def choking() -> Scorer:
    """Loaded once for this file."""
    scorer = Choking("bundled")
    assert scorer.load(), scorer.reason
    return scorer


@pytest.fixture
def in_context(shared_app: Flask) -> Callable[[Callable[[], object]], object]:
    """What the engine of the jobs does: run something with a session of its own."""

    def run(job: Callable[[], object]) -> object:
        with shared_app.app_context():
            try:
                return job()
            finally:
                db.session.remove()

    return run


InContext = Callable[[Callable[[], object]], object]


def test_a_batch_is_scored_and_decided(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """The classifier reads what readers wrote, and the rules decide on its scores."""
    kind, rude = room.post("What a lovely walk along the river."), room.post(RUDE_WORDS)
    assert score_due(scorer, in_context) == 2
    assert score_due(scorer, in_context) == 0
    assert (room.row(kind).status, room.row(rude).status) == ("approved", "pending")
    assert (room.row(rude).risk or 0) > 0.8
    kept = db.session.get_one(Score, room.row(rude).score_id)
    assert (kept.model, kept.model_revision) == ("bundled", scorer.classifier.revision)


def test_a_name_is_read_like_the_body(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """Whoever insults by the name they post under waits too."""
    named = room.post("What a lovely walk.", name="You stupid idiot")
    score_due(scorer, in_context)
    assert room.row(named).status == "pending"
    assert (room.row(named).risk or 0) > 0.5


def test_a_backlog_is_worked_off_in_batches(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """Each call takes at most one batch, so that other work gets its turn."""
    for _ in range(BATCH + 3):
        room.post()
    assert score_due(scorer, in_context) == BATCH
    assert score_due(scorer, in_context) == 3
    assert room.article().count == BATCH + 3


def test_a_comment_that_breaks_the_classifier_harms_only_itself(
    room: Newsroom,
    choking: Scorer,
    in_context: InContext,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is set aside with its error and logged; the others of its batch get their verdicts."""
    before, bad, after = room.post(), room.post("A mumpsimus."), room.post(RUDE_WORDS)
    with caplog.at_level(logging.ERROR):
        assert score_due(choking, in_context) == 3
    assert room.row(before).status == "approved"
    assert (room.row(after).status, room.row(after).scored_revision) == ("pending", 1)
    row = room.row(bad)
    assert (row.status, row.score_error) == ("pending", "ArithmeticError: not a number")
    assert row.score_due_at is not None
    assert row.score_due_at > now()
    assert str(bad) in caplog.text
    assert "mumpsimus" not in caplog.text
    assert score_due(choking, in_context) == 0


def test_it_is_tried_again_and_scored_once_the_classifier_can(
    room: Newsroom, choking: Scorer, scorer: Scorer, in_context: InContext
) -> None:
    """After its delay; a classifier that copes leaves nothing of the failure."""
    bad = room.post("A mumpsimus.")
    score_due(choking, in_context)
    room.due(bad)
    score_due(scorer, in_context)
    row = room.row(bad)
    assert (row.scored_revision, row.score_error, row.score_attempts) == (1, None, 0)


def test_a_claim_is_renewed_while_the_classifier_works(
    room: Newsroom, in_context: InContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long a batch takes, nobody else scores it meanwhile."""
    monkeypatch.setattr(work, "RENEW_SECONDS", 0.02)
    comment_id = room.post()
    left: list[timedelta] = []

    class Slow(Scorer):
        """Takes until its claim, which nearly ran out, was renewed."""

        def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
            in_context(lambda: room.backdate(comment_id, score_due_at=now()))
            end = time.monotonic() + 10
            while not left and time.monotonic() < end:
                in_context(lambda: left.extend(_left(room, comment_id)))
            return super().score(texts)

    slow = Slow("bundled")
    assert slow.load(), slow.reason
    assert score_due(slow, in_context) == 1
    assert left[0] > timedelta(seconds=5)
    assert room.row(comment_id).status == "approved"


def _left(room: Newsroom, comment_id: UUID) -> list[timedelta]:
    due = room.row(comment_id).score_due_at
    assert due is not None
    return [due - now()] if due > now() else []


def test_nothing_due_is_no_backlog(room: Newsroom, scorer: Scorer, in_context: InContext) -> None:
    """Whoever scored them, comments that wait no more are not waited behind."""
    room.post()
    assert wake.backlog() > 0
    room.score()
    wake.comment_saved()
    assert score_due(scorer, in_context) == 0
    assert wake.backlog() == 0


def test_anothers_backlog_is_still_one(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """Who has read all of its own sites says nothing about those of another model."""
    gazette = Newsroom("gazette")
    wake.nothing_due()
    gazette.post()
    assert score_due(scorer, in_context, {room.site.id}) == 0
    assert wake.backlog() == 1
    gazette.score()
    wake.comment_saved()
    assert score_due(scorer, in_context, {room.site.id}) == 0
    assert wake.backlog() == 0


def test_what_is_short_does_not_wait_for_what_is_long(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """Results are kept before the next words are read, and many long comments are many claims."""
    long = [room.post("The river is lovely today. " * 300) for _ in range(3)]
    short = room.post("What a lovely walk along the river.")
    seen: list[str] = []

    class Watching(Scorer):
        """Sees how far the short comment is whenever a long one is read."""

        def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
            if max(map(len, texts)) > 8_000:
                in_context(lambda: seen.append(room.row(short).status))
            return super().score(texts)

    watching = Watching("bundled")
    watching._classifier = scorer.classifier
    assert score_due(watching, in_context) == 2
    assert seen == ["approved"]
    assert {room.row(each).scored_revision for each in long} == {1, None}
    assert [score_due(watching, in_context) for _ in long] == [1, 1, 0]
    assert {room.row(each).scored_revision for each in long} == {1}


def test_moved_counts_are_announced_once(room: Newsroom) -> None:
    """And a sweep that finds nothing writes nothing."""
    room.approved()
    announce_moved_counts()
    announce_moved_counts()
    db.session.rollback()
    events = db.session.scalars(select(Event).where(Event.type == "article.count_changed")).all()
    assert [event.data["article"]["count"] for event in events] == [1]


# Languages and quotes


def test_what_the_model_does_not_read_waits(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """The bundled model reads English; a French comment waits however clean its scores are."""
    french = room.post("Merci beaucoup pour ce bel article, j’ai appris bien des choses.")
    chinese = room.post("滚回你自己的国家去，这里不欢迎你。")
    english = room.post("Thank you for this lovely article, I learned many things.")
    score_due(scorer, in_context)
    assert room.row(english).status == "approved"
    held = {"rule": "the model does not read this language"}
    assert room.row(french).held_because == held | {"facts": {"language": "fr"}}
    facts = {"script": "Chinese", "language": "zh"}
    assert room.row(chinese).held_because == held | {"facts": facts}
    languages = [room.row(each).language for each in (english, french, chinese)]
    assert languages == ["en", "fr", "zh"]


def test_a_scorer_may_be_told_what_it_reads(room: Newsroom, in_context: InContext) -> None:
    """The operator of a checkpoint of one's own knows best."""
    both = Scorer("bundled", reads=frozenset({"en", "fr"}))
    assert both.load(), both.reason
    french = room.post("Merci beaucoup pour ce bel article, j’ai appris bien des choses.")
    score_due(both, in_context)
    because = room.row(french).held_because
    assert room.row(french).status == "approved" or because["rule"] == NO_RULE


def test_who_quotes_an_insult_does_not_wait_for_it(
    room: Newsroom, scorer: Scorer, in_context: InContext
) -> None:
    """The author's own words decide; what the quote scored is kept beside."""
    insult = room.post(RUDE_WORDS)
    score_due(scorer, in_context)
    room.approve(insult)
    answer = room.post(f"> {RUDE_WORDS}\n\nPlease be kind to each other.", under=insult)
    score_due(scorer, in_context)
    row = room.row(answer)
    assert (row.status, row.language) == ("approved", "en")
    quoted = db.session.get_one(Score, row.score_id).quoted
    assert max(quoted.values()) > 0.8
    assert set(quoted) == set(scorer.classifier.labels)


@pytest.mark.parametrize(
    "body",
    [
        f"> {RUDE_WORDS}\n\nPlease be kind to each other.",
        f"> Please be kind to each other.\n> {RUDE_WORDS}\n\nWell said.",
        "> You stupid idiot, I hate you all the same.\n\nWell said.",
    ],
)
def test_an_insult_in_a_made_up_quote_is_the_authors_own(
    room: Newsroom, scorer: Scorer, in_context: InContext, body: str
) -> None:
    """Nothing of the kind stands in what it answers."""
    parent = room.post("Please be kind to each other. The river is lovely.")
    score_due(scorer, in_context)
    answer = room.post(body, under=parent)
    score_due(scorer, in_context)
    row = room.row(answer)
    assert row.status == "pending"
    assert (row.risk or 0) > 0.5


def test_a_quote_alone_decides(room: Newsroom, scorer: Scorer, in_context: InContext) -> None:
    """Whoever has nothing to add to an insult repeats it."""
    insult = room.post(RUDE_WORDS)
    score_due(scorer, in_context)
    room.approve(insult)
    answer = room.post(f"> {RUDE_WORDS}", under=insult)
    score_due(scorer, in_context)
    row = room.row(answer)
    assert (row.status, db.session.get_one(Score, row.score_id).quoted) == ("pending", None)

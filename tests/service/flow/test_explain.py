"""Explanations of comments: from the present text, one at a time, behind live scoring, and kept."""

import threading
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID, uuid4

import pytest

from models.database import db
from moderation.classifier import Classifier
from moderation.classifier.explain import Span
from service.flow import explain, wake
from service.flow.explain import Asked, Explanations, Key, TooBusy, ask, explained
from service.flow.live import calls
from service.flow.refused import Refused
from service.flow.scorer import Scorer, ScorerAbsent
from tests.running_server import wait_until
from tests.service.flow.newsroom import Newsroom

RUDE = "The ferry was late again. You are a stupid idiot."
SPAN = Span(0, 5, "insult", 0.5)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """No comment waits for a score, unless a test says so."""
    wake.nothing_due()
    yield
    wake.nothing_due()


def _key() -> Key:
    return Key(uuid4(), 1, "a revision", "insult")


def _ask(comment_id: UUID, scorer: Scorer) -> Asked:
    return ask(comment_id, None, lambda _site: scorer)


def _words(asked: Asked) -> list[str]:
    return [asked.body[span.start : span.end] for span in explained(asked)]


class Watched:
    """The real classifier, with something to be done before each of its passes."""

    def __init__(self, classifier: Classifier, before: Callable[[], object]) -> None:
        self.name, self.labels = classifier.name, classifier.labels
        self.revision = str(uuid4())  # of its own, so that nothing is kept of it yet
        self.passes = 0
        self._classifier, self._before = classifier, before

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        self._before()
        self.passes += 1
        return self._classifier.score(texts)


def _watched(scorer: Scorer, before: Callable[[], object] = lambda: None) -> tuple[Scorer, Watched]:
    watched = Watched(scorer.classifier, before)
    with_it = Scorer("watched")
    with_it._classifier = watched
    return with_it, watched


def test_the_words_of_the_body_are_explained(room: Newsroom, scorer: Scorer) -> None:
    """The spans are about the body as its author wrote it."""
    assert _words(_ask(room.held(RUDE), scorer)) == ["stupid", "idiot"]


def test_quoted_words_do_not_count(room: Newsroom, scorer: Scorer) -> None:
    """Whoever quotes an insult has not written it; a made-up quote is its author's own."""
    parent = room.approved("This is only for a moron like the mayor.")
    body = "> This is only for a moron like the mayor.\n\n🎉 And you are an idiot."
    assert _words(_ask(room.held(body, under=parent), scorer)) == ["idiot"]
    assert "moron" in _words(_ask(room.held(body), scorer))


def test_the_highest_label_of_its_score_is_explained(room: Newsroom, scorer: Scorer) -> None:
    """Moderators see one label as the highest; that one is explained while it is the present text's."""
    comment_id = room.held(RUDE)
    room.backdate(comment_id, top_label="insult")
    assert {span.label for span in explained(_ask(comment_id, scorer))} == {"insult"}
    room.backdate(comment_id, scored_revision=None)
    assert {span.label for span in explained(_ask(comment_id, scorer))} == {"toxicity"}


def test_an_edit_is_explained_anew(room: Newsroom, scorer: Scorer) -> None:
    """An explanation never speaks of a text that is no longer there."""
    comment_id = room.approved(RUDE)
    assert _words(_ask(comment_id, scorer)) == ["stupid", "idiot"]
    room.edit(comment_id, "Only a moron would say that.")
    assert _words(_ask(comment_id, scorer)) == ["moron"]


def test_an_explanation_is_kept(room: Newsroom, scorer: Scorer) -> None:
    """Asked for again the classifier has nothing to do; another model is asked itself."""
    comment_id = room.held(RUDE)
    with_it, watched = _watched(scorer)
    first = explained(_ask(comment_id, with_it))
    passes = watched.passes
    assert passes > 0
    assert explained(_ask(comment_id, with_it)) == first
    assert watched.passes == passes
    with_another, another = _watched(scorer)
    explained(_ask(comment_id, with_another))
    assert another.passes == passes


def test_no_transaction_is_open_meanwhile(room: Newsroom, scorer: Scorer) -> None:
    """While the classifier works the database is free for everybody."""
    open_ones: list[bool] = []
    with_it, _ = _watched(scorer, lambda: open_ones.append(db.session().in_transaction()))
    explained(_ask(room.held(RUDE), with_it))
    assert open_ones
    assert not any(open_ones)


def test_what_cannot_be_explained_is_not_there(room: Newsroom, scorer: Scorer) -> None:
    """An unknown comment, one of a site that the caller does not see, and a deleted one."""
    comment_id = room.approved(RUDE)
    with pytest.raises(Refused, match="no such comment"):
        _ask(uuid4(), scorer)
    with pytest.raises(Refused, match="no such comment"):
        ask(comment_id, {uuid4()}, lambda _site: scorer)
    room.withdraw(comment_id)
    with pytest.raises(Refused, match="no such comment"):
        _ask(comment_id, scorer)


def test_without_a_classifier_the_reason_is_told(room: Newsroom) -> None:
    """Nothing can be explained while there is no classifier."""
    with pytest.raises(ScorerAbsent, match="still loading"):
        _ask(room.held(RUDE), Scorer("bundled"))


def test_a_classifier_that_breaks_is_absent(room: Newsroom, scorer: Scorer) -> None:
    """Where it fails on everything, it is the classifier that is gone, and the scorer knows."""

    def fail() -> None:
        raise MemoryError

    broken, _ = _watched(scorer, fail)
    asked = _ask(room.held(RUDE), broken)
    with pytest.raises(ScorerAbsent, match="not enough memory"):
        explained(asked)
    assert broken.state == "degraded"


def test_live_comments_go_first(room: Newsroom, scorer: Scorer) -> None:
    """Nothing is computed while a comment waits for its score; then it goes on by itself."""
    with_it, watched = _watched(scorer)
    asked = _ask(room.held(RUDE), with_it)
    wake.comment_saved()
    work = threading.Thread(target=explained, args=[asked])
    work.start()
    work.join(0.2)
    assert work.is_alive()
    assert watched.passes == 0
    wake.nothing_due()
    work.join(60)
    assert not work.is_alive()
    assert watched.passes > 0


def test_calls_of_others_go_first(room: Newsroom, scorer: Scorer) -> None:
    """Nor while another system waits for the score of a text."""
    with_it, watched = _watched(scorer)
    asked = _ask(room.held(RUDE), with_it)
    with calls.one():
        work = threading.Thread(target=explained, args=[asked])
        work.start()
        work.join(0.2)
        assert work.is_alive()
        assert watched.passes == 0
    work.join(60)
    assert watched.passes > 0


def test_a_busy_day_does_not_stop_it_for_good(
    room: Newsroom, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where comments never cease to come it has given way long enough at some time."""
    monkeypatch.setattr(explain, "PATIENCE_SECONDS", 0.05)
    with_it, _ = _watched(scorer, wake.comment_saved)
    asked = _ask(room.held(RUDE), with_it)
    wake.comment_saved()
    assert _words(asked) == ["stupid", "idiot"]


def test_one_is_made_at_a_time() -> None:
    """Those who ask meanwhile wait; whoever asks for the same gets it without its being made again."""
    explanations, key = Explanations(), _key()
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []

    def make(name: str) -> list[Span]:
        made.append(name)
        begun.set()
        go_on.wait(60)
        return [SPAN]

    asked = [("first", key), ("the same", key), ("another", _key())]
    work = [
        threading.Thread(target=explanations.get, args=[key, lambda name=name: make(name)])
        for name, key in asked
    ]
    work[0].start()
    assert begun.wait(60)
    for each in work[1:]:
        each.start()
    assert made == ["first"]
    go_on.set()
    for each in work:
        each.join(60)
    assert made == ["first", "another"]


def test_only_so_many_wait() -> None:
    """Beyond that one is told so at once, for each holds a thread; afterwards there is room again."""
    explanations = Explanations(most_waiting=1)
    begun, go_on = threading.Event(), threading.Event()

    def make() -> list[Span]:
        begun.set()
        go_on.wait(60)
        return [SPAN]

    work = [threading.Thread(target=explanations.get, args=[_key(), make]) for _ in range(2)]
    work[0].start()
    assert begun.wait(60)
    work[1].start()
    wait_until(lambda: not explanations._places._value)
    with pytest.raises(TooBusy):
        explanations.get(_key(), make)
    go_on.set()
    for each in work:
        each.join(60)
    assert explanations.get(_key(), make) == (SPAN,)


def test_the_oldest_is_forgotten() -> None:
    """Memory is bounded; and what failed is not kept at all."""
    explanations = Explanations(most_kept=2)
    keys = [_key() for _ in range(3)]
    for key in keys:
        explanations.get(key, lambda: [SPAN])
    assert explanations.get(keys[2], list) == (SPAN,)
    assert explanations.get(keys[0], list) == ()

    def fail() -> list[Span]:
        raise ArithmeticError

    failing = _key()
    with pytest.raises(ArithmeticError):
        explanations.get(failing, fail)
    assert explanations.get(failing, lambda: [SPAN]) == (SPAN,)


def test_what_was_quoted_of_a_comment_that_was_rejected_counts(
    room: Newsroom, scorer: Scorer
) -> None:
    """An explanation that is kept is none of the words that count now."""
    parent = room.approved("This is only for a moron like the mayor.")
    body = "> This is only for a moron like the mayor.\n\nAnd you are an idiot."
    comment_id = room.held(body, under=parent)
    assert _words(_ask(comment_id, scorer)) == ["idiot"]
    room.reject(parent)
    assert "moron" in _words(_ask(comment_id, scorer))

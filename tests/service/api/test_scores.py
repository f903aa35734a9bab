"""Many texts are scored at once."""

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models.database import writing
from models.sites import Site
from service.access import quotas, running
from service.access.keys import create_key
from service.flow.live import Places
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.api.test_metrics import read, value
from tests.service.breaking import breaking
from tests.service.clock import Clock
from tests.service.someone import ONE_DATABASE, Json, Someone, errors, with_key

pytestmark = ONE_DATABASE

SCORE = "/api/v1/score"
RUDE = "You are a stupid idiot and I hate you."
KIND = "Thank you for this lovely article about the harbour."
GERMAN = "Das ist doch alles nur dummes Geschwätz von irgendwelchen Leuten."


@pytest.fixture
def scoring(app: Flask, settings: Settings, scorer: Scorer) -> Flask:
    """The app with the bundled classifier loaded."""
    running.attach(app, settings, scorer)
    return app


@pytest.fixture
def bot(scoring: Flask) -> Someone:
    """A system that may do nothing but have texts scored."""
    return with_key(scoring.test_client(), _key(scoring))


def _key(app: Flask, sites: list | None = None, quota: int | None = None) -> str:
    with app.app_context(), writing() as session:
        return create_key(session, "a bot", "scorer", sites, quota)[1]


def results(answer: TestResponse) -> list[Json]:
    """One result a text."""
    assert answer.status_code == 200, answer.text
    told: list[Json] = answer.json["results"]
    return told


def test_texts_are_scored_in_their_order(bot: Someone, scorer: Scorer) -> None:
    """With model and revision; scores are those of the text alone."""
    told = results(bot.post(SCORE, {"texts": [RUDE, KIND, RUDE, ""]}))

    expected = [scorer.score([text])[0] for text in (RUDE, KIND, RUDE, "")]
    for result, scores in zip(told, expected, strict=True):
        assert result["scores"] == pytest.approx(scores, abs=1e-6)
        assert result["risk"] == max(result["scores"].values())
        assert (result["model"], result["revision"]) == ("bundled", scorer.revision)
        assert result["unread"] is None
    assert [result["language"] for result in told] == ["en", "en", "en", None]
    assert "spans" not in told[0]


def test_what_is_not_read_says_so(bot: Someone) -> None:
    """It has no scores that anybody could take for low."""
    before = read(bot.client)
    told = results(bot.post(SCORE, {"texts": [KIND, GERMAN], "explain": True}))
    after = read(bot.client)
    assert told[0]["scores"]
    assert told[1]["scores"] is told[1]["risk"] is None
    assert (told[1]["language"], told[1]["unread"]) == ("de", {"language": "de"})
    assert told[1]["spans"] == []
    for outcome in ("scored", "language"):
        kind = {"call": "score", "outcome": outcome}
        name = "belowline_analyses_total"
        assert value(after, name, **kind) - value(before, name, **kind) == 1


def test_words_that_moved_the_score_are_told_on_request(bot: Someone) -> None:
    """By code points of the text, with the label that they moved."""
    text = f"😀 {KIND} {RUDE}"
    [told] = results(bot.post(SCORE, {"texts": [text], "explain": True}))
    words = [text[span["start"] : span["end"]] for span in told["spans"]]
    assert "stupid" in " ".join(words)
    assert {span["label"] for span in told["spans"]} == {"toxicity"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "texts"),
        ({"texts": []}, "texts"),
        ({"texts": ["x"] * 101}, "texts"),
        ({"texts": "x"}, "texts"),
        ({"texts": [1]}, "texts.0"),
        ({"texts": [None]}, "texts.0"),
        ({"texts": ["x"], "explain": "yes"}, "explain"),
        ({"texts": ["x"], "model": "unbiased"}, "model"),
    ],
)
def test_what_is_no_request_names_the_field(bot: Someone, sent: Json, field: str) -> None:
    """422, as everywhere in this interface."""
    assert list(errors(bot.post(SCORE, sent))) == [field]


def test_a_hundred_texts_are_taken(bot: Someone) -> None:
    """And no body beyond 64 kB."""
    assert len(results(bot.post(SCORE, {"texts": ["Thanks."] * 100}))) == 100
    assert bot.post(SCORE, {"texts": ["x" * 70_000]}).status_code == 413


def test_who_may_ask(scoring: Flask, moderator: Someone, admin: Someone) -> None:
    """Keys of every role, and moderators with their session; nobody else."""
    for someone in (moderator, admin):
        assert results(someone.post(SCORE, {"texts": [KIND]}))
    assert Someone(scoring.test_client()).post(SCORE, {"texts": [KIND]}).status_code == 401
    del moderator.headers["X-CSRF-Token"]
    assert moderator.post(SCORE, {"texts": [KIND]}).status_code == 403


def test_a_site_reads_with_its_own_model(
    scoring: Flask, bot: Someone, second_site: Site, admin: Someone
) -> None:
    """Its name stands in the address or in the body; one of others is not there."""
    chosen = admin.patch("/api/v1/sites/gazette", {"model": "unbiased"})
    assert chosen.status_code == 200, chosen.text
    absent = bot.post(f"{SCORE}?site=gazette", {"texts": [KIND]})
    assert absent.status_code == 503
    assert absent.content_type == "application/problem+json"
    assert absent.json["detail"] == (
        "No classifier is there to score texts: the classifier is still loading"
    )
    assert absent.headers["Retry-After"] == "5"
    assert results(bot.post(SCORE, {"texts": [KIND], "site": "default"}))
    assert bot.post(SCORE, {"texts": [KIND], "site": "elsewhere"}).status_code == 404
    both = bot.post(f"{SCORE}?site=gazette", {"texts": [KIND], "site": "default"})
    assert list(errors(both)) == ["site"]

    with scoring.app_context():
        gazette = [second_site.id]
    of_gazette = with_key(bot.client, _key(scoring, gazette))
    assert of_gazette.post(SCORE, {"texts": [KIND]}).status_code == 503
    assert of_gazette.post(SCORE, {"texts": [KIND], "site": "default"}).status_code == 404


def test_each_text_counts(
    scoring: Flask, settings: Settings, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against the key's quota; more than a minute's worth is never scored at once."""
    monkeypatch.setattr(quotas, "time", Clock())
    running.attach(scoring, replace(settings, rate_limits=True), scorer)
    bot = with_key(scoring.test_client(), _key(scoring, quota=1))
    assert errors(bot.post(SCORE, {"texts": ["x"] * 61})) == {
        "texts": ["At most 60: this key has a quota of 1/s."]
    }
    assert results(bot.post(SCORE, {"texts": ["x"] * 40}))
    refused = bot.post(SCORE, {"texts": ["x"] * 40})
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert refused.headers["Retry-After"] == "20"
    assert results(bot.post(SCORE, {"texts": ["x"] * 20}))


def test_only_so_many_lists_at_once(scoring: Flask, bot: Someone) -> None:
    """Readers are to be served meanwhile: 503, and soon again."""
    scoring.config[running.PLACES] = Places(8)
    with scoring.config[running.PLACES].place_for_many():
        busy = bot.post(SCORE, {"texts": [KIND]})
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
    assert results(bot.post(SCORE, {"texts": [KIND]}))


def test_a_text_that_breaks_the_classifier_harms_only_itself(
    scoring: Flask, settings: Settings, bot: Someone, scorer: Scorer
) -> None:
    """It says so; the others have their scores."""
    running.attach(scoring, settings, breaking(scorer, "harbour"))
    told = results(bot.post(SCORE, {"texts": [RUDE, KIND, RUDE], "explain": True}))
    assert [bool(result["scores"]) for result in told] == [True, False, True]
    assert told[1]["error"] == "The classifier failed on this text."
    assert told[1]["unread"] is None
    assert "error" not in told[0]

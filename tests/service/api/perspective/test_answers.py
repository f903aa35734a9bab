"""What the Perspective interface answers, field for field."""

import json

import pytest
from flask import Flask

from service.flow.scorer import Scorer
from tests.service.api.perspective.conftest import ANALYZE, Caller, summary
from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE

RUDE = "You are a stupid idiot and I hate you."
KIND = "Thank you for this lovely article about the harbour."


def test_the_answer_field_for_field(caller: Caller, scorer: Scorer) -> None:
    """The whole text is one span, and scores what the classifier gives it."""
    answer = caller.analyze(RUDE, clientToken="comment 17")

    [scores] = scorer.score([RUDE])
    score = {"value": pytest.approx(scores["toxicity"], abs=1e-6), "type": "PROBABILITY"}
    assert answer == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [{"begin": 0, "end": len(RUDE), "score": score}],
                "summaryScore": score,
            }
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
        "clientToken": "comment 17",
    }


def test_each_attribute_is_its_label(caller: Caller, scorer: Scorer) -> None:
    """Under the name that was asked for, in that order."""
    labels = {
        "THREAT": "threat",
        "PROFANITY": "obscene",
        "SEVERE_TOXICITY": "severe_toxicity",
        "IDENTITY_ATTACK": "identity_attack",
        "INSULT_EXPERIMENTAL": "insult",
        "TOXICITY@6": "toxicity",
    }
    answer = caller.analyze(RUDE, *labels)

    [scores] = scorer.score([RUDE])
    assert list(answer["attributeScores"]) == list(labels)
    for name, label in labels.items():
        assert summary(answer, name) == pytest.approx(scores[label], abs=1e-6)


def test_sentences_have_scores_of_their_own(caller: Caller, scorer: Scorer) -> None:
    """With `spanAnnotations`, each by itself; the whole keeps its own."""
    text = f"😀 {KIND} {RUDE}"
    answer = caller.analyze(text, spanAnnotations=True)

    parts = answer["attributeScores"]["TOXICITY"]["spanScores"]
    units = text.encode("utf-16-le")
    cut = [units[2 * part["begin"] : 2 * part["end"]].decode("utf-16-le") for part in parts]
    assert cut == [f"😀 {KIND}", RUDE]
    expected = [scores["toxicity"] for scores in scorer.score([*cut, text])]
    assert [part["score"]["value"] for part in parts] == pytest.approx(expected[:2], abs=1e-6)
    assert summary(answer) == pytest.approx(expected[2], abs=1e-6)


def test_html_is_read_as_people_see_it(caller: Caller, scorer: Scorer) -> None:
    """Tags and entities count for nothing but places; as plain text they would be read."""
    html = "<p>You are a st<b>u</b>pid&nbsp;idiot.</p>"
    answer = caller.send(
        ANALYZE,
        {"comment": {"text": html, "type": "HTML"}, "requestedAttributes": {"TOXICITY": {}}},
    ).json

    [scores] = scorer.score(["\nYou are a stupid\xa0idiot.\n"])
    assert summary(answer) == pytest.approx(scores["toxicity"], abs=1e-6)
    [whole] = answer["attributeScores"]["TOXICITY"]["spanScores"]
    assert (whole["begin"], whole["end"]) == (0, len(html))


def test_scores_below_their_threshold_are_left_out(caller: Caller) -> None:
    """Of the whole and of its parts; without any score there is no `attributeScores`."""
    requested = {
        "TOXICITY": {"scoreThreshold": 0.5},
        "THREAT": {"scoreThreshold": "0.5"},
        "INSULT": {"score_threshold": 0},
    }
    sent = {"comment": {"text": f"{KIND} {RUDE}"}, "requestedAttributes": requested}
    answer = caller.send(ANALYZE, sent | {"spanAnnotations": "true"}).json
    assert set(answer["attributeScores"]) == {"TOXICITY", "INSULT"}
    assert len(answer["attributeScores"]["TOXICITY"]["spanScores"]) == 1
    assert len(answer["attributeScores"]["INSULT"]["spanScores"]) == 2

    nothing = caller.send(ANALYZE, sent | {"comment": {"text": KIND}}).json
    assert "TOXICITY" not in nothing["attributeScores"]
    only = {"requestedAttributes": {"TOXICITY": {"scoreThreshold": 0.5}}}
    assert caller.send(ANALYZE, sent | {"comment": {"text": KIND}} | only).json == {
        "languages": ["en"],
        "detectedLanguages": ["en"],
    }


@pytest.mark.parametrize("text", ["You fool", "A fool", "The fool", "Fool", "You idiot", "Idiot"])
def test_the_score_that_is_told_is_not_below_itself(caller: Caller, text: str) -> None:
    """Thresholds are held against what is told, however it was rounded."""
    score = summary(caller.analyze(text))
    requested = {"TOXICITY": {"scoreThreshold": score}}
    sent = {"comment": {"text": text}, "requestedAttributes": requested}
    assert summary(caller.send(ANALYZE, sent).json) == score


def test_languages_come_back_as_they_were_asked_for(caller: Caller) -> None:
    """What was detected stands beside them; a text too short to tell is told as it was read."""
    asked = caller.analyze(KIND, languages=["de", "en-GB"])
    assert (asked["languages"], asked["detectedLanguages"]) == (["de", "en-GB"], ["en"])
    short = caller.analyze("Nice!")
    assert short["languages"] == ["en"]
    assert "detectedLanguages" not in short


@pytest.mark.parametrize(
    "sent",
    [
        {"comment": {"text": RUDE}, "requested_attributes": {"TOXICITY": None}, "do_not_store": True},
        {
            "comment": {"text": RUDE, "type": None},
            "requestedAttributes": {"TOXICITY": {"scoreType": "PROBABILITY", "scoreThreshold": None}},
            "languages": "en",
            "context": {"entries": [{"text": "An article.", "type": "PLAIN_TEXT"}]},
            "communityId": "paper",
            "sessionId": "s",
            "doNotStore": "true",
            "spanAnnotations": None,
        },
        {
            "comment": {"text": RUDE, "type": 1},
            "requestedAttributes": {"TOXICITY": {"scoreType": "SCORE_TYPE_UNSPECIFIED"}},
            "context": {"articleAndParentComment": {"parentComment": {"text": "x"}}},
        },
    ],
)  # fmt: skip
def test_requests_are_read_as_google_read_them(caller: Caller, sent: dict) -> None:
    """Either kind of names, null for nothing, switches and numbers as texts, all fields."""
    answer = caller.send(ANALYZE, sent)
    assert answer.status_code == 200, answer.text
    assert summary(answer.json) > 0.9


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""]
)
def test_any_content_type_will_do(caller: Caller, content_type: str) -> None:
    """Old programs send what their library sends by itself; the body is JSON all the same."""
    body = json.dumps({"comment": {"text": RUDE}, "requestedAttributes": {"TOXICITY": {}}})
    answer = caller.client.post(
        f"{ANALYZE}?key={caller.key}", data=body, content_type=content_type or None
    )
    assert summary(answer.json) > 0.9


def test_googles_parameters_are_taken(caller: Caller) -> None:
    """Those that client libraries add mean nothing here, apart from `prettyPrint`."""
    sent = {"comment": {"text": RUDE}, "requestedAttributes": {"TOXICITY": {}}}
    query = "&alt=json&fields=attributeScores&quotaUser=a&userIp=1.2.3.4&%24.xgafv=2&trace=x"
    pretty = caller.send(ANALYZE, sent, query)
    plain = caller.send(ANALYZE, sent, query + "&prettyPrint=false")
    assert pretty.json == plain.json
    assert pretty.text.count("\n") > plain.text.count("\n") == 1
    assert (
        caller.client.post(f"/v1alpha1/comments%3Aanalyze?key={caller.key}", json=sent).status_code
        == 200
    )


def test_half_a_character_is_no_way_around(caller: Caller) -> None:
    """JSON can carry it in any text; the comment is scored, and tokens come back mended."""
    answer = caller.analyze(f"{RUDE} \ud83d", clientToken="x\udc00y", languages=["\ud800"])
    assert summary(answer) > 0.9
    assert (answer["clientToken"], answer["languages"]) == ("x?y", ["?"])


def test_an_evaded_insult_is_an_insult(caller: Caller) -> None:
    """The same reading as for comments of our own."""
    assert summary(caller.analyze("you are a f.u.c.k.i.n.g 1d1ot")) > 0.8


def test_nothing_is_stored(caller: Caller, scoring: Flask) -> None:
    """Whether or not the caller asks for that: what is stored is a count."""
    from models.database import Base, db

    def rows() -> dict[str, int]:
        with scoring.app_context():
            tables = Base.metadata.sorted_tables
            return {table.name: len(db.session.execute(table.select()).all()) for table in tables}

    before = rows()
    for stored in (True, False):
        caller.analyze(RUDE, doNotStore=stored, clientToken="x", communityId="y")
    assert rows() == before


def test_pages_may_ask_too(caller: Caller) -> None:
    """Any page may read answers and failures, as with Google; no cookie has a say in it."""
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
    preflight = caller.client.options(ANALYZE, headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.headers["Access-Control-Allow-Methods"] == "POST"
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    for answer in (caller.ask(RUDE), caller.ask("")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "X-Belowline-Held" in answer.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_slash_too_many_leads_to_the_call(caller: Caller) -> None:
    """An address that was given with a slash at its end works, and a key never leaves TLS for it."""
    body = b'{"comment": {"text": "A fair point."}, "requestedAttributes": {"TOXICITY": {}}}'
    answer = caller.client.post(f"/v1alpha1//comments:analyze?key={caller.key}", data=body)
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"{ANALYZE}?key={caller.key}"
    assert caller.key not in answer.text
    assert summary(caller.client.post(answer.headers["Location"], data=body).json) < 0.5

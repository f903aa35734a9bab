"""What comes back for what the model cannot read: a score that withholds, or Google's error."""

from dataclasses import replace

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from moderation.classifier import languages
from service.access import running
from service.flow.live import Places
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.api.perspective.conftest import GERMAN, Caller, error_of, new_key, summary
from tests.service.breaking import breaking
from tests.service.someone import ONE_DATABASE, Json

pytestmark = ONE_DATABASE

KIND = "Thank you for this lovely article about the harbour."
ANALYZER = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"


def counted(caller: Caller, outcome: str) -> float:
    """How many texts had this outcome."""
    metrics = caller.client.get("/metrics").text
    return sum(
        sample.value
        for family in text_string_to_metric_families(metrics)
        for sample in family.samples
        if sample.name == "belowline_analyses_total"
        and sample.labels == {"call": "analyze", "outcome": outcome}
    )


def held(caller: Caller, why: str, text: str, *attributes: str, **more: object) -> Json:
    """The answer that withholds a text for this reason, which is counted and told in a header."""
    before = counted(caller, why)
    answer = caller.ask(text, *attributes, **more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Belowline-Held"] == why
    assert counted(caller, why) == before + 1
    told: Json = answer.json
    return told


def all_ones(answer: Json) -> bool:
    """Whether every score there is says 1."""
    return all(
        score["value"] == 1.0 and score["type"] == "PROBABILITY"
        for each in answer["attributeScores"].values()
        for score in (each["summaryScore"], *(part["score"] for part in each["spanScores"]))
    )


def language_error(named: str, kind: str, attribute: str = "TOXICITY") -> Json:
    """Google's error for a language that an attribute does not know."""
    return {
        "code": 400,
        "message": f"Attribute {attribute} does not support request languages: {named}",
        "status": "INVALID_ARGUMENT",
        "details": [
            {
                "@type": ANALYZER,
                "errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                "languageNotSupportedByAttributeError": {kind: [named], "attribute": attribute},
            }
        ],
    }


def test_what_is_readable_is_not_held(caller: Caller) -> None:
    """It has its score, and no header."""
    before = counted(caller, "scored")
    answer = caller.ask(KIND)
    assert summary(answer.json) < 0.1
    assert "X-Belowline-Held" not in answer.headers
    assert counted(caller, "scored") == before + 1


@pytest.mark.parametrize("said", [[], ["en"], ["de"]])
def test_another_language_is_held(caller: Caller, said: list[str]) -> None:
    """Whatever `languages` says: each attribute and each sentence has 1.0, and it is told why."""
    text = f"{GERMAN} {GERMAN}"
    answer = held(
        caller, "language", text, "TOXICITY", "THREAT", languages=said, spanAnnotations=True
    )
    assert all_ones(answer)
    assert list(answer["attributeScores"]) == ["TOXICITY", "THREAT"]
    assert len(answer["attributeScores"]["THREAT"]["spanScores"]) == 2
    assert answer["detectedLanguages"] == ["de"]
    assert answer["languages"] == (said or ["de"])


@pytest.mark.parametrize("said", [[], ["en"]])
def test_another_language_is_googles_error(as_google: Caller, said: list[str]) -> None:
    """With `error`, also for callers that say “en” whatever the text is in; it is counted."""
    before = counted(as_google, "language")
    error = as_google.error(GERMAN, "THREAT", "TOXICITY", languages=said)
    assert error == language_error("de", "detectedLanguages", "THREAT")
    assert counted(as_google, "language") == before + 1


def test_half_a_character_in_a_name_is_no_fault_of_ours(as_google: Caller) -> None:
    """An attribute that no encoding has is told with “?” in its place."""
    error = as_google.error(GERMAN, "\ud800")
    assert error["code"] == 400
    assert error["details"][0]["languageNotSupportedByAttributeError"]["attribute"] == "?"


def test_a_foreign_passage_is_enough(caller: Caller) -> None:
    """A page of English before it does not make it read; both languages are told."""
    french = (
        "Ce journal publie vraiment n'importe quoi, et ses lecteurs sont des idiots finis. " * 3
    )
    answer = held(caller, "language", f"{KIND} " * 12 + french)
    assert all_ones(answer)
    assert answer["detectedLanguages"] == ["en", "fr"]
    assert answer["languages"] == ["en"]


def test_another_script_is_another_language(as_google: Caller) -> None:
    """Letters that the model does not know are no text to it, even where they name no language."""
    greek = as_google.error("Αυτό είναι ένα πολύ ωραίο άρθρο.")
    assert greek == language_error("el", "detectedLanguages")
    assert as_google.error("ᚠᚢᚦᚨᚱᚲ") == language_error("und", "detectedLanguages")


def test_a_short_text_is_in_the_language_that_the_caller_says(
    as_google: Caller, scoring: Flask, settings: Settings, scorer: Scorer
) -> None:
    """It is too short to tell; who says nothing, or several, has it read."""
    for said in ([], ["en"], ["de", "en"], ["EN-gb"]):
        assert as_google.ask("Danke!", languages=said).status_code == 200
    error = as_google.error("Danke!", languages=["de-CH", "fr"])
    assert error == language_error("de-CH", "requestedLanguages")

    running.attach(scoring, settings, scorer)
    assert all_ones(held(as_google, "language", "Danke!", languages=["de"]))


def test_what_is_clearly_english_is_read_whatever_the_caller_says(caller: Caller) -> None:
    """The text's own language counts."""
    assert summary(caller.analyze(KIND, languages=["fr"])) < 0.1


def test_an_unknown_attribute_alone_is_held(caller: Caller) -> None:
    """Those that the model has are scored beside it."""
    for unknown in ("SPAM", "SEXUALLY_EXPLICIT", "toxicity"):
        answer = held(caller, "attribute", KIND, "TOXICITY", unknown)
        assert summary(answer) < 0.1
        assert summary(answer, unknown) == 1.0


def test_an_unknown_attribute_is_googles_error(as_google: Caller) -> None:
    """With `error`, as a whole."""
    assert as_google.error(KIND, "TOXICITY", "SPAM") == {
        "code": 400,
        "message": "Unknown requested attribute: SPAM",
        "status": "INVALID_ARGUMENT",
        "details": [{"@type": ANALYZER, "errorType": "INVALID_REQUEST"}],
    }


@pytest.fixture
def without_model(scoring: Flask, settings: Settings) -> Caller:
    """A service whose classifier is still loading."""
    running.attach(scoring, settings, Scorer("bundled"))
    return Caller(scoring.test_client(), new_key(scoring))


def test_without_a_classifier_all_is_held(without_model: Caller) -> None:
    """Whatever was asked for; the language is told all the same."""
    answer = held(without_model, "absent", KIND, "TOXICITY", "SPAM", spanAnnotations=True)
    assert all_ones(answer)
    assert set(answer["attributeScores"]) == {"TOXICITY", "SPAM"}
    assert answer["detectedLanguages"] == ["en"]


def test_without_a_classifier_google_was_unavailable(
    without_model: Caller, scoring: Flask, settings: Settings
) -> None:
    """503 with the reason, and when to ask again."""
    gone = Scorer("bundled")
    gone.degrade(MemoryError())
    running.attach(scoring, replace(settings, perspective_unreadable="error"), gone)
    answer = without_model.ask(KIND)
    error = error_of(answer)
    assert (error["code"], error["status"]) == (503, "UNAVAILABLE")
    assert "not enough memory" in error["message"]
    assert answer.headers["Retry-After"] == "1"


def test_a_text_that_breaks_the_classifier_is_held(
    caller: Caller, scoring: Flask, settings: Settings, scorer: Scorer
) -> None:
    """A failure is no low score; the next text is scored as ever."""
    broken = breaking(scorer, "harbour")
    running.attach(scoring, settings, broken)
    assert all_ones(held(caller, "failed", KIND))
    assert summary(caller.analyze("Thank you.")) < 0.1
    assert broken.state == "ready"

    running.attach(scoring, replace(settings, perspective_unreadable="error"), broken)
    assert (caller.error(KIND)["code"], caller.error(KIND)["status"]) == (500, "INTERNAL")


def test_a_classifier_that_breaks_on_everything_is_absent(
    caller: Caller, scoring: Flask, settings: Settings, scorer: Scorer
) -> None:
    """It is found out by the first text, which is held like all after it."""
    broken = breaking(scorer, "")
    running.attach(scoring, settings, broken)
    assert all_ones(held(caller, "absent", KIND))
    assert broken.state == "degraded"


def test_without_the_identifier_all_is_held(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell then whether the model reads a text."""

    def absent() -> None:
        raise languages.IdentifierUnavailable("the file is damaged.")

    monkeypatch.setattr(languages, "_identifier", absent)
    answer = held(caller, "absent", KIND)
    assert all_ones(answer)
    assert "detectedLanguages" not in answer


def test_when_too_much_is_asked_texts_are_held(
    caller: Caller, scoring: Flask, settings: Settings
) -> None:
    """A caller that would have to wait is answered, before it gives up and publishes."""
    full = Places(2)
    scoring.config[running.PLACES] = full

    def while_full() -> None:
        assert all_ones(held(caller, "busy", KIND))
        scoring.config[running.SETTINGS] = replace(settings, perspective_unreadable="error")
        assert caller.error(KIND)["status"] == "UNAVAILABLE"

    full.in_turn(while_full)
    assert summary(caller.analyze(KIND)) < 0.1

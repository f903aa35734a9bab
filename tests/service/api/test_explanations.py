"""Explanations over HTTP."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from models.database import writing
from models.sites import Site
from service.access import running
from service.access.keys import create_key
from service.flow import explain
from service.flow.explain import Explanations
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from tests.service.someone import ONE_DATABASE, Json, Someone, as_author, posted, with_key

RUDE = "👩‍👩‍👧 The ferry was late. You are a stupid idiot."


@pytest.fixture(autouse=True)
def _read_by(app: Flask, scorer: Scorer) -> None:
    """The app has the classifier that is loaded once for all tests."""
    app.config[running.SCORERS] = Scorers(scorer)


@pytest.fixture
def created(reader: Someone, score_all: Callable[[], None]) -> Json:
    """A rude comment that waits for a person."""
    created = posted(reader, body=RUDE)
    score_all()
    return created


def path_of(created: Json) -> str:
    """Where its explanation is."""
    return f"/api/v1/comments/{created['comment']['id']}/explanation"


def test_the_insulting_words_are_named(admin: Someone, created: Json) -> None:
    """Spans in the shape of the contract, with offsets in code points of the queue's `body`."""
    answer = admin.get(path_of(created))

    assert answer.status_code == 200
    assert set(answer.json) == {"spans", "version", "model"}
    [item] = admin.get("/api/v1/queue").json["items"]
    body = item["comment"]["body"]
    spans = answer.json["spans"]
    assert [body[span["start"] : span["end"]] for span in spans] == ["stupid", "idiot"]
    assert all(set(span) == {"start", "end", "label", "weight"} for span in spans)
    assert all(span["label"] == item["top_label"] for span in spans)
    assert all(0 < span["weight"] <= 1 for span in spans)
    assert answer.json["version"] == item["comment"]["version"]
    assert answer.json["model"] == item["model"]


@ONE_DATABASE
def test_a_moderator_may_ask(moderator: Someone, created: Json) -> None:
    """Whoever works at the queue, with the session's cookie alone, for it is a read."""
    assert moderator.get(path_of(created)).status_code == 200


@ONE_DATABASE
def test_nobody_else_may_ask(reader: Someone, app: Flask, created: Json) -> None:
    """Neither readers nor the author, nor a system that may only score."""
    assert reader.get(path_of(created)).status_code == 401
    assert as_author(reader, created).get(path_of(created)).status_code == 401
    with app.app_context(), writing() as session:
        _, text = create_key(session, "a scorer", "scorer", None)
    assert with_key(app.test_client(), text).get(path_of(created)).status_code == 403


@ONE_DATABASE
def test_an_unchanged_answer_costs_nothing(admin: Someone, created: Json) -> None:
    """Only the one who asked may keep it, and who has the present copy is told so."""
    first = admin.get(path_of(created))

    assert first.headers["Cache-Control"] == "private, no-cache"
    again = admin.get(path_of(created), if_none_match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    admin.post(
        "/api/v1/decisions",
        {"items": [{"comment_id": created["comment"]["id"]}], "action": "reject"},
    )
    later = admin.get(path_of(created), if_none_match=first.headers["ETag"])
    assert later.status_code == 200
    assert later.json["spans"] == first.json["spans"]
    assert later.json["version"] > first.json["version"]


@ONE_DATABASE
def test_what_the_caller_may_not_see_is_not_there(
    app: Flask, admin: Someone, reader: Someone, second_site: Site, created: Json
) -> None:
    """An unknown comment, one of another site, and a deleted one are 404."""
    assert admin.get(f"/api/v1/comments/{uuid4()}/explanation").status_code == 404
    with app.app_context(), writing() as session:
        _, text = create_key(session, "the gazette's", "moderator", [second_site.id])
    assert with_key(app.test_client(), text).get(path_of(created)).status_code == 404
    comment = f"/api/v1/comments/{created['comment']['id']}"
    assert as_author(reader, created).delete(comment).status_code == 204
    gone = admin.get(path_of(created))
    assert gone.status_code == 404
    assert gone.json["detail"] == "There is no such comment."


@ONE_DATABASE
def test_without_a_classifier_it_says_when_to_ask_again(
    app: Flask, admin: Someone, created: Json
) -> None:
    """503 in plain words, with Retry-After."""
    app.config[running.SCORERS] = Scorers(Scorer("bundled"))

    answer = admin.get(path_of(created))

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "still loading" in answer.json["detail"]


@ONE_DATABASE
def test_where_enough_wait_it_says_when_to_ask_again(
    admin: Someone, created: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After, before a thread is held."""
    monkeypatch.setattr(explain, "_explanations", Explanations(most_waiting=-1))

    answer = admin.get(path_of(created))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert "ask again" in answer.json["detail"]


@ONE_DATABASE
def test_nothing_can_be_asked_beside_it(admin: Someone, created: Json) -> None:
    """An unknown parameter is a mistake."""
    assert admin.get(f"{path_of(created)}?label=insult").status_code == 422

"""The history of rules and settings: every way to change them writes it."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models.database import writing
from models.sites import Site
from moderation.rules import DEFAULT_RULES
from service.access.keys import create_key
from service.flow import configure
from tests.service.someone import ONE_DATABASE, Json, Someone, errors, with_key

CHANGES = "/api/v1/changes"
KEEP_ALL = {"name": "all", "when": {}, "then": "approve"}


def changes(admin: Someone, query: str = "") -> list[Json]:
    """The history, the newest first."""
    answer = admin.get(f"{CHANGES}{query}")
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json["items"]
    return items


def said(change: Json) -> tuple[Any, ...]:
    """What a change tells besides who and when."""
    return change["what"], change["subject"], change["before"], change["after"]


def test_rules_are_told_as_they_were_and_are(admin: Someone) -> None:
    """With who changed them, and when."""
    admin.put("/api/v1/rules", {"rules": [KEEP_ALL]})

    [change] = changes(admin)
    shipped = [{"name": r.name, "when": dict(r.when), "then": r.then} for r in DEFAULT_RULES]
    assert said(change) == ("rules", "", {"rules": shipped}, {"rules": [KEEP_ALL]})
    assert (change["by"]["kind"], change["by"]["name"]) == ("key", "an admin's system")
    assert set(change) == {"id", "at", "by", "what", "subject", "before", "after"}


def test_of_settings_only_what_differs_is_told(admin: Someone) -> None:
    """What was sent as it is has not changed."""
    admin.patch("/api/v1/sites/default", {"mode": "pre", "flag_limit": 5, "paused": False})

    assert [said(each) for each in changes(admin)] == [
        ("site", "", {"mode": "auto"}, {"mode": "pre"})
    ]


def test_a_new_site_begins_its_history(admin: Someone) -> None:
    """With what was chosen for it."""
    admin.post("/api/v1/sites", {"name": "gazette", "mode": "pre"})

    [change] = changes(admin, "?site=gazette")
    assert said(change) == ("site", "", None, {"mode": "pre"})


def test_of_words_what_came_and_went_is_told(admin: Someone) -> None:
    """With how many there are; a list that is made had none, one that is deleted has none."""
    admin.put("/api/v1/words/slurs", {"words": ["idiot", "moron"]})
    admin.put("/api/v1/words/slurs", {"words": ["fool", "idiot"]})
    admin.put("/api/v1/words/slurs", {"words": ["fool", "idiot"]})
    admin.delete("/api/v1/words/slurs")

    made, changed, deleted = [said(each)[2:] for each in reversed(changes(admin))]
    assert made == (None, {"words": ["idiot", "moron"], "size": 2})
    assert changed == ({"words": ["moron"], "size": 2}, {"words": ["fool"], "size": 2})
    assert deleted == ({"words": ["fool", "idiot"], "size": 2}, None)
    assert {each["subject"] for each in changes(admin)} == {"slurs"}


def test_of_articles_what_moderates_is_told(admin: Someone) -> None:
    """Mode, pause and closing under the article's id; a title says nothing about moderation."""
    path = "/api/v1/articles?article=story-1"
    admin.put(path, {"title": "The bridge", "url": "https://news.example/bridge"})
    admin.patch(path, {"mode": "pre", "paused": True, "title": "The old bridge"})
    admin.put(path, {"close_after_days": 3})

    assert [said(each) for each in changes(admin)] == [
        (
            "article",
            "story-1",
            {"mode": "pre", "paused": True, "close_after_days": None},
            {"mode": None, "paused": None, "close_after_days": 3},
        ),
        ("article", "story-1", {"mode": None, "paused": None}, {"mode": "pre", "paused": True}),
    ]


def test_there_is_no_way_past_the_history() -> None:
    """Neither calls nor commands change rules and settings by themselves."""
    folder = Path(configure.__file__).parents[1]
    for path in [*(folder / "api").glob("*.py"), *(folder / "cli").glob("*.py")]:
        script = path.read_text(encoding="utf-8")
        assert "write_rules" not in script, path
        assert "site_changed" not in script, path


@ONE_DATABASE
def test_what_is_refused_is_not_told(admin: Someone) -> None:
    """Nothing has changed."""
    admin.put("/api/v1/rules", {"rules": [{"name": "x", "when": {"karma": 3}, "then": "hold"}]})
    admin.put("/api/v1/rules", {"rules": []}, if_match='"another"')
    admin.patch("/api/v1/sites/default", {"mode": "sometimes"})
    admin.put("/api/v1/words/slurs", {"words": ["*"]})

    assert changes(admin) == []


def test_the_history_is_paged_and_narrowed(admin: Someone) -> None:
    """Newest first, by cursor; one kind alone if asked."""
    for number in range(5):
        admin.put(f"/api/v1/words/list {number}", {"words": ["x"]})
        admin.patch("/api/v1/sites/default", {"flag_limit": number + 10})

    first = admin.get(f"{CHANGES}?what=words&limit=3").json
    second = admin.get(f"{CHANGES}?what=words&limit=3&cursor={first['next_cursor']}").json
    assert [each["subject"] for each in first["items"]] == ["list 4", "list 3", "list 2"]
    assert [each["subject"] for each in second["items"]] == ["list 1", "list 0"]
    assert second["next_cursor"] is None
    assert len(changes(admin, "?limit=100")) == 10


@ONE_DATABASE
@pytest.mark.parametrize(
    ("query", "field"),
    [("what=weather", "what"), ("cursor=x", "cursor"), ("limit=101", "limit"), ("by=me", "by")],
)
def test_a_question_must_make_sense(admin: Someone, query: str, field: str) -> None:
    """422 names the parameter."""
    assert list(errors(admin.get(f"{CHANGES}?{query}"))) == [field]


@ONE_DATABASE
def test_the_history_is_for_admins_of_the_site(
    moderator: Someone, app: Flask, second_site: Site
) -> None:
    """A moderator may not read it; to another site's key it is not there."""
    assert moderator.get(CHANGES).status_code == 403
    with app.app_context(), writing() as session:
        _, text = create_key(session, "the gazette's", "admin", [second_site.id])
    other = with_key(app.test_client(), text)
    assert other.get(CHANGES).status_code == 404
    assert other.get(f"{CHANGES}?site=gazette").json == {"items": [], "next_cursor": None}

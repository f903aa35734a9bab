"""Word lists over HTTP, and what they decide."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.database import db, writing
from models.sites import Site
from service.access.keys import create_key
from service.flow.check import check
from tests.models.together import together
from tests.service.someone import ONE_DATABASE, Someone, errors, posted, with_key

WORDS = "/api/v1/words"
RULES = "/api/v1/rules"
HOLD_SLURS = {"name": "slurs", "when": {"words": {"in": ["slurs"]}}, "then": "hold"}
APPROVE = {"name": "the rest", "when": {}, "then": "approve"}


def test_a_list_is_made_changed_and_deleted(admin: Someone, moderator: Someone) -> None:
    """Admins write, moderators read; what is the same is kept once, as it first stands there."""
    made = admin.put(f"{WORDS}/slurs", {"words": ["  Idiot ", "go   home", "idiot", "moron*"]})

    assert made.status_code == 200
    assert made.json["words"] == ["Idiot", "go home", "moron*"]
    assert moderator.get(f"{WORDS}/slurs").json == made.json
    [told] = moderator.get(WORDS).json["items"]
    assert told == {name: made.json[name] for name in ("name", "size", "changed_at")}
    assert told["size"] == 3
    assert admin.put(f"{WORDS}/slurs", {"words": []}).json["size"] == 0
    assert admin.delete(f"{WORDS}/slurs").status_code == 204
    assert admin.get(f"{WORDS}/slurs").status_code == 404
    assert admin.delete(f"{WORDS}/slurs").status_code == 404
    assert admin.get(WORDS).json == {"items": []}


def test_a_listed_word_holds_a_comment_and_is_named(
    reader: Someone, admin: Someone, score_all: Callable[[], None], app: Flask
) -> None:
    """From the next comment on, in its text, disguised or in its author's name."""
    admin.put(f"{WORDS}/slurs", {"words": ["blatherskite"]})
    admin.put(f"{WORDS}/tea", {"words": ["tea"]})
    assert admin.put(RULES, {"rules": [HOLD_SLURS, APPROVE]}).status_code == 200
    bodies = ("What a BLATHERSKITE, with tea.", "b l a t h e r s k i t e", "Blatherskites? Tea!")
    ids = [posted(reader, body=body)["comment"]["id"] for body in bodies]
    named = posted(reader, author={"name": "Mr. Blatherskite"})["comment"]["id"]
    score_all()

    waiting = admin.get("/api/v1/queue").json["items"]
    held = {item["comment"]["id"]: item["held_because"] for item in waiting}
    assert set(held) == {ids[0], ids[1], named}
    because = {"rule": "slurs", "facts": {"words": {"slurs": ["blatherskite"]}}}
    assert all(each == because for each in held.values())
    admin.put(f"{WORDS}/slurs", {"words": ["another"]})
    free = posted(reader, body="Blatherskite!")["comment"]["id"]
    score_all()
    assert free not in {i["comment"]["id"] for i in admin.get("/api/v1/queue").json["items"]}
    with app.app_context():
        assert check().differences == []
        db.session.remove()


def test_a_quoted_word_is_not_its_quoters(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """Whoever answers a slur by quoting it does not wait for it."""
    admin.put(RULES, {"rules": [APPROVE]})
    slur = "You are nothing but a blatherskite, sir."
    parent = posted(reader, body=slur)["comment"]["id"]
    score_all()
    admin.put(f"{WORDS}/slurs", {"words": ["blatherskite"]})
    admin.put(RULES, {"rules": [HOLD_SLURS, APPROVE]})
    posted(reader, body=f"> {slur}\n\nPlease be kind.", parent_id=parent)
    score_all()

    assert admin.get("/api/v1/queue").json["total"] == 0


def test_a_rule_asks_only_for_lists_that_are_there(admin: Someone, second_site: Site) -> None:
    """422 names the rule and the field; another site's list is none; nothing is changed."""
    before = admin.get(RULES).json
    admin.put(f"{WORDS}/slurs?site=gazette", {"words": ["idiot"]})

    found = errors(admin.put(RULES, {"rules": [APPROVE, HOLD_SLURS]}))

    assert found == {
        "rules.1.when.words": ["There is no word list called “slurs”. There is none yet."]
    }
    assert admin.get(RULES).json == before
    answer = admin.put(f"{RULES}?site=gazette", {"rules": [HOLD_SLURS]})
    assert answer.status_code == 200


def test_a_list_in_use_is_not_deleted(admin: Someone) -> None:
    """409 names the rule that asks for it."""
    admin.put(f"{WORDS}/slurs", {"words": ["idiot"]})
    admin.put(RULES, {"rules": [HOLD_SLURS]})

    answer = admin.delete(f"{WORDS}/slurs")

    assert (answer.status_code, answer.json["detail"]) == (
        409,
        "The rule “slurs” asks for this list.",
    )
    assert admin.get(f"{WORDS}/slurs").status_code == 200
    admin.put(RULES, {"rules": []})
    assert admin.delete(f"{WORDS}/slurs").status_code == 204


def test_a_rule_and_a_deletion_at_once_agree(admin: Someone, app: Flask) -> None:
    """Of a rule that asks for a list and its deletion, one comes first and the other is refused."""

    def call(method: str, path: str, sent: object = None) -> int:
        someone = Someone(app.test_client(), admin.headers)
        return someone.call(method, path, sent).status_code

    for _ in range(5):
        admin.put(RULES, {"rules": []})
        admin.put(f"{WORDS}/slurs", {"words": ["idiot"]})
        with app.app_context():
            answers = together(
                lambda: call("PUT", RULES, {"rules": [HOLD_SLURS]}),
                lambda: call("DELETE", f"{WORDS}/slurs"),
            )
            assert answers in ([200, 409], [422, 204])
            assert check().differences == []
            db.session.remove()


def test_the_list_of_five_thousand_words_fits(admin: Someone) -> None:
    """That is more than other bodies may have; one word more, or a megabyte, does not."""
    words = [f"{number:0>60}" for number in range(5_000)]

    assert admin.put(f"{WORDS}/long", {"words": words}).json["size"] == 5_000
    assert errors(admin.put(f"{WORDS}/long", {"words": [*words, "x"]})) == {
        "words": ["At most 5,000 words."]
    }
    too_much = admin.put(f"{WORDS}/long", {"words": ["x" * 1_100_000]})
    assert (too_much.status_code, too_much.json["detail"]) == (
        413,
        "The request is too large: at most 1024 kB are taken.",
    )


@ONE_DATABASE
def test_a_site_has_so_many_lists(admin: Someone) -> None:
    """The fifty-first is refused; those that are there can still be changed."""
    for number in range(50):
        assert admin.put(f"{WORDS}/list {number}", {"words": []}).status_code == 200

    assert admin.put(f"{WORDS}/another", {"words": []}).status_code == 409
    assert admin.put(f"{WORDS}/list 7", {"words": ["x"]}).status_code == 200


@ONE_DATABASE
@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["fine", "x" * 101], "words.1"),
        (["*"], "words.0"),
        ([" "], "words.0"),
        (["\u200b"], "words.0"),
        (["a\nb"], "words.0"),
        (["a\0"], "words.0"),
        ([3], "words.0"),
        ("idiot", "words"),
        (None, "words"),
    ],
)
def test_a_word_that_finds_nothing_is_refused(admin: Someone, words: object, field: str) -> None:
    """422 names the word, and no list is made."""
    assert list(errors(admin.put(f"{WORDS}/slurs", {"words": words}))) == [field]
    assert admin.get(WORDS).json == {"items": []}


@ONE_DATABASE
@pytest.mark.parametrize("name", ["...", "%20", "x" * 51, "a%0Ab", "%E2%80%8B"])
def test_a_name_can_be_said(admin: Someone, name: str) -> None:
    """It has something to see, and fits an address."""
    assert list(errors(admin.put(f"{WORDS}/{name}", {"words": []}))) == ["name"]


@ONE_DATABASE
def test_who_saw_an_older_list_is_told(admin: Someone) -> None:
    """With `If-Match`, 412 says who changed it and when; a new list can be asked to be new."""
    first = admin.put(f"{WORDS}/slurs", {"words": ["idiot"]}).headers["ETag"]
    assert admin.get(f"{WORDS}/slurs").headers["ETag"] == first
    second = admin.put(f"{WORDS}/slurs", {"words": ["moron"]}, if_match=first)
    assert second.status_code == 200

    stale = admin.put(f"{WORDS}/slurs", {"words": ["fool"]}, if_match=first)
    assert admin.put(f"{WORDS}/slurs", {"words": []}, if_none_match="*").status_code == 412
    assert admin.put(f"{WORDS}/new", {"words": []}, if_none_match="*").status_code == 200

    assert stale.status_code == 412
    assert stale.json["detail"].startswith("an admin's system changed this at ")
    assert admin.delete(f"{WORDS}/slurs", if_match=first).status_code == 412
    assert admin.get(f"{WORDS}/slurs").json["words"] == ["moron"]
    assert admin.delete(f"{WORDS}/slurs", if_match=second.headers["ETag"]).status_code == 204
    assert admin.put(f"{WORDS}/slurs", {"words": []}, if_match=first).status_code == 412


@ONE_DATABASE
def test_only_admins_of_the_site_write(
    moderator: Someone, app: Flask, second_site: Site, admin: Someone
) -> None:
    """A moderator may not, nor a forged form; to another site's key neither list nor site is there."""
    admin.put(f"{WORDS}/slurs", {"words": ["idiot"]})
    assert moderator.put(f"{WORDS}/slurs", {"words": []}).status_code == 403
    assert moderator.delete(f"{WORDS}/slurs").status_code == 403
    del moderator.headers["X-CSRF-Token"]
    assert moderator.put(f"{WORDS}/slurs", {"words": []}).status_code == 403
    with app.app_context(), writing() as session:
        _, text = create_key(session, "the gazette's", "admin", [second_site.id])
    other = with_key(app.test_client(), text)
    for answer in (
        other.get(WORDS),
        other.get(f"{WORDS}/slurs"),
        other.put(f"{WORDS}/slurs", {"words": []}),
        other.delete(f"{WORDS}/slurs"),
    ):
        assert answer.status_code == 404
    assert other.get(f"{WORDS}?site=gazette").json == {"items": []}
    assert admin.get(f"{WORDS}/slurs").json["words"] == ["idiot"]

"""`POST /api/v1/rules/try`: the verdict on a comment that nobody has posted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from models.comments import Comment
from models.database import db, writing
from models.sites import Site
from moderation.rules import NO_RULE
from service.access import running
from service.access.keys import create_key
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from service.flow.verdict import NOT_READ, PERSON_APPROVES
from tests.service.someone import ONE_DATABASE, Json, Someone, errors, posted, with_key

TRY = "/api/v1/rules/try"
RUDE = "You are a stupid idiot and I hate you."
FRENCH = "Merci beaucoup pour ce bel article, j’ai appris bien des choses."
APPROVE = {"name": "the rest", "when": {}, "then": "approve"}


@pytest.fixture(autouse=True)
def _read_by(app: Flask, scorer: Scorer) -> None:
    """The app has the classifier that is loaded once for all tests."""
    app.config[running.SCORERS] = Scorers(scorer)


def tried(someone: Someone, **asked: object) -> Json:
    """What is answered, which must be a success."""
    answer = someone.post(TRY, {"body": "Thank you for this."} | asked)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json
    return told


def test_the_verdict_and_every_rule_are_told(moderator: Someone, app: Flask) -> None:
    """Moderators may try; each rule says what kept it from matching; nothing is stored."""
    told = tried(moderator, body=f"{RUDE} https://spam.example")

    assert told["verdict"]["then"] == "hold"
    assert told["verdict"]["rule"] == NO_RULE
    assert told["verdict"]["facts"]["links"] == 1
    assert told["risk"] == max(told["scores"].values()) > 0.8
    assert (told["language"], told["unread"], told["mode"]) == ("en", None, "auto")
    by_name = {rule["name"]: rule for rule in told["rules"]}
    clean = by_name["clean"]
    assert clean == {
        "name": "clean",
        "matched": False,
        "first": False,
        "why": {"risk": told["risk"], "links": 1},
    }
    with app.app_context():
        assert db.session.query(Comment).count() == 0
        db.session.remove()


def test_a_draft_is_tried_without_being_saved(admin: Someone) -> None:
    """The first rule of the draft that matches decides; a later one that would is told too."""
    first = {"name": "known", "when": {"author.approved": {"gte": 3}}, "then": "approve"}
    before = admin.get("/api/v1/rules").json

    told = tried(admin, body=RUDE, author={"approved": 3}, rules=[first, APPROVE])

    assert told["verdict"] == {"then": "approve", "rule": "known", "facts": {"author.approved": 3}}
    assert [(r["matched"], r["first"]) for r in told["rules"]] == [(True, True), (True, False)]
    assert admin.get("/api/v1/rules").json == before


@ONE_DATABASE
@pytest.mark.parametrize(
    ("fact", "wanted", "asked"),
    [
        ("author.rejected", 2, {"author": {"rejected": 2}}),
        ("author.verified", True, {"author": {"verified": True}}),
        ("flags", 4, {"flags": 4}),
        ("duplicates", 2, {"duplicates": 2}),
        ("depth", 3, {"depth": 3}),
        ("length", 5, {"body": "Fine."}),
        ("links", 2, {"body": "https://a.example and https://b.example"}),
    ],
)
def test_every_fact_can_be_tried(admin: Someone, fact: str, wanted: object, asked: Json) -> None:
    """Those of the text are read in it, the others are given."""
    rule = {"name": "it", "when": {fact: {"eq": wanted}}, "then": "reject"}
    told = tried(admin, rules=[rule], **asked)
    assert told["verdict"] == {"then": "reject", "rule": "it", "facts": {fact: wanted}}
    assert tried(admin, rules=[rule])["verdict"]["then"] == "hold"


def test_a_real_comment_fares_the_same(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """The same text posted is held by the same rule, for the same facts, with the same scores."""
    admin.put("/api/v1/words/slurs", {"words": ["hate"]})
    rule = {"name": "slurs", "when": {"words": {"in": ["slurs"]}}, "then": "hold"}
    admin.put("/api/v1/rules", {"rules": [rule]})
    told = tried(admin, body=RUDE, author_name="Ada")
    posted(reader, body=RUDE)
    score_all()

    [item] = admin.get("/api/v1/queue").json["items"]
    verdict = told["verdict"]
    assert item["held_because"] == {"rule": verdict["rule"], "facts": verdict["facts"]}
    assert verdict["facts"] == {"words": {"slurs": ["hate"]}}
    assert item["scores"] == pytest.approx(told["scores"], abs=1e-3)


def test_what_is_not_read_is_not_approved(admin: Someone) -> None:
    """As with a real comment, whatever the rules say of its scores."""
    told = tried(admin, body=FRENCH, rules=[APPROVE])
    assert (told["verdict"]["then"], told["verdict"]["rule"]) == ("hold", NOT_READ)
    assert told["unread"] == {"language": "fr"}


def test_the_mode_of_site_and_article_holds(admin: Someone) -> None:
    """Where a person approves everything, the rules' approval is none."""
    admin.put("/api/v1/articles?article=trial", {"mode": "pre"})
    told = tried(admin, article="trial", rules=[APPROVE])
    assert (told["mode"], told["verdict"]["rule"]) == ("pre", PERSON_APPROVES.rule)
    assert tried(admin, article="unknown", rules=[APPROVE])["verdict"]["then"] == "approve"


@ONE_DATABASE
def test_mistakes_in_a_draft_name_rule_and_field(admin: Someone) -> None:
    """Unknown facts, operators, lists, and thresholds outside 0 to 1."""
    rules = [
        APPROVE,
        {"name": "a", "when": {"karma": {"gt": 1}}, "then": "hold"},
        {"name": "b", "when": {"risk": {"about": 0.3}}, "then": "hold"},
        {"name": "c", "when": {"risk": {"lt": 15}}, "then": "hold"},
        {"name": "", "when": {}, "then": "perhaps"},
    ]
    found = errors(admin.post(TRY, {"body": "Fine.", "rules": rules}))
    assert set(found) == {
        "rules.1.when.karma",
        "rules.2.when.risk",
        "rules.3.when.risk",
        "rules.4.name",
        "rules.4.then",
    }
    unknown = [APPROVE, {"name": "d", "when": {"words": {"in": ["slurs"]}}, "then": "hold"}]
    found = errors(admin.post(TRY, {"body": "Fine.", "rules": unknown}))
    assert list(found) == ["rules.1.when.words"]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"body": ""}, "body"),
        ({"author": {"approved": -1}}, "author.approved"),
        ({"author": {"karma": 1}}, "author.karma"),
        ({"flags": True}, "flags"),
        ({"weather": "fine"}, "weather"),
    ],
)
def test_a_bad_question_names_the_field(admin: Someone, changed: Json, field: str) -> None:
    """422, as everywhere."""
    assert list(errors(admin.post(TRY, {"body": "Fine."} | changed))) == [field]


@ONE_DATABASE
def test_without_a_classifier_it_says_why(admin: Someone, app: Flask, tmp_path: Path) -> None:
    """503 with the reason and when to ask again."""
    absent = Scorer(str(tmp_path / "none.ckpt"))
    absent.load()
    app.config[running.SCORERS] = Scorers(absent)
    answer = admin.post(TRY, {"body": "Fine."})
    assert answer.status_code == 503
    assert str(absent.reason) in answer.json["detail"]
    assert answer.headers["Retry-After"] == "5"


@ONE_DATABASE
def test_only_moderators_of_the_site_try(
    reader: Someone, moderator: Someone, app: Flask, second_site: Site
) -> None:
    """Not readers, not a forged form, not another site's key."""
    assert reader.post(TRY, {"body": "Fine."}).status_code == 401
    del moderator.headers["X-CSRF-Token"]
    assert moderator.post(TRY, {"body": "Fine."}).status_code == 403
    with app.app_context(), writing() as session:
        _, text = create_key(session, "the gazette's", "admin", [second_site.id])
    other = with_key(app.test_client(), text)
    assert other.post(TRY, {"body": "Fine."}).status_code == 404
    assert other.post(TRY, {"body": "Fine.", "site": "gazette"}).status_code == 200

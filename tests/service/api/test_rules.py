"""Rules over HTTP."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import update

from models.database import writing
from models.moderators import Moderator
from moderation.rules import DEFAULT_RULES
from tests.service.someone import Someone, posted

RULES = "/api/v1/rules"


def test_moderators_read_the_rules_in_order(moderator: Someone) -> None:
    """A new site has the rules that we ship."""
    told = moderator.get(RULES).json["rules"]

    assert told == [{"name": r.name, "when": dict(r.when), "then": r.then} for r in DEFAULT_RULES]


def test_moderators_do_not_write_them(moderator: Someone) -> None:
    """That is for admins."""
    assert moderator.put(RULES, {"rules": []}).status_code == 403


def test_new_rules_hold_at_once(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """The next comment that is scored is judged by them, in their order."""
    rules = [
        {"name": "short", "when": {"length": {"lt": 5}}, "then": "reject"},
        {"name": "the rest", "when": {}, "then": "approve"},
    ]

    answer = admin.put(RULES, {"rules": rules})

    assert answer.status_code == 200
    assert answer.json == {"rules": rules} == admin.get(RULES).json
    short, long = (posted(reader, body=body)["comment"]["id"] for body in ("Hm.", "I see."))
    score_all()
    page = reader.get("/api/v1/comments?article=story-1").json["comments"]
    assert [each["id"] for each in page] == [long]
    [rejected] = admin.get("/api/v1/queue?state=rejected").json["items"]
    assert rejected["comment"]["id"] == short


def test_without_rules_everything_waits(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """An empty list is a list."""
    assert admin.put(RULES, {"rules": []}).json == {"rules": []}
    posted(reader, body="Thank you.")
    score_all()

    assert admin.get("/api/v1/queue").json["total"] == 1


def test_a_mistake_changes_nothing(admin: Someone) -> None:
    """422 names the rule and the part at fault, and the old list stays."""
    before = admin.get(RULES).json
    good = {"name": "clean", "when": {"risk": {"lt": 0.1}}, "then": "approve"}
    bad = good | {"when": {"risk": {"lt": "low"}}}

    answer = admin.put(RULES, {"rules": [good, good, bad]})

    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "rules.2.when.risk": ["Must be compared with a value of type number."]
    }
    assert admin.get(RULES).json == before


def test_rules_are_each_sites_own(admin: Someone, second_site: object) -> None:
    """Another site keeps its rules."""
    admin.put(f"{RULES}?site=gazette", {"rules": []})

    assert admin.get(f"{RULES}?site=gazette").json == {"rules": []}
    assert len(admin.get(RULES).json["rules"]) == len(DEFAULT_RULES)


def test_who_saw_older_rules_is_told(admin: Someone, moderator: Someone) -> None:
    """With `If-Match`, 412 says who changed them meanwhile, and nothing is changed."""
    seen = moderator.get(RULES).headers["ETag"]
    assert admin.put(RULES, {"rules": []}, if_match=seen).status_code == 200
    again = [{"name": "late", "when": {"risk": {"lt": 0.1}, "links": {"lt": 1}}, "then": "hold"}]

    stale = admin.put(RULES, {"rules": again}, if_match=seen)

    assert stale.status_code == 412
    assert stale.json["detail"].startswith("an admin's system changed this at ")
    assert admin.get(RULES).json == {"rules": []}
    kept = admin.put(RULES, {"rules": again}).headers["ETag"]
    assert kept == admin.get(RULES).headers["ETag"] != seen
    assert admin.put(RULES, {"rules": []}, if_match=kept).status_code == 200


def test_a_forged_form_changes_nothing(moderator: Someone, app: Flask) -> None:
    """An admin's session without its token is refused."""
    with app.app_context(), writing() as session:
        session.execute(update(Moderator).values(role="admin"))
    assert moderator.put(RULES, {"rules": []}).status_code == 200
    moderator.headers["X-CSRF-Token"] = "forged"
    assert moderator.put(RULES, {"rules": []}).status_code == 403

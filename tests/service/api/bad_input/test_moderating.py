"""What moderators may send wrong: a clear answer each, and nothing is changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.database import db, writing
from models.moderators import Moderator
from service.access.keys import create_key
from service.access.passwords import hash_password
from service.flow.sites import create_site
from tests.service.api.bad_input.sent import SOME_ID
from tests.service.someone import Json, Someone, errors, with_key

DECISIONS, BATCHES = "/api/v1/decisions", "/api/v1/batches"
RESTRICTIONS = "/api/v1/restrictions"
PASSWORD = "correct horse battery"


def items(number: int) -> list[Json]:
    """That many different comments."""
    return [{"comment_id": f"{SOME_ID[:-4]}{each:04x}"} for each in range(number)]


def away(**difference: float) -> str:
    """A time so far from now."""
    return (datetime.now(UTC) + timedelta(**difference)).isoformat()


ONE = [{"comment_id": SOME_ID}]
TWICE = [{"comment_id": SOME_ID}, {"comment_id": SOME_ID.upper()}]
BAN = {"comment_id": SOME_ID, "kind": "ban"}
AUTHOR = {"author_of": SOME_ID, "days": 7, "action": "reject"}

WRONG: list[tuple[str, str, Json, str]] = [
    ("201 decisions", DECISIONS, {"items": items(201), "action": "reject"}, "items"),
    ("no decisions", DECISIONS, {"items": [], "action": "reject"}, "items"),
    ("one comment twice", DECISIONS, {"items": TWICE, "action": "reject"}, "items"),
    ("an unknown action", DECISIONS, {"items": ONE, "action": "delete"}, "action"),
    ("201 undos", f"{DECISIONS}/undo", {"ids": [SOME_ID] * 201}, "ids"),
    ("901 in a batch", BATCHES, {"comments": items(901), "action": "reject"}, "comments"),
    ("none in a batch", BATCHES, {"comments": [], "action": "reject"}, "comments"),
    ("one twice in a batch", BATCHES, {"comments": TWICE, "action": "reject"}, "comments"),
    ("no comments at all", BATCHES, {"action": "reject"}, "comments"),
    ("two ways to choose", BATCHES, {"comments": ONE, "branch": SOME_ID, "action": "reject"}, "comments"),
    ("two others", BATCHES, AUTHOR | {"branch": SOME_ID}, "branch"),
    ("an author of no days", BATCHES, {"author_of": SOME_ID, "action": "reject"}, "days"),
    ("an author of 0 days", BATCHES, AUTHOR | {"days": 0}, "days"),
    ("an author of 366 days", BATCHES, AUTHOR | {"days": 366}, "days"),
    ("an author of half a day", BATCHES, AUTHOR | {"days": 0.5}, "days"),
    ("days of a branch", BATCHES, {"branch": SOME_ID, "days": 1, "action": "reject"}, "days"),
    ("escalating a branch", BATCHES, {"branch": SOME_ID, "action": "escalate"}, "action"),
    ("a branch that is no id", BATCHES, {"branch": "x", "action": "reject"}, "branch"),
    ("an unknown field", BATCHES, {"branch": SOME_ID, "action": "reject", "all": True}, "all"),
    ("a preview of 1", BATCHES, {"branch": SOME_ID, "action": "reject", "preview": 1}, "preview"),
    ("restricting a branch", BATCHES, {"branch": SOME_ID, "action": "reject", "restrict": {"kind": "ban", "days": 1}}, "restrict"),
    ("an endless ban in a batch", BATCHES, AUTHOR | {"restrict": {"kind": "ban"}}, "restrict.until"),
    ("an unknown kind in a batch", BATCHES, AUTHOR | {"restrict": {"kind": "mute", "days": 1}}, "restrict.kind"),
    ("a ban without an end", RESTRICTIONS, BAN, "until"),
    ("a ban with two ends", RESTRICTIONS, BAN | {"days": 1, "until": away(days=1)}, "until"),
    ("a ban of 0 days", RESTRICTIONS, BAN | {"days": 0}, "days"),
    ("a ban of -1 days", RESTRICTIONS, BAN | {"days": -1}, "days"),
    ("a ban of 3,651 days", RESTRICTIONS, BAN | {"days": 3651}, "days"),
    ("a ban of true days", RESTRICTIONS, BAN | {"days": True}, "days"),
    ("a ban in the past", RESTRICTIONS, BAN | {"until": away(seconds=-1)}, "until"),
    ("a ban beyond ten years", RESTRICTIONS, BAN | {"until": away(days=3651)}, "until"),
    ("a ban until the end of time", RESTRICTIONS, BAN | {"until": "9999-12-31T23:59:59Z"}, "until"),
    ("a ban from the first day", RESTRICTIONS, BAN | {"until": "0001-01-01T00:00:00+14:00"}, "until"),
    ("a ban until no time", RESTRICTIONS, BAN | {"until": "tomorrow"}, "until"),
    ("a ban without a zone", RESTRICTIONS, BAN | {"until": "2026-12-31T10:00:00"}, "until"),
    ("a ban until a number", RESTRICTIONS, BAN | {"until": 1798761600}, "until"),
    ("a ban until null", RESTRICTIONS, BAN | {"until": None}, "until"),
    ("an unknown kind", RESTRICTIONS, BAN | {"kind": "mute", "days": 1}, "kind"),
    ("no kind", RESTRICTIONS, {"comment_id": SOME_ID, "days": 1}, "kind"),
    ("no comment", RESTRICTIONS, {"kind": "ban", "days": 1}, "comment_id"),
    ("a reason of two lines", RESTRICTIONS, BAN | {"days": 1, "reason": "a\nb"}, "reason"),
    ("a note too long", RESTRICTIONS, BAN | {"days": 1, "note": "x" * 2001}, "note"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "sent", "field"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])  # fmt: skip
def test_what_is_wrong_is_named(admin: Someone, path: str, sent: Json, field: str) -> None:
    """422 with the field at fault, before anything is done."""
    assert list(errors(admin.post(path, sent))) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("active=yes", "active"),
        ("reader=1", "reader"),
        ("limit=201", "limit"),
        ("limit=0", "limit"),
        ("cursor=abc", "cursor"),
        ("kind=ban", "kind"),
    ],
)
def test_a_bad_query_is_named(admin: Someone, query: str, field: str) -> None:
    """The list of restrictions is asked for as strictly."""
    assert list(errors(admin.get(f"{RESTRICTIONS}?{query}"))) == [field]


@pytest.fixture(scope="module")
def app(client: FlaskClient) -> Flask:
    """The service of this file."""
    return client.application


@pytest.fixture(scope="module")
def strict(app: Flask) -> Someone:
    """The key of a second site alone, which wants reasons."""
    with app.app_context(), writing() as session:
        site = create_site(session, "strict", reason_required=True)
        _, text = create_key(session, "strict", "moderator", frozenset({site.id}))
    return with_key(app.test_client(), text)


@pytest.fixture(scope="module")
def scorer(app: Flask) -> Someone:
    """A key that may ask for scores alone."""
    with app.app_context(), writing() as session:
        _, text = create_key(session, "scorer", "scorer", None)
    return with_key(app.test_client(), text)


@pytest.fixture(scope="module")
def forger(app: Flask) -> Someone:
    """A moderator's browser on a foreign page: it has the cookie, and a token of nobody's."""
    email = "mo@example.org"
    with app.app_context(), writing() as session:
        session.add(Moderator(email=email, password_hash=hash_password(PASSWORD), sites=None))
    with app.app_context():
        db.session.remove()
    someone = Someone(app.test_client())
    signed_in = someone.post("/api/v1/session", {"email": email, "password": PASSWORD})
    assert signed_in.status_code == 200
    return someone


def calls(shown: Json) -> list[tuple[str, str, Any]]:
    """Everything that changes something, about a comment that is there."""
    own = [{"comment_id": shown["id"]}]
    return [
        ("POST", DECISIONS, {"items": own, "action": "reject"}),
        ("POST", f"{DECISIONS}/undo", {"ids": [SOME_ID]}),
        ("POST", BATCHES, {"comments": own, "action": "reject"}),
        ("POST", BATCHES, {"branch": shown["id"], "action": "reject"}),
        ("POST", f"{BATCHES}/{SOME_ID}/undo", {}),
        ("POST", RESTRICTIONS, {"comment_id": shown["id"], "kind": "ban", "days": 1}),
        ("DELETE", f"{RESTRICTIONS}/{SOME_ID}", None),
    ]


def test_a_scorers_key_decides_nothing(scorer: Someone, shown: Json) -> None:
    """403, which says what is needed; reading is not its business either."""
    for method, path, sent in calls(shown):
        answer = scorer.call(method, path, sent)
        assert answer.status_code == 403, path
        assert answer.json["detail"] == "This needs the role “moderator”."
    assert scorer.get(RESTRICTIONS).status_code == 403


@pytest.mark.parametrize("token", [None, "", "x" * 43])
def test_a_forged_request_changes_nothing(forger: Someone, shown: Json, token: str | None) -> None:
    """Without the session's own token every write is 403."""
    headers = {} if token is None else {"x_csrf_token": token}
    for method, path, sent in calls(shown):
        answer = forger.call(method, path, sent, **headers)
        assert answer.status_code == 403, path
        assert "X-CSRF-Token" in answer.json["detail"]


def test_another_sites_comments_are_not_found(strict: Someone, shown: Json) -> None:
    """Reported or 404, as if they were not there."""
    [decide, _, select, branch, undo, restrict, lift] = calls(shown)
    for method, path, sent in (decide, select):
        [conflict] = strict.call(method, path, sent).json["conflicts"]
        assert (conflict["why"], conflict["status"]) == ("not_found", None)
    for method, path, sent in (branch, undo, restrict, lift):
        assert strict.call(method, path, sent).status_code == 404, path


def test_a_site_that_wants_a_reason_gets_one(
    strict: Someone, reader: Someone, admin: Someone
) -> None:
    """A rejection without is 422 and nothing of it is done; any other decision needs none."""
    sent: Json = {"article": "a", "body": "Words.", "author": {"name": "A"}, "site": "strict"}
    mine = reader.post("/api/v1/comments", sent).json["comment"]["id"]
    theirs = reader.post("/api/v1/comments", sent | {"site": "default"}).json["comment"]["id"]
    both: Json = {"items": [{"comment_id": theirs}, {"comment_id": mine}], "action": "reject"}

    problem = errors(admin.post(DECISIONS, both))
    assert problem == {"reason": ["The site “strict” wants a reason for every rejection."]}
    assert errors(strict.post(BATCHES, {"branch": mine, "action": "reject"})).keys() == {"reason"}
    for text in ("", "   ", None):
        assert errors(admin.post(DECISIONS, both | {"reason": text})).keys() == {"reason"}
    assert len(admin.get(f"/api/v1/comments/{theirs}/history").json["events"]) == 1
    for done in ({"action": "hold"}, {"action": "reject", "reason": "identity_attack"}):
        answer = strict.post(DECISIONS, {"items": both["items"][1:]} | done)
        assert len(answer.json["decisions"]) == 1, done


def test_what_is_stale_or_followed_is_told(admin: Someone, waiting: Json) -> None:
    """A version that is none, an undo of what others followed, an undo of what was undone."""
    own = waiting["id"]
    stale = {"items": [{"comment_id": own, "version": 2**31 - 1}], "action": "reject"}
    [conflict] = admin.post(DECISIONS, stale).json["conflicts"]
    assert conflict["why"] == "stale"
    first, second = (
        admin.post(DECISIONS, {"items": [{"comment_id": own}], "action": action}).json["decisions"]
        for action in ("approve", "hold")
    )
    assert admin.post(f"{DECISIONS}/{first[0]['id']}/undo").status_code == 409
    assert admin.post(f"{DECISIONS}/{second[0]['id']}/undo").status_code == 200
    again = admin.post(f"{DECISIONS}/{second[0]['id']}/undo")
    assert (again.status_code, "undid it since" in again.json["detail"]) == (409, True)
    assert admin.post(f"{DECISIONS}/{SOME_ID}/undo").status_code == 404
    assert admin.post(f"{BATCHES}/{SOME_ID}/undo").status_code == 404


def test_nothing_was_changed_by_what_was_refused(admin: Someone, shown: Json) -> None:
    """After all of the above the comment stands as it stood, and nobody is restricted."""
    events = admin.get(f"/api/v1/comments/{shown['id']}/history").json["events"]
    assert [each["type"] for each in events] == ["created", "decided"]
    assert admin.get(RESTRICTIONS).json["items"] == []

"""Admins make webhooks, and see what became of each event."""

import logging
from collections.abc import Iterator
from io import BytesIO
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from models.sites import Site
from service.webhooks.addresses import Guard
from service.webhooks.endpoints import GUARD
from service.webhooks.worker import Worker
from tests.service.someone import ONE_DATABASE, Json, Someone, approved, errors, posted, with_key
from tests.service.webhooks.receiver import Receiver, receiving

WEBHOOKS = "/api/v1/webhooks"
URL = "https://hooks.example/comments"
LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture(autouse=True)
def resolver(app: Flask) -> None:
    """Names of these tests are public, except one; this machine may be reached."""

    def resolve(host: str, _port: int) -> list[str]:
        return ["10.0.0.7"] if host == "inner.example" else ["93.184.215.14"]

    app.extensions[GUARD] = Guard(LOOPBACK, resolve)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A well-behaved receiver."""
    with receiving() as receiver:
        yield receiver


def made(admin: Someone, **changed: Any) -> Json:
    """A webhook, which must be made; the answer."""
    answer = admin.post(WEBHOOKS, {"url": URL, "events": ["comment.approved"]} | changed)
    assert answer.status_code == 201, answer.text
    created: Json = answer.json
    return created


def deliver(app: Flask) -> None:
    """Bring out all that is due."""
    worker = Worker(app)
    worker.work_off()
    worker.stop(5)


def test_a_webhook_is_made_and_its_secret_told_once(
    admin: Someone, caplog: pytest.LogCaptureFixture
) -> None:
    """No other answer holds it, and no log."""
    caplog.set_level(logging.DEBUG)
    webhook = made(admin)
    assert webhook["secret"].startswith("whsec_")
    assert {name: value for name, value in webhook.items() if name not in ("id", "secret", "created_at")} == {
        "url": URL, "events": ["comment.approved"], "site": "default", "article_prefix": None,
        "full_text": False, "format": "standard", "state": "active", "disabled_at": None,
        "disabled_because": None, "failing_since": None, "old_secret_until": None,
    }  # fmt: skip
    path = f"{WEBHOOKS}/{webhook['id']}"
    for answer in (admin.get(WEBHOOKS), admin.get(path), admin.patch(path, {"full_text": True})):
        assert answer.status_code == 200
        assert webhook["secret"] not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert webhook["secret"] not in caplog.text


def test_a_webhook_is_changed(admin: Someone, second_site: Site) -> None:
    """What is left out stays as it is."""
    path = f"{WEBHOOKS}/{made(admin)['id']}"
    changed = {
        "url": "https://other.example/", "events": ["comment.held", "webhook.test"],
        "site": "gazette", "article_prefix": "sport/", "full_text": True, "format": "slack",
        "state": "disabled",
    }  # fmt: skip
    for name, value in changed.items():
        assert admin.patch(path, {name: value}).json[name] == value
    assert {name: admin.get(path).json[name] for name in changed} == changed
    assert admin.patch(path, {"site": None, "article_prefix": None}).json["site"] is None
    assert admin.patch(path, {"state": "active"}).json["disabled_at"] is None


def test_a_webhook_with_a_log_stays_with_its_site(
    admin: Someone, reader: Someone, second_site: Site
) -> None:
    """Or the admins of the other one would read what is none of their business."""
    path = f"{WEBHOOKS}/{made(admin, site=None)['id']}"
    approved(reader, admin)
    for site in ("gazette", "default"):
        assert "make another webhook" in str(errors(admin.patch(path, {"site": site}))["site"])
    assert admin.patch(path, {"site": None, "full_text": True}).json["full_text"] is True
    key = admin.post("/api/v1/api-keys", {"name": "g", "role": "admin", "sites": ["gazette"]}).json
    assert with_key(admin.client, key["key"]).get(f"{path}/deliveries").status_code == 404


def test_a_webhook_is_deleted(admin: Someone) -> None:
    """204, and from then on it is not there."""
    path = f"{WEBHOOKS}/{made(admin)['id']}"
    assert admin.delete(path).status_code == 204
    for answer in (
        admin.get(path), admin.delete(path), admin.patch(path, {"full_text": True}),
        admin.post(f"{path}/test"), admin.post(f"{path}/rotate-secret", {}),
        admin.get(f"{path}/deliveries"), admin.post(f"{path}/replay", {"since": "2026-01-01T00:00:00Z"}),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert admin.get(WEBHOOKS).json["items"] == []


def test_a_secret_is_rotated(admin: Someone) -> None:
    """The new one is told once; until when the old one is good is told to everybody who may ask."""
    webhook = made(admin)
    path = f"{WEBHOOKS}/{webhook['id']}"
    rotated = admin.post(f"{path}/rotate-secret", {"keep_old_s": 3600}).json
    assert rotated["secret"] != webhook["secret"]
    assert rotated["old_secret_until"] is not None
    assert admin.get(path).json["old_secret_until"] == rotated["old_secret_until"]
    assert admin.post(f"{path}/rotate-secret", {"keep_old_s": 0}).json["old_secret_until"] is None
    own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
    assert admin.post(f"{path}/rotate-secret", {"secret": own}).json["secret"] == own
    assert made(admin, secret=own)["secret"] == own


def test_a_rotation_that_says_nothing_needs_no_body(admin: Someone) -> None:
    """The address says it all; whatever is sent is read, also when its length is left unsaid."""
    path = f"{WEBHOOKS}/{made(admin)['id']}/rotate-secret"
    in_chunks = {**admin.headers, "Transfer-Encoding": "chunked"}
    in_chunks["Content-Type"] = "application/json"
    sent = BytesIO(b'{"keep_old_s": 0}')
    assert admin.post(path).json["old_secret_until"] is not None
    ended = admin.client.open(path, method="POST", headers=in_chunks, input_stream=sent)
    assert ended.json["old_secret_until"] is None


MISTAKES: list[tuple[str, Json, str]] = [
    ("no url", {"url": None}, "url"),
    ("a number as url", {"url": 5}, "url"),
    ("an empty url", {"url": ""}, "url"),
    ("no scheme", {"url": "hooks.example/a"}, "url"),
    ("another scheme", {"url": "ftp://hooks.example/"}, "url"),
    ("a password", {"url": "https://u:p@hooks.example/"}, "url"),
    ("a port of mail", {"url": "https://hooks.example:25/"}, "url"),
    ("an inner address", {"url": "http://10.0.0.1/"}, "url"),
    ("metadata", {"url": "http://169.254.169.254/latest/"}, "url"),
    ("a decimal address", {"url": "http://2130706433/"}, "url"),
    ("an octal address", {"url": "http://0177.0.0.1/"}, "url"),
    ("a hex address", {"url": "http://0x7f.0.0.1/"}, "url"),
    ("a zone", {"url": "http://[fe80::1%25eth0]/"}, "url"),
    ("a mapped address", {"url": "http://[::ffff:10.0.0.1]/"}, "url"),
    ("a name that leads inside", {"url": "https://inner.example/"}, "url"),
    ("a url too long", {"url": "https://hooks.example/" + "a" * 2000}, "url"),
    ("NUL in url", {"url": "https://hooks.example/\0"}, "url"),
    ("no events", {"events": []}, "events"),
    ("events as a text", {"events": "comment.approved"}, "events"),
    ("an unknown type", {"events": ["comment.approved", "comment.liked"]}, "events.1"),
    ("a type twice", {"events": ["comment.held", "comment.held"]}, "events"),
    ("every type at once", {"events": ["*"]}, "events.0"),
    ("a number as site", {"site": 1}, "site"),
    ("an empty prefix", {"article_prefix": ""}, "article_prefix"),
    ("a prefix too long", {"article_prefix": "a" * 256}, "article_prefix"),
    ("a word as yes", {"full_text": "yes"}, "full_text"),
    ("an unknown format", {"format": "xml"}, "format"),
    ("an unknown state", {"state": "deleted"}, "state"),
    ("an unknown field", {"retries": 3}, "retries"),
    ("an id", {"id": str(uuid4())}, "id"),
]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("sent", "field"), [each[1:] for each in MISTAKES], ids=[each[0] for each in MISTAKES]
)
def test_a_mistake_is_named(admin: Someone, sent: Json, field: str) -> None:
    """When it is made and when it is changed; nothing of it is kept."""
    new = {"url": URL, "events": ["comment.approved"]} | sent
    assert field in errors(admin.post(WEBHOOKS, new))
    assert admin.get(WEBHOOKS).json["items"] == []
    webhook = made(admin)
    path = f"{WEBHOOKS}/{webhook['id']}"
    assert field in errors(admin.patch(path, sent))
    assert admin.get(path).json["url"] == URL


@ONE_DATABASE
@pytest.mark.parametrize(
    "secret",
    ["", "hunter2", "whsec_", "whsec_QUJD", "whsec_!!!", "whsec_" + "A" * 43 + "=", 5, None],
)
def test_a_secret_that_is_none_is_refused(admin: Someone, secret: Any) -> None:
    """For a new webhook and in a rotation; it is not repeated."""
    path = f"{WEBHOOKS}/{made(admin)['id']}"
    for answer in (
        admin.post(WEBHOOKS, {"url": URL, "events": ["comment.held"], "secret": secret}),
        admin.post(f"{path}/rotate-secret", {"secret": secret}),
    ):
        assert list(errors(answer)) == ["secret"]
        assert "hunter2" not in answer.text


@ONE_DATABASE
@pytest.mark.parametrize("keep", [-1, 604801, "60", None, 1.5])
def test_a_rotation_has_bounds(admin: Someone, keep: Any) -> None:
    """From none to a week, in whole seconds."""
    path = f"{WEBHOOKS}/{made(admin)['id']}"
    assert "keep_old_s" in errors(admin.post(f"{path}/rotate-secret", {"keep_old_s": keep}))


def test_a_site_that_is_not_there_is_named(admin: Someone) -> None:
    """404, as everywhere."""
    answer = admin.post(WEBHOOKS, {"url": URL, "events": ["comment.held"], "site": "nowhere"})
    assert answer.status_code == 404
    assert "nowhere" in answer.json["detail"]


def test_an_admin_of_one_site_sees_its_webhooks_alone(admin: Someone, second_site: Site) -> None:
    """Others are not there, and the events of other sites cannot be asked for."""
    key = admin.post("/api/v1/api-keys", {"name": "g", "role": "admin", "sites": ["gazette"]}).json
    gazette = with_key(admin.client, key["key"])
    own = made(gazette, site="gazette")
    of_default, of_all = made(admin), made(admin, site=None)
    assert [each["id"] for each in gazette.get(WEBHOOKS).json["items"]] == [own["id"]]
    for webhook in (of_default, of_all):
        path = f"{WEBHOOKS}/{webhook['id']}"
        for answer in (
            gazette.get(path), gazette.delete(path), gazette.patch(path, {"full_text": True}),
            gazette.post(f"{path}/test"), gazette.post(f"{path}/rotate-secret", {}),
            gazette.get(f"{path}/deliveries"),
            gazette.post(f"{path}/replay", {"since": "2026-01-01T00:00:00Z"}),
        ):  # fmt: skip
            assert answer.status_code == 404
    asked = {"url": URL, "events": ["comment.held"]}
    assert gazette.post(WEBHOOKS, asked).status_code == 404
    assert gazette.post(WEBHOOKS, asked | {"site": "default"}).status_code == 404
    assert gazette.post(WEBHOOKS, asked | {"site": None}).status_code == 403
    assert gazette.patch(f"{WEBHOOKS}/{own['id']}", {"site": None}).status_code == 403
    test = admin.post(f"{WEBHOOKS}/{of_all['id']}/test").json
    assert gazette.get(f"/api/v1/deliveries/{test['id']}").status_code == 404
    assert gazette.post(f"/api/v1/deliveries/{test['id']}/replay").status_code == 404


def test_webhooks_are_for_admins(reader: Someone, moderator: Someone) -> None:
    """401 for who is nobody, 403 for a moderator."""
    for path in (
        WEBHOOKS,
        f"{WEBHOOKS}/{uuid4()}",
        f"/api/v1/deliveries/{uuid4()}",
        "/api/v1/notices",
    ):
        assert reader.get(path).status_code == 401
        assert moderator.get(path).status_code == 403
    assert moderator.post(WEBHOOKS, {"url": URL, "events": ["comment.held"]}).status_code == 403


def test_the_log_tells_what_became_of_an_event(
    app: Flask, admin: Someone, reader: Someone, receiver: Receiver
) -> None:
    """The delivery, its one attempt with request and answer, and what was told."""
    webhook = made(admin, url=receiver.url)
    comment = approved(reader, admin)["comment"]
    path = f"{WEBHOOKS}/{webhook['id']}/deliveries"
    [waiting] = admin.get(path).json["items"]
    assert (waiting["state"], waiting["attempts"]) == ("pending", 0)
    assert waiting["next_attempt_at"] is not None
    deliver(app)
    [item] = admin.get(path).json["items"]
    assert {name: item[name] for name in ("event", "comment_id", "article", "state", "attempts", "last_status", "next_attempt_at")} == {
        "event": "comment.approved", "comment_id": comment["id"], "article": "story-1",
        "state": "delivered", "attempts": 1, "last_status": 200, "next_attempt_at": None,
    }  # fmt: skip
    one = admin.get(f"/api/v1/deliveries/{item['id']}").json
    assert {name: one[name] for name in item} == item
    assert one["payload"] == receiver.got[0].json
    [attempt] = one["log"]
    assert attempt["request"]["headers"]["webhook-id"] == item["event_id"]
    assert attempt["request"]["address"] == "127.0.0.1"
    assert attempt["answer"]["status"] == 200
    assert attempt["answer"]["body"] == "thanks"
    assert attempt["error"] is None


def test_the_log_is_filtered(admin: Someone, reader: Someone) -> None:
    """By state, type and comment; a filter that is none is named."""
    webhook = made(admin, events=["comment.created", "comment.approved"])
    first = approved(reader, admin)["comment"]["id"]
    posted(reader, body="Another.")
    path = f"{WEBHOOKS}/{webhook['id']}/deliveries"
    assert len(admin.get(path).json["items"]) == 3
    assert len(admin.get(f"{path}?comment={first}").json["items"]) == 2
    assert len(admin.get(f"{path}?type=comment.approved").json["items"]) == 1
    assert admin.get(f"{path}?state=failed").json["items"] == []
    page = admin.get(f"{path}?limit=2").json
    rest = admin.get(f"{path}?limit=2&cursor={page['next_cursor']}").json
    assert len(page["items"] + rest["items"]) == 3
    assert rest["next_cursor"] is None
    for query, field in (
        ("state=lost", "state"), ("type=comment.liked", "type"), ("comment=1", "comment"),
        ("limit=0", "limit"), ("limit=201", "limit"), ("cursor=x", "cursor"), ("since=1", "since"),
    ):  # fmt: skip
        assert field in errors(admin.get(f"{path}?{query}"))


def test_a_test_event_is_sent(app: Flask, admin: Someone, receiver: Receiver) -> None:
    """Whatever the webhook asked for; and not to a disabled one."""
    webhook = made(admin, url=receiver.url)
    path = f"{WEBHOOKS}/{webhook['id']}"
    answer = admin.post(f"{path}/test")
    assert answer.status_code == 201
    assert (answer.json["event"], answer.json["state"]) == ("webhook.test", "pending")
    deliver(app)
    assert receiver.got[0].json["type"] == "webhook.test"
    assert receiver.got[0].json["data"] == {"webhook": {"id": webhook["id"]}}
    admin.patch(path, {"state": "disabled"})
    assert admin.post(f"{path}/test").status_code == 409


def test_a_delivery_is_replayed(
    app: Flask, admin: Someone, reader: Someone, receiver: Receiver
) -> None:
    """One by its id, or all that failed since a time."""
    webhook = made(admin, url=receiver.url)
    approved(reader, admin)
    deliver(app)
    path = f"{WEBHOOKS}/{webhook['id']}"
    [item] = admin.get(f"{path}/deliveries").json["items"]
    assert admin.post(f"/api/v1/deliveries/{item['id']}/replay").json["state"] == "pending"
    deliver(app)
    assert len(receiver.got) == 2
    since = {"since": "2026-01-01T00:00:00Z"}
    assert admin.post(f"{path}/replay", since).json == {"replayed": 0}
    admin.patch(path, {"state": "disabled"})
    assert admin.post(f"{path}/replay", since).status_code == 409
    assert admin.post(f"/api/v1/deliveries/{item['id']}/replay").status_code == 409
    edges = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
    for bad in ("yesterday", "2026-01-01T00:00:00", 5, None, *edges):
        assert "since" in errors(admin.post(f"{path}/replay", {"since": bad}))
    assert "since" in errors(admin.post(f"{path}/replay", {}))
    assert admin.post(f"/api/v1/deliveries/{uuid4()}/replay").status_code == 404


def test_admins_are_told_what_was_disabled(app: Flask, admin: Someone, reader: Someone) -> None:
    """Until they make it active again."""
    with receiving(lambda _got: (410, {}, b"")) as receiver:
        webhook = made(admin, url=receiver.url)
        approved(reader, admin)
        deliver(app)
    [notice] = admin.get("/api/v1/notices").json["items"]
    assert notice["type"] == "endpoint.disabled"
    assert notice["webhook"] == {"id": webhook["id"], "url": webhook["url"]}
    assert "410" in notice["because"]
    path = f"{WEBHOOKS}/{webhook['id']}"
    assert admin.get(path).json["disabled_because"] == notice["because"]
    admin.patch(path, {"state": "active"})
    assert admin.get("/api/v1/notices").json["items"] == []

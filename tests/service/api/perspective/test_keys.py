"""Who may ask, with which key, and how often."""

from dataclasses import replace

import pytest
from flask import Flask

from service.access import quotas, running
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.api.perspective.conftest import (
    ANALYZE,
    SUGGEST,
    Caller,
    error_of,
    new_key,
    summary,
)
from tests.service.clock import Clock
from tests.service.someone import ONE_DATABASE, Json, Someone

SENT: Json = {"comment": {"text": "A fair point."}, "requestedAttributes": {"TOXICITY": {}}}
MISSING: Json = {
    "code": 403,
    "message": "Method doesn't allow unregistered callers (callers without established identity)."
    " Please use API Key or other form of API consumer identity to call this API.",
    "status": "PERMISSION_DENIED",
}
INVALID: Json = {
    "code": 400,
    "message": "API key not valid. Please pass a valid API key.",
    "status": "INVALID_ARGUMENT",
    "details": [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "API_KEY_INVALID",
            "domain": "googleapis.com",
            "metadata": {"service": "commentanalyzer.googleapis.com"},
        }
    ],
}


@pytest.mark.parametrize("call", [ANALYZE, SUGGEST])
def test_no_key_and_a_wrong_key(caller: Caller, call: str) -> None:
    """403 and 400, before anything else is looked at; a session or a cookie is no key."""
    post = caller.client.post
    assert error_of(post(call, data="{")) == MISSING
    assert error_of(post(f"{call}?key=", headers={"Authorization": "Basic eDp5"})) == MISSING
    for wrong in ("AIzaSyNotOurs", "bl_" + "x" * 43, "ä%ff", "x" * 20_000):
        assert error_of(post(call, query_string={"key": wrong}, data="{")) == INVALID
    assert error_of(post(call, headers={"Authorization": "Bearer bl_no"})) == INVALID


def test_a_key_comes_in_three_ways(caller: Caller) -> None:
    """In the address, in Google's header, or as a bearer."""
    post = caller.client.post
    ways: list[Json] = [
        {"query_string": {"key": caller.key}},
        {"headers": {"X-Goog-Api-Key": caller.key}},
        {"headers": {"Authorization": f"Bearer {caller.key}"}},
        {"query_string": {"key": ""}, "headers": {"x-goog-api-key": f" {caller.key} "}},
    ]
    for way in ways:
        assert post(ANALYZE, json=SENT, **way).status_code == 200, way


@ONE_DATABASE
def test_no_other_call_takes_a_key_from_its_address(caller: Caller, scoring: Flask) -> None:
    """Where a header is meant, an address with a key in it is a mistake."""
    admin = new_key(scoring, "admin")
    assert caller.client.get(f"/api/v1/sites?key={admin}").status_code == 401
    headers = {"X-Goog-Api-Key": admin}
    assert (
        caller.client.post("/api/v1/score", json={"texts": ["x"]}, headers=headers).status_code
        == 401
    )


@ONE_DATABASE
@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_higher_roles_may_ask_too(scoring: Flask, role: str) -> None:
    """And a scorer may do nothing else."""
    assert Caller(scoring.test_client(), new_key(scoring, role)).analyze("A fair point.")
    scorer = {"Authorization": f"Bearer {new_key(scoring)}"}
    assert scoring.test_client().get("/api/v1/queue", headers=scorer).status_code == 403


def test_a_revoked_key_is_no_key(caller: Caller, admin: Someone) -> None:
    """From the moment on."""
    assert caller.analyze("A fair point.")
    [own] = [
        each for each in admin.get("/api/v1/api-keys").json["items"] if each["name"] == "a program"
    ]
    admin.delete(f"/api/v1/api-keys/{own['id']}")
    assert caller.error("A fair point.") == INVALID


@ONE_DATABASE
def test_a_key_for_one_site_asks_the_model_of_that_site(
    scoring: Flask, admin: Someone, second_site: object, scorer: Scorer
) -> None:
    """A site's own model reads for its keys; where it is not loaded, nothing is passed."""
    with scoring.app_context():
        scorers = running.scorers()
        scorers.follow({"unbiased"})
    from models.database import writing
    from models.sites import Site

    with scoring.app_context(), writing() as session:
        session.query(Site).filter_by(name="gazette").one().model = "unbiased"
    made = admin.post(
        "/api/v1/api-keys", {"name": "g", "role": "scorer", "sites": ["gazette"]}
    ).json
    of_gazette = Caller(scoring.test_client(), made["key"])
    assert of_gazette.ask("A fair point.").headers["X-Belowline-Held"] == "absent"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that quotas go by."""
    clock = Clock()
    monkeypatch.setattr(quotas, "time", clock)
    return clock


@pytest.fixture
def limited(clock: Clock, scoring: Flask, settings: Settings, scorer: Scorer) -> Flask:
    """The service with its limits on, and a small quota for keys that have none of their own."""
    running.attach(scoring, replace(settings, rate_limits=True, queries_per_second=2), scorer)
    return scoring


def statuses(caller: Caller, times: int) -> list[int]:
    """How so many empty questions are answered: 400 as long as they are looked at."""
    return [caller.send(ANALYZE, {}).status_code for _ in range(times)]


def test_each_key_has_a_quota(limited: Flask) -> None:
    """A minute's worth at once, whatever comes of the questions; then Google's 429."""
    own = Caller(limited.test_client(), new_key(limited, quota=1))
    usual = Caller(limited.test_client(), new_key(limited))
    assert set(statuses(own, 60)) == {400}
    assert set(statuses(usual, 100)) == {400}

    refused = own.ask("x")
    error = error_of(refused)
    key_id = error["details"][0]["metadata"]["consumer"].removeprefix("projects/")
    metric = "Analysis requests (AnalyzeComment)"
    assert error == {
        "code": 429,
        "message": f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute' of"
        f" service 'commentanalyzer.googleapis.com' for consumer 'project_number:{key_id}'.",
        "status": "RESOURCE_EXHAUSTED",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                    "service": "commentanalyzer.googleapis.com",
                    "consumer": f"projects/{key_id}",
                    "quota_limit": "AnalyzeRequestsPerMinutePerProject",
                    "quota_limit_value": "60",
                    "quota_location": "global",
                    "quota_metric": "CommentAnalyzerService/analyze_requests",
                },
            }
        ],
    }
    assert refused.headers["Retry-After"] == "1"
    assert own.key not in refused.text
    assert summary(usual.analyze("A fair point.")) < 0.1


def test_a_quota_is_changed_while_it_is_used(limited: Flask, admin: Someone, clock: Clock) -> None:
    """From the next call on; null is the quota of the settings."""
    caller = Caller(limited.test_client(), new_key(limited, quota=1))
    [own] = [
        each for each in admin.get("/api/v1/api-keys").json["items"] if each["name"] == "a program"
    ]
    assert own["queries_per_second"] == 1
    assert statuses(caller, 61) == [400] * 60 + [429]

    changed = admin.patch(f"/api/v1/api-keys/{own['id']}", {"queries_per_second": 1_000})
    assert changed.json == own | {"queries_per_second": 1_000}
    clock.now += 0.125
    assert statuses(caller, 126) == [400] * 125 + [429]

    back = admin.patch(f"/api/v1/api-keys/{own['id']}", {"queries_per_second": None})
    assert back.json["queries_per_second"] is None


@ONE_DATABASE
@pytest.mark.parametrize("wrong", [0, -1, 10_001, 1.5, "5", True])
def test_a_quota_is_a_number(admin: Someone, wrong: object) -> None:
    """A whole one, of at least one text a second."""
    new = {"name": "x", "role": "scorer", "queries_per_second": wrong}
    assert admin.post("/api/v1/api-keys", new).status_code == 422
    made = admin.post("/api/v1/api-keys", {"name": "x", "role": "scorer"}).json
    path = f"/api/v1/api-keys/{made['id']}"
    assert admin.patch(path, {"queries_per_second": wrong}).status_code == 422
    assert admin.patch(path, {}).status_code == 422

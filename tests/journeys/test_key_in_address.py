"""A key that stands in an address gets no further than this process."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.running_server import RunningServer

pytestmark = pytest.mark.slow

ANALYZE = "/v1alpha1/comments:analyze"
SENT = {"comment": {"text": "A fair point."}, "requestedAttributes": {"TOXICITY": {}}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real server, with every variable set that might have granian write a log of accesses."""
    variables = {
        "GRANIAN_ACCESS_LOG": "true",
        "GRANIAN_LOG_ACCESS_ENABLED": "true",
        "GRANIAN_LOG_LEVEL": "debug",
        "BELOWLINE_RATE_LIMITS": "on",
    }
    server = RunningServer(tmp_path_factory.mktemp("server"), variables)
    try:
        yield server.start()
    finally:
        server.stop()


def test_no_log_no_error_and_no_metric_tells_a_key(server: RunningServer) -> None:
    """Whatever comes of the call: an answer, any failure, a fault of ours, or the quota's end."""
    words = ("api-key", "create", "--name", "coral", "--role", "scorer", "--quota", "1")
    key = server.command(*words).strip()
    wrong = f"{key}x"
    calls = [
        ("POST", ANALYZE, SENT), ("POST", "/v1alpha1/comments:suggestscore", SENT), ("GET", ANALYZE, None),
        ("POST", ANALYZE, {"comment": {"text": 1}}), ("POST", "/v1alpha1/nothing", SENT), ("POST", ANALYZE, {}),
        ("POST", ANALYZE, {"comment": {"text": "x" * 1_200_000}}), ("POST", "/api/v1/score", {"texts": ["x"]}),
        ("GET", "/api/v1/counts", None), ("GET", "/nowhere", None), ("GET", "/healthz", None),
    ]  # fmt: skip
    said = [
        server.request(method, f"{path}?key={each}", sent)
        for method, path, sent in calls
        for each in (key, wrong)
    ]
    while said[-1].status != 429:
        said.append(server.request("POST", f"{ANALYZE}?key={key}", {}))
    _break_the_database(server.instance / "belowline.db")
    said.append(server.request("POST", f"{ANALYZE}?key={key}", SENT))

    statuses = {answer.status for answer in said}
    assert {200, 400, 401, 404, 405, 413, 429} <= statuses
    assert statuses & {500, 503}
    metrics = server.request("GET", "/metrics")
    for told in [*(answer.body.decode() for answer in [*said, metrics]), server.log]:
        assert key not in told
    assert all(key not in json.dumps(dict(answer.headers)) for answer in said)


def _break_the_database(file: Path) -> None:
    """From now on no key can be looked up, which is logged with all that went wrong."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("ALTER TABLE api_keys RENAME TO mislaid")

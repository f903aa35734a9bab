"""Whose pages may read an answer that came before the site was known."""

from dataclasses import replace
from typing import Any

import pytest

from models.sites import Site
from service.app import create_app
from service.settings import Settings
from tests.service.someone import ONE_DATABASE, Someone, comment

pytestmark = ONE_DATABASE

API = "/api/v1"
OWN = "https://gazette.example"
DEFAULT = "https://default.example"
FOREIGN = "https://elsewhere.example"
SOME_ID = "01a2140d-0983-7d68-b4e1-ee6cde43a68f"


@pytest.fixture
def own_pages(admin: Someone, second_site: Site) -> None:
    """Both sites, the default one and `gazette`, are for their own pages only."""
    changed = admin.patch(f"{API}/sites/default", {"origins": [DEFAULT]})
    assert changed.status_code == 200


FAILURES: list[tuple[int, str, str, Any]] = [
    (422, "POST", "comments", comment(body="", site="gazette")),
    (422, "POST", "counts", {"articles": [], "site": "gazette"}),
    (422, "POST", "preview", {"site": "gazette"}),
    (422, "PUT", f"comments/{SOME_ID}/vote", {"value": 7}),
    (413, "POST", "comments", comment(body="x" * 70_000, site="gazette")),
    (404, "GET", f"comments/{SOME_ID}", None),
    (404, "GET", "comments/no-id", None),
    (404, "GET", "counts/nothing", None),
    (405, "PUT", "comments", {}),
    (405, "DELETE", "counts", None),
    (405, "GET", "preview", None),
]


@pytest.mark.parametrize(("status", "method", "call", "sent"), FAILURES)
def test_an_early_failure_may_be_read_by_every_sites_pages(
    reader: Someone, own_pages: None, status: int, method: str, call: str, sent: Any
) -> None:
    """A widget can tell what was wrong, though the call failed before its site was known."""
    answer = reader.call(method, f"{API}/{call}", sent, origin=OWN)

    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == OWN
    assert "Origin" in answer.headers["Vary"]


def test_an_early_failure_is_nobody_elses(reader: Someone, own_pages: None) -> None:
    """An origin that no site has reads no failure; nor does one site's page that of another."""
    for path in ("comments", "comments/no-id", "counts/nothing"):
        answer = reader.get(f"{API}/{path}", origin=FOREIGN)
        assert answer.status_code in (404, 422)
        assert "Access-Control-Allow-Origin" not in answer.headers

    answer = reader.get(f"{API}/comments?site=gazette", origin=DEFAULT)
    assert answer.status_code == 422
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_too_many_requests_may_be_read(settings: Settings, own_pages: None) -> None:
    """Who is to wait learns so, and for how long."""
    limited = replace(settings, rate_limits=True)
    reader = Someone(create_app(limited).test_client())
    look = {"body": "A fair point.", "site": "gazette"}
    for _ in range(30):
        reader.post(f"{API}/preview", look, origin=OWN)

    answer = reader.post(f"{API}/preview", look, origin=OWN)

    assert answer.status_code == 429
    assert answer.headers["Access-Control-Allow-Origin"] == OWN
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]


def test_a_new_origin_counts_at_once(reader: Someone, admin: Someone, own_pages: None) -> None:
    """Whose pages may read is asked anew after every change."""
    wrong = f"{API}/comments/no-id"
    assert "Access-Control-Allow-Origin" not in reader.get(wrong, origin=FOREIGN).headers

    admin.patch(f"{API}/sites/gazette", {"origins": [OWN, FOREIGN]})

    assert reader.get(wrong, origin=FOREIGN).headers["Access-Control-Allow-Origin"] == FOREIGN


def test_failures_of_moderators_calls_have_no_cors(reader: Someone, own_pages: None) -> None:
    """A call refused, one without an address and one of the wrong method: none may be read."""
    for path in ("queue", "queue/nothing", "nothing", "commentsx", "decisions"):
        answer = reader.get(f"{API}/{path}", origin=OWN)
        assert answer.status_code in (401, 404, 405)
        assert "Access-Control-Allow-Origin" not in answer.headers, path

"""Which site a call is about, and whose pages may read the answer."""

import pytest

from models.sites import Site
from tests.service.someone import ONE_DATABASE, Someone, comment, posted

pytestmark = ONE_DATABASE

OWN = "https://gazette.example"
FOREIGN = "https://elsewhere.example"
COUNT = "/api/v1/counts?article=a"


def test_without_origins_every_page_may_read(reader: Someone) -> None:
    """A site that names no origin is open to all, and its answers are the same for all."""
    answer = reader.get(COUNT, origin=FOREIGN)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(("origin", "allowed"), [(OWN, OWN), (FOREIGN, None), ("null", None)])
def test_a_site_with_origins_is_read_by_its_own_pages(
    reader: Someone, second_site: Site, origin: str, allowed: str | None
) -> None:
    """Only its origins are told that they may read, and caches know that it depends on that."""
    answer = reader.get(f"{COUNT}&site=gazette", origin=origin)

    assert answer.status_code == 200
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    assert "Origin" in answer.headers["Vary"]


def test_a_site_named_in_the_body_answers_by_its_own_origins(
    reader: Someone, second_site: Site
) -> None:
    """It does not matter where the site is named."""
    answer = reader.post("/api/v1/comments", comment(site="gazette"), origin=OWN)

    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == OWN


def test_a_comment_is_of_its_own_site(reader: Someone, second_site: Site) -> None:
    """Calls about a comment need no site; with another one's name there is no such comment."""
    created = posted(reader, site="gazette")
    reader.headers["X-Belowline-Reader"] = created["reader_token"]
    path = f"/api/v1/comments/{created['comment']['id']}"

    assert reader.get(path, origin=OWN).headers["Access-Control-Allow-Origin"] == OWN
    assert reader.get(f"{path}?site=gazette").status_code == 200
    assert reader.get(f"{path}?site=default").status_code == 404


def test_failures_may_be_read_too(reader: Someone, second_site: Site) -> None:
    """The widget can show why something was refused."""
    answer = reader.post("/api/v1/comments", comment(body="", site="gazette"), origin=FOREIGN)
    assert answer.status_code == 422
    assert answer.headers["Access-Control-Allow-Origin"] == FOREIGN  # the default site is open

    answer = reader.get("/api/v1/comments?site=gazette", origin=OWN)
    assert answer.status_code == 422
    assert answer.headers["Access-Control-Allow-Origin"] == OWN


@pytest.mark.parametrize("path", ["/api/v1/comments?article=a", COUNT])
def test_an_unknown_site_is_named(reader: Someone, path: str) -> None:
    """404 says which site there is not."""
    answer = reader.get(f"{path}&site=nowhere")

    assert answer.status_code == 404
    assert answer.json["detail"] == "There is no site called “nowhere”."


@pytest.mark.parametrize(
    ("query", "origin", "allowed"),
    [
        ("?site=gazette", OWN, OWN),
        ("?site=gazette", FOREIGN, None),
        ("", FOREIGN, FOREIGN),
    ],
)
def test_a_preflight_is_answered(
    reader: Someone, second_site: Site, query: str, origin: str, allowed: str | None
) -> None:
    """A browser that asks learns which methods and headers its call may have.

    A preflight knows no body and so perhaps no site: then the origin of any site will do.
    """
    answer = reader.call(
        "OPTIONS",
        f"/api/v1/comments{query}",
        origin=origin,
        access_control_request_method="POST",
        access_control_request_headers="content-type,idempotency-key,x-belowline-reader",
    )

    assert answer.status_code == 200
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    if allowed:
        assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
        assert answer.headers["Access-Control-Allow-Headers"] == (
            "Content-Type, If-None-Match, X-Belowline-Reader, Idempotency-Key"
        )
        assert int(answer.headers["Access-Control-Max-Age"]) > 0


def test_moderators_calls_have_no_cors(admin: Someone) -> None:
    """No page of another host can read the queue or change anything there."""
    for path in ("/api/v1/queue", "/api/v1/session", "/api/v1/sites", "/api/v1/rules"):
        for method in ("GET", "OPTIONS"):
            headers = admin.call(method, path, origin=FOREIGN).headers
            assert "Access-Control-Allow-Origin" not in headers, (method, path)

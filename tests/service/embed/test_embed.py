"""What publishers' pages load: `/embed.js` and `/count.js`."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.embed import embed
from service.embed.shrink import HAS_SHORT_NAMES

LARGEST = {
    "/embed.js": 15_000,
    "/count.js": 1_500,
    "/embed/de.js": 2_000,
    "/embed/fr.js": 2_000,
    "/embed/ar.js": 2_000,
}
"""Bytes on the wire, compressed, styles included."""


@pytest.fixture
def visitor() -> FlaskClient:
    """A browser on some newspaper's page; the scripts need nothing else of the service."""
    app = Flask("embed", static_folder=None)
    app.register_blueprint(embed)
    return app.test_client()


@pytest.mark.parametrize("path", LARGEST)
def test_any_page_may_load_it_and_keep_it_for_five_minutes(visitor: FlaskClient, path: str) -> None:
    """A script is JavaScript for pages of any origin, and is asked for again after 300 s."""
    answer = visitor.get(path)

    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", LARGEST)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_unchanged_script_is_not_sent_again(
    visitor: FlaskClient, path: str, encoding: str
) -> None:
    """The ETag is strong, and a browser that has those bytes gets a 304 without any."""
    accepts = {"Accept-Encoding": encoding}
    etag = visitor.get(path, headers=accepts).headers["ETag"]

    again = visitor.get(path, headers=accepts | {"If-None-Match": etag})

    assert not etag.startswith("W/")
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", LARGEST)
def test_plain_and_compressed_are_the_same_script_under_different_names(
    visitor: FlaskClient, path: str
) -> None:
    """A cache tells the compressed bytes from the plain ones: another ETag, and Vary."""
    plain = visitor.get(path, headers={"Accept-Encoding": "identity"})
    zipped = visitor.get(path, headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(("path", "largest"), LARGEST.items())
def test_it_is_small(visitor: FlaskClient, path: str, largest: int) -> None:
    """The thread stays under 15 kB, the counter under 1.5 kB, a language under 2 kB, compressed."""
    if not HAS_SHORT_NAMES:
        pytest.skip("the minifier with short names has no package for this machine")
    assert len(visitor.get(path, headers={"Accept-Encoding": "gzip"}).data) < largest


@pytest.mark.parametrize("path", LARGEST)
def test_it_names_no_other_host(visitor: FlaskClient, path: str) -> None:
    """Nothing is loaded from a third party: the only address in a script is SVG's name space."""
    text = visitor.get(path).text.replace("http://www.w3.org/2000/svg", "")

    assert "://" not in text


def test_a_language_that_we_do_not_speak_is_not_found(visitor: FlaskClient) -> None:
    """An unknown language is a 404, and so is a path that leads elsewhere."""
    assert visitor.get("/embed/tlh.js").status_code == 404
    assert visitor.get("/embed/..%2Fembed.js").status_code == 404

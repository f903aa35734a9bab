"""The page that shows the API."""

import re

from flask.testing import FlaskClient

from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE


def test_the_page_loads_nothing_from_other_hosts(client: FlaskClient) -> None:
    """Scripts and styles are our own, nothing is inline, and the policy says so."""
    page = client.get("/docs")

    assert page.status_code == 200
    assert "/api/v1/openapi.json" in page.text
    assert "http" not in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", page.text)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_what_the_page_names_is_there(client: FlaskClient) -> None:
    """Its script, its style sheet and the document."""
    page = client.get("/docs").text
    for path in re.findall(r'(?:href|src|data-document)="(/[^"]*)"', page):
        with client.get(path) as answer:
            assert answer.status_code == 200, path
            assert b"innerHTML" not in answer.data

"""The shells of the queue's pages: strict headers, nothing inline, every file they name is there."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.events import TEST, TYPES
from service.pages import assets, queue

PAGES = ("/queue", "/queue/rules", "/queue/numbers", "/queue/webhooks", "/queue/sign-in")
SCRIPTS = sorted((Path(queue.__file__).parent / "static" / "queue").rglob("*.js"))
BINDING = queue.VENDOR / "html.js"  # ours, unlike what else is in its folder


@pytest.fixture
def pages() -> FlaskClient:
    """The queue's blueprint alone; the pages need nothing else of the service."""
    app = Flask("pages")
    app.register_blueprint(queue.blueprint)
    return app.test_client()


@pytest.mark.parametrize("path", PAGES)
def test_page_forbids_whatever_is_not_ours(pages: FlaskClient, path: str) -> None:
    """A page runs scripts of this host alone, in no frame, and HTML only by one named policy."""
    headers = pages.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "belowline",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_page_has_nothing_inline(pages: FlaskClient, path: str) -> None:
    """No script, style or handler stands in the page itself, where the policy would stop it."""
    html = pages.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)


@pytest.mark.parametrize("path", PAGES)
def test_page_loads_only_files_that_exist_here(pages: FlaskClient, path: str) -> None:
    """Every script, style and picture a page names is served by this host, with its type."""
    loaded = re.findall(r'<(?:link|script)[^>]*(?:href|src)="([^"]+)"', pages.get(path).text)
    assert len(loaded) >= 3
    for address in loaded:
        with pages.get(address) as answer:
            assert answer.status_code == 200, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_every_module_is_named_at_once(pages: FlaskClient, path: str) -> None:
    """A page names each module that its script imports, and none that is not served."""
    html = pages.get(path).text
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)"', html)
    assert len(named) == len(set(named)) > 0
    (start,) = re.findall(r'<script type="module" src="([^"]+)"', html)
    for address in [start, *named]:
        with pages.get(address) as answer:
            imported = re.findall(r'from "(\.[^"]+)"', answer.get_data(as_text=True))
        assert {urljoin(address, source) for source in imported} <= set(named)


def test_files_are_kept_until_they_change(pages: FlaskClient) -> None:
    """A browser keeps a file for good at the address with its version, and at no other."""
    with pages.get(f"/queue/assets/{assets.version()}/queue/main.js") as kept:
        assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with pages.get("/queue/assets/another/queue/main.js") as other:
        assert other.status_code == 200
        assert "immutable" not in other.headers["Cache-Control"]
    assert pages.get(f"/queue/assets/{assets.version()}/../queue.py").status_code == 404


@pytest.mark.parametrize(
    "script", [*SCRIPTS, BINDING], ids=lambda script: "/".join(script.parts[-2:])
)
def test_module_imports_only_modules_beside_it(script: Path) -> None:
    """A module imports names that a module beside it exports, and nothing from elsewhere."""
    for names, source in re.findall(r'import \{([^}]+)\} from "([^"]+)"', script.read_text()):
        exporting = (script.parent / source).read_text()
        for name in filter(None, (name.strip() for name in names.split(","))):
            declared = rf"export (async )?(function|class|const) {name}\b"
            passed_on = rf"export ?\{{[^}}]*\b{name}\b"
            assert re.search(f"{declared}|{passed_on}", exporting), name


def test_only_the_sanitised_html_becomes_markup() -> None:
    """Exactly one line of all scripts sets HTML, and it goes through the policy `belowline`."""
    setting = [
        line.strip()
        for script in SCRIPTS
        for line in script.read_text().splitlines()
        if re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser", line)
    ]
    assert setting == ["element.innerHTML = policy ? policy.createHTML(html) : html;"]


def test_sign_in_never_puts_a_password_in_an_address(pages: FlaskClient) -> None:
    """Without its script the form would POST, which answers 405; a GET would show the password."""
    assert re.search(r'<form[^>]*method="post"', pages.get("/queue/sign-in").text)
    assert pages.post("/queue/sign-in", data={"password": "secret"}).status_code == 405


def test_the_form_offers_every_event() -> None:
    """The form of a webhook offers each type that there is, the test apart, which needs no asking."""
    (words,) = [
        script
        for script in SCRIPTS
        if script.parent.name == "webhooks" and script.name == "words.js"
    ]
    offered = re.findall(r'^  \["([a-z_.]+)", "', words.read_text(), re.MULTILINE)
    assert tuple(offered) == tuple(type_ for type_ in TYPES if type_ != TEST)

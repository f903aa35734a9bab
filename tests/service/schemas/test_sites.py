"""What can be set about a site."""

import pytest
from marshmallow import ValidationError

from service.schemas.sites import ChangedSite, NewSite


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("HTTPS://WWW.Example.org/", "https://www.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://www.example.org:443/", "https://www.example.org"),
        ("http://www.example.org:80", "http://www.example.org"),
        ("https://www.example.org:80", "https://www.example.org:80"),
        ("https://Müller.example", "https://xn--mller-kva.example"),
        ("https://straße.example:8443", "https://xn--strae-oqa.example:8443"),
        ("https://xn--mller-kva.example", "https://xn--mller-kva.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(given: str, kept: str) -> None:
    """Lower case, in ASCII, without the usual port and without a slash at the end."""
    assert ChangedSite().load({"origins": [given]})["origins"] == [kept]


@pytest.mark.parametrize(
    "given",
    [
        "www.example.org",
        "*",
        "null",
        "https://",
        "https://a.example/path",
        "https://a.example?q",
        "https://user@a.example",
        "https://a.example:0",
        "https://a.example:port",
        "ftp://a.example",
        "https://a.example\n",
        "https://*.a.example",
        "https://a b.example",
        "https://a%2e.example",
        "https://a\\.example",
        "https://☃.example",
        "https://" + "ä" * 70 + ".example",
        "http://[",
    ],
)
def test_what_is_no_origin_is_refused(given: str) -> None:
    """A page that may read answers is named by its origin and nothing more or less."""
    with pytest.raises(ValidationError):
        ChangedSite().load({"origins": [given]})


@pytest.mark.parametrize("name", ["gazette", "the-gazette.2026", "A"])
def test_a_name_fits_into_an_address(name: str) -> None:
    """Letters, digits and what may stand between them."""
    assert NewSite().load({"name": name})["name"] == name


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "ä", "a\n", ".", "x" * 101])
def test_other_names_are_refused(name: str) -> None:
    """What would have to be escaped in an address is no name."""
    with pytest.raises(ValidationError):
        NewSite().load({"name": name})

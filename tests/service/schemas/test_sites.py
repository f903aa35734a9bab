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
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(given: str, kept: str) -> None:
    """Lower case, no slash at the end."""
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

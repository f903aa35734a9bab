"""Where a call names its site: in the address or in the body."""

from typing import Any

import pytest

from models.sites import Site
from tests.service.someone import ONE_DATABASE, Someone, approved, comment, errors, posted

API = "/api/v1"
COMMENTS = f"{API}/comments"
LOOK = {"body": "A fair point."}
COUNT = {"articles": ["story-1"]}
SOME_ID = "01a2140d-0983-7d68-b4e1-ee6cde43a68f"


@ONE_DATABASE
def test_a_comment_goes_to_the_site_of_the_address(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """`?site=` is as good as "site", and the same name may stand in both."""
    admin.patch(f"{API}/sites/gazette", {"mode": "post"})

    assert reader.post(f"{COMMENTS}?site=gazette", comment()).status_code == 201
    assert reader.post(f"{COMMENTS}?site=gazette", comment(site="gazette")).status_code == 201

    assert reader.post(f"{API}/counts?site=gazette", COUNT).json == {"counts": {"story-1": 2}}
    assert reader.post(f"{API}/counts", COUNT).json == {"counts": {"story-1": 0}}


CALLS: list[tuple[str, Any]] = [("comments", comment()), ("counts", COUNT), ("preview", LOOK)]


@ONE_DATABASE
@pytest.mark.parametrize(("call", "sent"), CALLS)
def test_two_different_sites_are_a_mistake(
    reader: Someone, second_site: Site, call: str, sent: Any
) -> None:
    """Which of them is meant is not for us to guess."""
    answer = reader.post(f"{API}/{call}?site=default", sent | {"site": "gazette"})

    assert list(errors(answer)) == ["site"]


@ONE_DATABASE
@pytest.mark.parametrize(("call", "sent"), CALLS)
def test_an_unknown_site_in_the_address_is_404(reader: Someone, call: str, sent: Any) -> None:
    """It is not taken for the default site."""
    answer = reader.post(f"{API}/{call}?site=nowhere", sent)

    assert answer.status_code == 404
    assert "nowhere" in answer.json["detail"]


@ONE_DATABASE
def test_a_comment_is_not_there_under_another_site(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """Every call about a comment heeds the site that it names."""
    created = approved(reader, admin, site="gazette")
    path = f"{COMMENTS}/{created['comment']['id']}"
    reader.headers["X-Belowline-Reader"] = created["reader_token"]
    calls: list[tuple[str, str, Any, int]] = [
        ("PUT", f"{path}/vote", {"value": 1}, 200),
        ("POST", f"{path}/flags", {"reason": "spam"}, 201),
        ("PATCH", path, {"body": "A better point."}, 200),
        ("DELETE", path, None, 204),
    ]
    for method, call, sent, status in calls:
        assert reader.call(method, f"{call}?site=default", sent).status_code == 404, method
        assert reader.call(method, f"{call}?site=gazette", sent).status_code == status, method


@ONE_DATABASE
def test_whatever_has_a_body_may_name_its_site_there(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """What is done is done on that site alone; two different names are a mistake."""
    created = approved(reader, admin, site="gazette")
    path = f"{COMMENTS}/{created['comment']['id']}"
    author = Someone(reader.client, {"X-Belowline-Reader": created["reader_token"]})
    calls: list[tuple[Someone, str, str, Any]] = [
        (author, "PUT", f"{path}/vote", {"value": 1}),
        (author, "POST", f"{path}/flags", {"reason": "spam"}),
        (author, "PATCH", path, {"body": "A better point."}),
        (admin, "PUT", f"{API}/rules", {"rules": []}),
        (admin, "PUT", f"{API}/words/insults", {"words": ["moron"]}),
        (admin, "PUT", f"{API}/articles?article=story-1", {"title": "The bridge"}),
        (admin, "PATCH", f"{API}/articles?article=story-1", {"paused": True}),
    ]
    for someone, method, call, sent in calls:
        both = f"{call}{'&' if '?' in call else '?'}site=default"
        assert "site" in errors(someone.call(method, both, sent | {"site": "gazette"})), call
        assert someone.call(method, call, sent | {"site": "nowhere"}).status_code == 404, call
        done = someone.call(method, call, sent | {"site": "gazette"})
        assert done.status_code in (200, 201), (call, done.text)
    assert admin.get(f"{API}/rules?site=gazette").json == {"rules": []}
    assert admin.get(f"{API}/rules").json != {"rules": []}
    assert admin.get(f"{API}/words").json == {"items": []}
    assert admin.get(f"{API}/articles?article=story-1&site=gazette").json["article"]["paused"]
    assert admin.get(f"{API}/articles?article=story-1").status_code == 404


@ONE_DATABASE
@pytest.mark.parametrize(
    ("method", "call", "sent"),
    [
        ("POST", "comments", comment()),
        ("POST", "counts", COUNT),
        ("POST", "preview", LOOK),
        ("GET", f"comments/{SOME_ID}", None),
        ("PATCH", f"comments/{SOME_ID}", LOOK),
        ("DELETE", f"comments/{SOME_ID}", None),
        ("PUT", f"comments/{SOME_ID}/vote", {"value": 1}),
        ("POST", f"comments/{SOME_ID}/flags", {"reason": "spam"}),
        ("GET", "sites", None),
        ("PATCH", "sites/default", {}),
        ("POST", "decisions", {"items": [{"comment_id": SOME_ID}], "action": "approve"}),
    ],
)
def test_an_unknown_parameter_is_a_mistake(
    admin: Someone, method: str, call: str, sent: Any
) -> None:
    """Also where a call takes no parameter at all."""
    answer = admin.call(method, f"{API}/{call}?colour=red", sent)

    assert errors(answer) == {"colour": ["Unknown field."]}


@ONE_DATABASE
def test_a_probe_may_have_any_parameter(reader: Someone) -> None:
    """What a load balancer adds to the addresses of health is its own business."""
    assert reader.get("/healthz?t=17").status_code == 200


@ONE_DATABASE
def test_who_may_not_call_learns_no_parameters(reader: Someone) -> None:
    """401 comes first."""
    assert reader.get(f"{API}/sites?colour=red").status_code == 401


@pytest.mark.parametrize("name", ["%00", "x" * 101, "a%00b"])
def test_a_name_that_no_site_can_have_is_never_a_500(
    reader: Someone, admin: Someone, name: str
) -> None:
    """422 in a query, 404 in a path, on every database."""
    origin = "https://gazette.example"
    assert reader.get(f"{COMMENTS}?article=a&site={name}", origin=origin).status_code == 422
    assert reader.get(f"{COMMENTS}/no-id?site={name}", origin=origin).status_code == 404
    assert reader.call("OPTIONS", f"{COMMENTS}?site={name}", origin=origin).status_code == 200
    assert admin.get(f"{API}/sites/{name}").status_code == 404
    assert admin.patch(f"{API}/sites/{name}", {"title": "x"}).status_code == 404


@ONE_DATABASE
@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://müller.example/1", True),
        ("https://MÜLLER.example:443/1", True),
        ("https://xn--mller-kva.example/1", True),
        ("https://müller.example:8443/1", False),
        ("http://müller.example/1", False),
        ("https://mueller.example/1", False),
        ("https://someone@müller.example/1", False),
        ("https://evil.example\\@müller.example/1", False),
    ],
)
def test_an_article_lies_under_an_origin_however_it_is_written(
    reader: Someone, admin: Someone, url: str, taken: bool
) -> None:
    """Hosts are compared as browsers would send them."""
    admin.patch(f"{API}/sites/default", {"origins": ["https://Müller.example:443/"]})
    assert admin.get(f"{API}/sites/default").json["origins"] == ["https://xn--mller-kva.example"]

    if taken:
        posted(reader, article_url=url)
    else:
        answer = reader.post(COMMENTS, comment(article_url=url))
        assert list(errors(answer)) == ["article_url"]

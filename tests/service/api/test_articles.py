"""What admins set about one article."""

from tests.service.someone import Someone, approved, comment, posted

ARTICLE = "/api/v1/articles?article=story-1"
PAGE = "/api/v1/comments?article=story-1"


def test_an_article_is_there_once_something_is_said_of_it(reader: Someone, admin: Someone) -> None:
    """404 before; afterwards what is set, and its count."""
    assert admin.get(ARTICLE).status_code == 404
    approved(reader, admin)

    article = admin.get(ARTICLE).json["article"]

    assert article == {
        "id": "story-1",
        "site": "default",
        "title": "",
        "url": "",
        "mode": None,
        "open": None,
        "close_after_days": None,
        "paused": None,
        "message": "",
        "count": 1,
        "version": article["version"],
    }


def test_an_article_can_be_closed_before_anybody_comments(reader: Someone, admin: Someone) -> None:
    """Its own setting goes before the site's, at once, and so does its message."""
    answer = admin.patch(ARTICLE, {"open": False, "message": "No comments on obituaries."})

    assert answer.status_code == 200
    assert answer.json["article"]["open"] is False
    assert reader.get(PAGE).json["article"]["open"] is False
    refused = reader.post("/api/v1/comments", comment())
    assert refused.status_code == 403
    assert refused.json["detail"] == "No comments on obituaries."
    assert reader.post("/api/v1/comments", comment(article="story-2")).status_code == 201


def test_patch_keeps_and_put_resets(admin: Someone) -> None:
    """PATCH changes what it names; PUT sets all, and what it leaves out is the site's again."""
    admin.patch(ARTICLE, {"mode": "pre", "paused": True})
    kept = admin.patch(ARTICLE, {"close_after_days": 3}).json["article"]
    reset = admin.put(ARTICLE, {"close_after_days": 5}).json["article"]

    assert (kept["mode"], kept["paused"], kept["close_after_days"]) == ("pre", True, 3)
    assert (reset["mode"], reset["paused"], reset["close_after_days"]) == (None, None, 5)


def test_a_confirmed_title_stays(reader: Someone, admin: Someone) -> None:
    """What an admin set, no reader fills in or changes."""
    admin.patch(ARTICLE, {"title": "The ferry", "url": "https://news.example/ferry"})
    posted(reader, article_title="Spam", article_url="https://spam.example/")
    admin.patch(ARTICLE, {"url": None})
    posted(reader, article_url="https://spam.example/")

    article = reader.get(PAGE).json["article"]

    assert (article["title"], article["url"]) == ("The ferry", "")


def test_a_change_ends_the_kept_page(reader: Someone, admin: Someone) -> None:
    """A page that was fetched before is not served again."""
    etag = reader.get(PAGE).headers["ETag"]
    admin.patch(ARTICLE, {"title": "The ferry"})

    answer = reader.get(PAGE, if_none_match=etag)

    assert answer.status_code == 200
    assert answer.json["article"]["title"] == "The ferry"

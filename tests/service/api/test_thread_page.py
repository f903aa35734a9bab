"""The thread as HTML without scripts, read as browsers and search engines do."""

import re

import pytest
from flask import Flask

from models.sites import Site
from tests.service.api.markup import Element, read
from tests.service.someone import ONE_DATABASE, Someone, approved, decided, errors, posted

PAGE = "/articles/comments.html?article=story-1"
COMMENT = "https://schema.org/Comment"
URL = "https://paper.example/story-1"


def thread(reader: Someone, path: str = PAGE) -> Element:
    """The page at this address, which must be there."""
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/html; charset=utf-8"
    return read(answer.text)


def article_of(page: Element) -> Element:
    """The article that a page's comments are about."""
    [article] = page.all("section", itemtype="https://schema.org/Article")
    return article


def test_the_thread_is_marked_up_as_comments(reader: Someone, admin: Someone) -> None:
    """Each comment is a schema.org Comment inside the one it answers, and the first in the article."""
    known = {"article_url": f"{URL}#top", "article_title": "The bridge"}
    root = approved(reader, admin, body="A **fair** point.", **known)["comment"]
    reply = approved(reader, admin, parent_id=root["id"], author={"name": "Bob"})["comment"]
    reader.put(f"/api/v1/comments/{root['id']}/vote", {"value": 1})

    article = article_of(thread(reader))
    [comment] = article.items("comment")
    [answer] = comment.items("comment")

    assert article.attributes["itemid"] == URL
    assert article.property("url") == [URL]
    assert article.property("headline") == ["The bridge"]
    assert article.property("commentCount") == ["2"]
    assert {comment.attributes["itemtype"], answer.attributes["itemtype"]} == {COMMENT}
    assert [author.property("name") for author in comment.items("author")] == [["Ada"]]
    assert comment.property("text") == ["A fair point."]
    assert comment.property("datePublished") == [root["created_at"]]
    assert comment.property("url") == [f"{URL}#comment-{root['id']}"]
    assert comment.attributes["id"] == f"comment-{root['id']}"
    assert answer.attributes["id"] == f"comment-{reply['id']}"


def test_votes_are_told_once_there_are_any(reader: Someone, admin: Someone, app: Flask) -> None:
    """A comment that nobody voted on says nothing of votes."""
    approved(reader, admin)

    [comment] = article_of(thread(reader)).items("comment")

    assert comment.property("upvoteCount") == []


def test_headings_and_lists_are_real(reader: Someone, admin: Someone) -> None:
    """One h1, one h2, an h3 for each comment; each comment an item of a list, replies in their own."""
    root = approved(reader, admin)["comment"]
    approved(reader, admin, parent_id=root["id"])

    page = thread(reader)

    assert [len(page.all(tag)) for tag in ("h1", "h2", "h3")] == [1, 1, 2]
    assert page.all("h2")[0].text == "Comments (2)"
    [outer, inner] = page.all("ol")
    assert inner in outer.all("ol")
    assert [len(list_.all("li")) for list_ in (outer, inner)] == [2, 1]


def test_nothing_is_run_and_nothing_is_fetched(reader: Someone, admin: Someone) -> None:
    """Without a script, a form, a frame or an address of another file, and a policy that says so."""
    approved(reader, admin, body="<script>alert(1)</script> ![x](https://evil.example/x.png)")

    answer = reader.get(PAGE)
    page = read(answer.text)

    for tag in ("script", "form", "iframe", "img", "object", "embed", "video", "audio"):
        assert page.all(tag) == []
    assert {link.attributes["rel"] for link in page.all("link") if "rel" in link.attributes} == {
        "icon",
        "alternate",
    }
    assert [each for each in page if "src" in each.attributes or "style" in each.attributes] == []
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


HOSTILE = '"><script>alert(1)</script>'


def test_names_and_titles_are_text(reader: Someone, admin: Someone) -> None:
    """What readers call themselves and the article never becomes markup."""
    known = {"article_title": HOSTILE, "article_url": "https://paper.example/?a=%22&b='"}
    root = approved(reader, admin, author={"name": HOSTILE}, article=HOSTILE, **known)["comment"]
    approved(reader, admin, article=HOSTILE, parent_id=root["id"])

    page = thread(reader, "/articles/comments.html?article=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")

    assert page.all("script") == []
    assert page.all("h3")[0].text == HOSTILE
    assert page.all("h1")[0].text == HOSTILE
    assert page.all("h1")[0].all("a")[0].attributes["href"] == "https://paper.example/?a=%22&b='"


def test_a_tombstone_stands_for_what_was_removed(reader: Someone, admin: Someone) -> None:
    """A removed comment with a reply keeps its place, without its words and its author."""
    root = approved(reader, admin, body="Secret words.", author={"name": "Mallory"})["comment"]
    approved(reader, admin, parent_id=root["id"])
    decided(admin, "reject", root["id"])

    answer = reader.get(PAGE).text
    [comment] = article_of(read(answer)).items("comment")

    assert "Removed by a moderator" in comment.text
    assert comment.property("creativeWorkStatus") == ["Deleted"]
    assert comment.items("author") == []
    assert "Mallory" not in answer
    assert "Secret" not in answer
    assert len(comment.items("comment")) == 1


def test_what_is_not_approved_is_not_there(reader: Someone, admin: Someone) -> None:
    """Neither a comment that waits nor a rejected one, in text or in number."""
    posted(reader, body="Waiting words.")
    rejected = approved(reader, admin, body="Rejected words.")["comment"]
    decided(admin, "reject", rejected["id"])

    page = thread(reader)

    assert "words" not in page.text
    assert "Nobody has commented yet." in page.text
    assert page.all("h2")[0].text == "Comments (0)"


def test_pages_follow_by_their_links(reader: Someone, admin: Someone) -> None:
    """`rel=next`, in the head and in the text, leads through every root once, and `prev` back."""
    roots = [approved(reader, admin)["comment"]["id"] for _ in range(5)]

    seen, address = [], f"{PAGE}&limit=2&lang=de"
    while address:
        page = thread(reader, address)
        seen += [each.attributes["id"] for each in article_of(page).items("comment")]
        [address, same] = _links(page, "next") or ["", ""]
        assert address == same
    [before, _] = _links(page, "prev")

    assert seen == [f"comment-{root}" for root in roots]
    assert [
        each.attributes["id"] for each in article_of(thread(reader, before)).items("comment")
    ] == seen[2:4]
    assert page.all("h2")[0].text == "Kommentare (5)"


def test_longer_threads_go_on_behind_a_link(reader: Someone, admin: Someone) -> None:
    """Every reply can be reached: the link below a thread opens the comment with more of them."""
    root = approved(reader, admin)["comment"]["id"]
    replies = [approved(reader, admin, parent_id=root)["comment"]["id"] for _ in range(13)]

    page = thread(reader, f"{PAGE}&limit=2")
    first = [
        each.attributes["id"] for each in article_of(page).items("comment")[0].items("comment")
    ]
    [more] = [link for link in page.all("a") if link.text == "More replies"]
    rest = thread(reader, str(more.attributes["href"]))
    [comment] = article_of(rest).items("comment")
    second = [each.attributes["id"] for each in comment.items("comment")]

    assert comment.attributes["id"] == f"comment-{root}"
    assert [*first, *second] == [f"comment-{reply}" for reply in replies[:12]]
    assert more.attributes["rel"] == "next"


def test_a_comment_of_another_article_is_not_opened(reader: Someone, admin: Someone) -> None:
    """`under` and `around` speak of a shown comment of this article; anything else is 404."""
    elsewhere = approved(reader, admin, article="story-2")["comment"]["id"]
    waiting = posted(reader)["comment"]["id"]
    approved(reader, admin)

    for comment_id in (elsewhere, waiting):
        assert reader.get(f"{PAGE}&under={comment_id}").status_code == 404
        assert reader.get(f"{PAGE}&around={comment_id}").status_code == 404


def test_deep_replies_say_whom_they_answer(reader: Someone, admin: Someone) -> None:
    """Below the deepest level, where replies lie flat, each names the one it answers."""
    parent, names = None, []
    for depth in range(9):
        names.append(f"Reader {depth}")
        created = approved(reader, admin, author={"name": names[-1]}, parent_id=parent)
        parent = created["comment"]["id"]

    text = thread(reader).text

    assert "in reply to Reader 7" in text
    assert "in reply to Reader 5" not in text


def test_a_fragment_is_a_section_alone(reader: Someone, admin: Someone) -> None:
    """`fragment=1` has no document around it, and its links lead from any page to this server."""
    for _ in range(2):
        approved(reader, admin)

    fragment = reader.get(f"{PAGE}&fragment=1&limit=1").text
    [section] = [each for each in read(fragment).inside if isinstance(each, Element)]

    assert fragment.startswith("<section ")
    assert section.tag == "section"
    [address] = _links(section, "next")
    assert address.startswith("http://localhost/articles/comments.html?")
    assert "fragment" not in address


def test_each_language_has_its_words(reader: Someone, admin: Someone) -> None:
    """`lang` chooses the words that no reader wrote, and the direction of the page."""
    approved(reader, admin)

    arabic = thread(reader, f"{PAGE}&lang=ar").all("html")[0]

    assert arabic.attributes == {"lang": "ar", "dir": "rtl"}
    assert arabic.all("h2")[0].text == "التعليقات (1)"
    assert thread(reader, f"{PAGE}&lang=fr").all("h2")[0].text == "Commentaires (1)"
    assert "lang" in errors(reader.get(f"{PAGE}&lang=xx"))


def test_a_page_is_a_copy_with_an_etag(reader: Someone, admin: Someone) -> None:
    """The same page is 304 until something that is shown changes; then it has another ETag."""
    approved(reader, admin)
    first = reader.get(PAGE)
    assert first.headers["Cache-Control"] == "no-cache"

    again = reader.get(PAGE, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    posted(reader)
    assert reader.get(PAGE, if_none_match=first.headers["ETag"]).status_code == 304
    approved(reader, admin)
    assert reader.get(PAGE, if_none_match=first.headers["ETag"]).status_code == 200


@ONE_DATABASE
def test_an_etag_is_of_one_page(reader: Someone) -> None:
    """The fragment, a language, an order and the JSON page each have an ETag of their own."""
    pages = [PAGE, f"{PAGE}&fragment=1", f"{PAGE}&lang=de", f"{PAGE}&sort=newest"]
    pages += ["/api/v1/comments?article=story-1"]

    assert len({reader.get(page).headers["ETag"] for page in pages}) == len(pages)


@ONE_DATABASE
def test_links_name_the_host_that_was_asked(reader: Someone) -> None:
    """A page made for one host name is not given to those who ask under another."""
    for host in ("one.example", "two.example"):
        page = read(reader.get(PAGE, host=host).text)
        [feed] = _links(page, "alternate")
        assert feed == f"http://{host}/articles/comments.atom?article=story-1&lang=en"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "article"),
        ("article=a&fragment=2", "fragment"),
        ("article=a&limit=101", "limit"),
        ("article=a&cursor=x", "cursor"),
        ("article=a&what=1", "what"),
        ("article=a&around=00000000-0000-7000-8000-000000000000&cursor=x", "around"),
    ],
)
def test_wrong_parameters_are_named(
    reader: Someone, admin: Someone, query: str, field: str
) -> None:
    """A wrong query string is a 422 that names the parameter."""
    approved(reader, admin, article="a")

    assert field in errors(reader.get(f"/articles/comments.html?{query}"))


@ONE_DATABASE
def test_a_site_has_its_own_threads(reader: Someone, admin: Someone, second_site: Site) -> None:
    """`site` names the site, in the links of the page too; the site's own pages may fetch it."""
    approved(reader, admin, site="gazette")
    approved(reader, admin, site="gazette")
    path = f"{PAGE}&site=gazette&limit=1"

    answer = reader.get(path, origin="https://gazette.example")

    assert answer.headers["Access-Control-Allow-Origin"] == "https://gazette.example"
    assert (
        len(article_of(thread(reader, _links(read(answer.text), "next")[0])).items("comment")) == 1
    )
    assert reader.get(f"{PAGE}&site=none").status_code == 404


@ONE_DATABASE
def test_the_style_is_the_one_that_the_policy_allows(reader: Someone) -> None:
    """A browser that keeps to the policy applies the page's only style sheet."""
    import base64
    import hashlib

    answer = reader.get(PAGE)
    [style] = re.findall("<style>(.*)</style>", answer.text)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def _links(page: Element, rel: str) -> list[str]:
    """Where the links of this kind lead."""
    found = [*page.all("link", rel=rel), *page.all("a", rel=rel)]
    return [str(link.attributes["href"]) for link in found]

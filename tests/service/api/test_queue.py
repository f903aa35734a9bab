"""The queue over HTTP."""

from collections.abc import Callable

import pytest

from models.sites import Site
from moderation.rules import LABELS
from tests.service.someone import ONE_DATABASE, Someone, approved, decided, posted

QUEUE = "/api/v1/queue"
RUDE = "You are a stupid idiot and I hate you."


def test_an_item_holds_all_that_a_person_needs(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """Text, scores, reason, parent, flags and the author's history, as the contract names them."""
    parent = approved(reader, admin, body="The ferry is late.")["comment"]["id"]
    comment = posted(reader, body=RUDE, parent_id=parent)["comment"]["id"]
    score_all()

    answer = admin.get(QUEUE)

    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json) == {"items", "next_cursor", "total", "not_scoring"}
    [item] = answer.json["items"]
    assert set(item) == {
        "comment",
        "site",
        "article",
        "parent",
        "author",
        "scores",
        "risk",
        "blurred",
        "top_label",
        "model",
        "language",
        "quoted",
        "held_because",
        "flags",
        "author_history",
        "edits",
        "escalation",
        "status_by",
        "lease",
        "waiting_s",
        "overdue",
    }
    assert item["comment"]["id"] == comment
    assert item["comment"]["body"] == RUDE
    assert item["comment"]["version"] >= 1
    assert item["article"]["id"] == "story-1"
    assert item["parent"] == {"author": "Ada", "excerpt": "The ferry is late."}
    assert set(item["scores"]) <= set(LABELS)
    assert item["risk"] == max(item["scores"].values())
    assert item["scores"][item["top_label"]] == item["risk"]
    assert (item["language"], item["quoted"]) == ("en", None)
    assert item["held_because"]["rule"]
    assert item["author_history"] == {"approved": 0, "rejected": 0}
    assert item["lease"] is None
    assert item["waiting_s"] >= 0


def test_states_are_tabs(reader: Someone, admin: Someone, score_all: Callable[[], None]) -> None:
    """A comment is where it is, and everything is in `all`."""
    held = posted(reader, body=RUDE)["comment"]["id"]
    score_all()
    shown = approved(reader, admin)["comment"]["id"]
    removed = posted(reader)["comment"]["id"]
    decided(admin, "reject", removed)
    unscored = posted(reader)["comment"]["id"]

    tabs = {
        state: {each["comment"]["id"] for each in admin.get(f"{QUEUE}?state={state}").json["items"]}
        for state in ("held", "unscored", "approved", "rejected", "all")
    }

    assert tabs["held"] == {held}
    assert tabs["unscored"] == {unscored}
    assert tabs["approved"] == {shown}
    assert tabs["rejected"] == {removed}
    assert tabs["all"] == {held, shown, removed, unscored}


@pytest.mark.parametrize("sort", ["oldest", "newest", "risk", "flags"])
def test_pages_hold_each_item_once(reader: Someone, admin: Someone, sort: str) -> None:
    """In every order the cursor leads through all of them, and the total stays."""
    posted_ids = [posted(reader)["comment"]["id"] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = admin.get(
            f"{QUEUE}?state=all&sort={sort}&limit=2{cursor and f'&cursor={cursor}'}"
        ).json
        assert page["total"] == 5
        seen += [each["comment"]["id"] for each in page["items"]]
        cursor = page["next_cursor"]

    assert sorted(seen) == posted_ids
    if sort in ("oldest", "newest"):
        assert seen == (posted_ids if sort == "oldest" else posted_ids[::-1])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("article=ferry", {"ferry"}),
        ("author=Bob", {"by Bob"}),
        ("q=HARBOUR", {"harbour"}),
        ("q=100%25", {"percent"}),
        ("q=_", set()),
        ("min_score=0.5", {"rude"}),
        ("label=toxicity&min_score=0.5", {"rude"}),
        ("label=threat&min_score=0.99", set()),
    ],
)
def test_filters_find(
    reader: Someone,
    admin: Someone,
    score_all: Callable[[], None],
    query: str,
    found: set[str],
) -> None:
    """Each filter finds what it names, and text is searched as it is written."""
    names = {
        posted(reader, article="ferry")["comment"]["id"]: "ferry",
        posted(reader, author={"name": "Bob"})["comment"]["id"]: "by Bob",
        posted(reader, body="In the harbour.")["comment"]["id"]: "harbour",
        posted(reader, body="I agree 100% with this.")["comment"]["id"]: "percent",
        posted(reader, body=RUDE)["comment"]["id"]: "rude",
    }
    score_all()

    items = admin.get(f"{QUEUE}?state=all&{query}").json["items"]

    assert {names[each["comment"]["id"]] for each in items} == found


@ONE_DATABASE
def test_a_queue_is_of_the_sites_one_may_see(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """A key of one site sees that one; who sees all may look at one."""
    here, there = posted(reader)["comment"]["id"], posted(reader, site="gazette")["comment"]["id"]
    made = admin.post("/api/v1/api-keys", {"name": "g", "role": "moderator", "sites": ["gazette"]})
    gazette = Someone(admin.client, {"Authorization": f"Bearer {made.json['key']}"})

    def seen(someone: Someone, query: str) -> set[str]:
        items = someone.get(f"{QUEUE}?state=all{query}").json["items"]
        return {each["comment"]["id"] for each in items}

    assert seen(admin, "") == {here, there}
    assert seen(admin, "&site=gazette") == {there}
    assert seen(gazette, "") == {there}
    assert gazette.get(f"{QUEUE}?site=default").status_code == 404
    foreign = gazette.post(
        "/api/v1/decisions", {"items": [{"comment_id": here}], "action": "approve"}
    ).json
    assert [each["why"] for each in foreign["conflicts"]] == ["not_found"]


def test_an_event_links_to_one_comment(reader: Someone, admin: Someone) -> None:
    """Whatever its status is by now; another's id finds nothing."""
    first, second = (posted(reader, body=f"Number {n}.")["comment"]["id"] for n in range(2))
    decided(admin, "approve", first)
    found = admin.get(f"{QUEUE}?state=all&comment={first}").json
    assert [item["comment"]["id"] for item in found["items"]] == [first]
    assert found["total"] == 1
    assert admin.get(f"{QUEUE}?comment={first}").json["items"] == []
    assert second not in str(found)
    assert admin.get(f"{QUEUE}?comment=1").status_code == 422


def test_totals_are_told_for_every_tab_at_once(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """As many as the tabs list, by the same filters."""
    posted(reader, body=RUDE)
    score_all()
    approved(reader, admin, article="ferry")
    decided(admin, "reject", posted(reader, article="ferry")["comment"]["id"])
    posted(reader, article="harbour")

    for query in ("", "article=ferry", "article=ferry&article=harbour", "min_score=0.5"):
        totals = admin.get(f"{QUEUE}/totals?{query}").json["totals"]
        listed = {
            state: len(admin.get(f"{QUEUE}?state={state}&{query}").json["items"])
            for state in totals
        }
        assert totals == listed, query
    assert admin.get(f"{QUEUE}/totals").json["totals"] == {
        "held": 1, "unscored": 1, "unreviewed": 0, "flagged": 0, "escalated": 0, "approved": 1,
        "rejected": 1, "all": 4,
    }  # fmt: skip
    for unknown in ("state=held", "sort=risk", "limit=3"):
        assert admin.get(f"{QUEUE}/totals?{unknown}").status_code == 422


def test_an_author_and_a_language_can_be_asked_for(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """By the id that items give, and by its code."""
    comment = posted(reader, body=RUDE)["comment"]["id"]
    posted(reader, body="Du bist ein dummer Mensch, und das weißt du auch ganz genau.")
    score_all()
    [item] = admin.get(f"{QUEUE}?state=all&language=en").json["items"]
    assert item["comment"]["id"] == comment
    by_author = admin.get(f"{QUEUE}?state=all&reader={item['author']['id']}").json
    assert [each["comment"]["id"] for each in by_author["items"]] == [comment]
    assert admin.get(f"{QUEUE}?reader=Ada").status_code == 422

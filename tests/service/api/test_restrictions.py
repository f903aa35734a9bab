"""Restrictions of authors over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.service.someone import Json, Someone, approved, as_author, comment, posted

RESTRICTIONS = "/api/v1/restrictions"


def restricted(admin: Someone, comment_id: str, **wanted: object) -> Json:
    """Restrict the author of a comment, which must be taken; the restriction."""
    answer = admin.post(RESTRICTIONS, {"comment_id": comment_id, "kind": "ban"} | wanted)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json["restriction"]
    return made


def test_a_ban_is_told_with_its_end(reader: Someone, moderator: Someone, admin: Someone) -> None:
    """All that the contract names; the end is a time, however it was said."""
    created = approved(reader, admin)
    own = created["comment"]["id"]
    until = datetime.now(UTC) + timedelta(days=3)

    made = restricted(moderator, own, until=until.isoformat(), reason="threat", note="Twice.")

    assert set(made) == {
        "id", "kind", "until", "author", "comment_id", "by", "at", "reason", "note",
        "lifted_at", "lifted_by",
    }  # fmt: skip
    assert (made["kind"], made["by"], made["lifted_at"]) == ("ban", "mo@example.org", None)
    assert made["until"] == until.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert made["author"]["name"] == "Ada"
    days = restricted(admin, own, days=3)
    assert abs(datetime.fromisoformat(days["until"]) - until) < timedelta(minutes=5)


@pytest.mark.parametrize("does", ["post", "edit", "vote", "flag"])
def test_who_is_banned_is_refused_in_words(reader: Someone, admin: Someone, does: str) -> None:
    """403 like any failure, with the end in the sentence; and not another word about it."""
    created, other = approved(reader, admin), approved(reader, admin)["comment"]["id"]
    author, own = as_author(reader, created), created["comment"]["id"]
    restricted(admin, own, days=7, reason="threat", note="For us alone.")

    answer = {
        "post": lambda: author.post("/api/v1/comments", comment()),
        "edit": lambda: author.patch(f"/api/v1/comments/{own}", {"body": "Other words."}),
        "vote": lambda: author.put(f"/api/v1/comments/{other}/vote", {"value": 1}),
        "flag": lambda: author.post(f"/api/v1/comments/{other}/flags", {"reason": "spam"}),
    }[does]()

    assert answer.status_code == 403
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"].startswith("You cannot take part here until ")
    assert answer.json["detail"].endswith(" UTC.")
    assert "threat" not in answer.text


def test_readers_learn_nothing_of_a_restriction(reader: Someone, admin: Someone) -> None:
    """What others see of the author is as before, and their own receipt says nothing either."""
    created = approved(reader, admin)
    path = f"/api/v1/comments/{created['comment']['id']}"
    before = reader.get(path).json
    restricted(admin, created["comment"]["id"], days=7)

    assert reader.get(path).json == before
    assert "until" not in as_author(reader, created).get(path).json
    assert reader.get(RESTRICTIONS).status_code == 401


def test_a_hold_lets_the_author_write(reader: Someone, admin: Someone) -> None:
    """Only that all of it waits."""
    created = approved(reader, admin)
    restricted(admin, created["comment"]["id"], kind="hold", days=7)
    posted(as_author(reader, created))


def test_restrictions_are_listed_and_lifted(reader: Someone, admin: Someone) -> None:
    """By author and by whether they stand, in pages; the lifted one stays in the list."""
    created = approved(reader, admin)
    own = created["comment"]["id"]
    old, new = (restricted(admin, own, days=days) for days in (30, 7))
    author = new["author"]["id"]

    page = admin.get(f"{RESTRICTIONS}?limit=1&reader={author}").json
    assert [each["id"] for each in page["items"]] == [new["id"]]
    rest = admin.get(f"{RESTRICTIONS}?limit=1&cursor={page['next_cursor']}").json
    assert [each["id"] for each in rest["items"]] == [old["id"]]
    assert rest["items"][0]["lifted_by"] == "an admin's system"
    assert rest["next_cursor"] is None

    answer = admin.delete(f"{RESTRICTIONS}/{new['id']}")
    assert (answer.status_code, answer.text) == (204, "")
    assert admin.get(f"{RESTRICTIONS}?active=true").json["items"] == []
    [first, _] = admin.get(f"{RESTRICTIONS}?active=false").json["items"]
    assert first["lifted_at"].endswith("Z")
    posted(as_author(reader, created))
    again = admin.delete(f"{RESTRICTIONS}/{new['id']}")
    assert again.status_code == 409
    assert "lifted it already" in again.json["detail"]


def test_another_sites_are_not_there(reader: Someone, admin: Someone, gazette_key: Someone) -> None:
    """Neither made, nor listed, nor lifted with the key of another site."""
    own = approved(reader, admin)["comment"]["id"]
    made = restricted(admin, own, days=7)

    answer = gazette_key.post(RESTRICTIONS, {"comment_id": own, "kind": "ban", "days": 1})
    assert answer.status_code == 404
    assert gazette_key.delete(f"{RESTRICTIONS}/{made['id']}").status_code == 404
    assert gazette_key.get(RESTRICTIONS).json["items"] == []
    assert gazette_key.get(f"{RESTRICTIONS}?site=default").status_code == 404
    assert admin.get(f"{RESTRICTIONS}?site=gazette").json["items"] == []
    assert len(admin.get(f"{RESTRICTIONS}?site=default").json["items"]) == 1

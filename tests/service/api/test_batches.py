"""Many decisions at once over HTTP, and taking them back."""

from flask import Flask

from tests.service.someone import Json, Someone, approved, as_author, decided, posted

BATCHES = "/api/v1/batches"
COUNT = "/api/v1/counts?article=story-1"


def batch(admin: Someone, **wanted: object) -> Json:
    """Send a batch, which must be taken; the answer."""
    answer = admin.post(BATCHES, wanted)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    told: Json = answer.json
    return told


def count(reader: Someone) -> int:
    """The number beside the headline."""
    number: int = reader.get(COUNT).json["counts"]["story-1"]
    return number


def test_a_selection_is_decided_and_undone(reader: Someone, moderator: Someone) -> None:
    """Each comment is in one of two lists as with decisions; one undo brings all back."""
    ids = [posted(reader)["comment"]["id"] for _ in range(2)]
    items = [{"comment_id": ids[0], "version": 1}, {"comment_id": ids[1], "version": 9}]

    told = batch(moderator, comments=items, action="approve")

    assert set(told) == {"batch", "decisions", "conflicts", "restriction"}
    assert (told["batch"]["action"], told["batch"]["count"]) == ("approve", 1)
    assert told["batch"]["at"].endswith("Z")
    [decision], [conflict] = told["decisions"], told["conflicts"]
    assert set(decision) == {"id", "comment_id", "from", "to", "reason", "at"}
    assert (decision["comment_id"], decision["to"]) == (ids[0], "approved")
    assert (conflict["comment_id"], conflict["why"]) == (ids[1], "stale")
    assert (told["restriction"], count(reader)) == (None, 1)

    path = f"{BATCHES}/{told['batch']['id']}/undo"
    [result] = moderator.post(path).json["results"]
    assert (result["id"], result["decision"]["to"], result["why"]) == (
        decision["id"], "pending", None,
    )  # fmt: skip
    assert count(reader) == 0
    again = moderator.post(path, {})
    assert again.status_code == 409
    assert "mo@example.org undid this batch already" in again.json["detail"]


def test_a_branch_is_counted_before_it_is_rejected(reader: Someone, admin: Someone) -> None:
    """The preview says how many, by status, and does nothing."""
    root = approved(reader, admin)["comment"]["id"]
    reply = approved(reader, admin, parent_id=root)["comment"]["id"]
    posted(reader, parent_id=reply)

    told = batch(admin, branch=root, action="hold", preview=True)
    assert told == {"preview": {"count": 2, "by_status": {"approved": 2}}}
    assert batch(admin, branch=reply, action="reject", preview=True)["preview"]["count"] == 2
    assert count(reader) == 2

    told = batch(admin, branch=root, action="reject", reason="off_topic", note="All of it.")
    assert [each["to"] for each in told["decisions"]] == ["rejected"] * 3
    assert count(reader) == 0


def test_an_author_is_banned_and_their_comments_rejected(
    reader: Someone, admin: Someone, app: Flask
) -> None:
    """In one batch, with one undo for both."""
    first = approved(reader, admin)
    author = as_author(reader, first)
    second = posted(author)["comment"]["id"]
    other = approved(reader, admin)["comment"]["id"]

    told = batch(
        admin, author_of=first["comment"]["id"], days=30, action="reject", reason="spam",
        restrict={"kind": "ban", "days": 7},
    )  # fmt: skip

    assert {each["comment_id"] for each in told["decisions"]} == {first["comment"]["id"], second}
    assert (told["restriction"]["kind"], told["restriction"]["reason"]) == ("ban", "spam")
    refused = author.post("/api/v1/comments", {
        "article": "story-1", "body": "Still here.", "author": {"name": "Ada"},
    })  # fmt: skip
    assert refused.status_code == 403
    assert refused.json["detail"].startswith("You cannot take part here until ")
    assert reader.get(f"/api/v1/comments/{other}").status_code == 200

    results = admin.post(f"{BATCHES}/{told['batch']['id']}/undo").json["results"]
    assert all(each["decision"] for each in results)
    assert count(reader) == 2
    posted(author)


def test_a_batch_of_another_site_is_not_there(
    reader: Someone, admin: Someone, gazette_key: Someone
) -> None:
    """Neither its comments nor its undo, for the key of another site."""
    comment = approved(reader, admin)["comment"]["id"]
    made = batch(admin, branch=comment, action="hold")

    assert gazette_key.post(f"{BATCHES}/{made['batch']['id']}/undo").status_code == 404
    for wanted in ({"branch": comment}, {"author_of": comment, "days": 1}):
        answer = gazette_key.post(BATCHES, {**wanted, "action": "reject"})
        assert answer.status_code == 404
    told = batch(gazette_key, comments=[{"comment_id": comment}], action="reject")
    assert [each["why"] for each in told["conflicts"]] == ["not_found"]


def test_a_decision_of_a_batch_is_undone_like_any(reader: Someone, admin: Someone) -> None:
    """Its id is a decision's id."""
    comment = posted(reader)["comment"]["id"]
    made = batch(admin, comments=[{"comment_id": comment}], action="approve")
    [decision] = made["decisions"]
    assert admin.post(f"/api/v1/decisions/{decision['id']}/undo").status_code == 200
    again = admin.post(f"{BATCHES}/{made['batch']['id']}/undo")
    assert (again.status_code, again.json["results"]) == (200, [])
    decided(admin, "reject", comment)

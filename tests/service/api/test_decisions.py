"""Deciding and undoing over HTTP."""

from uuid import uuid4

from tests.service.someone import Someone, approved, decided, posted

DECISIONS = "/api/v1/decisions"
COUNT = "/api/v1/counts?article=story-1"


def test_a_batch_is_decided_or_reported(reader: Someone, admin: Someone) -> None:
    """Each comment is in one of the two lists, with all that the contract names."""
    fresh, stale = posted(reader)["comment"]["id"], posted(reader)["comment"]["id"]
    nobody = str(uuid4())
    items = [
        {"comment_id": fresh, "version": 1},
        {"comment_id": stale, "version": 7},
        {"comment_id": nobody},
    ]

    answer = admin.post(DECISIONS, {"items": items, "action": "reject", "reason": "spam"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    [decision] = answer.json["decisions"]
    assert decision == {
        "id": decision["id"],
        "comment_id": fresh,
        "from": "pending",
        "to": "rejected",
        "reason": "spam",
        "at": decision["at"],
    }
    assert decision["at"].endswith("Z")
    assert answer.json["conflicts"] == [
        {
            "comment_id": stale,
            "why": "stale",
            "status": "pending",
            "decided_by": None,
            "decided_at": None,
        },
        {
            "comment_id": nobody,
            "why": "not_found",
            "status": None,
            "decided_by": None,
            "decided_at": None,
        },
    ]


def test_two_people_do_not_decide_past_each_other(
    reader: Someone, admin: Someone, moderator: Someone
) -> None:
    """Without a version, a decision gives way to another person's of this moment."""
    comment = posted(reader)["comment"]["id"]
    decided(admin, "approve", comment)

    answer = moderator.post(
        DECISIONS, {"items": [{"comment_id": comment}], "action": "reject"}
    ).json

    assert answer["decisions"] == []
    [conflict] = answer["conflicts"]
    assert (conflict["why"], conflict["status"]) == ("decided", "approved")
    assert conflict["decided_by"] == "an admin's system"
    assert conflict["decided_at"].endswith("Z")


def test_a_moderator_decides_with_a_session(reader: Someone, moderator: Someone) -> None:
    """By cookie and CSRF token; the count beside the headline follows at once."""
    comment = posted(reader)["comment"]["id"]
    decided(moderator, "approve", comment)

    assert reader.get(COUNT).json["counts"] == {"story-1": 1}


def test_hold_and_escalate(reader: Someone, admin: Someone) -> None:
    """What is held is gone from the page; what is escalated stays where it is."""
    comment = approved(reader, admin)["comment"]["id"]

    [escalated] = decided(admin, "escalate", comment)
    assert (escalated["from"], escalated["to"]) == ("approved", "approved")
    assert admin.get("/api/v1/queue?state=escalated").json["total"] == 1
    [held] = decided(admin, "hold", comment)
    assert (held["from"], held["to"]) == ("approved", "pending")
    assert reader.get(COUNT).json["counts"] == {"story-1": 0}


def test_the_newest_decision_is_taken_back(reader: Someone, admin: Someone) -> None:
    """Undo restores the status and the count, once; a second time is 409 and says why."""
    comment = posted(reader)["comment"]["id"]
    [decision] = decided(admin, "approve", comment)
    path = f"{DECISIONS}/{decision['id']}/undo"

    undone = admin.post(path)

    assert undone.status_code == 200
    told = undone.json["decision"]
    assert (told["comment_id"], told["from"], told["to"]) == (comment, "approved", "pending")
    assert reader.get(COUNT).json["counts"] == {"story-1": 0}
    again = admin.post(path, {})
    assert again.status_code == 409
    assert "undid it" in again.json["detail"]


def test_an_older_decision_stays(reader: Someone, admin: Someone) -> None:
    """409 names what came after it."""
    comment = posted(reader)["comment"]["id"]
    [first] = decided(admin, "approve", comment)
    decided(admin, "reject", comment)

    answer = admin.post(f"{DECISIONS}/{first['id']}/undo")

    assert answer.status_code == 409
    assert "an admin's system decided “reject”" in answer.json["detail"]


def test_many_are_taken_back_each_by_itself(reader: Someone, admin: Someone) -> None:
    """One that cannot be undone does not hold up the others."""
    comments = [posted(reader)["comment"]["id"] for _ in range(2)]
    decisions = [each["id"] for each in decided(admin, "approve", *comments)]
    decided(admin, "reject", comments[0])
    nobody = str(uuid4())

    results = admin.post(f"{DECISIONS}/undo", {"ids": [*decisions, nobody]}).json["results"]

    assert [each["id"] for each in results] == [*decisions, nobody]
    assert [each["why"] for each in results] == ["conflict", None, "not_found"]
    assert results[0]["detail"] is not None
    assert results[1]["decision"]["to"] == "pending"
    assert results[0]["decision"] is results[2]["decision"] is None


def test_a_malformed_batch_decides_nothing(reader: Someone, admin: Someone) -> None:
    """422 as a whole: nobody has to find out what was done of it."""
    comment = posted(reader)["comment"]["id"]
    items = [{"comment_id": comment}, {"comment_id": "x"}]

    assert admin.post(DECISIONS, {"items": items, "action": "approve"}).status_code == 422
    assert reader.get(COUNT).json["counts"] == {"story-1": 0}

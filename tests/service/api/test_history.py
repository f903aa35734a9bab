"""A comment's history over HTTP."""

from uuid import uuid4

from tests.service.someone import Someone, approved, as_author, decided, posted


def test_a_history_is_told_in_the_words_of_the_contract(reader: Someone, admin: Someone) -> None:
    """Every event has every key, null where it does not apply; the oldest comes first."""
    created = approved(reader, admin)
    own = created["comment"]["id"]
    reader.post(f"/api/v1/comments/{own}/flags", {"reason": "abuse", "text": "He means me."})
    as_author(reader, created).patch(f"/api/v1/comments/{own}", {"body": "Fairer words."})
    [decision] = decided(admin, "reject", own)
    admin.post(f"/api/v1/decisions/{decision['id']}/undo")

    answer = admin.get(f"/api/v1/comments/{own}/history")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    events = answer.json["events"]
    assert [each["type"] for each in events] == [
        "created", "decided", "flagged", "edited", "decided", "undone",
    ]  # fmt: skip
    for event in events:
        assert set(event) == {
            "type", "at", "by", "from", "to", "action", "reason", "note", "scores", "risk", "model",
            "rule", "facts", "body", "version", "revision", "until", "decision_id", "undoes_id",
            "batch_id", "restriction_id",
        }  # fmt: skip
        assert event["at"].endswith("Z")
    assert events[2]["by"] == {"kind": "reader", "name": None}
    assert (events[2]["reason"], events[2]["note"]) == ("abuse", "He means me.")
    assert events[3]["body"] == "A fair point."
    assert events[4]["by"] == {"kind": "key", "name": "an admin's system"}
    assert (events[4]["from"], events[4]["to"]) == ("pending", "rejected")
    assert events[5]["undoes_id"] == decision["id"]
    assert answer.json["more_flags"] == 0


def test_a_history_is_for_moderators_of_the_site(
    reader: Someone, admin: Someone, gazette_key: Someone, scorer_key: Someone
) -> None:
    """401 for readers, 403 for a scorer's key, 404 elsewhere and for what is not there."""
    created = posted(reader)
    path = f"/api/v1/comments/{created['comment']['id']}/history"

    assert reader.get(path).status_code == 401
    assert as_author(reader, created).get(path).status_code == 401
    assert scorer_key.get(path).status_code == 403
    assert gazette_key.get(path).status_code == 404
    assert admin.get(f"/api/v1/comments/{uuid4()}/history").status_code == 404
    assert admin.get(path).status_code == 200

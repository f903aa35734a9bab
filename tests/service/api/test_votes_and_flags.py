"""What readers say about comments of others."""

import pytest

from tests.service.someone import ONE_DATABASE, Json, Someone, approved, decided, posted

COMMENTS = "/api/v1/comments"


def reader_again(reader: Someone, answer: Json) -> Someone:
    """The reader whom an answer told a token."""
    return Someone(reader.client, {"X-Belowline-Reader": answer["reader_token"]})


def test_a_vote_is_one_per_reader(reader: Someone, admin: Someone) -> None:
    """It can be turned and taken back; the first one makes a reader."""
    path = f"{COMMENTS}/{approved(reader, admin)['comment']['id']}/vote"
    first = reader.put(path, {"value": 1})
    assert first.status_code == 200
    voter = reader_again(reader, first.json)

    said = [voter.put(path, {"value": value}).json for value in (1, -1, 0)]

    assert first.json["votes"] == {"up": 1, "down": 0}
    assert [each["votes"] for each in said] == [
        {"up": 1, "down": 0},
        {"up": 0, "down": 1},
        {"up": 0, "down": 0},
    ]
    assert [each["mine"] for each in said] == [1, -1, 0]
    assert {each["reader_token"] for each in said} == {first.json["reader_token"]}


def test_votes_add_up(reader: Someone, admin: Someone) -> None:
    """Every reader counts once."""
    path = f"{COMMENTS}/{approved(reader, admin)['comment']['id']}/vote"
    for value in (1, 1, -1):
        last = reader.put(path, {"value": value}).json

    assert last["votes"] == {"up": 2, "down": 1}


def test_a_flag_is_kept_once(reader: Someone, admin: Someone) -> None:
    """A second flag of the same reader changes nothing, and is answered as the first."""
    comment = approved(reader, admin)["comment"]
    path = f"{COMMENTS}/{comment['id']}/flags"
    first = reader.post(path, {"reason": "spam", "text": "Look at this."})
    again = reader_again(reader, first.json).post(path, {"reason": "abuse"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["flag"]["reason"] == "spam"
    assert again.json == first.json
    [item] = admin.get(f"/api/v1/queue?state=approved&comment={comment['id']}").json["items"]
    assert item["flags"] == [{"reason": "spam", "count": 1, "texts": ["Look at this."]}]


@pytest.mark.parametrize(("reasons", "asks"), [("spam", 0), ("spam spam spam", 1), ("illegal", 1)])
def test_what_a_person_approved_comes_back_from_three_readers(
    reader: Someone, admin: Someone, reasons: str, asks: int
) -> None:
    """Or from one who says that it is illegal; it stays on the page meanwhile."""
    comment = approved(reader, admin)["comment"]
    for reason in reasons.split():
        reader.post(f"{COMMENTS}/{comment['id']}/flags", {"reason": reason})

    assert admin.get("/api/v1/queue?state=flagged").json["total"] == asks
    assert reader.get(f"{COMMENTS}/{comment['id']}").status_code == 200


def test_enough_flags_call_a_person(reader: Someone, admin: Someone) -> None:
    """The comment waits, unless a person approved it; the site says how many are enough."""
    admin.patch("/api/v1/sites/default", {"flag_limit": 2, "mode": "post"})
    comment = posted(reader)["comment"]
    assert comment["status"] == "approved"

    for _ in range(2):
        answer = reader.post(f"{COMMENTS}/{comment['id']}/flags", {"reason": "off_topic"})
        assert answer.status_code == 201

    assert reader.get(f"{COMMENTS}/{comment['id']}").status_code == 404
    [item] = admin.get("/api/v1/queue?state=flagged").json["items"]
    assert item["comment"]["status"] == "pending"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("method", "what", "sent"),
    [("PUT", "vote", {"value": 1}), ("POST", "flags", {"reason": "spam"})],
)
def test_only_what_is_shown_is_voted_on_and_flagged(
    reader: Someone, admin: Someone, method: str, what: str, sent: Json
) -> None:
    """What waits and what was removed is not there for readers."""
    waiting, removed = posted(reader)["comment"], posted(reader)["comment"]
    decided(admin, "reject", removed["id"])

    for comment in (waiting, removed):
        answer = reader.call(method, f"{COMMENTS}/{comment['id']}/{what}", sent)
        assert answer.status_code == 404

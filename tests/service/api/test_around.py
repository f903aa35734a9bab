"""The thread around a comment, over HTTP."""

from models.sites import Site
from tests.service.someone import ONE_DATABASE, Someone, approved, as_author, decided, posted


def _thread(someone: Someone, comment_id: str) -> dict[str, list[str]]:
    answer = someone.get(f"/api/v1/comments/{comment_id}/thread")
    assert answer.status_code == 200, answer.text
    told = answer.json
    assert told.pop("more") == {"siblings": False, "replies": False}
    return {where: [item["id"] for item in items] for where, items in told.items()}


def test_what_is_above_beside_and_below_is_told(reader: Someone, admin: Someone) -> None:
    """Pending and rejected ones too, in the order of ids; what was deleted tells nothing."""
    root = approved(reader, admin)["comment"]["id"]
    other_root = posted(reader)["comment"]["id"]
    above = approved(reader, admin, parent_id=root)["comment"]["id"]
    here = approved(reader, admin, parent_id=above)["comment"]["id"]
    rejected = posted(reader, parent_id=above)["comment"]["id"]
    decided(admin, "reject", rejected)
    gone = posted(reader, parent_id=above)
    as_author(reader, gone).delete(f"/api/v1/comments/{gone['comment']['id']}")
    waiting = posted(reader, parent_id=here)["comment"]["id"]
    posted(reader, article="another")

    assert _thread(admin, here) == {
        "ancestors": [root, above],
        "siblings": [rejected],
        "replies": [waiting],
    }
    assert _thread(admin, root) == {"ancestors": [], "siblings": [other_root], "replies": [above]}
    assert _thread(admin, other_root)["siblings"] == [root]


def test_an_item_of_the_thread_has_what_a_moderator_reads(reader: Someone, admin: Someone) -> None:
    """Its text, author, status and version, and whether readers see it."""
    root = approved(reader, admin, body="**Well**.", author={"name": "Ada"})["comment"]
    here = posted(reader, parent_id=root["id"])["comment"]["id"]
    [item] = admin.get(f"/api/v1/comments/{here}/thread").json["ancestors"]
    assert item == {
        "id": root["id"], "parent_id": None, "depth": 0, "status": "approved", "version": 2,
        "author": {"name": "Ada", "initials": "A", "verified": False, "staff": False},
        "html": "<p><strong>Well</strong>.</p>", "created_at": root["created_at"],
        "risk": None, "blurred": False, "shown": True,
    }  # fmt: skip
    [item] = admin.get(f"/api/v1/comments/{root['id']}/thread").json["replies"]
    assert (item["status"], item["shown"]) == ("pending", False)


@ONE_DATABASE
def test_fifty_of_each_are_told(reader: Someone, admin: Someone) -> None:
    """The nearest siblings on both sides, the first replies; and that there are more."""
    root = approved(reader, admin)["comment"]["id"]
    beside = [posted(reader, parent_id=root)["comment"]["id"] for _ in range(60)]

    def told(comment_id: str, where: str) -> tuple[list[str], bool]:
        answer = admin.get(f"/api/v1/comments/{comment_id}/thread").json
        return [item["id"] for item in answer[where]], answer["more"][where]

    assert told(root, "replies") == (beside[:50], True)
    assert told(beside[30], "siblings") == (beside[5:30] + beside[31:56], True)
    assert told(beside[2], "siblings") == (beside[:2] + beside[3:51], True)
    assert told(beside[-1], "siblings") == (beside[9:-1], True)


@ONE_DATABASE
def test_a_thread_of_another_site_is_not_there(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """For whom may not see that site; nor what is no comment at all, nor for readers."""
    here = posted(reader)["comment"]["id"]
    made = admin.post("/api/v1/api-keys", {"name": "g", "role": "moderator", "sites": ["gazette"]})
    gazette = Someone(admin.client, {"Authorization": f"Bearer {made.json['key']}"})
    assert gazette.get(f"/api/v1/comments/{here}/thread").status_code == 404
    assert admin.get(f"/api/v1/comments/{second_site.id}/thread").status_code == 404
    assert reader.get(f"/api/v1/comments/{here}/thread").status_code == 401

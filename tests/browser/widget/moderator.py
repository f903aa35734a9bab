"""Comments and decisions that come about while a reader looks at the page."""

from tests.running_server import Json, RunningServer, wait_until


def publish(
    server: RunningServer,
    article: str,
    body: str,
    *,
    name: str = "Ada",
    parent_id: str | None = None,
) -> str:
    """Post a friendly comment and see that it is approved, however busy the machine; its id."""
    comment = server.post(article, body, name=name, parent_id=parent_id)["comment"]
    if comment["status"] != "approved":
        decide(server, comment["id"], "approve")
    made: str = comment["id"]
    return made


def decide(server: RunningServer, comment_id: str, action: str, reason: str | None = None) -> None:
    """Record a decision about one comment; it must be taken."""
    sent: Json = {"items": [{"comment_id": comment_id}], "action": action}
    if reason is not None:
        sent["reason"] = reason
    answer = server.as_admin("POST", "/api/v1/decisions", sent)
    assert answer.status == 200, answer
    assert answer.json()["conflicts"] == [], answer


def held(server: RunningServer, article: str) -> str:
    """The id of the comment of an article that waits for a person, as soon as it does."""
    path = f"/api/v1/queue?state=held&article={article}"
    wait_until(lambda: server.as_admin("GET", path).json()["items"] != [])
    (item,) = server.as_admin("GET", path).json()["items"]
    waiting: str = item["comment"]["id"]
    return waiting

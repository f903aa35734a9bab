"""The example consumer beside the real service, with a bad network in between."""

import json
from pathlib import Path

from tests.journeys.hooked import Hooked
from tests.journeys.node import verified_by_node
from tests.journeys.receivers import Front, consuming
from tests.running_server import RunningServer, wait_until
from tests.service.webhooks.receiver import receiving

ARTICLES = [f"counted/{number}" for number in range(4)]
EACH = 8
TYPES = ("article.count_changed", "comment.approved", "comment.rejected")


def test_its_table_is_right_under_duplicates_and_reordering(
    sending: RunningServer, tmp_path: Path, node_library: Path
) -> None:
    """Lost, repeated and late events leave the service's counts; both libraries verify them all."""
    front = Front(fails=0.5)
    with receiving(front.answer) as receiver:
        hook = Hooked.make(sending, receiver.url, *TYPES, article_prefix="counted/")
        front.secret = hook.secret
        with consuming(tmp_path, hook.secret, front.consumer) as consumer:

            def table() -> object:
                return json.loads(consumer.ask("GET", "/counts", {})[2])

            ids = [_written(sending, article) for article in ARTICLES for _ in range(EACH)]
            _decided(sending, ids, "approve")
            _decided(sending, ids[: 2 * EACH], "reject")
            _decided(sending, ids[:EACH:2], "approve")
            right = dict(zip(ARTICLES, (EACH // 2, 0, EACH, EACH), strict=True))
            wait_until(lambda: table() == right and hook.number("pending") == 0, 60)
    asked = "&".join(f"article={article}" for article in ARTICLES)
    assert sending.get(f"/api/v1/counts?{asked}")["counts"] == right
    assert hook.number("failed") == 0
    assert front.forged == []
    assert front.requests == len(front.seen) + front.refused
    assert verified_by_node(node_library, hook.secret, front.seen.values()) == list(front.seen)


def _written(server: RunningServer, article: str) -> str:
    return str(server.post(article, "The ferry was on time again.")["comment"]["id"])


def _decided(server: RunningServer, ids: list[str], action: str) -> None:
    items = [{"comment_id": comment_id} for comment_id in ids]
    answer = server.as_admin("POST", "/api/v1/decisions", {"items": items, "action": action})
    assert answer.status == 200, answer
    assert answer.json()["conflicts"] == []

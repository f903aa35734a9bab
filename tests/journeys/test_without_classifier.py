"""The model is taken from a running server, under load, and brought back."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.crowd import Crowd, everything, unscored
from tests.removable_model import RemovableModel, in_a_package
from tests.running_server import RunningServer, wait_until


@pytest.fixture
def model(tmp_path: Path) -> RemovableModel:
    """The bundled model of the server below, where it can be taken away."""
    return in_a_package(tmp_path / "packages")


@pytest.fixture
def server(tmp_path: Path, model: RemovableModel) -> Iterator[RunningServer]:
    """A server that takes its model from there."""
    packages = {"PYTHONPATH": str(tmp_path / "packages")}
    with RunningServer(tmp_path, packages).running() as server:
        yield server


def classifier(server: RunningServer) -> dict[str, Any]:
    """What the server says of it."""
    ready: dict[str, Any] = server.get("/readyz")
    return ready


def is_degraded(server: RunningServer, why: str) -> bool:
    """Whether it is down for this reason."""
    said = classifier(server)
    return said["classifier"] == "degraded" and why in said["reason"]


def metric(server: RunningServer, name: str) -> float:
    """The value of a metric's only sample."""
    lines = server.request("GET", "/metrics").body.decode().splitlines()
    [line] = [line for line in lines if line.startswith((f"{name} ", f"{name}{{"))]
    return float(line.rpartition(" ")[2])


def begin(server: RunningServer, texts: list[str]) -> tuple[Crowd, list[threading.Thread]]:
    """A crowd that posts them."""
    crowd = Crowd.with_texts(server, texts)
    return crowd, crowd.begin()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_is_lost_or_passed_while_the_model_is_away(
    server: RunningServer, model: RemovableModel
) -> None:
    """Missing, then damaged, over a crash, and back: all that came meanwhile waits and is scored."""
    first = [f"The ferry sailed {each} times, and on time." for each in range(80)]
    later = [f"The library was open on {each} Sundays this time." for each in range(80)]
    before, posting = begin(server, first)
    wait_until(lambda: len(before.said) > 30, 60)
    model.take_away()
    wait_until(lambda: is_degraded(server, f"{model.weights.name} cannot be read"))
    for thread in posting:
        thread.join()

    away, posting = begin(server, later)
    wait_until(lambda: len(away.said) > 30, 60)
    model.damage()
    server.kill()
    for thread in posting:
        thread.join()
    server.start()
    assert is_degraded(server, "its hash is not the pinned")
    away.finish()
    waiting = everything(server)
    statuses = {waiting[comment_id]["comment"]["status"] for comment_id in away.said.values()}
    assert statuses == {"pending"}
    assert metric(server, "belowline_classifier_up") == 0
    assert metric(server, "belowline_classifier_down_timestamp_seconds") > 0
    wait_until(lambda: metric(server, "belowline_unscored_comments") == unscored(server))
    assert unscored(server) >= len(later)
    [told] = server.as_admin("GET", "/api/v1/queue").json()["not_scoring"]
    assert told["reason"] == classifier(server)["reason"]
    by_hand = next(iter(away.said.values()))
    sent = {"items": [{"comment_id": by_hand}], "action": "reject"}
    assert server.as_admin("POST", "/api/v1/decisions", sent).json()["conflicts"] == []

    model.bring_back()
    wait_until(lambda: unscored(server) == 0, 90)
    assert classifier(server) == {"status": "ready", "classifier": "ready", "reason": None}
    kept = everything(server)
    assert {item["comment"]["body"] for item in kept.values()} == {*first, *later}
    assert len(kept) == len(first) + len(later)
    assert all(item["scores"] for item in kept.values() if item["comment"]["id"] != by_hand)
    assert kept[by_hand]["comment"]["status"] == "rejected"
    wait_until(lambda: metric(server, "belowline_unscored_comments") == 0)
    assert metric(server, "belowline_classifier_up") == 1
    assert server.as_admin("GET", "/api/v1/queue").json()["not_scoring"] == []
    assert "All is well" in server.command("check")


def test_changes_are_logged_and_not_each_try(server: RunningServer, model: RemovableModel) -> None:
    """One line when the model goes and one when it is back, however long that takes."""
    model.take_away()
    wait_until(lambda: is_degraded(server, "cannot be read"))
    created = server.post("a", "What a lovely walk along the river.")
    assert created["comment"]["status"] == "pending"
    model.bring_back()
    wait_until(lambda: classifier(server)["classifier"] == "ready", 40)
    wait_until(lambda: unscored(server) == 0)
    assert server.log.count("no scoring by “bundled”") == 1
    assert server.log.count("scoring by “bundled”, revision") == 2

"""What a process keeps of the database for a moment is never what it knows to be over."""

import threading
import time
from pathlib import Path

import pytest
from flask import Flask

from models.database import db, writing
from models.sites import Site
from service.flow.kept import SECONDS, Kept
from service.flow.sites import find_site, site_of
from tests.models.together import together
from tests.service.flow.newsroom import Newsroom


def test_a_kept_value_is_not_loaded_again(room: Newsroom) -> None:
    """Hot reads cost no query: within its moment a value is loaded once, also where it is None."""
    loads: list[str] = []

    def load(key: str) -> None:
        loads.append(key)

    kept = Kept(load)
    for _ in range(5):
        assert kept.get("a") is None
    kept.get("b")
    assert loads == ["a", "b"]


def test_a_forgotten_value_is_loaded_anew(room: Newsroom) -> None:
    """Forgetting one key leaves the others."""
    values = {"a": 1, "b": 1}
    kept = Kept(values.__getitem__)
    assert (kept.get("a"), kept.get("b")) == (1, 1)
    values.update(a=2, b=2)
    kept.forget("a")
    assert (kept.get("a"), kept.get("b")) == (2, 1)


def test_a_value_is_loaded_anew_after_its_moment(room: Newsroom) -> None:
    """What another process changed is known within a second."""
    values = {"a": 1}
    kept = Kept(values.__getitem__)
    kept.get("a")
    values["a"] = 2
    end = time.monotonic() + 10 * SECONDS
    while kept.get("a") == 1 and time.monotonic() < end:
        time.sleep(0.02)
    assert kept.get("a") == 2


def test_a_load_that_began_before_a_change_is_not_kept(room: Newsroom) -> None:
    """A slow reader cannot bring back the past: the next one loads for itself."""
    values, began, go_on = {"a": 1}, threading.Event(), threading.Event()

    def load(key: str) -> int:
        value = values[key]
        if value == 1:
            began.set()
            go_on.wait(10)
        return value

    kept = Kept(load)

    def read_slowly() -> int:
        return kept.get("a")

    def change_meanwhile() -> int:
        began.wait(10)
        values["a"] = 2
        kept.forget("a")
        go_on.set()
        return 2

    assert together(read_slowly, change_meanwhile) == [1, 2]
    assert kept.get("a") == 2


def test_a_process_answers_with_its_own_change_at_once(room: Newsroom) -> None:
    """Under many readers, whoever changed a value reads it back, and never an older one."""
    stop = threading.Event()

    def read() -> int:
        newest = 0
        while not stop.is_set():
            version = room.article().version
            assert version >= newest
            newest = version
            time.sleep(0.001)  # or the readers would leave the writer no time to write
        return newest

    def change() -> int:
        try:
            for _ in range(15):
                room.approved()
                assert room.article().count == room.recount()
        finally:
            stop.set()
        return room.article().version

    room.post()
    room.score()
    *_, last = together(read, read, change)
    assert room.article().version == last
    assert room.article().count == 16


def test_a_sites_change_is_known_at_once(room: Newsroom) -> None:
    """By its name and by its id, with a new version of its settings."""
    before = room.site
    room.set(mode="pre", title="The Paper")
    assert (room.site.mode, room.site.title) == ("pre", "The Paper")
    assert site_of(before.id) == room.site
    assert room.site.settings_version > before.settings_version


def test_a_site_that_is_not_there_is_none(room: Newsroom) -> None:
    """And is found as soon as it is made."""
    assert find_site("tomorrow") is None
    Newsroom("tomorrow")
    assert find_site("tomorrow") is not None


def test_each_database_keeps_its_own(room: Newsroom, tmp_path: Path) -> None:
    """Two apps in one process, each with its database, never mix what they keep."""
    loads: list[str] = []

    def load(key: str) -> int:
        loads.append(key)
        return len(loads)

    kept = Kept(load)
    assert kept.get("a") == kept.get("a") == 1
    other = Flask("other")
    other.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'other.db'}"
    db.init_app(other)
    with other.app_context():
        assert kept.get("a") == 2
        db.engine.dispose()
    assert kept.get("a") == 1


def test_a_change_that_failed_forgets_nothing(room: Newsroom) -> None:
    """Only what was committed is news."""
    room.post()
    before = room.site
    with pytest.raises(ZeroDivisionError), writing() as session:
        session.get_one(Site, before.id).title = "Never"
        raise ZeroDivisionError
    assert room.site is before

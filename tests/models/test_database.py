"""Ids, times, and the one way to write."""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import RFC_4122, UUID

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError, StatementError

from models.database import after_commit, db, new_id, now, writing
from models.sites import Site
from tests.models.together import together


def _site(name: str, **values: Any) -> Site:
    with writing() as session:
        site = Site(name=name, **values)
        session.add(site)
    return site


def _title(name: str) -> str | None:
    return db.session.scalar(select(Site.title).where(Site.name == name))


def test_ids_are_uuids_of_version_seven() -> None:
    """An id says its millisecond in its first 48 bits, and that it does."""
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_of_one_moment_differ() -> None:
    """74 bits are random, so no two processes need to agree."""
    assert len({new_id() for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize("ahead_ms", [-5000, 0, 1, 3_600_000])
def test_an_id_can_be_made_later_than_another(ahead_ms: int) -> None:
    """Later by at least a millisecond, even than one from a clock that is ahead."""
    other = UUID(int=new_id().int + (ahead_ms << 80))
    later = new_id(after=other)
    assert later.int >> 80 > other.int >> 80
    assert later > other


def test_the_present_is_known_to_the_millisecond() -> None:
    """Times are what answers can carry, in UTC."""
    moment = now()
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)


def test_times_come_back_in_utc(context: Flask) -> None:
    """Whatever zone a time had, it comes back as the same moment in UTC."""
    moment = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    _site("paper", created_at=moment)
    db.session.remove()
    stored = db.session.scalars(select(Site.created_at).where(Site.name == "paper")).one()
    assert stored == moment
    assert stored.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(context: Flask) -> None:
    """Nobody could say which moment it was."""
    with pytest.raises(StatementError, match="without a zone"):
        _site("paper", created_at=datetime(2026, 3, 29, 3, 30))  # noqa: DTZ001 - the test's point


def test_a_block_is_one_transaction(context: Flask) -> None:
    """All of a block is kept at its end; an exception keeps nothing of it."""
    _site("kept")
    with pytest.raises(ZeroDivisionError), writing() as session:
        session.add(Site(name="lost"))
        session.flush()
        raise ZeroDivisionError
    assert set(db.session.scalars(select(Site.name))) >= {"kept"}
    assert _title("lost") is None


def test_blocks_do_not_nest(context: Flask) -> None:
    """A block inside another would commit the half of it, so it is an error, and the outer lives."""
    with writing() as session:
        session.add(Site(name="paper"))
        with pytest.raises(RuntimeError, match="does not nest"), writing():
            pass
    assert _title("paper") == ""


def test_callbacks_wait_for_the_commit(context: Flask) -> None:
    """What must see the change runs after it is there for everybody, once and in order."""
    seen: list[Any] = []
    with writing() as session:
        session.add(Site(name="paper"))
        after_commit(session, lambda: seen.extend(together(lambda: _title("paper"))))
        after_commit(session, lambda: seen.append("second"))
        assert seen == []
    assert seen == ["", "second"]
    with writing():
        pass
    assert seen == ["", "second"]


def test_callbacks_of_a_block_that_failed_never_run(context: Flask) -> None:
    """Nobody is told of what did not happen."""
    seen: list[str] = []
    with pytest.raises(ZeroDivisionError), writing() as session:
        after_commit(session, lambda: seen.append("told"))
        raise ZeroDivisionError
    with writing():
        pass
    assert seen == []


def test_what_was_written_stays_readable(context: Flask) -> None:
    """What a block made can be shown without being read again."""
    site = _site("paper", title="The Paper")
    db.session.remove()
    assert site.title == "The Paper"


def test_what_was_read_before_a_block_is_read_anew_in_it(context: Flask) -> None:
    """A block works on what is there now, not on a copy from before somebody else's change."""
    site = _site("paper", title="old")

    def change() -> None:
        with writing() as session:
            session.execute(update(Site).values(title="new"))

    together(change)
    with writing() as session:
        assert session.get(Site, site.id) is site
        assert site.title == "new"


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_writing_outside_a_block_fails_at_once(context: Flask) -> None:
    """A transaction that only reads cannot grow into one that writes and wait for others."""
    with pytest.raises(OperationalError, match="readonly"):
        db.session.execute(update(Site).values(title="new"))
    db.session.rollback()
    _site("paper")


@on_sqlite
def test_every_connection_to_sqlite_is_durable_and_strict(context: Flask) -> None:
    """WAL, a sync at every commit, foreign keys checked, and patience with other writers."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
    with db.engine.connect() as one, db.engine.connect() as another:
        for connection in (one, another):
            found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
            assert found == wanted


def test_writers_wait_for_each_other(context: Flask) -> None:
    """Of many who add one at the same moment, nobody fails and nobody's is lost."""
    site = _site("paper")

    def add_one() -> None:
        for _ in range(10):
            with writing() as session:
                row = session.get_one(Site, site.id, with_for_update=True, populate_existing=True)
                row.settings_version += 1

    together(*[add_one] * 6)
    assert db.session.scalars(select(Site.settings_version)).all()[-1] == 61

"""How many texts a caller may have scored."""

from uuid import uuid4

import pytest

from service.access import quotas
from service.access.quotas import QuotaExceeded, Quotas
from tests.service.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that quotas go by."""
    clock = Clock()
    monkeypatch.setattr(quotas, "time", clock)
    return clock


def test_a_minutes_worth_comes_at_once_and_then_the_pace(clock: Clock) -> None:
    """What is used up comes back at the pace of the quota, and no more than a minute's worth."""
    counted, who = Quotas(), uuid4()
    counted.take(who, 2, 120)
    with pytest.raises(QuotaExceeded) as exceeded:
        counted.take(who, 2)
    assert (exceeded.value.retry_after, exceeded.value.per_minute) == (1, 120)
    clock.now += 1
    counted.take(who, 2, 2)
    with pytest.raises(QuotaExceeded):
        counted.take(who, 2)
    clock.now += 3600
    counted.take(who, 2, 120)
    with pytest.raises(QuotaExceeded):
        counted.take(who, 2)


def test_what_is_refused_is_not_counted(clock: Clock) -> None:
    """Who asks for too much at once keeps what they have; they are told how long to wait."""
    counted, who = Quotas(), uuid4()
    counted.take(who, 1, 50)
    with pytest.raises(QuotaExceeded) as exceeded:
        counted.take(who, 1, 30)
    assert exceeded.value.retry_after == 20
    counted.take(who, 1, 10)


def test_callers_are_counted_apart(clock: Clock) -> None:
    """One that uses up its own takes nothing from another."""
    counted, one, other = Quotas(), uuid4(), uuid4()
    counted.take(one, 1, 60)
    counted.take(other, 1, 60)


def test_a_lower_quota_holds_at_once(clock: Clock) -> None:
    """What was saved up under a higher one is cut."""
    counted, who = Quotas(), uuid4()
    counted.take(who, 100)
    with pytest.raises(QuotaExceeded):
        counted.take(who, 1, 61)
    counted.take(who, 1, 60)


def test_memory_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many callers there ever were."""
    monkeypatch.setattr(quotas, "MOST_REMEMBERED", 3)
    counted = Quotas()
    for _ in range(10):
        counted.take(uuid4(), 1)
    assert len(counted._left) <= 3

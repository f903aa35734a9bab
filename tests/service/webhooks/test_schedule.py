"""A failed attempt is made again after a while, a longer one each time, and not for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from service.settings import read_settings
from service.webhooks.schedule import JITTER, next_attempt

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SCHEDULE = (5, 300, 1800)


@pytest.mark.parametrize(("step", "wait"), list(enumerate(SCHEDULE)))
def test_each_step_has_its_wait_with_jitter(step: int, wait: int) -> None:
    """What failed together does not come back together."""
    waits = {
        (due - NOON).total_seconds()
        for _ in range(200)
        if (due := next_attempt(step, SCHEDULE, NOON))
    }
    assert len(waits) > 50
    assert min(waits) >= wait * (1 - JITTER) - 0.001
    assert max(waits) <= wait * (1 + JITTER)
    assert min(waits) < wait < max(waits)


def test_after_the_last_step_there_is_none() -> None:
    """It has failed, whatever the receiver asked for."""
    assert next_attempt(3, SCHEDULE, NOON) is None
    assert next_attempt(3, SCHEDULE, NOON, "60") is None


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("120", 120, 120),
        ("1", 3, 7),
        (" 60 ", 60, 60),
        ("Wed, 25 Nov 2026 12:10:00 GMT", 600, 600),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 3, 7),
        ("999999999999", 86400, 86400),
        ("Wed, 25 Nov 2099 12:00:00 GMT", 86400, 86400),
        ("-5", 3, 7),
        ("soon", 3, 7),
        ("", 3, 7),
        ("١٢٠", 3, 7),
        (None, 3, 7),
    ],
)
def test_a_receiver_may_ask_for_more(asked: str | None, least: int, most: int) -> None:
    """In seconds or as a date, for a day at most; nonsense asks for nothing."""
    due = next_attempt(0, SCHEDULE, NOON, asked)
    assert due is not None
    assert timedelta(seconds=least) <= due - NOON <= timedelta(seconds=most)


def test_the_usual_schedule_takes_three_days() -> None:
    """A weekend without anybody in the office is survived."""
    schedule = read_settings({"BELOWLINE_SECRET_KEY": "s" * 32}).webhook_retry_schedule
    assert timedelta(days=3) < timedelta(seconds=sum(schedule)) < timedelta(days=3.5)
    assert list(schedule) == sorted(schedule)

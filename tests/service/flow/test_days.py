"""Days as people in one place count them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import literal, select, union_all

from models.database import UtcDateTime, db
from service.flow.days import Days, milliseconds
from tests.service.flow.newsroom import Newsroom

SECOND = timedelta(seconds=1)
MOMENT = timedelta(milliseconds=1)


def _places(days: Days, moments: list[datetime]) -> list[int]:
    asked = [select(days.place(literal(moment, UtcDateTime)).label("place")) for moment in moments]
    return list(db.session.scalars(union_all(*asked)))


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("UTC", "2026-02-27", "2026-03-02"),
        ("Europe/Berlin", "2026-03-28", "2026-03-31"),  # the 29th has 23 hours
        ("Europe/Berlin", "2026-10-25", "2026-10-27"),  # the 25th has 25 hours
        ("America/New_York", "2026-03-07", "2026-11-03"),  # both in one range
        ("Asia/Kathmandu", "2026-05-01", "2026-05-02"),  # 5:45 ahead
        ("America/Havana", "2026-03-07", "2026-03-09"),  # the 8th begins at one o'clock
        ("Australia/Lord_Howe", "2026-10-03", "2026-10-05"),  # half an hour is left out
    ],
)
def test_the_database_knows_the_day_of_every_moment(
    room: Newsroom, zone: str, first: str, last: str
) -> None:
    """It is the date on a wall calendar in that place, to the millisecond around midnight."""
    days = Days(date.fromisoformat(first), date.fromisoformat(last), zone)
    around = [
        moment
        for begin in (*days.begins[:4], *days.begins[-4:])
        for moment in (begin - MOMENT, begin, begin + MOMENT, begin + 12 * 3600 * SECOND)
        if days.begin <= moment < days.end
    ]

    places = _places(days, around)

    there = [moment.astimezone(ZoneInfo(zone)).date() for moment in around]
    assert [days.dates[place] for place in places] == there
    assert places[0] == 0
    assert places[-1] == len(days.dates) - 1


def test_a_range_begins_and_ends_at_midnight_there() -> None:
    """Both days are included; the next day's first moment is not."""
    days = Days(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin")

    assert days.begin == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert days.end == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert days.dates == [date(2026, 3, 29)]


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1_774_738_799_999, 1_774_738_800_000])
def test_a_moment_is_told_in_whole_milliseconds(room: Newsroom, count: int) -> None:
    """Not one is lost on the way through either database's own arithmetic."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + count * MOMENT

    assert db.session.scalar(select(milliseconds(literal(moment, UtcDateTime)))) == count

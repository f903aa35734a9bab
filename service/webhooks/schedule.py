"""When a failed attempt is made again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

JITTER = 0.25
"""A wait is up to this share longer or shorter, so that what failed together does not return so."""

LONGEST_RETRY_AFTER = timedelta(days=1)


def next_attempt(
    step: int, schedule: Sequence[int], moment: datetime, retry_after: str | None = None
) -> datetime | None:
    """When to try again after the failure of a step (0: the first attempt); None: it has failed.

    A receiver may ask for a longer wait, up to a day, by the header Retry-After.
    """
    if step >= len(schedule):
        return None
    wait = timedelta(seconds=schedule[step] * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311
    asked = min(_asked(retry_after, moment), LONGEST_RETRY_AFTER)
    due = moment + max(wait, asked)
    return due.replace(microsecond=due.microsecond // 1000 * 1000)


def _asked(retry_after: str | None, moment: datetime) -> timedelta:
    """Seconds or a date (RFC 9110, 10.2.3); what is neither asks for nothing."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:10]), LONGEST_RETRY_AFTER.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
        return (until if until.tzinfo else until.replace(tzinfo=UTC)) - moment
    except (ValueError, OverflowError):
        return timedelta(0)

"""Statistics: what was received and decided on each day, by whom, how fast, and how well."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response
from marshmallow import ValidationError

from service.access.callers import Caller
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow.days import Days
from service.flow.stats import Figures, seen_sites, stats
from service.flow.tally import Tally, Waits
from service.schemas.stats import MOST_DAYS, USUAL_DAYS, Stats, StatsQuery

Json = dict[str, Any]

blueprint = Blueprint(
    "stats",
    __name__,
    url_prefix=f"{PREFIX}/stats",
    description="What was received and decided, by whom, how fast, and how well.",
)


def _for_one_person(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    return response


blueprint.after_request(_for_one_person)


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(StatsQuery, location="query")
@blueprint.answers(200, Stats)
@blueprint.problems(404)
def get_stats(caller: Caller, query: Json) -> Json:
    """The figures of up to 366 days, the last 30 unless asked otherwise."""
    days = _days(query)
    name = query.get("site")
    site = site_in_scope(caller, name) if name is not None else None
    found = stats(days, caller.sites if site is None else frozenset({site.id}))
    return {
        "first": days.first,
        "last": days.last,
        "tz": days.zone,
        "at": found.at,
        "site": name,
        "sites": seen_sites(caller.sites),
        "total": _figures(found.total),
        "days": [{"day": day, **_figures(figures)} for day, figures in found.days],
        "rules": [{"rule": rule, **_tally(tally)} for rule, tally in found.rules.items()],
        "labels": [
            {"label": label, "received": of.received, **_tally(of.decisions)}
            for label, of in found.labels.items()
        ],
        "waiting": asdict(found.waiting),
    }


def _days(query: Json) -> Days:
    """The days asked for; raises `ValidationError` naming `from` where they are none or many."""
    last: date = query.get("last") or datetime.now(ZoneInfo(query["tz"])).date()
    first: date = query.get("first") or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise ValidationError({"from": ["Must not be after the last day."]})
    if (last - first).days >= MOST_DAYS:
        raise ValidationError({"from": [f"At most {MOST_DAYS} days can be asked for at once."]})
    return Days(first, last, query["tz"])


def _figures(figures: Figures) -> Json:
    busiest_first = sorted(
        figures.actors.items(), key=lambda actor: (-actor[1].decisions, str(actor[0]))
    )
    return {
        "received": figures.received,
        "became": figures.became,
        "decisions": _tally(figures.decisions),
        "by": [
            {"kind": kind, "name": name, **_tally(tally)} for (kind, name), tally in busiest_first
        ],
        "time_to_decision": {
            "all": _waits(figures.waits),
            "people": _waits(figures.peoples_waits),
        },
    }


def _tally(tally: Tally) -> Json:
    return {**asdict(tally), "overturned_share": tally.overturned_share}


def _waits(waits: Waits) -> Json:
    return {"number": waits.number, "median_s": waits.median_s, "p90_s": waits.p90_s}

"""The statistics over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from models.database import writing
from models.sites import Site
from service.access.keys import create_key
from tests.service.someone import ONE_DATABASE, Json, Someone, decided, errors, posted, with_key

STATS = "/api/v1/stats"
TALLY = {
    "approved", "rejected", "confirmed", "held", "escalated", "undone", "edited", "deleted",
    "reviewed", "overturned", "overturned_share", "held_approved", "held_rejected",
}  # fmt: skip
NOTHING: Json = dict.fromkeys(sorted(TALLY), 0) | {"overturned_share": None}
RUDE = "You are a stupid idiot and I hate you."


def key_of(app: Flask, role: str, *sites: Site) -> Someone:
    """A system with a key of this role, for these sites or for all."""
    scope = frozenset(site.id for site in sites) or None
    with app.app_context(), writing() as session:
        _, text = create_key(session, "a system", role, scope)
    return with_key(app.test_client(), text)


def test_the_answer_holds_all_figures(
    reader: Someone, admin: Someone, moderator: Someone, score_all: Callable[[], None]
) -> None:
    """What one comment left behind, for the days, the whole, the rules, the labels, and now."""
    posted(reader, body="The new bridge opens tomorrow.")
    rude = posted(reader, body=RUDE)["comment"]["id"]
    waits = posted(reader, body=f"{RUDE} Go away.")["comment"]
    score_all()
    decided(moderator, "reject", rude)

    answer = moderator.get(STATS)

    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"].startswith("private")
    told = answer.json
    today = told["days"][-1]
    assert {key: told[key] for key in ("tz", "site", "sites")} == {
        "tz": "UTC", "site": None, "sites": ["default"],
    }  # fmt: skip
    assert today["day"] == told["to"] == told["at"][:10]
    assert today["received"] == told["total"]["received"] == 3
    assert told["total"]["became"] == {"pending": 1, "approved": 1, "rejected": 1, "deleted": 0}
    counted = {"approved": 1, "rejected": 1, "held": 2, "held_rejected": 1}
    whole = NOTHING | counted | {"overturned_share": 0.0}
    assert told["total"]["decisions"] == today["decisions"] == whole
    by = {(each["kind"], each["name"]): each for each in told["total"]["by"]}
    assert set(by) == {("rule", None), ("moderator", "mo@example.org")}
    assert by["moderator", "mo@example.org"]["rejected"] == 1
    assert {rule["rule"]: rule["held"] + rule["approved"] for rule in told["rules"]} == {
        "no rule matched": 2, "clean": 1,
    }  # fmt: skip
    assert sum(label["received"] for label in told["labels"]) == 3
    waited = told["total"]["time_to_decision"]
    assert (waited["all"]["number"], waited["people"]["number"]) == (2, 1)
    assert waited["people"]["median_s"] == waited["people"]["p90_s"] >= 0
    assert told["waiting"] == {
        "number": 1, "unscored": 0, "overdue": 0, "since": waits["created_at"],
    }  # fmt: skip


@ONE_DATABASE
def test_the_last_thirty_days_are_told_unless_asked_otherwise(admin: Someone) -> None:
    """With one end given, the other follows; both ends are included."""
    today = datetime.now(UTC).date()

    usual, until = admin.get(STATS).json, admin.get(f"{STATS}?to=2026-01-31").json
    since = admin.get(f"{STATS}?from={today - timedelta(days=6)}").json

    assert (len(usual["days"]), usual["to"]) == (30, str(today))
    assert (until["from"], until["to"], len(until["days"])) == ("2026-01-02", "2026-01-31", 30)
    assert (since["to"], len(since["days"])) == (str(today), 7)
    assert usual["total"]["decisions"] == usual["days"][0]["decisions"] == NOTHING


@ONE_DATABASE
def test_days_begin_at_midnight_of_the_zone(admin: Someone) -> None:
    """Today is what it is there, and a name of the IANA database says where."""
    told = admin.get(f"{STATS}?tz=Pacific/Kiritimati").json

    assert told["tz"] == "Pacific/Kiritimati"
    assert told["to"] == str(datetime.now(ZoneInfo("Pacific/Kiritimati")).date())


def test_a_comment_falls_on_the_day_it_has_there(reader: Someone, admin: Someone) -> None:
    """The same moment is on two days in two places a day apart."""
    at = datetime.fromisoformat(posted(reader)["comment"]["created_at"])

    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        days = admin.get(f"{STATS}?tz={zone}").json["days"]
        there = str(at.astimezone(ZoneInfo(zone)).date())
        assert [day["day"] for day in days if day["received"]] == [there]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-02-02&to=2026-02-01", "from"),
        ("from=2025-01-01&to=2026-02-04", "from"),  # 400 days
        ("from=2025-01-01&to=2026-01-02", "from"),  # 367 days
        ("from=2999-01-01", "from"),
        ("from=yesterday", "from"),
        ("from=", "from"),
        ("from=2026-02-30", "from"),
        ("to=2026-2-3", "to"),
        ("to=20260203", "to"),
        ("to=2026-W06-2", "to"),
        ("to=2026-02-03T00:00:00Z", "to"),
        ("to=0001-01-01", "to"),
        ("to=9999-12-31", "to"),
        ("to=%D9%A22026-02-03", "to"),
        ("to=2026-02-03&to=2026-02-04", "to"),
        ("tz=", "tz"),
        ("tz=Berlin", "tz"),
        ("tz=%2B02:00", "tz"),
        ("tz=../../etc/passwd", "tz"),
        ("tz=Europe/Berlin%00", "tz"),
        (f"tz={'a' * 65}", "tz"),
        ("site=", "site"),
        ("days=7", "days"),
    ],
)
def test_a_bad_query_names_the_parameter(admin: Someone, query: str, field: str) -> None:
    """422 for days that are none, too many or in the wrong order, and for unknown zones."""
    assert list(errors(admin.get(f"{STATS}?{query}"))) == [field]


@ONE_DATABASE
def test_a_leap_year_can_be_asked_for_at_once(admin: Someone) -> None:
    """366 days are the most."""
    told = admin.get(f"{STATS}?from=2024-01-01&to=2024-12-31").json

    assert len(told["days"]) == 366


@ONE_DATABASE
def test_only_moderators_and_their_keys_are_answered(app: Flask, client: Someone) -> None:
    """A scorer's key is refused, and so is whoever has none."""
    assert Someone(app.test_client()).get(STATS).status_code == 401
    assert key_of(app, "scorer").get(STATS).status_code == 403
    assert key_of(app, "moderator").get(STATS).status_code == 200


def test_other_sites_are_invisible(
    app: Flask, reader: Someone, admin: Someone, second_site: Site
) -> None:
    """A caller of one site is told of that one, and that another does not exist."""
    posted(reader)
    posted(reader, site="gazette")
    theirs = key_of(app, "moderator", second_site)

    told = theirs.get(STATS).json
    assert (told["sites"], told["total"]["received"], told["waiting"]["number"]) == (
        ["gazette"], 1, 1,
    )  # fmt: skip
    assert theirs.get(f"{STATS}?site=gazette").json["total"]["received"] == 1
    for name in ("default", "nowhere"):
        answer = theirs.get(f"{STATS}?site={name}")
        assert answer.status_code == 404
        assert answer.json["detail"] == f"There is no site called “{name}”."

    both = admin.get(STATS).json
    assert (both["sites"], both["total"]["received"]) == (["default", "gazette"], 2)
    one = admin.get(f"{STATS}?site=default").json
    assert (one["site"], one["total"]["received"], one["waiting"]["number"]) == ("default", 1, 1)

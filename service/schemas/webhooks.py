"""Webhooks: where other systems want events sent, and what became of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from moderation.events import TYPES
from service.schemas.base import Strict
from service.schemas.names import ARTICLE_ID, SITE_NAME, cursor, page_size
from service.schemas.text import Text
from service.schemas.values import Id, OneOf, Time, WholeNumber, YesNo
from service.webhooks.endpoints import FORMATS, LONGEST_ROTATION_S, USUAL_ROTATION_S
from service.webhooks.log import STATES
from service.webhooks.secret import why_no_secret

STATES_TO_SET = ("active", "disabled")
LONGEST_URL = 2000


def secret_chosen() -> Text:
    """A secret that the caller brings along."""
    described = {"description": "Your own secret; else a new one is made.", "example": "whsec_…"}
    return Text(1, 200, validators=[_check_secret], metadata=described)


def _check_secret(value: str) -> None:
    why = why_no_secret(value)
    if why is not None:
        raise ValidationError(why)


def _different(values: list[str]) -> None:
    if len(set(values)) < len(values):
        raise ValidationError("Each type may be named once.")


def event_types(**options: Any) -> fields.List[str]:
    """Which events are wanted."""
    return fields.List(
        OneOf(*TYPES),
        validate=[validate.Length(1, error="Name at least one type of event."), _different],
        metadata={"description": "The types of events to be sent."},
        **options,
    )


def url(**options: Any) -> Text:
    """Where to."""
    described = {
        "description": "A public http or https address.",
        "example": "https://hooks.example.org/comments",
    }
    return Text(1, LONGEST_URL, metadata=described, **options)


class ChangedWebhook(Strict):
    """What can be changed about a webhook; what is left out stays as it is."""

    url = url()
    events = event_types()
    site = Text(
        1,
        SITE_NAME,
        allow_none=True,
        metadata={"description": "Whose events; null: those of every site."},
    )
    article_prefix = Text(
        1,
        ARTICLE_ID,
        allow_none=True,
        metadata={"description": "Only of articles whose id begins so.", "example": "sport/"},
    )
    full_text = YesNo(metadata={"description": "Send the text and its author's name along."})
    format = OneOf(*FORMATS, metadata={"description": "slack: sentences for chat rooms."})
    state = OneOf(*STATES_TO_SET)


class NewWebhook(ChangedWebhook):
    """A webhook to be made; without a site, of the default one."""

    url = url(required=True)
    events = event_types(required=True)
    secret = secret_chosen()

    class Meta(Strict.Meta):
        """A new one is active."""

        exclude = ("state",)


class Webhook(Strict):
    """A webhook as it is; never its secret."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)
    events = fields.List(fields.String(), required=True)
    site = fields.String(required=True, allow_none=True)
    article_prefix = fields.String(required=True, allow_none=True)
    full_text = fields.Boolean(required=True)
    format = OneOf(*FORMATS, required=True)
    state = OneOf(*STATES_TO_SET, required=True)
    disabled_at = Time(required=True, allow_none=True)
    disabled_because = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the service disabled it; null where a person did."},
    )
    failing_since = Time(required=True, allow_none=True)
    old_secret_until = Time(
        required=True,
        allow_none=True,
        metadata={"description": "Until then requests are signed with the old secret too."},
    )
    created_at = Time(required=True)


class WebhookWithSecret(Webhook):
    """A webhook with its secret, which is told this once."""

    secret = fields.String(required=True, metadata={"example": "whsec_…"})


class Webhooks(Strict):
    """The webhooks that the caller may manage."""

    items = fields.List(fields.Nested(Webhook), required=True)


class Rotation(Strict):
    """How a secret gives way to another."""

    must_be_sent = False
    secret = secret_chosen()
    keep_old_s = WholeNumber(
        0,
        LONGEST_ROTATION_S,
        load_default=USUAL_ROTATION_S,
        metadata={"description": "How long requests are signed with the old secret too."},
    )


def _is_in_utc(value: datetime) -> None:
    """At the ends of the calendar there are times that other zones alone have."""
    try:
        value.astimezone(UTC)
    except OverflowError as error:
        raise ValidationError("Not a time in UTC.") from error


class ReplayFailed(Strict):
    """From when on."""

    since = fields.AwareDateTime(
        required=True, validate=_is_in_utc, metadata={"example": "2026-11-25T06:00:00Z"}
    )


class Replayed(Strict):
    """How many deliveries are sent again."""

    replayed = fields.Integer(required=True)


class DeliveriesQuery(Strict):
    """Which deliveries."""

    state = OneOf(*STATES)
    type = OneOf(*TYPES, metadata={"description": "The type of the event."})
    comment = Id(metadata={"description": "The comment that the event is about."})
    limit = page_size(200, 50)
    cursor = cursor()


class Delivery(Strict):
    """One event on its way to one endpoint."""

    id = fields.UUID(required=True)
    webhook_id = fields.UUID(required=True)
    event = fields.String(required=True, metadata={"description": "Its type."})
    event_id = fields.UUID(required=True, metadata={"description": "Sent as `webhook-id`."})
    comment_id = fields.UUID(required=True, allow_none=True)
    article = fields.String(required=True, allow_none=True)
    state = OneOf(*STATES, required=True)
    attempts = fields.Integer(required=True)
    last_status = fields.Integer(required=True, allow_none=True)
    last_error = fields.String(required=True, allow_none=True)
    next_attempt_at = Time(required=True, allow_none=True)
    created_at = Time(required=True)
    finished_at = Time(required=True, allow_none=True)


class Deliveries(Strict):
    """A page of deliveries, newest first."""

    items = fields.List(fields.Nested(Delivery), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SentRequest(Strict):
    """What was sent; for the body, see the delivery's payload."""

    url = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)
    headers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class Answer(Strict):
    """What came back; of the body, the beginning."""

    status = fields.Integer(required=True)
    headers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    body = fields.String(required=True)


class Attempt(Strict):
    """One request and what came back."""

    number = fields.Integer(required=True)
    at = Time(required=True)
    took_ms = fields.Integer(required=True)
    request = fields.Nested(SentRequest, required=True)
    answer = fields.Nested(Answer, required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)


class DeliveryWithLog(Delivery):
    """A delivery with every attempt, and what would be sent now."""

    payload = fields.Dict(keys=fields.String(), required=True)
    log = fields.List(fields.Nested(Attempt), required=True)


class DisabledWebhook(Strict):
    """A webhook that the service itself disabled."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)


class Notice(Strict):
    """Something that admins should know."""

    type = OneOf("endpoint.disabled", required=True)
    at = Time(required=True)
    because = fields.String(required=True)
    webhook = fields.Nested(DisabledWebhook, required=True)


class Notices(Strict):
    """What admins should know, newest first."""

    items = fields.List(fields.Nested(Notice), required=True)

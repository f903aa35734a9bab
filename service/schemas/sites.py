"""Sites: publications with their origins and their way of moderating."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import idna
from marshmallow import ValidationError, fields, validate

from service.schemas.base import Strict
from service.schemas.names import SITE_NAME, mode
from service.schemas.text import Text
from service.schemas.values import OneOf, Share, Time, WholeNumber, YesNo
from service.settings import MODELS

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", re.ASCII)
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+:[0-9a-f:.]*", re.ASCII)
"""A name or an IPv4 address, or an IPv6 address without its brackets."""

PORTS = {"http": 80, "https": 443}
"""The ports that browsers leave out of an origin."""

MOST_ORIGINS = 50
LONGEST_MESSAGE = 1000
TEN_YEARS = 3650


def closing_days(**options: Any) -> WholeNumber:
    """After how many days an article takes no more comments."""
    return WholeNumber(1, TEN_YEARS, allow_none=True, **options)


def message(**options: Any) -> Text:
    """What a reader is told who may not post here."""
    return Text(0, LONGEST_MESSAGE, strip=True, **options)


def origin_of(address: str) -> str | None:
    """The origin of a web address as browsers send it; None where it has none.

    The host is in ASCII and lower case (UTS 46, RFC 5891); the usual port of the scheme is left
    out. An address with a user in it has none: programs disagree about where its host begins.
    """
    try:
        parts = urlsplit(address)
        host, port = _in_ascii(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or "@" in parts.netloc or port == 0 or not HOST.fullmatch(host):
        return None
    bare = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bare}" + ("" if port in (None, PORTS[parts.scheme]) else f":{port}")


def _in_ascii(host: str) -> str:
    return host if host.isascii() else idna.encode(host, uts46=True).decode()


class Origin(Text):
    """An origin, as browsers send it: `https://www.example.org`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs).lower().rstrip("/")
        origin = origin_of(text)
        if origin is None or text != "{0.scheme}://{0.netloc}".format(urlsplit(text)):
            raise ValidationError("Must be an origin, such as https://www.example.org.")
        return origin


class ChangedSite(Strict):
    """What can be set about a site; what is left out stays as it is."""

    title = Text(0, 200, strip=True)
    origins = fields.List(
        Origin(1, 300),
        validate=validate.Length(max=MOST_ORIGINS),
        metadata={"description": "Whose pages may show comments; empty: any."},
    )
    mode = mode()
    open = YesNo()
    close_after_days = closing_days()
    paused = YesNo()
    message = message()
    flag_limit = WholeNumber(1, 1000)
    nudge_threshold = Share()
    edit_window_s = WholeNumber(0, 7 * 24 * 3600)
    waiting_limit_s = WholeNumber(
        60,
        30 * 24 * 3600,
        metadata={"description": "After how long a waiting comment rises in the queue."},
    )
    blur_threshold = Share(
        metadata={"description": "From which risk on moderators have to ask for the text."}
    )
    reason_required = YesNo(
        metadata={"description": "Whether a person who rejects a comment has to say why."}
    )
    model = OneOf(
        *MODELS,
        allow_none=True,
        metadata={"description": "Which classifier reads its comments; null: the server's own."},
    )


class NewSite(ChangedSite):
    """A site to be made."""

    name = Text(
        1,
        SITE_NAME,
        required=True,
        validators=[
            validate.Regexp(
                re.compile(rf"^{NAME.pattern}\Z"),
                error="Must be letters, digits, dots, hyphens and underscores.",
            )
        ],
    )


def _shown_model(site: Any) -> str | None:
    """Where files lie on the server is nobody's business."""
    return Path(site.model).name if site.model else None


class Site(Strict):
    """A site as it is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    origins = fields.List(fields.String(), required=True)
    mode = mode(required=True)
    open = fields.Boolean(required=True)
    close_after_days = fields.Integer(required=True, allow_none=True)
    paused = fields.Boolean(required=True)
    message = fields.String(required=True)
    flag_limit = fields.Integer(required=True)
    nudge_threshold = fields.Float(required=True)
    edit_window_s = fields.Integer(required=True)
    waiting_limit_s = fields.Integer(required=True)
    blur_threshold = fields.Float(required=True)
    reason_required = fields.Boolean(required=True)
    model = fields.Function(
        _shown_model,
        required=True,
        allow_none=True,
        metadata={
            "type": "string",
            "description": "Null: the server's own. A checkpoint that the operator set on the "
            "command line is shown by the name of its file.",
        },
    )
    created_at = Time(required=True)


class Sites(Strict):
    """All the sites that the caller may see, by name."""

    items = fields.List(fields.Nested(Site), required=True)

"""An example of each event, for the OpenAPI document and for who writes a receiver."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

COMMENT_ID = "0199f2a4-5c1e-7b3a-9d2f-6e0c8a1b4d57"
AT = "2026-11-25T18:52:07.394Z"


def example_of(type_: str) -> Json:
    """The body of an event of this type, as an endpoint without full text gets it."""
    return {"type": type_, "timestamp": AT, "data": _data(type_)}


def _data(type_: str) -> Json:
    subject, _, verb = type_.partition(".")
    if subject == "comment":
        return _about_comment(verb)
    return {
        "article": {"article": _ARTICLE},
        "scorer": {"scorer": {"state": verb, "reason": _REASONS.get(verb)}},
        "webhook": {"webhook": {"id": "0199f2a4-0d11-7c52-8f6b-2a9e4c7d1b30"}},
    }[subject]


def _about_comment(verb: str) -> Json:
    status, version, sequence, decision = _STORIES[verb]
    comment = _COMMENT | {"status": status, "version": version, "sequence": sequence}
    if verb == "created":
        comment |= {"top_label": None}
    if verb == "flagged":
        comment |= {"flag": "personal_data", "flags": 2}
    return {"comment": comment} | ({"decision": _DECISION | decision} if decision else {})


_ARTICLE: Json = {
    "id": "story-17",
    "site": "default",
    "url": "https://news.example.org/story-17",
    "count": 12,
    "version": 31,
}
_COMMENT: Json = {
    "id": COMMENT_ID,
    "article": "story-17",
    "parent_id": None,
    "status": "approved",
    "version": 2,
    "sequence": 2,
    "top_label": "toxicity",
    "created_at": "2026-11-25T18:52:07.101Z",
    "at": AT,
    "site": "default",
    "links": {
        "page": f"https://news.example.org/story-17#comment-{COMMENT_ID}",
        "queue": f"https://comments.example.org/queue?comment={COMMENT_ID}",
        "api": f"https://comments.example.org/api/v1/comments/{COMMENT_ID}",
    },
}
_DECISION: Json = {
    "id": "0199f2a4-5d02-7e11-b0c4-3f8a6d9e2c15",
    "action": "approve",
    "from": "pending",
    "to": "approved",
    "by": "rule",
    "reason": None,
}
_STORIES: dict[str, tuple[str, int, int, Json]] = {
    "created": ("pending", 1, 1, {}),
    "held": ("pending", 1, 2, {"action": "hold", "to": "pending"}),
    "approved": ("approved", 2, 2, {"action": "approve"}),
    "flagged": ("approved", 2, 3, {}),
    "rejected": (
        "rejected",
        3,
        4,
        {
            "action": "reject",
            "from": "approved",
            "to": "rejected",
            "by": "moderator",
            "reason": "abuse",
        },
    ),
    "edited": (
        "pending",
        3,
        4,
        {"action": "edit", "from": "approved", "to": "pending", "by": "author"},
    ),
    "deleted": ("deleted", 4, 5, {"action": "delete", "to": "deleted", "by": "author"}),
}
"""For each verb: status, version, sequence and what is particular about the decision."""

_REASONS = {"degraded": "the model's file is damaged"}

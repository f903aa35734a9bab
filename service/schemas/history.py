"""All that happened to a comment."""

from __future__ import annotations

from marshmallow import fields

from service.flow.history import TYPES
from service.schemas.base import Strict
from service.schemas.values import OneOf, Time


class HistoryBy(Strict):
    """Who it was."""

    kind = OneOf(
        *("author", "model", "rule", "mode", "reader", "flags", "moderator", "key", "system"),
        required=True,
    )
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "As the log names them; null for readers who flag."},
    )


def _told(description: str) -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": description})


class HistoryEvent(Strict):
    """One thing that happened; what does not apply to its type is null."""

    type = OneOf(*TYPES, required=True)
    at = Time(required=True)
    by = fields.Nested(HistoryBy, required=True)
    from_status = fields.String(required=True, allow_none=True, data_key="from", attribute="from")
    to = _told("The status that it led to.")
    action = _told(
        "What was decided: approve, reject, hold, escalate, edit, delete or undo; of a restriction "
        "its kind, ban or hold; of a score what the rules said of what waited already."
    )
    reason = _told("Of a decision, a flag or a restriction.")
    note = _told("What the person added: a moderator’s note, or the words of a flag.")
    scores = fields.Dict(
        keys=fields.String(), values=fields.Float(), required=True, allow_none=True
    )
    risk = fields.Float(required=True, allow_none=True)
    model = _told("Name and revision of the model that gave the scores.")
    rule = _told("The rule that decided, or held.")
    facts = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "The facts that the rule looked at."},
    )
    body = _told("Of an edit, the text before it; null once the comment is deleted.")
    version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The comment’s, afterwards."}
    )
    revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Which text it was about: 1, and one more for each edit."},
    )
    until = _told("When a restriction ends.")
    decision_id = _told("The decision, by which it can be undone.")
    undoes_id = _told("The decision that was taken back.")
    batch_id = _told("The batch that it was part of.")
    restriction_id = _told("The restriction of the author.")


class History(Strict):
    """The events of a comment, the oldest first."""

    events = fields.List(fields.Nested(HistoryEvent), required=True)
    more_flags = fields.Integer(
        required=True,
        metadata={"description": "How many flags are not listed: the newest 200 are."},
    )

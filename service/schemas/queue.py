"""The moderators' queue: what wants a person, with all that the person needs to decide."""

from __future__ import annotations

from marshmallow import fields

from service.flow.filters import STATES
from service.schemas.base import Strict
from service.schemas.comments import Comment
from service.schemas.values import OneOf, Time


class QueueComment(Comment):
    """A comment with its text as written and the version that a decision binds to."""

    body = fields.String(required=True)
    version = fields.Integer(required=True)


class QueueArticle(Strict):
    """The article that a comment stands under."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    count = fields.Integer(required=True)


class Parent(Strict):
    """What a comment answers."""

    author = fields.String(required=True)
    excerpt = fields.String(required=True)


class HeldBecause(Strict):
    """Which rule held a comment, and the facts that it looked at."""

    rule = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


class FlagCount(Strict):
    """How many readers flagged a comment for a reason, and what the last of them wrote."""

    reason = fields.String(required=True)
    count = fields.Integer(required=True)
    texts = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The newest first, at most five."},
    )


class AuthorRestriction(Strict):
    """What an author may not do for a time."""

    id = fields.UUID(required=True)
    kind = OneOf("ban", "hold", required=True)
    until = Time(required=True)


class QueueAuthor(Strict):
    """Who wrote a comment, as far as moderators are told."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    verified = fields.Boolean(required=True)
    staff = fields.Boolean(required=True)
    since = Time(required=True, metadata={"description": "When the author first wrote here."})
    restriction = fields.Nested(AuthorRestriction, required=True, allow_none=True)


class AuthorHistory(Strict):
    """What became of the author's other comments."""

    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)


class Lease(Strict):
    """A moderator's short hold on an item."""

    by = fields.String(required=True)
    until = Time(required=True)


class Escalation(Strict):
    """Who asked an admin to look, when and with which words."""

    by = fields.String(required=True, allow_none=True)
    at = Time(required=True)
    note = fields.String(required=True, allow_none=True)


class StatusBy(Strict):
    """The newest decision."""

    by = fields.String(required=True)
    kind = OneOf(
        *("rule", "mode", "flags", "moderator", "key", "author", "system"),
        required=True,
    )
    at = Time(required=True)
    reason = fields.String(required=True, allow_none=True)


class QueueSite(Strict):
    """The site that a comment belongs to."""

    name = fields.String(required=True)
    reason_required = fields.Boolean(
        required=True, metadata={"description": "Whether a rejection needs a reason."}
    )


class QueueItem(Strict):
    """A comment with all that a person needs to decide it."""

    comment = fields.Nested(QueueComment, required=True)
    site = fields.Nested(QueueSite, required=True)
    article = fields.Nested(QueueArticle, required=True)
    parent = fields.Nested(Parent, required=True, allow_none=True)
    author = fields.Nested(QueueAuthor, required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    risk = fields.Float(required=True, allow_none=True)
    blurred = fields.Boolean(
        required=True,
        metadata={"description": "Its risk is such that the text is shown to who asks for it."},
    )
    top_label = fields.String(required=True, allow_none=True)
    model = fields.String(required=True, allow_none=True)
    language = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "By ISO 639; null where the text is too short to tell."},
    )
    quoted = fields.Dict(
        keys=fields.String(),
        values=fields.Float(),
        required=True,
        allow_none=True,
        metadata={"description": "What the words it quotes scored, by label; they decide nothing."},
    )
    held_because = fields.Nested(HeldBecause, required=True, allow_none=True)
    flags = fields.List(fields.Nested(FlagCount), required=True)
    author_history = fields.Nested(AuthorHistory, required=True)
    edits = fields.Integer(required=True)
    escalation = fields.Nested(Escalation, required=True, allow_none=True)
    status_by = fields.Nested(StatusBy, required=True, allow_none=True)
    lease = fields.Nested(Lease, required=True, allow_none=True)
    waiting_s = fields.Integer(required=True)
    overdue = fields.Boolean(
        required=True, metadata={"description": "It waits beyond the site's limit."}
    )


class NotScoring(Strict):
    """A classifier that is down; new comments on its sites wait unscored."""

    model = fields.String(required=True)
    since = Time(required=True)
    reason = fields.String(required=True)
    sites = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "The names of those that wait for it; null: all that you see."},
    )


class Queue(Strict):
    """A page of the queue."""

    items = fields.List(fields.Nested(QueueItem), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, metadata={"description": "Counted to 10,000."})
    not_scoring = fields.List(
        fields.Nested(NotScoring),
        required=True,
        metadata={"description": "Which classifiers are down; empty while all is well."},
    )


StateTotals = Strict.from_dict(
    {state: fields.Integer(required=True) for state in STATES}, name="StateTotals"
)


class Totals(Strict):
    """How many comments the filters find in each state, each number counted to 10,000."""

    totals = fields.Nested(StateTotals, required=True)

"""Many decisions at once, and taking them back at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from moderation.status import Action
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.flow.batch import Chosen, preview, undo_batch, work_off
from service.flow.decide import Wanted
from service.flow.restrict import Sentence, shown
from service.schemas.batches import NewBatch, WorkedBatch
from service.schemas.decisions import Nothing, UndoResults
from service.schemas.restrictions import end_of

blueprint = Blueprint(
    "batches",
    __name__,
    url_prefix=f"{PREFIX}/batches",
    description="What moderators decide about many comments at once.",
)
blueprint.after_request(private)


@blueprint.route("", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(NewBatch)
@blueprint.answers(200, WorkedBatch)
@blueprint.problems(404)
def post_batch(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Decide a selection, a branch, or what an author wrote of late; or only count it.

    Each comment is decided or reported as a conflict; what a branch or an author has that is so
    already is left alone. `decisions` and `conflicts` are as `POST /decisions` tells them. A batch
    takes up to 900 named comments, or 5,000 of a branch or an author, and is worked off in
    transactions of 200. Should it break off, send it again: it goes on with what is left.
    """
    chosen = _chosen(new)
    action = Action(new["action"])
    if new.get("preview"):
        return {"preview": preview(chosen, action, caller.sites)}
    worked = work_off(
        chosen,
        action,
        caller.actor,
        reason=new.get("reason"),
        note=new.get("note"),
        sentence=_sentence(new),
        sites=caller.sites,
    )
    made, batch = worked.outcome.decisions, worked.batch
    about = {"id": batch.id, "action": batch.action, "count": len(made), "at": batch.created_at}
    return {
        "batch": about,
        "decisions": made,
        "conflicts": worked.outcome.conflicts,
        "restriction": shown(worked.restriction) if worked.restriction else None,
    }


@blueprint.route("/<id:batch_id>/undo", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(Nothing)
@blueprint.answers(200, UndoResults)
@blueprint.problems(404, 409)
def post_undo_batch(caller: Caller, _nothing: dict[str, Any], batch_id: UUID) -> dict[str, Any]:
    """Take back every decision of a batch, each by itself, and lift the restriction it brought.

    409 where that was done before. What came after one of its decisions stays, and is told.
    """
    return {"results": undo_batch(batch_id, caller.actor, sites=caller.sites)}


def _chosen(new: dict[str, Any]) -> Chosen:
    named = new.get("comments", [])
    return Chosen(
        tuple(Wanted(item["comment_id"], item.get("version")) for item in named),
        new.get("branch"),
        new.get("author_of"),
        new.get("days", 1),
    )


def _sentence(new: dict[str, Any]) -> Sentence | None:
    """What the author is restricted to; without a reason and note of its own, by the batch's."""
    given = new.get("restrict")
    if given is None:
        return None
    reason = given.get("reason") or new.get("reason")
    return Sentence(given["kind"], end_of(given), reason, given.get("note") or new.get("note"))

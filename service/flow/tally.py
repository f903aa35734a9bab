"""What a number of decisions amounts to; docs/numbers.md says the same to those who read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from moderation.status import Action

SETTLING = (Action.APPROVE, Action.REJECT)
UNDO = "undo"


@dataclass(frozen=True)
class Kind:
    """Decisions of which all that is counted is the same.

    `same`: the status stayed as it was. `undone`: somebody took them back. `later` is what the
    next person decided about the same text who approved or rejected it and was not undone.
    """

    action: str
    same: bool = False
    undone: bool = False
    later: str | None = None


@dataclass
class Tally:
    """How many decisions did what, and how they stood up to whoever looked again.

    Every decision is in one of the first eight. The others are about those that approved,
    rejected or confirmed (`settled`) and about those that held.
    """

    approved: int = 0
    rejected: int = 0
    confirmed: int = 0
    """Approved what was approved, or rejected what was rejected."""
    held: int = 0
    escalated: int = 0
    undone: int = 0
    """Took somebody's decision back."""
    edited: int = 0
    deleted: int = 0

    reviewed: int = 0
    """Of the settled: a person approved or rejected the same text later, or took it back."""
    overturned: int = 0
    """Of the settled: that person said the opposite, or the status went back."""
    held_approved: int = 0
    """Of the held: a person approved the same text later."""
    held_rejected: int = 0

    @property
    def settled(self) -> int:
        """Decisions that say what is to become of a comment."""
        return self.approved + self.rejected + self.confirmed

    @property
    def overturned_share(self) -> float | None:
        """Which part of the settled was overturned; None where nothing was settled."""
        return round(self.overturned / self.settled, 4) if self.settled else None

    @property
    def decisions(self) -> int:
        """All of them."""
        others = self.held + self.escalated + self.undone + self.edited + self.deleted
        return self.settled + others

    def add(self, kind: Kind, number: int) -> None:
        """Count this number of decisions of a kind; of an action not known here, nothing."""
        if kind.action in SETTLING:
            self._settle(kind, number)
        elif kind.action == Action.HOLD:
            self.held += number
            self.held_approved += number * (kind.later == Action.APPROVE)
            self.held_rejected += number * (kind.later == Action.REJECT)
        elif kind.action in DONE:
            name = DONE[kind.action]
            setattr(self, name, getattr(self, name) + number)

    def _settle(self, kind: Kind, number: int) -> None:
        if kind.same:
            self.confirmed += number
        elif kind.action == Action.APPROVE:
            self.approved += number
        else:
            self.rejected += number
        opposed = kind.later is not None and kind.later != kind.action
        self.reviewed += number * (kind.undone or kind.later is not None)
        self.overturned += number * (opposed or (kind.undone and not kind.same))


DONE: dict[str, str] = {
    Action.ESCALATE: "escalated",
    UNDO: "undone",
    Action.EDIT: "edited",
    Action.DELETE: "deleted",
}


@dataclass
class Waits:
    """How long decisions were waited for."""

    milliseconds: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many there were."""
        return len(self.milliseconds)

    @property
    def median_s(self) -> float | None:
        """In seconds; at least half of the waits were no longer."""
        return self._reached_by(0.5)

    @property
    def p90_s(self) -> float | None:
        """In seconds; at least nine in ten of the waits were no longer."""
        return self._reached_by(0.9)

    def _reached_by(self, share: float) -> float | None:
        if not self.milliseconds:
            return None
        place = ceil(round(share * self.number, 6)) - 1
        return sorted(self.milliseconds)[place] / 1000

"""What people write for having approved or rejected a comment."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

APPROVED = frozenset(
    [
        *("approved", "approve", "accepted", "accept", "published", "publish", "allowed", "allow"),
        *("kept", "keep", "passed", "pass", "visible", "ok", "okay", "clean", "good"),
        *("nontoxic", "nottoxic"),
    ]
)
REJECTED = frozenset(
    [
        *("rejected", "reject", "removed", "remove", "deleted", "delete", "blocked", "block"),
        *("denied", "deny", "declined", "decline", "refused", "refuse", "hidden", "hide"),
        *("withheld", "banned", "trash", "bad", "spam", "toxic"),
    ]
)
UNDECIDED = frozenset(
    [
        *("", "none", "null", "na", "nan", "new", "pending", "premod", "systemwithheld"),
        *("undecided", "unmoderated", "held", "hold", "reported", "waiting"),
    ]
)
"""Nobody has decided; Coral's NONE, PREMOD and SYSTEM_WITHHELD are among them."""
YES = frozenset({"1", "1.0", "true", "yes", "y", "t"})
NO = frozenset({"0", "0.0", "false", "no", "n", "f"})
_SAYS_APPROVED = re.compile(r"approved|accepted|published")
_SAYS_REJECTED = re.compile(r"rejected|removed|deleted|blocked|toxic|label")


class Unknown(ValueError):
    """A decision in words that nobody told us."""


@dataclass(frozen=True)
class Spelling:
    """How a table spells its decisions, by the name of the column and what a person told."""

    column: str
    approved: Collection[str] = ()
    rejected: Collection[str] = ()

    def is_rejected(self, written: str) -> bool | None:
        """Whether it says rejected; None where nobody has decided. Raises `Unknown`."""
        word = written.strip().casefold()
        plain = "".join(filter(str.isalnum, word))
        if word in _folded(self.approved):
            return False
        if word in _folded(self.rejected):
            return True
        if plain in UNDECIDED:
            return None
        if plain in APPROVED | REJECTED:
            return plain in REJECTED
        return self._answer(word)

    def _answer(self, word: str) -> bool:
        """Yes or no, to the question that the column's name asks."""
        column = self.column.casefold()
        if word in YES | NO and _SAYS_APPROVED.search(column):
            return word in NO
        if word in YES | NO and _SAYS_REJECTED.search(column):
            return word in YES
        raise Unknown(word)


def _folded(told: Collection[str]) -> set[str]:
    return {word.strip().casefold() for word in told}

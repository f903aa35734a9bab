"""What a step answers when it will not do what was asked."""

from __future__ import annotations

from typing import Literal

Kind = Literal["invalid", "not_found", "forbidden", "closed", "conflict"]


class Refused(Exception):
    """A refusal in words for the person who asked; `field` names the part of the request at fault."""

    def __init__(self, kind: Kind, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.field = field

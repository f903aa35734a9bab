"""What all schemas share: nothing unknown comes in, and what is told is told in the order written."""

from __future__ import annotations

from typing import ClassVar

from marshmallow import RAISE, Schema


class Strict(Schema):
    """A schema that refuses unknown fields, in bodies and in query strings alike."""

    must_be_sent: ClassVar[bool] = True
    """Whether there must be a body at all; without one, an empty object is meant."""

    class Meta:
        """How marshmallow reads it."""

        unknown = RAISE

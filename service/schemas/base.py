"""What all schemas share: nothing unknown comes in, and what is told is told in the order written."""

from __future__ import annotations

from marshmallow import RAISE, Schema


class Strict(Schema):
    """A schema that refuses unknown fields, in bodies and in query strings alike."""

    class Meta:
        """How marshmallow reads it."""

        unknown = RAISE

"""The token by which a reader is known: a header that only our widget sends.

An unknown token is no error: the next write makes a new reader, and the answer tells its token.
"""

from __future__ import annotations

from flask import request

HEADER = "X-Belowline-Reader"
LONGEST = 200


def reader_token() -> str | None:
    """The reader's token that came with this request, if any."""
    token = request.headers.get(HEADER, "").strip()
    return token if 0 < len(token) <= LONGEST else None

"""The headers that say who sent a request, when, and that nobody changed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook


def signed(secrets: Sequence[str], message_id: str, at: int, body: str) -> dict[str, str]:
    """The headers of Standard Webhooks for `body`, sent at `at` (whole Unix seconds).

    During a rotation there is a signature for each secret; a receiver needs to know one.
    """
    # In UTC and without a fraction: the package would sign another second for other times.
    moment = datetime.fromtimestamp(at, UTC)
    signatures = [Webhook(secret).sign(message_id, moment, body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }

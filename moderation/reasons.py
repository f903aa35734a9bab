"""Why a person rejects a comment: the reasons that have a name everywhere.

Another text is a reason too; its author then reads it as it was written.
"""

from __future__ import annotations

REASONS: dict[str, str] = {
    "abuse": "abuse",
    "insult": "insult",
    "threat": "threat",
    "identity_attack": "identity attack",
    "obscene": "obscene",
    "spam": "spam",
    "off_topic": "off topic",
    "personal_data": "personal data",
    "illegal": "illegal",
    "other": "other",
}
"""By their names in the API, what they are called in English, in the order in which they are offered."""

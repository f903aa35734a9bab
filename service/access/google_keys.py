"""The key of a caller who speaks to us as to Google: in the address, in a header, or as a bearer.

Only this interface takes a key from the address, where proxies may log it; ours never do.
"""

from __future__ import annotations

from flask import request

from service.access import keys
from service.access.callers import Caller, of_key
from service.google import GoogleError, of_reason

HEADER = "X-Goog-Api-Key"
MISSING = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use"
    " API Key or other form of API consumer identity to call this API."
)
INVALID = "API key not valid. Please pass a valid API key."


def caller_by_key() -> Caller:
    """Who calls; raises what Google answers to no key and to a wrong one."""
    text = _key_given()
    if not text:
        raise GoogleError(403, MISSING)
    key = keys.find_key(text)
    if key is None:
        raise GoogleError(400, INVALID, of_reason("API_KEY_INVALID"))
    return of_key(key)


def _key_given() -> str:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    given = (
        request.args.get("key", ""),
        request.headers.get(HEADER, ""),
        bearer if scheme.lower() == "bearer" else "",
    )
    return next((text for each in given if (text := each.strip())), "")

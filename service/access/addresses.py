"""Where a request comes from, kept only as a keyed hash.

With `BELOWLINE_TRUSTED_PROXIES` the app takes the address from `X-Forwarded-For`, else it is the
peer's. Networks of IPv6 are given to households by /64, so that is what counts as one address.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from flask import request

from service.access.running import settings

HOUSEHOLD = 64
"""Bits of an IPv6 address that name a household."""


def address_hash() -> str:
    """The client's address as a keyed hash, in hex: it tells the same from another, no more."""
    key = settings().secret_keys[0].encode()
    return hmac.new(key, f"address:{client_network()}".encode(), hashlib.sha256).hexdigest()


def client_network() -> str:
    """The client's IPv4 address, or the /64 of its IPv6 address."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """What counts as one address; a text that is none counts as itself."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, HOUSEHOLD), strict=False))

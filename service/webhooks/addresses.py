"""Where a webhook may go: to public addresses, and to what the operator allows besides.

A name is resolved once for each connection, every address it has is judged, and the connection is
made to one of those very addresses (`send.py`); a name that answers differently the next moment
gains nothing by it.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from service.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

PORTS = {"http": 80, "https": 443}
LOWEST_FREE_PORT = 1024
BAD_PORTS = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679)
) | {6697, 10080}  # fmt: skip
"""Those from 1024 on that browsers refuse too (the Fetch standard's bad ports): no web server's."""

NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
LONGEST_NAME = 253
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
UNWRITTEN = re.compile(r"[\x00-\x20\x7f\\]")
SAFE = "/%:@!$&'()*+,;=~?-._[]"

INNER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("this machine itself", ("0.0.0.0/8", "127.0.0.0/8", "::/128", "::1/128")),
    ("private", ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")),
    ("shared by a provider's customers", ("100.64.0.0/10",)),
    ("link-local, where clouds keep their metadata", ("169.254.0.0/16", "fe80::/10")),
    ("a cloud's metadata", ("168.63.129.16/32",)),
    ("multicast", ("224.0.0.0/4", "ff00::/8")),
    ("an IPv4 address in another form", ("::ffff:0:0/96", "::/96", "64:ff9b:1::/48")),
    ("an IPv4 address in another form", ("2001::/32", "2002::/16", "192.88.99.0/24")),
    ("for documentation", ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")),
    ("for documentation", ("2001:db8::/32", "3fff::/20")),
    ("reserved", ("192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64", "5f00::/16")),
)
"""What is nobody's public address (IANA's special-purpose registries, RFC 6890 and later)."""

INNER_NETWORKS = tuple(
    (ipaddress.ip_network(network), what) for what, networks in INNER for network in networks
)
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How networks without IPv4 reach it (RFC 6052): as public as the address in its last 32 bits."""

ISATAP = (0x00005EFE, 0x02005EFE)


class AddressRefused(ValueError):
    """Nothing is sent there; the message says why, for the person who gave the address."""


@dataclass(frozen=True)
class Target:
    """A URL taken apart: `host` is a name in ASCII or an address without brackets."""

    scheme: str
    host: str
    port: int
    path: str
    """With the query."""


def target_of(url: str) -> Target:
    """Read a URL strictly; raises `AddressRefused`."""
    if UNWRITTEN.search(url):
        raise AddressRefused("Must not contain spaces, control characters or backslashes.")
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise AddressRefused("Must be a URL such as https://hooks.example.org/comments.") from error
    if scheme not in PORTS:
        raise AddressRefused("Must begin with https:// or http://.")
    if "@" in parts.netloc:
        raise AddressRefused("Must not name a user or a password.")
    path = quote(parts.path or "/", safe=SAFE) + (
        f"?{quote(parts.query, safe=SAFE)}" * bool(parts.query)
    )
    return Target(scheme, _host(host), _port(PORTS[scheme] if port is None else port), path)


@dataclass(frozen=True)
class Guard:
    """Judges addresses; `allowed` are networks that the operator opened, `resolve` asks the DNS."""

    allowed: tuple[Network, ...] = ()
    resolve: Resolve = lambda host, port: resolved(host, port)  # noqa: PLW0108 - defined below

    def check(self, url: str) -> Target:
        """Whether `url` may be an endpoint now; raises `AddressRefused`."""
        target = target_of(url)
        self.addresses_of(target.host, target.port)
        return target

    def addresses_of(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them judged; raises `AddressRefused` for a single bad one."""
        found = [host] if _is_address(host) else list(dict.fromkeys(self.resolve(host, port)))
        if not found:
            raise AddressRefused(f"The name {host} has no address.")
        for address in found:
            why = self._why_refused(address)
            if why is not None:
                raise AddressRefused(f"{host} is not public: {address} is {why}.")
        return found

    def _why_refused(self, text: str) -> str | None:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return "no address"
        if getattr(address, "scope_id", None) is not None:
            return "of one network only"
        if any(address in network for network in self.allowed):
            return None
        return why_inner(address)


def why_inner(address: Address) -> str | None:
    """What kind of address it is, where it is not a public one of a single machine; else None."""
    for network, what in INNER_NETWORKS:
        if address in network:
            return what
    if address in NAT64:
        return why_inner(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    if address.version == 6 and (int(address) >> 32 & 0xFFFF_FFFF) in ISATAP:
        return "an IPv4 address in another form"
    if address.version == 6 and address not in PUBLIC_IPV6:
        return "reserved"
    return None if address.is_global and not address.is_multicast else "not public"


def resolved(host: str, port: int) -> list[str]:
    """What the system's resolver says; raises `AddressRefused` where it says nothing."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(f"The name {host} cannot be resolved now.") from error
    return [str(sockaddr[0]) for *_, sockaddr in found]


def _host(host: str) -> str:
    if "%" in host:
        raise AddressRefused("Must not name a zone of this machine, or escape its host.")
    if _is_address(host):
        return host
    name = _in_ascii(host)
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise AddressRefused("Must name a host.")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        # Programs read 2130706433, 0177.1 and 0x7f.1 as addresses; so they must look like some.
        raise AddressRefused("An IPv4 address must be written as four decimal numbers.")
    return name


def _in_ascii(host: str) -> str:
    try:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except UnicodeError as error:
        raise AddressRefused("Must name a host.") from error


def _port(port: int) -> int:
    if port in PORTS.values() or (port >= LOWEST_FREE_PORT and port not in BAD_PORTS):
        return port
    raise AddressRefused(f"Port {port} is no web server's: use 443, 80 or one from 1024 on.")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

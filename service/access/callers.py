"""The caller of a protected call, and what they may do.

A moderator comes with the session's cookie and, for all but reads, its CSRF token; another system
comes with `Authorization: Bearer bl_…`. Who sends a bearer is judged by it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar
from uuid import UUID

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from models.api_keys import ApiKey
from models.moderators import Moderator
from service.access import keys, sessions
from service.flow.decide import Actor

P = ParamSpec("P")
R = TypeVar("R")

Role = Literal["scorer", "moderator", "admin"]

INCLUDES: dict[str, tuple[str, ...]] = {
    "admin": ("admin", "moderator", "scorer"),
    "moderator": ("moderator", "scorer"),
    "scorer": ("scorer",),
}
"""What each role may do: its own calls and those of the roles after it."""

READS = ("GET", "HEAD")


@dataclass(frozen=True)
class Caller:
    """Who calls. `sites` are the ids of the sites they may see; None means all."""

    kind: Literal["moderator", "key"]
    id: UUID
    name: str
    role: str
    sites: frozenset[UUID] | None
    queries_per_second: int | None = None
    """How many texts it may have scored; None: as many as the settings say."""

    @property
    def actor(self) -> Actor:
        """The caller as the steps know them and the log names them."""
        return Actor(self.kind, self.name, self.id)

    def is_a(self, role: Role) -> bool:
        """Whether this caller may make the calls of `role`."""
        return role in INCLUDES[self.role]

    def may_see(self, site_id: UUID) -> bool:
        """Whether what belongs to this site is any of the caller's business."""
        return self.sites is None or site_id in self.sites

    def covers(self, sites: Collection[UUID] | None) -> bool:
        """Whether the caller sees at least these sites (None: all), and so may grant them."""
        return self.sites is None or (sites is not None and self.sites.issuperset(sites))


def requires(role: Role) -> Callable[[Callable[Concatenate[Caller, P], R]], Callable[P, R]]:
    """Let a view be called by this role and those that include it; it is given the `Caller`.

    Raises 401 without a valid session or key, 403 for a lesser role or a missing CSRF token.
    """

    def decorate(view: Callable[Concatenate[Caller, P], R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            caller = identify()
            if not caller.is_a(role):
                raise Forbidden(f"This needs the role “{role}”.")
            return view(caller, *args, **kwargs)

        return guarded

    return decorate


def identify() -> Caller:
    """Who calls; raises 401 where nobody is known by what was sent."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_key(bearer.strip())
    return _by_session()


def of_moderator(moderator: Moderator) -> Caller:
    """A signed-in moderator as a caller."""
    return Caller(
        "moderator", moderator.id, moderator.email, moderator.role, _scope(moderator.sites)
    )


def of_key(key: ApiKey) -> Caller:
    """An API key as a caller."""
    return Caller("key", key.id, key.name, key.role, _scope(key.sites), key.queries_per_second)


def _by_key(text: str) -> Caller:
    key = keys.find_key(text)
    if key is None:
        raise _unauthorized("This API key is not valid.")
    return of_key(key)


def _by_session() -> Caller:
    token = sessions.token_given()
    moderator = sessions.find_moderator(token)
    if token is None or moderator is None:
        raise _unauthorized("Please sign in, or send a valid API key.")
    given = request.headers.get("X-CSRF-Token", "")
    if request.method not in READS and not sessions.csrf_matches(token, given):
        raise Forbidden("The header X-CSRF-Token is missing or not that of this session.")
    return of_moderator(moderator)


def _scope(sites: list[str] | None) -> frozenset[UUID] | None:
    return None if sites is None else frozenset(UUID(site) for site in sites)


def _unauthorized(message: str) -> Unauthorized:
    return Unauthorized(message, www_authenticate=WWWAuthenticate("bearer"))

"""Callers as the history names them."""

from __future__ import annotations

from service.access.callers import Caller
from service.flow.decide import Actor


def actor_of(caller: Caller) -> Actor:
    """Who changes something, for whoever reads of it later."""
    return Actor(caller.kind, caller.name, caller.id)

"""What is asked of every service, under the same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.client import Asked
from benchmarks.servers import Server

ROOTS_OF_A_PAGE = 25
"""What our widget asks for; each with its first ten replies."""


@dataclass(frozen=True)
class Case:
    """A kind of request, in words, with the rate that DESIGN's targets ask of us."""

    name: str
    title: str
    target: float | None = None


READS = (
    Case("count", "the count of one article", 4500),
    Case("counts20", "the counts of twenty articles", 3500),
    Case("thread100", "a thread of 100 comments, whole", 3500),
    Case("first", "first page of the big thread"),
    Case("middle", "page in the middle of the big thread"),
    Case("any_count", "the count of each article in turn"),
    Case("any_first", "first page of each article in turn"),
)
POSTS = Case("posts", "posts, as fast as they are answered", 50)
STEADY = Case("steady", "posts, 20 a second")


@dataclass(frozen=True)
class Reading:
    """How a service is asked for a case, and what its answer must say to be right."""

    asked: Sequence[Asked]
    proof: Callable[[Any], bool]


@dataclass(frozen=True)
class Service:
    """A running service: its reads by the name of the case, and its post of a number."""

    name: str
    server: Server
    reads: Mapping[str, Reading]
    post: Callable[[int], Asked]

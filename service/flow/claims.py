"""What a claim says: which process took something, so that nobody waits for one that is gone."""

from __future__ import annotations

import os
import secrets
import socket

HOST = socket.gethostname()[:36]
"""This machine as claims name it: with a process's number and a random word, 64 characters."""


def new_token() -> str:
    """What this process writes beside what it takes; another one each time."""
    return f"{HOST}:{os.getpid()}/{secrets.token_hex(8)}"


def is_dead(token: str) -> bool:
    """Whether whoever wrote it ran on this machine and is gone. Ask only at the start."""
    host, _, pid = token.partition("/")[0].rpartition(":")
    if host != HOST:
        return False
    if int(pid) == os.getpid():
        return True  # this process has just started: a claim by its number is an earlier one's
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False

"""Requests down to the byte: what somebody else's program writes to the connection."""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any

from tests.running_server import Answer, RunningServer

Json = dict[str, Any]


def compact(sent: Any) -> bytes:
    """JSON as JavaScript writes it: no blanks, every letter as it is."""
    return json.dumps(sent, separators=(",", ":"), ensure_ascii=False).encode()


def written(server: RunningServer, path: str, headers: str, body: bytes) -> Answer:
    """Write this POST to a connection of its own, its headers in this order, and read the answer.

    `{length}` and `{host}` in the headers are filled in; nothing is added.
    """
    host = server.url.removeprefix("http://")
    lines = [line.strip() for line in headers.format(length=len(body), host=host).splitlines()]
    head = "\r\n".join([f"POST {path} HTTP/1.1", *(line for line in lines if line), "", ""])
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        return answered(connection)


def answered(connection: socket.socket) -> Answer:
    """The answer to what was written to a connection."""
    response = http.client.HTTPResponse(connection, method="POST")
    response.begin()
    lower = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, lower, response.read())


def score_of(answer: Answer, attribute: str) -> float:
    """The summary score of an attribute, from an answer that must be there (200)."""
    assert answer.status == 200, answer
    summary = answer.json()["attributeScores"][attribute]["summaryScore"]
    assert summary["type"] == "PROBABILITY"
    value: float = summary["value"]
    return value

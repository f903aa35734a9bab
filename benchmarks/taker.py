"""A receiver of webhooks that costs little: it notes when each request came, and answers 204.

    python -m benchmarks.taker PORT

`GET /arrivals` tells and forgets what came, `POST /hold` has requests wait for their answer until
`POST /release`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class Taker:
    """What came, as pairs: when, and the body; and who waits for an answer."""

    def __init__(self) -> None:
        self.came: list[tuple[float, bytes]] = []
        self.waiting: list[asyncio.Transport] | None = None

    def answer(self, line: bytes, body: bytes, transport: asyncio.Transport) -> None:
        """Take one request, known by its first line."""
        if line.startswith(b"POST /hook"):
            self.came.append((time.time(), body))
            if self.waiting is None:
                transport.write(ANSWER)
            else:
                self.waiting.append(transport)
        else:
            transport.write(self._control(line.split()[1]))

    def _control(self, path: bytes) -> bytes:
        if path == b"/hold":
            self.waiting = []
        elif path == b"/release":
            for transport in self.waiting or ():
                transport.write(ANSWER)
            self.waiting = None
        elif path == b"/arrivals":
            told = [(at, json.loads(body)["timestamp"]) for at, body in self.came]
            self.came.clear()
            text = json.dumps(told).encode()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text)
        return ANSWER


class _Connection(asyncio.Protocol):
    def __init__(self, taker: Taker) -> None:
        self._taker, self._kept = taker, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._kept += data
        while (end := self._kept.find(b"\r\n\r\n")) >= 0:
            head = self._kept[:end]
            size = _length(head)
            if len(self._kept) < end + 4 + size:
                return
            body, self._kept = self._kept[end + 4 : end + 4 + size], self._kept[end + 4 + size :]
            self._taker.answer(head.partition(b"\r\n")[0], body, self._transport)


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return next((int(size) for name, _, size in lines if name.lower() == b"content-length"), 0)


async def _take(port: int) -> None:
    taker = Taker()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(taker), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_take(int(sys.argv[1])))

"""A line between laptop and office that is slow, is cut again and again, and notes which bytes of what it bore."""

import asyncio
import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

_ANSWERED = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_OFFSET = re.compile(rb"upload-offset: *(\d+)", re.IGNORECASE)
_PUT = re.compile(rb"(?:PUT|PATCH) \S*/blobs/([0-9a-f]{64}) ")
_POST = re.compile(rb"POST \S*/blobs ")
_AT_ONCE = 16 * 1024


class Line:
    """Carries what a laptop sends on to `port`, `rate` bytes a second (0: as quick as it goes).

    After so many bytes, or so many seconds of being up, it is cut: what is on it is lost. A `dead` line does not tell
    the office, which goes on waiting.
    """

    def __init__(
        self, port: int, *, rate: int = 0, bytes_between: int = 0, seconds_between: float = 0, dead: bool = False
    ) -> None:
        self.port = port
        self.rate = rate
        self.bytes_between = bytes_between
        self.seconds_between = seconds_between
        self.dead = dead
        self.cuts = 0
        self.carried: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._left = bytes_between
        self._open: set[asyncio.StreamWriter] = set()
        self._orphans: list[asyncio.StreamWriter] = []

    # -- what was carried -------------------------------------------------------------------------------------------
    def most(self) -> int:
        """How often the byte that was carried most often was."""
        return max(_deepest(spans) for spans in self.carried.values())

    def bytes(self) -> int:
        """How many bytes of attachments were carried in all."""
        return sum(end - begin for spans in self.carried.values() for begin, end in spans)

    # -- carrying ---------------------------------------------------------------------------------------------------
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, away = await asyncio.open_connection("127.0.0.1", self.port)
        if self.seconds_between and not self._open:
            asyncio.get_running_loop().call_later(self.seconds_between, self.cut)
        self._open.add(writer)
        heard = asyncio.StreamReader(limit=1 << 20)
        listening = asyncio.create_task(self._listen(heard))
        back = asyncio.create_task(_carry(there, writer))
        try:
            await self._forth(reader, writer, away, heard)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            heard.feed_eof()
            await listening
            back.cancel()
            if self.dead:
                self._orphans.append(away)
            else:
                away.close()
            self._open.discard(writer)
            writer.close()

    async def _forth(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        away: asyncio.StreamWriter,
        heard: asyncio.StreamReader,
    ) -> None:
        while data := await reader.read(_AT_ONCE):
            heard.feed_data(data)
            if self.rate:
                await asyncio.sleep(len(data) / self.rate)
            self._left -= len(data)
            if self.bytes_between and self._left <= 0:
                self.cut()
            if writer.transport.is_closing():  # it was cut with these bytes on it
                return
            away.write(data)
            await away.drain()

    def cut(self) -> None:
        """Cut whatever is open."""
        self._left = self.bytes_between
        self.cuts += bool(self._open)
        for one in self._open:
            one.transport.abort()

    # -- understanding what is carried ------------------------------------------------------------------------------
    async def _listen(self, heard: asyncio.StreamReader) -> None:
        try:
            while True:
                head = await heard.readuntil(b"\r\n\r\n")
                found = _ANSWERED.search(head)
                left = int(found[1]) if found else 0
                if _POST.match(head):
                    line = await heard.readuntil(b"\n")
                    for one in json.loads(line)["pieces"]:
                        await self._note(heard, one["sha256"], one["offset"], one["length"])
                elif put := _PUT.match(head):
                    begins = _OFFSET.search(head)
                    assert begins
                    await self._note(heard, put[1].decode(), int(begins[1]), left)
                else:
                    await heard.readexactly(left)
        except asyncio.IncompleteReadError:
            pass

    async def _note(self, heard: asyncio.StreamReader, sha256: str, begin: int, length: int) -> None:
        end = begin
        try:
            while end < begin + length:
                data = await heard.read(begin + length - end)
                if not data:
                    raise asyncio.IncompleteReadError(b"", None)
                end += len(data)
        finally:
            if end > begin:
                self.carried[sha256].append((begin, end))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
    writer.close()


def _deepest(spans: list[tuple[int, int]]) -> int:
    """How many spans lie over the place where most do."""
    steps = sorted([(begin, 1) for begin, _ in spans] + [(end, -1) for _, end in spans])
    depth = most = 0
    for _, step in steps:
        depth += step
        most = max(most, depth)
    return most


@contextmanager
def laid(line: Line) -> Iterator[int]:
    """Lay the line; give the port on the laptop's side."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(line.serve, "127.0.0.1", 0, limit=1 << 16))
    thread = threading.Thread(target=loop.run_forever, name="line")
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:

        async def end() -> None:
            server.close()
            line.cut()
            for one in line._orphans:
                one.transport.abort()
            await asyncio.sleep(0.05)

        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()

"""The standard input and output transport: answers every request, and ends when told to.

Beside what the SDK's own transport does: what is no message is answered instead of dropped; requests that bear the id
of one under way wait for it, so that answers of the same id come in the order of their questions; the process ends on
SIGINT while it waits, soon after the host is gone, and without a word where nobody reads any more.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import anyio
from anyio.abc import ObjectSendStream
from mcp.server.lowlevel.server import Server
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_REQUEST, JSONRPCError, JSONRPCResponse, jsonrpc_message_adapter

from seqmatch.server.json_wire import (
    BadMessage,
    Message,
    id_at_the_start,
    id_of,
    is_request,
    read_message,
    with_object_arguments,
)

AFTER_END_SECONDS = 1.2
"""Hosts wait two seconds after they closed our input, then they kill."""
MOST_BYTES = 4 * 1024 * 1024
"""Of one line, as over HTTP and more."""
_CHUNK = 1 << 16
_MARK = b"\xef\xbb\xbf"
"""What some Windows shells put before the first line."""


async def serve_stdio(server: Server[Any], leave: Callable[[], object]) -> None:
    """Serve until the host closes our input or reads no more.

    Parameters
    ----------
    leave : called where the host is gone and something it asked is still being worked out; it ends the process, for
        nothing else stops a thread.
    """
    with _wire() as (reading, writing):
        wire = _Wire(writing)
        to_server, inbound = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        outbound, from_server = anyio.create_memory_object_stream[SessionMessage](0)
        async with anyio.create_task_group() as group:

            async def send() -> None:
                async for sent in from_server:
                    if not await wire.send(sent):
                        leave()
                        group.cancel_scope.cancel()

            async def receive() -> None:
                async for line in _lines(reading):
                    if not await wire.take(line, to_server):
                        leave()
                        group.cancel_scope.cancel()
                if not await wire.answered(AFTER_END_SECONDS):
                    leave()
                await to_server.aclose()

            group.start_soon(send)
            group.start_soon(receive)
            await server.run(inbound, outbound, server.create_initialization_options())
            group.cancel_scope.cancel()


class _Wire:
    """What is under way between the host and the server.

    Parameters
    ----------
    output : where lines are written.
    """

    def __init__(self, output: int) -> None:
        self._lines = _Writer(output)
        self._under_way: dict[str | int, deque[SessionMessage]] = {}
        """Of each id that is under way, the further requests that bear it."""
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._to_server: ObjectSendStream[SessionMessage | Exception] | None = None

    async def take(self, line: bytes, to_server: ObjectSendStream[SessionMessage | Exception]) -> bool:
        """Pass a line on to the server, or answer it; False where nobody reads answers any more."""
        self._to_server = to_server
        try:
            if len(line) > MOST_BYTES:
                told = f"A message has at most {MOST_BYTES:,} bytes. Send less, such as the rules of one person only."
                raise BadMessage(INVALID_REQUEST, told, id_at_the_start(line))
            message = with_object_arguments(read_message(line))
            read = SessionMessage(jsonrpc_message_adapter.validate_python(message, by_name=False))
        except BadMessage as bad:
            return await self._lines.write(_as_line(bad.answer()))
        except ValueError:
            none = BadMessage(INVALID_REQUEST, "This is not a JSON-RPC message.", id_of(message))
            return await self._lines.write(_as_line(none.answer()))
        request_id = id_of(message)
        if is_request(message) and request_id is not None:
            if request_id in self._under_way:
                self._under_way[request_id].append(read)
                return True
            self._under_way[request_id] = deque()
            self._quiet.clear()
        await to_server.send(read)
        if message.get("method") == "notifications/cancelled":
            await self._over((message.get("params") or {}).get("requestId"))  # it is never answered
        return True

    async def send(self, sent: SessionMessage) -> bool:
        """Write what the server says; False where nobody reads any more."""
        message = sent.message
        if not await self._lines.write(message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"):
            return False
        if isinstance(message, JSONRPCResponse | JSONRPCError):
            await self._over(message.id)
        return True

    async def _over(self, request_id: object) -> None:
        """A request is under way no more: the next of the same id goes ahead."""
        if not isinstance(request_id, str | int) or request_id not in self._under_way:
            return
        waiting = self._under_way[request_id]
        if waiting and self._to_server is not None:
            await self._to_server.send(waiting.popleft())
            return
        del self._under_way[request_id]
        if not self._under_way:
            self._quiet.set()

    async def answered(self, seconds: float) -> bool:
        """Whether within so many seconds nothing is under way."""
        with anyio.move_on_after(seconds):
            await self._quiet.wait()
        return self._quiet.is_set()


def _as_line(message: Message) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Writer:
    """Writes lines in a thread of its own: a host that reads slowly must not stop the others' work."""

    def __init__(self, output: int) -> None:
        self._output = output
        self._waiting: queue.SimpleQueue[tuple[bytes, asyncio.Future[bool]]] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._run, name="stdout", daemon=True).start()

    async def write(self, line: bytes) -> bool:
        """Whether ``line`` was written; False where nobody reads any more."""
        written: asyncio.Future[bool] = self._loop.create_future()
        self._waiting.put((line, written))
        return await written

    def _run(self) -> None:
        while True:
            line, written = self._waiting.get()
            try:
                while line:
                    line = line[os.write(self._output, line) :]
            except OSError:
                pass
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(_settle, written, not line)


def _settle(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)


async def _lines(reading: int) -> AsyncIterator[bytes]:
    """The lines of our input, read by a thread that the process need not wait for when it ends.

    Of a line that is too long only its beginning comes, which is no message.
    """
    chunks: asyncio.Queue[bytes] = asyncio.Queue(16)
    loop = asyncio.get_running_loop()

    def read() -> None:
        with suppress(RuntimeError):  # the loop has ended
            while True:
                try:
                    chunk = os.read(reading, _CHUNK)
                except OSError:
                    chunk = b""
                asyncio.run_coroutine_threadsafe(chunks.put(chunk), loop).result()
                if not chunk:
                    return

    threading.Thread(target=read, name="stdin", daemon=True).start()
    held, first = bytearray(), True
    while chunk := await chunks.get():
        held += chunk
        *whole, rest = held.split(b"\n")
        held = rest[: MOST_BYTES + 1]
        for line in whole:
            if first:
                line = line.removeprefix(_MARK)
                first = False
            if line.strip():
                yield bytes(line[: MOST_BYTES + 1])
    if held.strip():
        yield bytes(held)


@contextmanager
def _wire() -> Iterator[tuple[int, int]]:
    """Our input and output for the protocol alone: who else reads finds nothing, what is printed goes to stderr."""
    sys.stdout.flush()
    kept = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    try:
        yield kept
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        for place, wire in enumerate(kept):
            os.dup2(wire, place)

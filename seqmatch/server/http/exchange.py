"""One request and its answer, between the many ways hosts write them and the one way the SDK reads them.

A host may read only JSON or only event streams: it gets what it reads. A host may give two requests of one session the
same id (some always send 1): each travels under a name of its own and comes back under the id it was sent with. What
is no message is refused in words, before anything is worked out for it.
"""

from __future__ import annotations

import json
import uuid
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from seqmatch.server.json_wire import BadMessage, Message, id_of, is_request, read_message, with_object_arguments

JSON = "application/json"
STREAM = "text/event-stream"
BOTH = f"{JSON}, {STREAM}"
_HEADER = "mcp-session-id"
_INTERNAL = -32603


class Exchange:
    """ASGI middleware around the SDK's endpoint; the whole body is there when it is called.

    Parameters
    ----------
    path : of the endpoint; other paths pass unseen.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path
        self._under_way: defaultdict[tuple[str, str | int], list[str]] = defaultdict(list)
        """The names that requests of a session travel under, by the id they were sent with."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        kinds = readable_kinds(headers.getlist("accept"))
        refusal = _refusal(headers, kinds)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        arrived = await receive()
        arrived = {**arrived, "body": arrived.get("body", b"").removeprefix(BOM_UTF8)}
        try:
            read = read_message(arrived["body"])
            message = with_object_arguments(read)
        except BadMessage as bad:
            await JSONResponse(bad.answer(), status_code=400)(scope, receive, send)
            return
        if message is not read:
            arrived = _event(message)
        if message.get("method") == "initialize" and kinds == (True, False):
            message = _asking_nothing(message)
            arrived = _event(message)
        answer: _Answer = {(True, False): _AsJson, (False, True): _AsStream}.get(kinds, _Answer)(send)
        scope = _as_the_sdk_reads_it(scope)
        session = headers.get(_HEADER)
        if session is None:
            await self._app(scope, _first(arrived, receive), answer)
        else:
            await self._within(session, message, scope, receive, answer)

    async def _within(self, session: str, message: Message, scope: Scope, receive: Receive, answer: _Answer) -> None:
        sent = id_of(message)
        if is_request(message) and sent is not None:
            name = f"seqmatch-{uuid.uuid4().hex}"
            key = (session, sent)
            self._under_way[key].append(name)
            answer.rename(name, sent)
            try:
                await self._app(scope, _first(_event({**message, "id": name}), receive), answer)
            finally:
                self._under_way[key].remove(name)
                if not self._under_way[key]:
                    del self._under_way[key]
            return
        if message.get("method") == "notifications/cancelled":
            message = self._cancelling(session, message)
        await self._app(scope, _first(_event(message), receive), answer)

    def _cancelling(self, session: str, message: Message) -> Message:
        """A cancellation with the name that the request travels under, where one request only is meant."""
        params = message.get("params")
        sent = params.get("requestId") if isinstance(params, Mapping) else None
        names = self._under_way.get((session, sent), []) if isinstance(sent, str | int) else []
        return {**message, "params": {**(params or {}), "requestId": names[0] if len(names) == 1 else ""}}


def readable_kinds(accept: list[str]) -> tuple[bool, bool]:
    """Whether a host reads JSON and event streams; one that does not say reads both."""
    kinds = [part.split(";")[0].strip().lower() for line in accept for part in line.split(",") if part.strip()]
    everything = not kinds or "*/*" in kinds
    return (
        everything or JSON in kinds or "application/*" in kinds,
        everything or STREAM in kinds or "text/*" in kinds,
    )


def _refusal(headers: Headers, kinds: tuple[bool, bool]) -> Response | None:
    if not any(kinds):
        told = f"Answers are {JSON} or {STREAM}. Send an Accept header with at least one of them."
        return JSONResponse({"error": told}, status_code=406)
    if headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
        return JSONResponse({"error": f"Requests are read as Content-Type: {JSON} only."}, status_code=415)
    return None


def _as_the_sdk_reads_it(scope: Scope) -> Scope:
    ours = (b"accept", b"content-type", b"content-length")
    kept = [(name, value) for name, value in scope["headers"] if name not in ours]
    return {**scope, "headers": [*kept, (b"accept", BOTH.encode()), (b"content-type", JSON.encode())]}


def _asking_nothing(message: Message) -> Message:
    """A greeting of a host that reads JSON only: questions to the person (elicitation) could not reach it."""
    params = message.get("params") or {}
    capabilities = params.get("capabilities")
    if not isinstance(capabilities, dict):
        return message
    left = {name: value for name, value in capabilities.items() if name not in ("elicitation", "sampling", "roots")}
    return {**message, "params": {**params, "capabilities": left}}


def _event(message: Message) -> Event:
    return {"type": "http.request", "body": json.dumps(message).encode(), "more_body": False}


def _first(event: Event, receive: Receive) -> Receive:
    left = [event]

    async def again() -> Event:
        return left.pop() if left else await receive()

    return again


class _Answer:
    """Passes an answer on as it comes, under the id the request was sent with."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._names: tuple[bytes, bytes] | None = None

    def rename(self, name: str, sent: str | int) -> None:
        """Turn ``name`` back into the id ``sent``. No caller knows the name, so nothing else can look like it."""
        self._names = (f'"id":"{name}"'.encode(), b'"id":' + json.dumps(sent, ensure_ascii=False).encode())

    async def __call__(self, event: Event) -> None:
        await self._send(self._renamed(event))

    def _renamed(self, event: Event) -> Event:
        if self._names is None:
            return event
        if event["type"] != "http.response.body":
            headers = [(name, value) for name, value in event["headers"] if name.lower() != b"content-length"]
            return {**event, "headers": headers}
        return {**event, "body": event.get("body", b"").replace(*self._names)}


class _Whole(_Answer):
    """Holds an answer back until all of it is there, and passes it on as another kind."""

    read_as = ""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._start: Event | None = None
        self._body = bytearray()

    async def __call__(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            kind = Headers(raw=event["headers"]).get("content-type", "")
            if event["status"] == 200 and kind.startswith(self.read_as):
                self._start = event
                return
        elif self._start is not None and event["type"] == "http.response.body":
            self._body += self._renamed(event).get("body", b"")
            if not event.get("more_body", False):
                await self._pass_on(self._start, bytes(self._body))
            return
        await super().__call__(event)

    async def _pass_on(self, start: Event, held: bytes) -> None:
        kind, body = self.converted(held)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-type"] = kind
        headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})

    def converted(self, body: bytes) -> tuple[str, bytes]:
        raise NotImplementedError


class _AsJson(_Whole):
    """The answer at the end of an event stream; progress before it has no place in one JSON body."""

    read_as = STREAM

    def converted(self, body: bytes) -> tuple[str, bytes]:
        told: list[Any] = [
            json.loads(line[5:]) for line in body.splitlines() if line.startswith(b"data:") and line[5:].strip()
        ]
        answers = [one for one in told if "method" not in one]
        if answers:
            return JSON, json.dumps(answers[-1], ensure_ascii=False, separators=(",", ":")).encode()
        missing = {"code": _INTERNAL, "message": f"This answer needs {STREAM} in the Accept header."}
        return JSON, json.dumps({"jsonrpc": "2.0", "id": None, "error": missing}).encode()


class _AsStream(_Whole):
    """One JSON answer as an event stream of one event."""

    read_as = JSON

    def converted(self, body: bytes) -> tuple[str, bytes]:
        return STREAM, b"event: message\r\ndata: " + body + b"\r\n\r\n"

"""Reads JSON-RPC messages once and strictly, the same over standard input and over HTTP.

What is not one readable message is answered with a JSON-RPC error that says why, under the request's own id where that
can be made out, so that no host waits for an answer that never comes.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from mcp.types import INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR

from seqmatch.server.tools.text_values import value_in

Message = dict[str, Any]

MOST_ARGUMENT_CHARS = 250_000
"""Of a call's arguments that are sent as one text."""
MOST_DIGITS = 1_000
"""Of one whole number; Python refuses to print those of more than 4,300."""
_HALF_A_PAIR = re.compile(rb"\\u[dD][89abAB]|\\u[dD][c-fC-F]")
_ID = rb'(-?\d{1,18}|"[^"\\\x00-\x1f]{1,200}")'
_ID_FIRST = re.compile(rb'\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*' + _ID + rb"\s*[,}]")
"""The id of a message that cannot be read to its end, where it stands at its beginning."""


class BadMessage(Exception):
    """What was sent is not one JSON-RPC message.

    Attributes
    ----------
    code : JSON-RPC's, -32700 for what is not JSON, -32600 for what is no message, -32602 for a call without an object.
    request_id : of the request, where it can be made out.
    """

    def __init__(self, code: int, message: str, request_id: str | int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.request_id = request_id

    def answer(self) -> Message:
        """The error response; an id that is not known is null."""
        return {"jsonrpc": "2.0", "id": self.request_id, "error": {"code": self.code, "message": self.message}}


def read_message(data: bytes) -> Message:
    """The request, notification or response in ``data``.

    Raises
    ------
    BadMessage : it is none, holds more than one, or holds a number or text that no JSON may.
    """
    try:
        message = json.loads(data.decode("utf-8"), parse_int=_whole, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadMessage(PARSE_ERROR, "This is not UTF-8.", id_at_the_start(data)) from None
    except RecursionError:
        raise BadMessage(PARSE_ERROR, "This JSON is nested too deep.", id_at_the_start(data)) from None
    except _TooLong:
        told = f"A number has more than {MOST_DIGITS:,} digits."
        raise BadMessage(INVALID_REQUEST, told, id_at_the_start(data)) from None
    except ValueError:
        raise BadMessage(PARSE_ERROR, "This is not JSON.", id_at_the_start(data)) from None
    if isinstance(message, list):
        raise BadMessage(INVALID_REQUEST, "Batches are not read. Send one message at a time.")
    if not isinstance(message, dict):
        raise BadMessage(INVALID_REQUEST, "A message is an object.")
    _check(message)
    if _HALF_A_PAIR.search(data) and _has_half_a_pair(message):
        told = "A text holds half of a surrogate pair (\\ud800 to \\udfff). Send whole characters."
        raise BadMessage(PARSE_ERROR, told, id_of(message))
    return message


def with_object_arguments(message: Message) -> Message:
    """A tool call whose arguments are an object, or ``message`` itself: some hosts send them all as one text.

    Raises
    ------
    BadMessage : the arguments are something else.
    """
    params = message.get("params")
    if message.get("method") != "tools/call" or not isinstance(params, dict) or "arguments" not in params:
        return message
    sent = params["arguments"]
    if sent is None or isinstance(sent, dict):
        return message
    held = value_in(sent, MOST_ARGUMENT_CHARS)
    if held in ("", "null", []):
        held = {}
    if not isinstance(held, dict):
        told = (
            'The arguments of a call are an object, such as {"profile": {"user_type": "INDIVIDUAL"}}. Send an object.'
        )
        raise BadMessage(INVALID_PARAMS, told, id_of(message))
    return {**message, "params": {**params, "arguments": held}}


def id_of(message: Message) -> str | int | None:
    """The id of a message, or None where it has none or one that JSON-RPC does not allow."""
    found = message.get("id")
    if isinstance(found, str):
        return None if _has_half_a_pair(found) else found
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**63 else None


def is_request(message: Message) -> bool:
    return "method" in message and "id" in message


def _check(message: Message) -> None:
    known = id_of(message)
    if message.get("jsonrpc") != "2.0":
        raise BadMessage(INVALID_REQUEST, 'A message holds "jsonrpc": "2.0".', known)
    if "id" in message and known is None and not ("error" in message and message["id"] is None):
        raise BadMessage(INVALID_REQUEST, "An id is text or a whole number.")
    if "method" in message:
        if not isinstance(message["method"], str):
            raise BadMessage(INVALID_REQUEST, "A method is text.", known)
        if not isinstance(message.get("params", {}), dict | None):
            raise BadMessage(INVALID_REQUEST, "The params of a message are an object.", known)
    elif not (isinstance(message.get("result"), dict) or isinstance(message.get("error"), dict)):
        raise BadMessage(INVALID_REQUEST, "A message holds a method, a result or an error.", known)


class _TooLong(ValueError):
    pass


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _TooLong
    return int(digits)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _has_half_a_pair(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def id_at_the_start(data: bytes) -> str | int | None:
    """The id of a message that cannot be read to its end, None where it does not stand at the beginning."""
    found = _ID_FIRST.match(data)
    if found is None:
        return None
    try:
        value: str | int = json.loads(found[1].decode("utf-8"))
    except ValueError:
        return None
    return value

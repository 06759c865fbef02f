"""The local audit log: what was trained, promoted or rolled back, when, from what data, and why.

``audit.jsonl`` grows by one line an event and never loses one. ``<version>.users`` holds salted hashes of the users a
version learned from, so that a later run can tell who is new to it; without ``audit.salt``, which never leaves the
machine, nobody can tell who they are. All three stand beside the versions, not in them: a version stays the same bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from seqmatch import __version__
from seqmatch.lifecycle.versions.registry import replace_file
from seqmatch.settings import PACKAGE

LOG = "audit.jsonl"
SALT = "audit.salt"
PRIVATE = 0o600
_DIGITS = 32


def record(family: Path, event: str, facts: dict[str, Any]) -> None:
    """Append one event, whole or not at all, and on disk when this returns.

    Parameters
    ----------
    family : ``models/<family>``; its lock is held by the caller.
    event : ``train``, ``retrain``, ``promote`` or ``rollback``.
    facts : JSON values; never a user's identifier or anything a user typed.
    """
    entry = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, "code": code(), **facts}
    line = json.dumps(entry, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    handle = os.open(family / LOG, os.O_RDWR | os.O_APPEND | os.O_CREAT, PRIVATE)
    try:
        size = os.fstat(handle).st_size
        if size and _byte_at(handle, size - 1) != b"\n":
            line = b"\n" + line  # a killed run tore its line: the next one starts afresh
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


def _byte_at(handle: int, place: int) -> bytes:
    os.lseek(handle, place, os.SEEK_SET)
    return os.read(handle, 1)


def events(family: Path) -> list[dict[str, Any]]:
    """All recorded events, the oldest first; a line torn by a crash, or altered beyond reading, is left out."""
    try:
        lines = (family / LOG).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    read = []
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and {"time", "event"} <= entry.keys():
            read.append(entry)
    return read


@cache
def code() -> dict[str, str]:
    """Which code is running: the release, and the first digits of the SHA-256 of its Python files."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return {"seqmatch": __version__, "source": digest.hexdigest()[:12]}


def remember_users(family: Path, version: str, user_ids: Iterable[str]) -> None:
    """Keep the salted hashes of the users that ``version`` learned from."""
    salt = _salt(family)
    known = users_of(family, version) or frozenset()
    hashes = sorted(known | {_hash(salt, user) for user in user_ids})
    replace_file(family / f"{version}.users", "\n".join([_mark(salt), *hashes, ""]).encode(), PRIVATE)


def users_of(family: Path, version: str) -> frozenset[str] | None:
    """The hashes of the users that ``version`` learned from; None where that is not known here."""
    try:
        mark, *hashes = (family / f"{version}.users").read_text("ascii").splitlines()
        salt = (family / SALT).read_bytes()
    except (OSError, ValueError):
        return None
    return frozenset(hashes) if mark == _mark(salt) else None


def seen(family: Path, version: str, user_ids: Iterable[str]) -> list[bool] | None:
    """Whether ``version`` learned from each user; None where that is not known here."""
    known = users_of(family, version)
    if known is None:
        return None
    salt = _salt(family)
    return [_hash(salt, user) in known for user in user_ids]


def _salt(family: Path) -> bytes:
    path = family / SALT
    if not path.exists():
        replace_file(path, secrets.token_bytes(32), PRIVATE)
    return path.read_bytes()


def _mark(salt: bytes) -> str:
    """Tells hashes made with this salt from those made with one that was lost."""
    return "salt " + hashlib.sha256(b"seqmatch salt" + salt).hexdigest()[:_DIGITS]


def _hash(salt: bytes, user: str) -> str:
    return hmac.new(salt, user.encode(), hashlib.sha256).hexdigest()[:_DIGITS]

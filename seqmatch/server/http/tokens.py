"""Bearer tokens of a team: a file of salted hashes, and whether a token sent is one of them.

A token is 256 random bits, so one round of a salted hash is as good as many: there is nothing to guess. The file is
read again when it changes, so that a token taken out of it stops working without a restart. Whoever starts the server
may give one more token in $SEQMATCH_TOKEN; nothing secret is ever read from a command line.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from mcp.server.auth.provider import AccessToken, TokenVerifier

from seqmatch.errors import ArgumentError
from seqmatch.server.http.scopes import OF_EVERYBODY, SCOPES

VARIABLE = "SEQMATCH_TOKEN"
SHORTEST = 32
FORMAT = 1
LONGEST_NAME = 80
FOR_EVERYBODY = 0o007
"""A group may be let in, as secrets of a cluster are mounted."""


@dataclass(frozen=True)
class TokenEntry:
    """One line of the file.

    Attributes
    ----------
    name : whose token it is; shown to operators only.
    scopes : what it allows.
    salt, sha256 : hexadecimal; the hash is of the salt followed by the token.
    expires_at : seconds since 1970, or None.
    user : the one user of the store whose data it may see; None: bound to none.
    """

    name: str
    scopes: tuple[str, ...]
    salt: str
    sha256: str
    expires_at: int | None = None
    user: str | None = None

    def is_for(self, token: str) -> bool:
        return hmac.compare_digest(_hash(self.salt, token), self.sha256)


def _hash(salt: str, token: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + token.encode("utf-8", "replace")).hexdigest()


def read_entries(path: Path) -> tuple[TokenEntry, ...]:
    """The entries of a token file.

    Raises
    ------
    ArgumentError : the file cannot be read, or holds something else.
    """
    try:
        everybodys = os.name == "posix" and path.stat().st_mode & FOR_EVERYBODY
        held = json.loads(path.read_bytes())
        if held["format"] != FORMAT:
            raise ValueError
        entries = tuple(TokenEntry(**{**entry, "scopes": tuple(entry["scopes"])}) for entry in held["tokens"])
        for entry in entries:
            entry.is_for("")
            check_name(entry.name)
            _check_bound(entry)
    except OSError:
        raise ArgumentError(
            "The token file cannot be read. Make one with `seqmatch tokens add`.", path=str(path)
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ArgumentError("This is no token file. Make one with `seqmatch tokens add`.", path=str(path)) from None
    if everybodys:
        raise ArgumentError("Everybody may read this token file. Run `chmod 600` on it first.", path=str(path))
    return entries


def check_name(name: str) -> str:
    """``name``, if it can be shown on one line.

    Raises
    ------
    ArgumentError : it is empty, too long, or holds what is no printable character.
    """
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise ArgumentError(f"A name has 1 to {LONGEST_NAME} printable characters.", path="NAME", example="ana")
    return name


def write_entries(path: Path, entries: tuple[TokenEntry, ...]) -> None:
    """Replace the file as one step; only its owner may read it. A link stays: what it leads to is replaced.

    Raises
    ------
    ArgumentError : the links lead in a circle.
    """
    try:
        path = path.resolve()
    except (OSError, RuntimeError):
        raise ArgumentError("The links to this token file lead nowhere.", path=str(path)) from None
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"format": FORMAT, "tokens": [_line(entry) for entry in entries]}, indent=2) + "\n"
    handle, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def _line(entry: TokenEntry) -> dict[str, object]:
    """An entry as it is written. Earlier releases read files without bound tokens, and refuse those with one."""
    line = asdict(entry)
    if entry.user is None:
        del line["user"]
    return line


def _check_bound(entry: TokenEntry) -> None:
    if entry.user is None:
        return
    if not isinstance(entry.user, str) or not entry.user:
        raise ValueError
    if any(scope in OF_EVERYBODY for scope in entry.scopes):
        raise ArgumentError(
            f"A token of one user cannot have a scope that tells of all: {', '.join(OF_EVERYBODY)}.", path="--scope"
        )


def new_token(
    name: str, scopes: tuple[str, ...], expires_at: int | None = None, user: str | None = None
) -> tuple[str, TokenEntry]:
    """A fresh token, to be told once and forgotten, and the entry that recognises it.

    Raises
    ------
    ArgumentError : the name cannot be shown, or a token of one user is to have a scope that tells of all.
    """
    check_name(name)
    token, salt = f"seqmatch_{secrets.token_urlsafe(32)}", secrets.token_hex(16)
    entry = TokenEntry(name, scopes, salt, _hash(salt, token), expires_at, user)
    _check_bound(entry)
    return token, entry


class TeamTokens(TokenVerifier):
    """Recognises the tokens of a file and the one in $SEQMATCH_TOKEN, which allows everything.

    Parameters
    ----------
    path : the token file; None: only the environment's token.

    Raises
    ------
    ArgumentError : the file is none, or the environment's token is too short to be safe.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen: tuple[int, ...] | None = None
        self._entries: tuple[TokenEntry, ...] = ()
        self._own = os.environ.get(VARIABLE, "")
        if self._own and len(self._own) < SHORTEST:
            raise ArgumentError(f"A token has at least {SHORTEST} characters.", path=f"${VARIABLE}")
        self._reread()

    @property
    def required(self) -> bool:
        """Whether anyone needs a token at all."""
        return self._path is not None or bool(self._own)

    def _reread(self) -> None:
        if self._path is None:
            return
        try:
            state = self._path.stat()
            now: tuple[int, ...] | None = (state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_size)
        except OSError:
            now = None
        if now is None or now != self._seen:
            self._entries = read_entries(self._path)
            self._seen = now

    async def verify_token(self, token: str) -> AccessToken | None:
        """Who sent it and what they may, or None."""
        try:
            self._reread()
        except ArgumentError:
            self._entries, self._seen = (), None  # a file that went bad lets nobody in
        for entry in self._entries:
            if entry.is_for(token):
                return AccessToken(
                    token=token,
                    client_id=entry.name,
                    scopes=list(entry.scopes),
                    expires_at=entry.expires_at,
                    subject=entry.user,
                )
        if self._own and hmac.compare_digest(self._own.encode(), token.encode("utf-8", "replace")):
            return AccessToken(token=token, client_id=VARIABLE, scopes=list(SCOPES))
        return None

"""The key file: Fernet keys, the newest first. The newest seals; all of them open.

Lose the file and what is sealed is lost: back it up apart from the store. Whoever has both reads everything.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from seqmatch.errors import StoreError
from seqmatch.settings import key_file

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

FORMAT = 1
PREFIX = "sealed:"
"""Before every sealed value. Values without it were written by an older release and are read as they are."""
FOR_EVERYBODY = 0o007
"""A group may be let in, as secrets of a cluster are mounted."""


@dataclass(frozen=True)
class Key:
    """One key; ``secret`` is 32 random bytes in URL-safe base64."""

    made_at: str
    secret: str = field(repr=False)


def new_key() -> Key:
    from cryptography.fernet import Fernet

    return Key(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), Fernet.generate_key().decode())


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys of a file, the newest first.

    Raises
    ------
    StoreError : it cannot be read, everybody may read it, or it holds something else.
    """
    from cryptography.fernet import Fernet

    try:
        everybodys = os.name == "posix" and path.stat().st_mode & FOR_EVERYBODY
        held = json.loads(path.read_bytes())
        keys = tuple(Key(**one) for one in held["keys"])
        if held["format"] != FORMAT or not keys:
            raise ValueError
        for one in keys:
            Fernet(one.secret)
    except OSError:
        raise StoreError("The key file cannot be read.", code="keys_unreadable", path=str(path)) from None
    except (ValueError, TypeError, KeyError):
        raise StoreError("Not a key file. Restore it from a copy.", code="keys_damaged", path=str(path)) from None
    if everybodys:
        raise StoreError(
            "Everybody may read this key file. Run `chmod 600` on it first.", code="keys_open", path=str(path)
        )
    return keys


def write_keys(path: Path, keys: tuple[Key, ...]) -> None:
    """Replace the file as one step; only its owner may read it."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"format": FORMAT, "keys": [asdict(one) for one in keys]}, indent=2) + "\n"
    handle, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def make_keys(path: Path) -> bool:
    """Make a key file where there is none; False where there is one. Of two processes one makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        if path.exists():
            return False
        write_keys(path, (new_key(),))
    return True


class Ring:
    """The keys of a file at work; read again when the file changes.

    Parameters
    ----------
    path : of the key file, made with the first value that is sealed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._all: MultiFernet | None = None
        self._newest: MultiFernet | None = None

    def seal(self, text: str) -> str:
        """``text`` sealed with the newest key."""
        try:
            keys = self._keys()
        except StoreError as error:
            if error.code != "keys_missing":
                raise
            make_keys(self.path)
            keys = self._keys()
        return PREFIX + keys.encrypt(text.encode()).decode()

    def open(self, held: str) -> str:
        """What was sealed; a value that never was is returned as it is.

        Raises
        ------
        StoreError : the key file does not hold the key, or the value was altered.
        """
        if not held.startswith(PREFIX):
            return held
        from cryptography.fernet import InvalidToken

        try:
            return self._keys().decrypt(held.removeprefix(PREFIX)).decode()
        except InvalidToken:
            raise StoreError(
                "The store holds values that this key file does not open, or that were altered. Name the key file "
                "that they were sealed with in $SEQMATCH_KEYS, or restore it from a copy.",
                code="sealed",
                path=str(self.path),
            ) from None

    def is_current(self, held: str) -> bool:
        """Whether ``held`` is sealed with the newest key."""
        from cryptography.fernet import InvalidToken

        self._keys()
        assert self._newest is not None
        try:
            self._newest.decrypt(held.removeprefix(PREFIX))
        except InvalidToken:
            return False
        return held.startswith(PREFIX)

    def _keys(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet

        try:
            state = self.path.stat()
        except OSError:
            raise StoreError(
                "There is no key file, and the store holds sealed values. Restore it, or name it in $SEQMATCH_KEYS.",
                code="keys_missing",
                path=str(self.path),
            ) from None
        now = (state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_size)
        if self._all is None or now != self._seen:
            fernets = [Fernet(one.secret) for one in read_keys(self.path)]
            self._all, self._newest, self._seen = MultiFernet(fernets), MultiFernet(fernets[:1]), now
        return self._all


_RINGS: dict[str | None, Ring] = {}


def ring() -> Ring:
    """The keys of this process: those of $SEQMATCH_KEYS, else of the user's data folder."""
    told = os.environ.get("SEQMATCH_KEYS")
    if told not in _RINGS:
        _RINGS[told] = Ring(key_file())
    return _RINGS[told]

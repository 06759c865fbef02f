"""One writer at a time in a family's folder. The operating system holds the lock, so it ends with the process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seqmatch.errors import ModelError
from seqmatch.lifecycle.versions.registry import sweep

LOCK = "training.lock"
"""The file that is locked where folders cannot be (Windows)."""


@contextmanager
def sole_writer(family: Path) -> Iterator[None]:
    """Hold ``family`` (``models/<family>``) alone, and first clear away what a killed run left half written.

    Raises
    ------
    ModelError : another process is training, promoting or rolling back here; code ``models_busy``.
    """
    made = [folder for folder in (family, *family.parents) if not folder.exists()]
    family.mkdir(parents=True, exist_ok=True)
    handle = _open(family)
    try:
        try:
            _lock(handle)
        except OSError:
            raise ModelError(
                "Another run is training, promoting or rolling back in this folder. Wait until it has ended, or name "
                "another folder with --models.",
                code="models_busy",
                path=str(family),
            ) from None
        sweep(family)
        yield
    finally:
        os.close(handle)
        with suppress(OSError):
            for folder in made:
                folder.rmdir()  # refused, as it should be, where anything was written


if sys.platform == "win32":
    import msvcrt

    def _open(family: Path) -> int:
        return os.open(family / LOCK, os.O_RDWR | os.O_CREAT)

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _open(family: Path) -> int:
        return os.open(family, os.O_RDONLY)

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

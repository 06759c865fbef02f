"""One writer at a time in a family's folder. The operating system holds the lock, so it ends with the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seqmatch.errors import ModelError
from seqmatch.lifecycle.versions.registry import sweep

LOCK = "training.lock"
"""The file that is locked. It stays where it is: whoever waits must meet the same file."""


@contextmanager
def sole_writer(family: Path) -> Iterator[None]:
    """Hold ``family`` (``models/<family>``) alone, and first clear away what a killed run left half written.

    Raises
    ------
    ModelError : another process is training, promoting or rolling back here; code ``models_busy``.
    """
    from filelock import FileLock, Timeout

    made = [folder for folder in (family, *family.parents) if not folder.exists()]
    family.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(family / LOCK, timeout=0, mode=0o600):
            try:
                sweep(family)
                yield
            finally:
                _remove_empty(family, made)
    except Timeout:
        raise ModelError(
            "Another run is training, promoting or rolling back in this folder. Wait until it has ended, or name "
            "another folder with --models.",
            code="models_busy",
            path=str(family),
        ) from None


def _remove_empty(family: Path, made: list[Path]) -> None:
    """Remove the folders that this run made, if it wrote nothing into them."""
    if made and {path.name for path in family.iterdir()} <= {LOCK}:
        with suppress(OSError):
            (family / LOCK).unlink(missing_ok=True)
            for folder in made:
                folder.rmdir()

"""Limits every library to one thread, so that sums of floats are reproducible; parallelism is across folds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from threadpoolctl import threadpool_limits

LIBRARIES = ("lightgbm", "scipy.linalg", "sklearn.cluster")
"""Each brings threads of its own. A limit reaches the libraries that are loaded when it is set, and no others."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold every numeric library to one thread, those included that would be imported only inside."""
    for library in LIBRARIES:
        import_module(library)
    with threadpool_limits(1):
        yield

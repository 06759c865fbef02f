"""A store with the tables of coaching."""

from __future__ import annotations

import pytest

from seqmatch.store.coaching.tables import metadata
from seqmatch.store.engine import Store


@pytest.fixture
def coaching(store: Store) -> Store:
    store.ensure(metadata)
    return store

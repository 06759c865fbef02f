"""The list of families. To add one, add its folder and its line in :data:`_HERE`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seqmatch.families.coaching.family import DECLARED as COACHING
from seqmatch.families.onboarding.family import DECLARED as ONBOARDING
from seqmatch.families.planning.family import DECLARED as PLANNING
from seqmatch.families.transactions.family import DECLARED as TRANSACTIONS
from seqmatch.lifecycle.declared import Declared, found

if TYPE_CHECKING:
    from seqmatch.lifecycle.versions.family import Family
    from seqmatch.store.engine import Store

_HERE = (
    ONBOARDING,
    TRANSACTIONS,
    COACHING,
    PLANNING,
)
DECLARED: dict[str, Declared] = {}
"""Every family by name, in the order of ``seqmatch --help``."""
FAMILIES: dict[str, Family[Any]] = {}
"""What the lifecycle knows of each."""


def add(family: Declared) -> None:
    """Enter a family. One that lives elsewhere is entered before the server or the command line is imported."""
    DECLARED[family.name] = family
    FAMILIES[family.name] = family.models


for _family in _HERE:
    add(_family)


def with_tables(store: Store) -> Store:
    """``store`` with the tables of every family in it.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    for family in DECLARED.values():
        if family.tables is not None:
            store.ensure(found(family.tables))
    return store

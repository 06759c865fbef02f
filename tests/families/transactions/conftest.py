"""The small town's transactions, for everything that needs labelled ones."""

from __future__ import annotations

import polars as pl
import pytest
from small_town import town

from seqmatch.families.transactions.dataset import TransactionsData, transactions_data


@pytest.fixture(scope="session")
def town_frame() -> pl.DataFrame:
    return town()


@pytest.fixture(scope="session")
def town_data(town_frame: pl.DataFrame) -> TransactionsData:
    return transactions_data(town_frame)

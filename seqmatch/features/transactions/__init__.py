"""Features of a transaction, from what was known at its time; a payee's name is made comparable here."""

from seqmatch.features.transactions.build import FEATURE_COLUMNS, build

__all__ = ["FEATURE_COLUMNS", "build"]

"""Column types whose values lie sealed in the database; the code above reads and writes them as they are."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import JSON, Dialect, String, TypeDecorator

from seqmatch.store.sealing.keys import ring


class SealedText(TypeDecorator[str]):
    """Text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else ring().seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else ring().open(value)


class SealedJson(TypeDecorator[Any]):
    """A JSON value; it lies there as a JSON string."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else ring().seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return json.loads(ring().open(value)) if isinstance(value, str) else value


SEALED = (SealedText, SealedJson)

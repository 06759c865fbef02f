"""The warehouse's own SQL on DuckDB: sources, references and settings are all of dbt's Jinja that it uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml
from jinja2 import Environment, StrictUndefined

ROOT = Path(__file__).resolve().parent.parent.parent / "warehouse"
MODELS = {path.stem: path for path in sorted((ROOT / "models").rglob("*.sql"))}
ORDER = (
    "stg_transactions",
    "stg_transaction_labels",
    "stg_ml_features",
    "dim_merchants",
    "fct_training_view",
    "fct_suggestions_eval",
)
"""References before what refers to them."""
TESTS = {path.stem: path for path in sorted((ROOT / "tests").glob("*.sql"))}


class Warehouse:
    """The models over the Parquet files in ``export``; built again, the incremental one only adds what changed."""

    def __init__(self, export: Path) -> None:
        self.export = export
        self.database = duckdb.connect()
        self.database.execute("SET TimeZone = 'UTC'")
        self.built = False

    def build(self) -> Warehouse:
        """Make every model, as ``dbt build`` does."""
        for name in ORDER:
            chosen: dict[str, Any] = {}
            sql = self.sql(MODELS[name], chosen, name)
            kind = chosen.get("materialized", "view")
            if kind == "incremental" and self.built:
                self.database.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {sql}")
                key = chosen["unique_key"]
                self.database.execute(f"DELETE FROM {name} WHERE {key} IN (SELECT {key} FROM fresh)")
                self.database.execute(f"INSERT INTO {name} SELECT * FROM fresh")
            else:
                self.database.execute(f"CREATE OR REPLACE {'VIEW' if kind == 'view' else 'TABLE'} {name} AS {sql}")
        self.built = True
        return self

    def sql(self, path: Path, chosen: dict[str, Any] | None = None, this: str = "") -> str:
        """A file's SQL with references filled in; what it configures goes into ``chosen``."""
        settings = {} if chosen is None else chosen

        def config(**options: Any) -> str:
            settings.update(options)
            return ""

        return (
            Environment(undefined=StrictUndefined)
            .from_string(path.read_text("utf-8"))
            .render(
                source=lambda _, table: f"read_parquet('{self.export / table}.parquet')",
                ref=lambda name: name,
                config=config,
                is_incremental=lambda: self.built,
                this=this,
            )
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.execute(sql).fetchall()

    def failures(self) -> dict[str, int]:
        """Every schema test and every test of its own that fails, with the number of rows at fault."""
        found = {name: len(self.rows(self.sql(path))) for name, path in TESTS.items()}
        for name, sql in schema_tests().items():
            found[name] = len(self.rows(sql))
        return {name: rows for name, rows in found.items() if rows}


def schema_tests() -> dict[str, str]:
    """Name -> the rows at fault, for every test of a column in the YAML beside the models."""
    queries: dict[str, str] = {}
    for path in sorted((ROOT / "models").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", []):
            for column in model["columns"]:
                for test in column["data_tests"]:
                    kind = test if isinstance(test, str) else next(iter(test))
                    told = {} if isinstance(test, str) else test[kind]["arguments"]
                    queries[f"{kind} {model['name']}.{column['name']}"] = _query(
                        kind, model["name"], column["name"], told
                    )
    return queries


def _query(kind: str, model: str, column: str, told: dict[str, Any]) -> str:
    if kind == "not_null":
        return f"SELECT 1 FROM {model} WHERE {column} IS NULL"
    if kind == "unique":
        return f"SELECT 1 FROM {model} WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1"
    if kind == "accepted_values":
        values = ", ".join(f"'{value}'" if told.get("quote", True) else str(value) for value in told["values"])
        return f"SELECT 1 FROM {model} WHERE {column} NOT IN ({values})"
    if kind == "relationships":
        other = told["to"].removeprefix("ref('").removesuffix("')")
        return f"SELECT 1 FROM {model} WHERE {column} NOT IN (SELECT {told['field']} FROM {other})"
    raise AssertionError(f"no such test: {kind}")

"""What partitions by month would change in a PostgreSQL store: python benchmarks/bench_partitions.py [ROWS]

The table of transactions with its rows filled in by the database, once as it is and once partitioned by month under a
key of day and name. Needs PostgreSQL's programs, as the tests do; figures are this machine's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from postgres_server import running  # noqa: E402
from sqlalchemy import Connection, text  # noqa: E402

from seqmatch.store.engine import open_store  # noqa: E402

MONTHS, USERS, LOOKED_UP, TIMES = 24, 1_000, 5_000, 5
FIRST = "2024-01-01"


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """The middle of some runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2]


def partitioned(connection: Connection) -> None:
    """``by_month`` beside ``transactions``: the same columns and indexes, one part for each month."""
    connection.execute(text("CREATE TABLE by_month (LIKE transactions) PARTITION BY RANGE (date)"))
    for month in range(MONTHS):
        start = f"date '{FIRST}' + interval '{month} months'"
        days = [connection.scalar(text(f"SELECT ({start} + interval '{more} months')::date")) for more in (0, 1)]
        connection.execute(
            text(f"CREATE TABLE month_{month} PARTITION OF by_month FOR VALUES FROM ('{days[0]}') TO ('{days[1]}')")
        )
    connection.execute(text("ALTER TABLE by_month ADD PRIMARY KEY (date, transaction_id)"))
    for columns in ("transaction_id", "bank_id", "date", "user_id, date"):
        connection.execute(text(f"CREATE INDEX ON by_month ({columns})"))


def fill(table: str, rows: int, start: int, end: int) -> str:
    """Writes rows ``start`` to ``end`` of so many over two years."""
    day = f"date '{FIRST}' + (n * 730::bigint / {rows})::int"
    return (
        f"INSERT INTO {table} (transaction_id, user_id, account, date, description, amount_cents, precedence) "
        f"SELECT md5(n::text), 'user-' || n % {USERS}, 'Checking', {day}, 'SHOP ' || n % 97, -(n % 9000), 1 "
        f"FROM generate_series({start}, {end}) n"
    )


def figures(connection: Connection, table: str, rows: int) -> dict[str, float]:
    """What rows cost in a table: a new one, one by its name, a user's, and the oldest month's end."""

    def timed(statement: str, times: int = 1) -> float:
        return seconds(lambda: connection.execute(text(statement)), times)

    last = rows - rows // MONTHS
    connection.execute(text(fill(table, rows, 0, last - 1)))
    told = {"a new row, us": 1e6 / (rows - last) * timed(fill(table, rows, last, rows - 1))}
    connection.execute(text(f"ANALYZE {table}"))
    connection.commit()
    connection.execute(text("SET enable_hashjoin = off; SET enable_mergejoin = off"))  # as for few names of many
    names = f"SELECT md5((n * 7 % {rows})::text) FROM generate_series(1, {LOOKED_UP}) n"
    found = f"SELECT 1 FROM {table} WHERE transaction_id = a.id LIMIT 1"
    told["by its name, us"] = (
        1e6 / LOOKED_UP * timed(f"SELECT count(*) FROM ({names}) a (id) JOIN LATERAL ({found}) b ON true", TIMES)
    )
    connection.execute(text("RESET ALL"))
    told["a user's history, ms"] = 1e3 * timed(f"SELECT sum(amount_cents) FROM {table} WHERE user_id = 'user-7'", TIMES)
    month = f"date < date '{FIRST}' + interval '1 month'"
    gone = f"DELETE FROM {table} WHERE {month}" if table == "transactions" else "DROP TABLE month_0"
    told["the oldest month removed, ms"] = 1e3 * timed(gone)
    connection.commit()
    return told


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with (
        running() as server,
        open_store(server.address("public")) as store,
        store.engine.connect() as connection,
    ):
        partitioned(connection)
        for table in ("transactions", "by_month"):
            told = figures(connection, table, rows)
            print(f"{table:13}", "  ".join(f"{name} {value:8.1f}" for name, value in told.items()), flush=True)


if __name__ == "__main__":
    main()

"""Scores generated users and transactions at scale: answers, kills, throughput, memory. Run by ``make scale``.

    python benchmarks/bench_scale.py --users 50000 --transactions 200000 --out build/scale

Ends with 1 where an answer is not the tools', or a killed run ends with other bytes. Figures are printed, not judged:
they are this machine's, and worth something on a quiet one only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import polars as pl  # noqa: E402
from scored_users import bytes_of, compared, told_of  # noqa: E402

from seqmatch.data.synthetic.people.generate import generate  # noqa: E402
from seqmatch.data.synthetic.spending.generate import generate_spending  # noqa: E402
from seqmatch.families.onboarding.models import ONBOARDING  # noqa: E402
from seqmatch.families.transactions.answers.categorise import CATEGORIES, categorize_transactions  # noqa: E402
from seqmatch.lifecycle.serving.host import ModelHost  # noqa: E402
from seqmatch.lifecycle.serving.routing import Desk  # noqa: E402
from seqmatch.schemas.transaction import FRAME_COLUMNS, Transaction  # noqa: E402
from seqmatch.settings import Settings  # noqa: E402

MODELS = ROOT / "models"
SEQMATCH = (sys.executable, "-c", "from seqmatch.cli.main import main\nif __name__ == '__main__': main()")
GENERATED = 20_000
"""Different users; more are the same ones under other names, so that generating does not take longer than scoring."""
ASKED = 1_000
"""Users and transactions whose scores are compared with the tools' answers."""
SEED = 18
KILLS = 3
PARTS = 40
"""A run is cut into at least so many, of at least LEAST rows; 5,000 users or 50,000 transactions at most."""
LEAST = 200
_WATCH = 0.05


def write_users(users: int, folder: Path) -> tuple[Path, Path]:
    """``users`` generated people as Parquet, in files of GENERATED."""
    profiles, rules = folder / "profiles", folder / "rules"
    if not profiles.exists():
        profiles.mkdir(parents=True)
        rules.mkdir()
        made = generate(users=min(users, GENERATED), seed=SEED)
        for copy in range(-(-users // len(made.profiles))):
            rest = users - copy * len(made.profiles)
            named = pl.concat_str(pl.lit(f"{copy:03}-"), pl.col("ORGANIZATION_ID"))
            made.profiles.head(rest).with_columns(ORGANIZATION_ID=named).write_parquet(profiles / f"{copy:03}.parquet")
            kept = made.profiles.head(rest)["ORGANIZATION_ID"].implode()
            owner = pl.concat_str(pl.lit(f"{copy:03}-"), pl.col("organization_id")).alias("organization_id")
            made.rules.filter(pl.col("organization_id").is_in(kept)).select(
                owner, "description", pl.concat_str(pl.lit(f"{copy}-"), pl.col("id").cast(pl.String)).alias("id")
            ).write_parquet(rules / f"{copy:03}.parquet")
    return profiles, rules


def write_transactions(rows: int, folder: Path) -> Path:
    """About ``rows`` generated transactions as Parquet."""
    file = folder / f"transactions-{rows}.parquet"
    if not file.exists():
        users = max(2, rows // 500)
        made = generate_spending(users=min(users, 1_000), days=200, seed=SEED).frame.select(FRAME_COLUMNS)
        pl.concat([made] * max(1, rows // len(made))).head(rows).write_parquet(file)
    return file


class Measured:
    """A run of the command: seconds, processor seconds of it and its workers, and the most memory they held at once."""

    def __init__(self, *arguments: object, kill_after: float | None = None, every: float = _WATCH) -> None:
        began, before = time.monotonic(), os.times()
        self.process = subprocess.Popen(
            [*SEQMATCH, *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.peak = 0
        while self.process.poll() is None:
            self.peak = max(self.peak, _memory(self.process.pid))
            if kill_after is not None and time.monotonic() - began > kill_after:
                os.killpg(self.process.pid, signal.SIGKILL)
                break
            time.sleep(every)
        out = self.process.communicate()[0]
        after = os.times()
        self.seconds = time.monotonic() - began
        self.processor = after.children_user + after.children_system - before.children_user - before.children_system
        self.told: dict[str, Any] = json.loads(out) if out.strip() else {}


def _memory(session: int) -> int:
    """Bytes held by a process and all it started: their proportional shares, where the system tells them."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) != session:
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except (OSError, IndexError, ValueError):
            continue
        total += next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return total


def say(name: str, run: Measured, rows: int) -> None:
    print(
        f"{name:32} {rows:>10,} rows {run.seconds:8.1f} s {rows / run.seconds:8,.0f} a second  "
        f"{1000 * run.processor / rows:6.2f} ms processor a row  {run.peak / 1e9:5.2f} GB",
        flush=True,
    )


def killed(command: tuple[object, ...], out: Path, seconds: float) -> int:
    """Run the command again and again, killed at random moments until it ends by itself; how many kills it took."""
    draw = random.Random(SEED)
    kills = 0
    while kills < KILLS and not (out / "run.json").exists():
        Measured(*command, "--out", out, kill_after=seconds * draw.uniform(0.3, 0.8))
        kills += 1
    Measured(*command, "--out", out)
    return kills


def same_as_tools(out: Path, profiles: Path, rules: Path) -> int:
    """Compare the scores of ASKED random users with the tools' answers; how many were compared."""
    models = ModelHost(Settings(MODELS)).live(ONBOARDING)
    rows = pl.concat([pl.read_parquet(part) for part in sorted((out / "scores").iterdir())])
    chosen = rows.sample(min(ASKED, len(rows)), seed=SEED)
    names = chosen["user"].implode()
    people = told_of(
        pl.read_parquet(profiles).filter(pl.col("ORGANIZATION_ID").is_in(names)),
        pl.read_parquet(rules).filter(pl.col("organization_id").is_in(names)),
    )
    for row in chosen.iter_rows(named=True):
        compared(models, row, *people[row["user"]])
    return len(chosen)


def same_categories(out: Path, file: Path) -> int:
    """As :func:`same_as_tools`, for transactions."""
    desk = Desk(ModelHost(Settings(MODELS)), CATEGORIES)
    rows = pl.concat([pl.read_parquet(part) for part in sorted((out / "scores").iterdir())])
    given = pl.read_parquet(file)
    chosen = random.Random(SEED).sample(range(len(rows)), min(ASKED, len(rows)))
    for place in chosen:
        row = rows.row(place, named=True)
        (told,) = categorize_transactions(desk, [Transaction(**given.row(place, named=True))]).transactions
        assert (row["category"], row["candidates"]) == (told.category, [one.model_dump() for one in told.candidates])
    return len(chosen)


def main() -> None:
    read = argparse.ArgumentParser()
    read.add_argument("--users", type=int, default=50_000)
    read.add_argument("--transactions", type=int, default=200_000)
    read.add_argument("--out", type=Path, default=ROOT / "build" / "scale")
    asked = read.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(asked.out / "runs", ignore_errors=True)
    runs = asked.out / "runs"
    runs.mkdir()
    profiles, rules = write_users(asked.users, asked.out / f"users-{asked.users}")
    spending = write_transactions(asked.transactions, asked.out)
    jobs = {
        "onboarding": (("--profiles", profiles, "--rules", rules), asked.users, 5_000),
        "transactions": (("--transactions", spending), len(pl.read_parquet(spending, columns=["date"])), 50_000),
    }
    for family, (inputs, rows, most) in jobs.items():
        command = (
            "score",
            family,
            *inputs,
            "--models",
            MODELS,
            "--json",
            "--part-rows",
            min(most, max(LEAST, rows // PARTS)),
        )
        alone = Measured(*command, "--out", runs / f"{family}-alone")
        say(f"{family}, this process", alone, rows)
        expected = bytes_of(runs / f"{family}-alone")
        seconds = {}
        for workers in (1, 2):
            out = runs / f"{family}-{workers}"
            run = Measured(*command, "--out", out, "--scheduler", f"local:{workers}")
            say(f"{family}, Dask local:{workers}", run, rows)
            seconds[workers] = run.seconds
            assert bytes_of(out) == expected, f"local:{workers} gives other bytes"
        print(f"{family}: two workers are {seconds[1] / seconds[2]:.2f} times as fast as one", flush=True)
        out = runs / f"{family}-killed"
        kills = killed((*command, "--scheduler", "local:2"), out, seconds[2])
        assert bytes_of(out) == expected, "a killed run gives other bytes"
        print(f"{family}: killed {kills} times, resumed, the same bytes", flush=True)
    print(f"onboarding: {same_as_tools(runs / 'onboarding-2', profiles, rules):,} users told what the tools tell")
    print(f"transactions: {same_categories(runs / 'transactions-2', spending):,} told what the tool tells")


if __name__ == "__main__":
    main()

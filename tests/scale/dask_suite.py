"""``seqmatch score --scheduler tcp://…`` on a Dask scheduler and workers of their own; run by `make scale`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from scored_users import bytes_of

from seqmatch.data.synthetic.people.generate import generate
from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.schemas.transaction import FRAME_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
PATIENCE = 120.0
"""Seconds that processes of a busy machine may take to find each other."""


class Cluster(NamedTuple):
    address: str
    folder: Path


def started(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def scheduler_of(folder: Path) -> tuple[subprocess.Popen[bytes], Cluster]:
    """A scheduler at a free port, as `dask scheduler` starts one."""
    told = folder / "scheduler.json"
    process = started(
        *("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", 0),
        *("--no-dashboard", "--scheduler-file", told),
    )
    until = time.monotonic() + PATIENCE
    while not (told.exists() and told.read_text().endswith("}")):
        assert process.poll() is None and time.monotonic() < until, "no scheduler"
        time.sleep(0.1)
    return process, Cluster(json.loads(told.read_text())["address"], folder)


def ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with workers, each in a process of its own."""
    scheduler, made = scheduler_of(tmp_path_factory.mktemp("cluster"))
    workers = started(
        *("distributed.cli.dask_worker", made.address, "--nworkers", WORKERS, "--nthreads", 1, "--no-dashboard"),
        *("--local-directory", made.folder),
    )
    yield made
    ended(workers)
    ended(scheduler)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[object, ...]]:
    """Family -> its inputs and the rows of a part; all people are generated."""
    folder = tmp_path_factory.mktemp("files")
    people = generate(users=40, seed=5)
    people.profiles.write_csv(folder / "profiles.csv")
    people.rules.write_csv(folder / "rules.csv")
    spending = generate_spending(users=3, days=60, seed=5).frame.select(FRAME_COLUMNS)
    spending.write_parquet(folder / "spending.parquet")
    return {
        "coaching": ("--transactions", folder / "spending.parquet", "--part-people", 1),
        "onboarding": ("--profiles", folder / "profiles.csv", "--rules", folder / "rules.csv", "--part-rows", 9),
        "transactions": ("--transactions", folder / "spending.parquet", "--part-rows", 50),
    }


def score(family: str, inputs: tuple[object, ...], out: Path, *more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "seqmatch", "score", family, *map(str, (*inputs, "--out", out, *more))],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "SEQMATCH_MODELS": str(ROOT / "models")},
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
    )


@pytest.mark.parametrize("family", ["coaching", "onboarding", "transactions"])
def test_a_cluster_gives_the_bytes_of_this_process(
    family: str, cluster: Cluster, files: dict[str, Any], tmp_path: Path
) -> None:
    assert score(family, files[family], tmp_path / "alone").returncode == 0
    ran = score(family, files[family], tmp_path / "cluster", "--scheduler", cluster.address)
    assert ran.returncode == 0, ran.stderr
    written = bytes_of(tmp_path / "cluster")
    assert written == bytes_of(tmp_path / "alone") and len(written) > 3


def test_a_run_begun_here_is_ended_by_a_cluster(cluster: Cluster, files: dict[str, Any], tmp_path: Path) -> None:
    assert score("onboarding", files["onboarding"], tmp_path / "whole").returncode == 0
    begun = started("seqmatch", "score", "onboarding", *files["onboarding"], "--out", tmp_path / "begun")
    until = time.monotonic() + PATIENCE
    while not list((tmp_path / "begun").glob("scores/part-*")) and begun.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    begun.kill()
    begun.wait()
    ran = score("onboarding", files["onboarding"], tmp_path / "begun", "--scheduler", cluster.address)
    assert ran.returncode == 0, ran.stderr
    assert bytes_of(tmp_path / "begun") == bytes_of(tmp_path / "whole")


def test_a_scheduler_that_is_not_there_is_told_in_reasonable_time(files: dict[str, Any], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    began = time.monotonic()
    ran = score("onboarding", files["onboarding"], tmp_path / "out", "--scheduler", address)
    assert ran.returncode == 2 and time.monotonic() - began < PATIENCE
    assert "--scheduler: No Dask scheduler answered" in ran.stderr and "Traceback" not in ran.stderr


def test_a_scheduler_without_workers_is_told_instead_of_waited_for(files: dict[str, Any], tmp_path: Path) -> None:
    scheduler, made = scheduler_of(tmp_path)
    try:
        ran = score("onboarding", files["onboarding"], tmp_path / "out", "--scheduler", made.address)
    finally:
        ended(scheduler)
    assert ran.returncode == 2 and "has no workers. Start one: dask worker" in ran.stderr

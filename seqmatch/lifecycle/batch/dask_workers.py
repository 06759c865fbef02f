"""Maps parts over the workers of a Dask cluster. Models travel to each worker once, as the bytes of their files."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from distributed import Client, LocalCluster, WorkerPlugin, as_completed

from seqmatch.errors import ArgumentError, SeqmatchError
from seqmatch.lifecycle.batch.job import Counts, Job, Part, score_part
from seqmatch.lifecycle.versions.artifact import Version
from seqmatch.lifecycle.versions.family import Family

CONNECT_SECONDS = 20
"""In which a scheduler answers, and in which its first worker is there."""
_loaded: dict[tuple[str, str], Any] = {}
"""Family and version -> models, of this worker process."""


class ModelsPlugin(WorkerPlugin):  # type: ignore[misc]  # Dask is an extra that mypy does not see
    """Builds the models of one version on each worker as it starts, those that join later too."""

    def __init__(self, family: Family[Any], version: Version) -> None:
        self.name = f"seqmatch-{family.name}-{version.name}"
        self._family = family
        self._version = version

    def setup(self, worker: Any) -> None:
        _loaded[self._family.name, self._version.name] = self._family.models(self._version)

    def teardown(self, worker: Any) -> None:
        _loaded.pop((self._family.name, self._version.name), None)


def _score(job: Job[Any], version: str, part: Part) -> Counts:
    return score_part(job, _loaded[job.family.name, version], part)


def map_on(
    address: str, workers: int | None, job: Job[Any], version: Version, parts: Sequence[Part]
) -> Iterator[Counts]:
    """What each part held, in the order in which they are done.

    Parameters
    ----------
    address : of the scheduler, where ``workers`` is None.
    workers : processes to start on this machine for the time of the run.

    Raises
    ------
    ArgumentError : the scheduler does not answer, has no workers, or they cannot do the work.
    """
    with ExitStack() as stack:
        client = _connected(stack, address, workers)
        plugin = ModelsPlugin(job.family, version)
        with _told_what_to_do():
            client.register_plugin(plugin)
        try:
            futures = [client.submit(_score, job, version.name, part, pure=False) for part in parts]
            for future in as_completed(futures):
                with _told_what_to_do():
                    counts: Counts = future.result()
                yield counts
        finally:
            client.unregister_worker_plugin(plugin.name)


def _connected(stack: ExitStack, address: str, workers: int | None) -> Client:
    """A client whose scheduler has a worker."""
    cluster: Any = address
    try:
        if workers is not None:
            cluster = stack.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,  # its log repeats tracebacks
                )
            )
        client = stack.enter_context(Client(cluster, timeout=CONNECT_SECONDS))
    except (OSError, TimeoutError):
        raise ArgumentError(
            f"No Dask scheduler answered within {CONNECT_SECONDS} seconds. Check the address, and that it runs "
            "(`dask scheduler`).",
            path="--scheduler",
        ) from None
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        raise ArgumentError(
            "The Dask scheduler has no workers. Start one: dask worker ADDRESS --nthreads 1.", path="--scheduler"
        ) from None
    return client


@contextmanager
def _told_what_to_do() -> Iterator[None]:
    """A worker's failure as an error that says what to do. The failure's own message may hold data and is not told."""
    try:
        yield
    except FileNotFoundError:
        raise ArgumentError(
            "A worker does not see the folder of --out. Name one that all of them share, by the same path.",
            path="--out",
        ) from None
    except SeqmatchError:
        raise
    except Exception as error:
        raise ArgumentError(
            f"A Dask worker failed ({type(error).__name__}). Give all of them this release of seqmatch and enough "
            "memory, then run the same command again: it goes on where it was.",
            path="--scheduler",
        ) from None

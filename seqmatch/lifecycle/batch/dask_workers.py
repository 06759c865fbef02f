"""Maps parts over the workers of a Dask cluster. Models travel to each worker once, as the bytes of their files."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from distributed import Client, LocalCluster, WorkerPlugin, as_completed

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.batch.job import Counts, Job, Part, score_part
from seqmatch.lifecycle.versions.artifact import Version
from seqmatch.lifecycle.versions.family import Family

CONNECT_SECONDS = 30
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
    ArgumentError : the scheduler does not answer.
    """
    with ExitStack() as stack:
        try:
            if workers is not None:
                cluster: Any = stack.enter_context(
                    LocalCluster(
                        n_workers=workers,
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address=None,
                        silence_logs=logging.CRITICAL,  # its log repeats tracebacks
                    )
                )
            client = stack.enter_context(Client(cluster if workers is not None else address, timeout=CONNECT_SECONDS))
        except (OSError, TimeoutError):
            raise ArgumentError(
                f"No Dask scheduler answered within {CONNECT_SECONDS} seconds. Check the address, and that it runs.",
                path="--scheduler",
            ) from None
        plugin = ModelsPlugin(job.family, version)
        client.register_plugin(plugin)
        try:
            futures = [client.submit(_score, job, version.name, part, pure=False) for part in parts]
            for future in as_completed(futures):
                yield future.result()
        finally:
            client.unregister_worker_plugin(plugin.name)

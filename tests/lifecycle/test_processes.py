"""Work dealt out to other processes: done in order, and given up with the process that dealt it out."""

from __future__ import annotations

import subprocess
import sys

import pytest
from serving import environment

from seqmatch.lifecycle.processes import dealt_out

DEALS_OUT = """
import os, time
from seqmatch.lifecycle.processes import dealt_out
print(sum(1 for _ in dealt_out(2, os.getpid, [()] * 4)), flush=True)
for _ in dealt_out(2, time.sleep, [(600,)] * 2):
    pass
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_answers_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(dealt_out(jobs, pow, [(2, power) for power in range(9)])) == [2**power for power in range(9)]


def test_a_killed_process_leaves_none_of_its_workers_behind() -> None:
    dealing = subprocess.Popen([sys.executable, "-c", DEALS_OUT], env=environment(), stdout=subprocess.PIPE)
    assert dealing.stdout is not None
    assert dealing.stdout.readline() == b"4\n"
    dealing.kill()
    assert dealing.communicate(timeout=30)[0] == b""  # it ends when nobody holds the other end of the pipe

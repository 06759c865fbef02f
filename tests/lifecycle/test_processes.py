"""Work dealt out to other processes: done in order, and given up with the process that dealt it out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from serving import environment

from seqmatch.errors import ModelError, TrainingError
from seqmatch.lifecycle.processes import beside, dealt_out

DEALS_OUT = """
import os, time
from seqmatch.lifecycle.processes import dealt_out
print(sum(1 for _ in dealt_out(2, os.getpid, [()] * 4)), flush=True)
for _ in dealt_out(2, time.sleep, [(600,)] * 2):
    pass
"""
INTERRUPTED = """
import os, time
from seqmatch.lifecycle.processes import beside
with beside(2) as begin:
    print(begin(os.getpid)(), flush=True)
    begin(time.sleep, 600)
    time.sleep(600)
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


@pytest.mark.parametrize("jobs", [1, 2])
def test_pieces_begun_beside_give_what_they_promise_in_whatever_order_they_are_asked_for(jobs: int) -> None:
    with beside(jobs) as begin:
        promised = [begin(pow, 2, power) for power in range(9)]
        assert [promise() for promise in reversed(promised)] == [2**power for power in reversed(range(9))]


def test_who_waits_does_meanwhile_what_no_other_process_has_begun() -> None:
    with beside(2) as begin:
        busy, waiting = begin(_process_after, 1.0), [begin(_process_after, 0.0) for _ in range(3)]
        assert busy() != os.getpid()
        assert {promise() for promise in waiting} == {os.getpid()}


def _process_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_an_error_beside_is_raised_where_its_result_is_asked_for() -> None:
    with beside(2) as begin, pytest.raises(TrainingError, match="Too few users"):
        begin(_refuse)()


def _refuse() -> None:
    raise TrainingError("Too few users.")


def test_a_process_that_dies_is_told_and_what_it_was_given_is_not_waited_for() -> None:
    with beside(2) as begin, pytest.raises(ModelError, match=r"ended before it was done.*--jobs 1"):
        begin(os._exit, 9)()


def test_an_interrupt_ends_the_work_beside_at_once_and_says_nothing_of_it() -> None:
    working = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert working.stdout is not None
    other = int(working.stdout.readline())
    os.killpg(working.pid, signal.SIGINT)  # as Ctrl-C does, to both
    _, said = working.communicate(timeout=30)
    assert said.count(b"Traceback") == 1 and said.endswith(b"KeyboardInterrupt\n")
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)

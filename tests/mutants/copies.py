"""Runs the tests once to learn which test reaches which line, then puts one fault after another into forked copies.

A copy of the process has everything imported and every session fixture made, so that a fault costs only the tests that
reach its line. They run quickest first, until one fails.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import random
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from mutations import Mutant, mutants, mutated

ROOT = Path(__file__).resolve().parents[2]
MOST_TESTS = 40
"""Tests that reach a line are tried up to this many, the quickest ones."""
MOST_SECONDS = 90
"""A fault that keeps its tests busy for longer has been noticed: it never ends."""


class _Between:
    """Stands for a next test of which only the session is known, so that fixtures of the session stay."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


class Mutating:
    """A pytest plugin that replaces the run of the tests.

    Parameters
    ----------
    files : modules to put faults into, from the root of the checkout.
    sample : faults drawn from each module.
    seed : of the draw.
    out : where what became of each fault is written, a JSON document a line.
    """

    def __init__(self, files: list[str], sample: int, seed: int, out: Path) -> None:
        self.files, self.sample, self.seed, self.out = files, sample, seed, out
        self.reached: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.seconds: dict[int, float] = {}
        self.failed: list[str] = []
        self._now = -1

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile("mutants", deadline=None, database=None, phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutants")

    def drawn(self) -> list[Mutant]:
        picked: list[Mutant] = []
        for file in self.files:
            every = mutants(file, (ROOT / file).read_text())
            rng = random.Random(f"{self.seed} {file}")
            picked += sorted(rng.sample(every, min(self.sample, len(every))), key=lambda mutant: mutant.number)
        return picked

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = list(session.items)
        self._learn(items)
        if self.failed:
            raise pytest.UsageError(f"These tests fail without any fault: {', '.join(self.failed)}")
        with self.out.open("w") as told:
            for mutant in self.drawn():
                tests = sorted(self.reached[mutant.file, mutant.line], key=lambda number: self.seconds[number])
                told.write(
                    json.dumps({**vars(mutant), "name": mutant.name, **self._tried(mutant, tests, items)}) + "\n"
                )
                told.flush()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def _learn(self, items: list[pytest.Item]) -> None:
        """Which lines of ``files`` each test reaches, and how long it takes."""
        wanted = {str(ROOT / file): file for file in self.files}

        def inside(frame: FrameType, event: str, arg: Any) -> Any:
            if event == "line":
                self.reached[wanted[frame.f_code.co_filename], frame.f_lineno].add(self._now)
            return inside

        def entered(frame: FrameType, event: str, arg: Any) -> Any:
            return inside if frame.f_code.co_filename in wanted else None

        for number, item in enumerate(items):
            self._now = number
            began = time.perf_counter()
            sys.settrace(entered)
            try:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=_following(items, number))
            finally:
                sys.settrace(None)
            self.seconds[number] = time.perf_counter() - began

    def _tried(self, mutant: Mutant, tests: list[int], items: list[pytest.Item]) -> dict[str, Any]:
        """What became of a fault: which test noticed it, or that none did or none reached it."""
        if not tests:
            return {"outcome": "unreached"}
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            self._in_a_copy(mutant, [items[number] for number in tests[:MOST_TESTS]], write)
        os.close(write)
        said = b""
        ends = time.monotonic() + MOST_SECONDS
        while (left := ends - time.monotonic()) > 0 and select.select([read], [], [], left)[0]:
            if not (part := os.read(read, 4096)):
                break
            said += part
        os.close(read)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if said == b"survived":
            return {"outcome": "survived", "tests": len(tests)}
        return {"outcome": "killed", "by": said.decode() or "it never ended, or ended the process"}

    def _in_a_copy(self, mutant: Mutant, tests: list[pytest.Item], write: int) -> None:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        said = "survived"
        try:
            put_in(mutant)
            self.failed.clear()
            for number, item in enumerate(tests):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=_following(tests, number))
                if self.failed:
                    said = self.failed[0]
                    break
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(write, said.encode())
        os._exit(0)


def _following(items: list[pytest.Item], number: int) -> Any:
    return items[number + 1] if number + 1 < len(items) else _Between(items[number].session)


def put_in(mutant: Mutant) -> None:
    """Give the functions of a loaded module the code of the module with the fault."""
    name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    module = importlib.import_module(name)
    path = str(ROOT / mutant.file)
    fresh = dict(_codes(compile(mutated(Path(path).read_text(), mutant.number), path, "exec")))
    for function in _functions(module, path):
        code = fresh.get(function.__code__.co_qualname)
        if code is not None and code.co_freevars == function.__code__.co_freevars:
            function.__code__ = code
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper):
            thing.cache_clear()


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)


def _functions(module: ModuleType, path: str) -> list[FunctionType]:
    """Every living function of a module, those in classes, properties and caches included."""
    return [
        thing for thing in gc.get_objects() if isinstance(thing, FunctionType) and thing.__code__.co_filename == path
    ]

"""Runs the tests once to learn which test reaches which function, then puts one fault after another into forked copies.

A fault costs only the tests that reach its function; they run quickest first, until one fails. A copy has the large
libraries imported and nothing else: polars and servers start threads, which would be missing in a copy made later, so
that it would wait for them for ever. Hence each copy collects its tests itself.
"""

from __future__ import annotations

import functools
import gc
import importlib
import itertools
import json
import os
import pickle
import random
import resource
import select
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from mutations import Mutant, mutants, mutated

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("lightgbm", "polars", "pydantic", "scipy.stats", "sklearn.linear_model", "sqlalchemy")
LEAST_TESTS, ENOUGH_SECONDS = 20, 10
"""The quickest tests that reach a function are tried: so many, and more until they took so long without a fault."""
MOST_SECONDS, MOST_WAITING = 120, 1800
"""A fault that keeps its tests busy, or waiting, for longer has been noticed: it never ends."""
Function = tuple[str, str]
"""Path of a module, from the root of the checkout, and qualified name."""


@dataclass
class Learned:
    """What a run without faults shows.

    Attributes
    ----------
    reached : function -> tests that call it.
    shared : function -> test files in which a fixture or a cache keeps what it gave.
    seconds : processor time of each test.
    failed : tests that fail without any fault, such as those that have not as much time as it takes to look at calls.
    """

    reached: dict[Function, set[str]] = field(default_factory=lambda: defaultdict(set))
    shared: dict[Function, set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def tests_of(self, function: Function) -> list[str]:
        """Tests that reach a function, then those that may read what others of their file made with it."""
        reaching, files = self.reached.get(function, set()), self.shared.get(function, set())
        reading = {test for test in self.seconds if test.partition("::")[0] in files} - reaching
        return [*self._quickest(reaching), *self._quickest(reading)]

    def _quickest(self, tests: set[str]) -> list[str]:
        ordered = sorted(tests - set(self.failed), key=lambda test: (self.seconds[test], test))
        taken = itertools.accumulate(self.seconds[test] for test in ordered)
        return [
            test
            for at, (test, seconds) in enumerate(zip(ordered, taken, strict=True))
            if at < LEAST_TESTS or seconds < ENOUGH_SECONDS
        ]


def try_faults(files: list[str], tests: list[str], sample: int, seed: int, out: Path) -> None:
    """Write what became of each fault into ``out``, a JSON document a line.

    Parameters
    ----------
    files : modules to put faults into, from the root of the checkout.
    tests : files and folders of the tests that should notice.
    sample : faults drawn from each module.
    seed : of the draw.
    """
    for name in LIBRARIES:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as place:
        # Models that are trained once for all processes of a run are trained once for all copies.
        os.environ |= {"PYTEST_DEBUG_TEMPROOT": place, "PYTEST_XDIST_WORKER": "mutants"}
        learned: Learned = pickle.loads(in_a_copy(lambda: pickle.dumps(_learn(files, tests)), False))  # noqa: S301
        if not learned.seconds:
            sys.exit("No test could be run.")
        if learned.failed:
            print(f"Left out, for they fail without any fault: {', '.join(learned.failed)}", flush=True)
        with out.open("w") as told:
            for mutant in drawn(files, sample, seed):
                asked = learned.tests_of((mutant.file, mutant.function))
                became = _tried(mutant, asked) if asked else {"outcome": "unreached"}
                told.write(json.dumps({**vars(mutant), "name": mutant.name, **became}) + "\n")
                told.flush()


def drawn(files: list[str], sample: int, seed: int) -> Iterator[Mutant]:
    for file in files:
        every = mutants(file, (ROOT / file).read_text())
        rng = random.Random(f"{seed} {file}")
        yield from sorted(rng.sample(every, min(sample, len(every))), key=lambda mutant: mutant.number)


def in_a_copy(run: Callable[[], bytes], limited: bool = True) -> bytes:
    """What ``run`` gives in a forked copy of this process; nothing where it ends by itself, or never."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        if limited:
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
        try:
            with os.fdopen(write, "wb") as told:
                told.write(run())
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.close(write)
    said = b""
    ends = time.monotonic() + MOST_WAITING
    while (left := ends - time.monotonic()) > 0 and select.select([read], [], [], left)[0]:
        if not (part := os.read(read, 65536)):
            break
        said += part
    os.close(read)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return said


def _learn(files: list[str], tests: list[str]) -> Learned:
    learning = _Learning({str(ROOT / file): file for file in files})
    pytest.main(["-q", "-p", "no:xdist", *tests], plugins=[learning])
    found = learning.learned
    return Learned(dict(found.reached), dict(found.shared), found.seconds, found.failed)


def _tried(mutant: Mutant, tests: list[str]) -> dict[str, Any]:
    """What became of a fault: which test noticed it, or that none did."""

    def run() -> bytes:
        trying = _Trying(mutant, tests)
        files = sorted({test.partition("::")[0] for test in tests})
        pytest.main(["-q", "-x", "-p", "no:xdist", *files], plugins=[trying])
        return (trying.failed or b"survived") if trying.began else b""

    said = in_a_copy(run)
    if said == b"survived":
        return {"outcome": "survived", "tests": len(tests)}
    return {"outcome": "killed", "by": said.decode() or "it never ended, or ended the process"}


class _Plain:
    """Examples of Hypothesis that are the same in each copy, and not made smaller."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", deadline=None, database=None, derandomize=True, phases=phases)
        settings.load_profile("mutants")


class _Learning(_Plain):
    """Notes the functions that each test reaches, in any thread.

    What a test before it left in a cache is forgotten, so that whoever asks for it reaches the function too.
    """

    def __init__(self, wanted: dict[str, str]) -> None:
        self.wanted, self.learned = wanted, Learned()
        self._now = self._file = ""
        self._kept = False

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self._now, self._file = item.nodeid, item.nodeid.partition("::")[0]
        self._kept = isinstance(item, pytest.Function) and any(
            isinstance(thing, functools._lru_cache_wrapper) for thing in vars(item.module).values()
        )
        for cache in caches():
            if getattr(getattr(cache.__wrapped__, "__code__", None), "co_filename", "") in self.wanted:
                cache.cache_clear()
        began = time.process_time()
        threading.settrace(self._entered)
        sys.settrace(self._entered)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]
            self.learned.seconds[self._now] = time.process_time() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Any:
        """What a fixture of a module reaches, each of its tests may notice."""
        before, self._kept = self._kept, self._kept or fixturedef.scope in ("module", "package", "class")
        try:
            return (yield)
        finally:
            self._kept = before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.learned.failed.append(report.nodeid)

    def _entered(self, frame: FrameType, event: str, arg: Any) -> None:
        code = frame.f_code
        if code.co_filename in self.wanted:
            function = self.wanted[code.co_filename], code.co_qualname.replace(".<locals>", "")
            self.learned.reached[function].add(self._now)
            if self._kept:
                self.learned.shared[function].add(self._file)


class _Trying(_Plain):
    """Runs some tests, in the order given, with a fault put in."""

    def __init__(self, mutant: Mutant, tests: list[str]) -> None:
        self.mutant, self.place = mutant, {test: number for number, test in enumerate(tests)}
        self.began, self.failed = False, b""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.place), key=lambda one: self.place[one.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        put_in(self.mutant)
        self.began = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid.encode()


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
    for cache in caches():
        cache.cache_clear()


def caches() -> list[Any]:
    return [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]


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

"""Runs the tests once to learn which test reaches which function, then puts one fault after another into forked copies.

A fault costs only the tests that reach its function; they run quickest first, until one fails. A copy has the large
libraries imported and nothing else: polars and servers start threads, which would be missing in a copy made later, so
that it would wait for them for ever. Hence each copy collects its tests itself.
"""

from __future__ import annotations

import ast
import builtins
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
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from mutations import ENTERED, Function, Mutant, mutants, mutated, telling

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("lightgbm", "polars", "pydantic", "scipy.stats", "sklearn.linear_model", "sqlalchemy")
LEAST_TESTS, ENOUGH_SECONDS = 20, 10
"""The quickest tests that reach a function are tried: so many, and more until they took so long without a fault."""
MOST_SECONDS, MOST_WAITING = 120, 1800
"""A fault that keeps its tests busy, or waiting, for longer has been noticed: it never ends."""


@dataclass
class Learned:
    """What a run without faults shows.

    Attributes
    ----------
    reached : function -> tests that call it.
    shared : function -> test files in which a fixture or a cache keeps what it gave.
    seconds : processor time of each test.
    failed : tests that fail without any fault.
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

    def tests_of_module(self, file: str) -> list[str]:
        """Tests that reach any function of a module."""
        return self._quickest({test for (of, _), tests in self.reached.items() if of == file for test in tests})

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
                became = _what_became(mutant, learned)
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
    learning = _Learning(files)
    pytest.main(["-q", "-p", "no:xdist", *tests], plugins=[learning])
    found = learning.learned
    return Learned(dict(found.reached), dict(found.shared), found.seconds, found.failed)


def _what_became(mutant: Mutant, learned: Learned) -> dict[str, Any]:
    if tests := learned.tests_of((mutant.file, mutant.function)):
        return _tried(mutant, tests, at_import=False)
    # What no test reaches may have made a table when its module was imported.
    if tests := learned.tests_of_module(mutant.file):
        return _tried(mutant, tests, at_import=True)
    return {"outcome": "unreached"}


def _tried(mutant: Mutant, tests: list[str], at_import: bool) -> dict[str, Any]:
    """What became of a fault: which test noticed it, or that none did."""

    def run() -> bytes:
        if at_import:
            import_with(mutant)
        trying = _Trying(None if at_import else mutant, tests)
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
    """Notes the functions that each test reaches, in any thread: each of them says so when it is called.

    What a test before it left in a cache is forgotten, so that whoever asks for it reaches the function too.
    """

    def __init__(self, files: list[str]) -> None:
        self.files, self.learned = files, Learned()
        self._functions: list[Function] = []
        self._entered: set[int] = set()
        self._caches: list[Any] = []
        self._now = self._file = ""
        self._kept = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        setattr(builtins, ENTERED, self._entered.add)
        for file in self.files:
            exchange(file, telling(file, (ROOT / file).read_text(), self._functions))
        paths = {str(ROOT / file) for file in self.files}
        self._caches = [
            cache
            for cache in caches()
            if getattr(getattr(cache.__wrapped__, "__code__", None), "co_filename", "") in paths
        ]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self._now, self._file = item.nodeid, item.nodeid.partition("::")[0]
        self._kept = isinstance(item, pytest.Function) and any(
            isinstance(thing, functools._lru_cache_wrapper) for thing in vars(item.module).values()
        )
        for cache in self._caches:
            cache.cache_clear()
        began = time.process_time()
        try:
            return (yield)
        finally:
            self._note()
            self.learned.seconds[self._now] = time.process_time() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Any:
        """What a fixture of a module reaches, each of its tests may notice."""
        self._note()
        before, self._kept = self._kept, self._kept or fixturedef.scope in ("module", "package", "class")
        try:
            return (yield)
        finally:
            self._note()
            self._kept = before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.learned.failed.append(report.nodeid)

    def _note(self) -> None:
        """Book the functions entered since the last time."""
        for number in tuple(self._entered):
            self.learned.reached[self._functions[number]].add(self._now)
            if self._kept:
                self.learned.shared[self._functions[number]].add(self._file)
        self._entered.clear()


class _Trying(_Plain):
    """Runs some tests, in the order given, with a fault put in once they are collected."""

    def __init__(self, mutant: Mutant | None, tests: list[str]) -> None:
        self.mutant, self.place = mutant, {test: number for number, test in enumerate(tests)}
        self.began, self.failed = False, b""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.place), key=lambda one: self.place[one.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        if self.mutant is not None:
            put_in(self.mutant)
        self.began = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid.encode()


def put_in(mutant: Mutant) -> None:
    """Give the functions of a loaded module the code of the module with the fault."""
    exchange(mutant.file, mutated((ROOT / mutant.file).read_text(), mutant.number))
    for cache in caches():
        cache.cache_clear()


def import_with(mutant: Mutant) -> None:
    """Have a module imported with the fault in it."""
    path, as_it_is = str(ROOT / mutant.file), SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        if loader.path == path:
            return compile(mutated(Path(path).read_text(), mutant.number), path, "exec", dont_inherit=True)
        return as_it_is(loader, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def exchange(file: str, tree: ast.Module) -> None:
    """Give each living function of a module, those in classes, properties and caches included, its code in ``tree``."""
    importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    path = str(ROOT / file)
    fresh = dict(_codes(compile(tree, path, "exec")))
    for function in _functions(path):
        code = fresh.get(function.__code__.co_qualname)
        if code is not None and code.co_freevars == function.__code__.co_freevars:
            function.__code__ = code


def caches() -> list[Any]:
    return [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)


def _functions(path: str) -> list[FunctionType]:
    return [
        thing for thing in gc.get_objects() if isinstance(thing, FunctionType) and thing.__code__.co_filename == path
    ]

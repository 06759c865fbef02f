"""Examples in docstrings give what they say."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from seqmatch.settings import PACKAGE

WITH_EXAMPLES = sorted(path for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text())


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_of_a_module_give_what_they_say(path: object) -> None:
    name = str(path).removeprefix(f"{PACKAGE.parent}/").removesuffix(".py").replace("/", ".")
    failed, tried = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert tried > 0
    assert failed == 0

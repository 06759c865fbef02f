"""An encoder is named as MODULE:OBJECT, and what cannot be one is refused before anything is measured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from seqmatch.cli.onboarding.encoder import named_encoder

MODULE = """
class Model:
    def encode(self, texts):
        return [[1.0] for text in texts]

model = Model()
number = 7

def load():
    return Model()

def fail():
    raise OSError("no weights")
"""


@pytest.fixture(autouse=True)
def operators_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "operators_module.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "operators_module", raising=False)


@pytest.mark.parametrize("name", ["model", "load", "Model"])
def test_an_encoder_is_an_object_or_what_a_function_or_class_makes(name: str) -> None:
    assert named_encoder(f"operators_module:{name}").encode(["one", "two"]) == [[1.0], [1.0]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("operators_module", "Write MODULE:OBJECT."),
        (":model", "Write MODULE:OBJECT."),
        ("no_such_module:model", "cannot be loaded (ModuleNotFoundError: No module named 'no_such_module')"),
        ("operators_module:absent", "cannot be loaded (AttributeError"),
        ("operators_module:fail", "cannot be loaded (OSError: no weights)"),
        ("operators_module:number", "has no `encode` for a list of texts"),
    ],
)
def test_what_is_no_encoder_is_refused_with_what_to_do(seqmatch: Any, name: str, said: str) -> None:
    ran = seqmatch("evaluate", "--embeddings", name)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.startswith("seqmatch: --embeddings: ")

"""The README's list of folders is the folders there are, each in the words of its package."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from seqmatch.settings import PACKAGE

ROOT = PACKAGE.parent
README = (ROOT / "README.md").read_text()
LIST = dict(re.findall(r"^\| `([\w./]+)/` \| (.+) \|$", README[README.index("## Folders") :], re.MULTILINE))
OF_PACKAGE = {name: line for name, line in LIST.items() if not (ROOT / name).is_dir() or (PACKAGE / name).is_dir()}


def folders(root: Path) -> set[str]:
    """Every folder below ``root`` that holds files of the project."""
    holding = {file.parent for file in root.rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    found = {folder for inner in holding for folder in (inner, *inner.parents) if root in folder.parents}
    return {str(folder.relative_to(root)) for folder in found if "bundled" not in folder.parts}


def test_every_folder_of_the_package_has_its_line_and_every_line_its_folder() -> None:
    assert set(OF_PACKAGE) == folders(PACKAGE)


def test_every_folder_beside_the_package_is_there() -> None:
    for name in set(LIST) - set(OF_PACKAGE):
        assert (ROOT / name).is_dir(), name


@pytest.mark.parametrize("name", sorted(name for name in OF_PACKAGE if (PACKAGE / name / "__init__.py").exists()))
def test_the_line_is_the_first_of_the_packages_docstring(name: str) -> None:
    told = ast.get_docstring(ast.parse((PACKAGE / name / "__init__.py").read_text()))
    assert told is not None
    assert told.splitlines()[0].replace("``", "`") == LIST[name]


@pytest.mark.parametrize(
    ("question", "words", "folder"),
    [
        ("How are payees matched?", "Matches payees", "estimators/text"),
        ("What does a family promise?", "promises", "families"),
        ("How do we roll back?", "rollback", "cli/operate"),
        ("How do we roll back?", "rolled back", "lifecycle/versions"),
    ],
)
def test_a_question_is_answered_by_a_word_of_the_list(question: str, words: str, folder: str) -> None:
    assert words in LIST[folder], question

"""The skill as a folder of files: SKILL.md and what it leads into, wherever seqmatch is installed.

In the project SKILL.md stands at the root and its files under ``skill/``; in a skill folder they stand side by side.
Only the links differ, and they are rewritten here.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from seqmatch.errors import ArgumentError
from seqmatch.settings import resource

NAME = "user-pattern-matcher"
FOLDERS = ("references", "scripts", "evals")
_LINK = re.compile(rf"(?<![\w/])skill/({'|'.join(FOLDERS)})/")


def skill_files() -> dict[str, bytes]:
    """Every file of the skill, by its path within the skill folder, SKILL.md first."""
    files = {"SKILL.md": _relinked(resource("SKILL.md").read_text(encoding="utf-8"))}
    root = resource("skill")
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def served_files() -> dict[str, bytes]:
    """What a server shows of the skill: all but its evaluations, whose answers are not for those evaluated."""
    return {name: content for name, content in skill_files().items() if not name.startswith("evals/")}


def _relinked(text: str) -> bytes:
    return _LINK.sub(r"\1/", text).encode("utf-8")


def install_skill(into: Path) -> Path:
    """Write the skill to ``into/user-pattern-matcher``, replacing an earlier installation as one step.

    Parameters
    ----------
    into : a folder of skills, for example ``.claude/skills``; created when missing.

    Raises
    ------
    ArgumentError : something that is not this skill stands there; nothing was changed.
    """
    target = into / NAME
    if target.is_symlink() or (target.exists() and not _is_this_skill(target)):
        raise ArgumentError(
            "Something else stands where the skill would go. Move it away, or choose another folder.", path=str(target)
        )
    into.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{NAME}-", dir=into))
    try:
        fresh, old = scratch / "new", scratch / "old"
        for name, content in skill_files().items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _is_this_skill(folder: Path) -> bool:
    manifest = folder / "SKILL.md"
    return manifest.is_file() and f"name: {NAME}" in manifest.read_text(encoding="utf-8", errors="replace").splitlines()


def default_folder() -> Path:
    """Where an assistant working in the current project looks for skills."""
    return Path(os.curdir) / ".claude" / "skills"

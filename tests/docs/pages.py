"""What a page asks its reader to type: the command blocks of a Markdown file, and what it shows them to print.

A block marked ``sh`` holds commands. One marked ``console`` holds commands after ``$`` and, below each, what it prints;
``…`` stands for whatever is left out. A comment before a block says what is special about it:

    <!-- docs-test: skip, why nobody types it here -->
    <!-- docs-test: until "text" -->      it is to run until it prints this, and to end well on Ctrl-C

A command may end with another exit code than 0 where the page says so beside it: ``# exit code 3 where …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\s*$")
NOTE = re.compile(r"^<!-- docs-test: (?P<what>skip|until)[,:]? (?P<rest>.+?) -->$")
CODES = re.compile(r"exit code (\d+)")
LOOKS_LIKE_A_COMMAND = re.compile(
    r"^\s*(\$ )?(\.venv/bin/|seqmatch |make |pip |npx |uvx? |claude |dbt |cd |python3? |git |docker |curl |psql )"
)


@dataclass(frozen=True)
class Typed:
    """One command of a page.

    Parameters
    ----------
    line : of the page, from 1.
    command : as it stands there, for a shell.
    prints : what the page shows it to print; None where it shows nothing.
    codes : the exit codes that the page allows.
    until : what it prints before it is stopped; None where it ends by itself.
    skip : why it is not typed; None where it is.
    """

    page: str
    line: int
    command: str
    prints: str | None
    codes: frozenset[int]
    until: str | None = None
    skip: str | None = None


def commands(page: str, text: str) -> list[Typed]:
    """Every command of a page, in order.

    Raises
    ------
    ValueError : a note belongs to no block, or commands stand outside of blocks.
    """
    found: list[Typed] = []
    lines = text.splitlines()
    note: re.Match[str] | None = None
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        if fence is None:
            if note is not None and lines[at].strip():
                raise ValueError(f"{page}:{at + 1}: a docs-test note stands before a block.")
            note = NOTE.match(lines[at].strip()) or note
            if "docs-test:" in lines[at] and NOTE.match(lines[at].strip()) is None:
                raise ValueError(f"{page}:{at + 1}: this docs-test note says neither skip nor until.")
            if lines[at].startswith("    ") and LOOKS_LIKE_A_COMMAND.match(lines[at]):
                raise ValueError(f"{page}:{at + 1}: a command stands outside of a ```sh block.")
            at += 1
            continue
        end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == "```")
        body = [(i + 1, lines[i].removeprefix(fence["indent"])) for i in range(at + 1, end)]
        kind = fence["kind"]
        if kind not in ("sh", "console"):
            for number, line in body:
                if LOOKS_LIKE_A_COMMAND.match(line):
                    raise ValueError(f"{page}:{number}: a command stands in a block that is not marked sh or console.")
        else:
            found += [
                Typed(
                    page,
                    number,
                    command,
                    prints,
                    frozenset({0, *map(int, CODES.findall(command))}),
                    until=note["rest"].strip('"') if note is not None and note["what"] == "until" else None,
                    skip=note["rest"] if note is not None and note["what"] == "skip" else None,
                )
                for number, command, prints in _split(body, kind)
            ]
        note = None
        at = end + 1
    return found


def _split(body: list[tuple[int, str]], kind: str) -> list[tuple[int, str, str | None]]:
    """A block's commands with the number of their first line, and what is shown below each."""
    found: list[tuple[int, list[str], list[str]]] = []
    for number, line in body:
        continues = bool(found) and found[-1][1][-1].endswith("\\") and not found[-1][2]
        if continues:
            found[-1][1].append(line)
        elif kind == "sh":
            if line.strip() and not line.strip().startswith("#"):
                found.append((number, [line], []))
        elif line.startswith("$ "):
            found.append((number, [line.removeprefix("$ ")], []))
        else:
            found[-1][2].append(line)
    return [(number, "\n".join(command), "\n".join(shown) if shown else None) for number, command, shown in found]


def printed_as_shown(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what the page shows, where ``…`` is anything: within a line, or whole lines."""
    pattern = ""
    for line in shown.rstrip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += (
                ".*".join(re.escape(part.rstrip() if last else part) for part, last in _parts(line)) + r"[ \t]*\n"
            )
    return re.fullmatch(pattern, printed.rstrip() + "\n") is not None


def _parts(line: str) -> list[tuple[str, bool]]:
    parts = line.split("…")
    return [(part, number == len(parts) - 1) for number, part in enumerate(parts)]


def pages(root: Path) -> list[str]:
    """The pages that people read, the README first, relative to ``root``."""
    return [
        "README.md",
        *sorted(str(path.relative_to(root)) for path in (root / "docs").glob("*.md")),
        "warehouse/README.md",
        "SKILL.md",
        *sorted(str(path.relative_to(root)) for path in (root / "skill" / "references").glob("*.md")),
    ]

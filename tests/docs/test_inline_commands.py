"""Commands named in a sentence exist, with the options named beside them: on every page, in every error and hint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import pages

from seqmatch.cli.main import command_line

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(?:\.venv/bin/|uvx (?:--from \. )?)?seqmatch((?: [^`\n]+)?)`")
"""A command between backticks; one that is broken over two lines is not looked for."""
SOURCES = (
    *pages(ROOT),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "prompts").glob("*.md"))),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "seqmatch").rglob("*.py"))),
)


def commands_named(text: str) -> Iterator[str]:
    for found in NAMED.finditer(text):
        yield found[1].strip()


def unknown_in(command: str) -> str | None:
    """The first word of ``command`` that the command line does not know; None where it knows all."""
    at = command_line()
    for word in command.split():
        if word.startswith("-"):
            option = word.partition("=")[0]
            if option not in ("-h", "--help") and not any(option in param.opts for param in at.params):
                return word
        elif hasattr(at, "commands") and re.match(r"[a-z]", word):
            below = [at.commands.get(name) for name in word.split("|")]
            if None in below:
                return word
            at = below[0]
    return None


@pytest.mark.parametrize(
    ("command", "unknown"),
    [
        ("train --models DIR", None),
        ("transactions import|label", None),
        ("transactions import|lable", "lable"),
        ("trian", "trian"),
        ("train --modles DIR", "--modles"),
        ("", None),
    ],
)
def test_a_word_that_the_command_line_does_not_know_is_noticed(command: str, unknown: str | None) -> None:
    found = unknown_in(command)
    assert found is None if unknown is None else found is not None and unknown in found


def test_every_command_named_in_a_sentence_exists() -> None:
    named = {
        (source, command)
        for source in SOURCES
        for command in commands_named((ROOT / source).read_text("utf-8"))
        if "{" not in command
    }
    assert len(named) > 30
    assert {(source, command) for source, command in named if unknown_in(command)} == set()

"""``seqmatch tokens``: made, listed, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from seqmatch.server.http.tokens import read_entries


def test_tokens_are_made_told_once_listed_and_taken_back(seqmatch: Any, tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    made = seqmatch("tokens", "add", "ana", "--file", path, "--scope", "onboarding", "--days", 30)
    assert made.code == 0
    assert read_entries(path)[0].is_for(made.out.strip())
    assert seqmatch("tokens", "list", "--file", path).out.startswith("ana: onboarding (until 20")
    assert seqmatch("tokens", "remove", "ana", "--file", path).code == 0
    assert seqmatch("tokens", "list", "--file", path).out == ""


def test_a_second_token_of_the_name_an_unknown_scope_and_an_unknown_name_are_refused(
    seqmatch: Any, tmp_path: Path
) -> None:
    path = tmp_path / "tokens.json"
    seqmatch("tokens", "add", "ana", "--file", path)
    before = path.read_bytes()
    for arguments in (("add", "ana"), ("add", "bo", "--scope", "everything"), ("remove", "bo")):
        refused = seqmatch("tokens", *arguments, "--file", path)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert path.read_bytes() == before

"""What the system refuses is told with the remedy that fits it, in one line."""

from __future__ import annotations

import errno
import os

import pytest

from seqmatch.cli import main as command


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "Make room on the disk"),
        (errno.EMFILE, "limit of open files"),
        (errno.EROFS, "name another"),
        (errno.EACCES, "Name a place that can be read and written"),
    ],
)
def test_each_kind_of_refusal_has_its_own_remedy(
    number: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> None:
        raise OSError(number, os.strerror(number), "some/where")

    monkeypatch.setattr(command, "command_line", lambda: refused)
    with pytest.raises(SystemExit) as left:
        command.main()
    err = capsys.readouterr().err
    assert left.value.code == 2
    assert err.startswith(f"seqmatch: some/where: {os.strerror(number)}. ") and told in err
    assert len(err.splitlines()) == 1

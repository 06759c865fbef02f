"""One SQLite file, opened twice by one process and by another beside it: each sees what the other wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from seqmatch.settings import PACKAGE
from seqmatch.store.audit_log import audit_entries, record_audit
from seqmatch.store.engine import open_store

COUNT = """import sys
from seqmatch.store.audit_log import audit_entries
from seqmatch.store.engine import open_store
with open_store(sys.argv[1]) as store:
    print(len(audit_entries(store)))"""


def seen_by_another(path: Path) -> int:
    """How many lines a process sees that opens the store and closes it again."""
    asked = [sys.executable, "-c", COUNT, str(path)]
    done = subprocess.run(
        asked, capture_output=True, text=True, check=True, timeout=120, env={"PYTHONPATH": str(PACKAGE.parent)}
    )
    return int(done.stdout)


def test_a_process_that_opens_a_store_twice_keeps_its_locks_while_another_comes_and_goes(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(str(path)) as first:
        record_audit(first, "one", {})
        with open_store(str(path)) as second:
            assert len(audit_entries(second)) == 1
            assert seen_by_another(path) == 1
            record_audit(first, "two", {})
            assert seen_by_another(path) == 2
            assert len(audit_entries(second)) == 2

"""A PostgreSQL server of the suite's own: in a temporary folder, on a Unix socket, gone when the tests are."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

BINARIES = ("initdb", "pg_ctl", "postgres")
SUPERUSER = "postgres"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; ``folder`` holds its socket."""

    folder: Path

    def address(self, schema: str) -> str:
        """Of the one database, as seen by who knows only the tables of ``schema``."""
        where = f"host={quote(str(self.folder))}&options=-csearch_path%3D{schema}"
        return f"postgresql://{SUPERUSER}@/{SUPERUSER}?{where}"


def what_is_missing() -> str | None:
    """Why there can be no server here; None where there can."""
    missing = [name for name in BINARIES if _binary(name) is None]
    if missing:
        return f"PostgreSQL is not installed ({', '.join(missing)} not found)"
    if os.name == "posix" and os.geteuid() == 0 and _servant() is None:
        return "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as"
    return None


@contextmanager
def running() -> Iterator[PostgresServer]:
    """A new server, stopped and removed at the end."""
    # A socket's path has about a hundred characters at most, fewer than some systems' own temporary folder has.
    folder = Path(tempfile.mkdtemp(prefix="seqmatch-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    as_servant: dict[str, Any] = {}
    if os.geteuid() == 0 and (servant := _servant()):
        os.chown(folder, servant.pw_uid, servant.pw_gid)
        as_servant = {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}
    data = folder / "data"

    def run(*command: str | Path) -> None:
        with (folder / "log").open("ab") as log:
            subprocess.run(
                command,
                cwd=folder,
                env={**os.environ, "HOME": str(folder), "LC_ALL": "C"},
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                **as_servant,
            )

    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    try:
        run(_found("initdb"), "-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync")
        run(_found("pg_ctl"), "start", "-w", "-D", data, "-o", settings)
        try:
            yield PostgresServer(folder)
        finally:
            run(_found("pg_ctl"), "stop", "-w", "-D", data, "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _servant() -> pwd.struct_passwd | None:
    """The user that the server runs as where the tests run as root, which PostgreSQL refuses."""
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get(SUPERUSER) or known.get("nobody")


def _binary(name: str) -> str | None:
    """Debian keeps the server's programs out of the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, places)]))


def _found(name: str) -> str:
    found = _binary(name)
    assert found is not None
    return found

"""Types every command of the README and the docs in a fresh clone, as a reader would, and compares what is printed.

python tests/docs/type_commands.py            all pages (`make docs-test`)
python tests/docs/type_commands.py README.md  these pages

The clone holds what git would hold were everything committed. It borrows the installed packages, so that `make demo`
there installs nothing; `make dist` tries installing. Each page has a clone, a home folder and a shell of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from sysconfig import get_paths
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from pages import Typed, commands, pages, printed_as_shown

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(__file__).resolve().parent / "commands"
"""Stand-ins for programs that a reader has and a test machine has not."""
AT_ONCE = 2
LONGEST, LONGEST_START = 600, 120
"""Seconds that one command may take, and a server until it answers."""


def clone(to: Path) -> None:
    """What a clone would hold were everything committed, with a ``.venv`` as `make` leaves it."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(to)], check=True)
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    ours = {
        name for name in subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split("\0") if name
    }
    for name in ours:
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    theirs = subprocess.run(["git", "-C", str(to), "ls-files", "-z"], check=True, capture_output=True, text=True)
    for name in theirs.stdout.split("\0"):
        if name and not (ROOT / name).exists():
            (to / name).unlink(missing_ok=True)
    venv = to / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    packages = next((venv / "lib").glob("python*")) / "site-packages"
    borrowed = [path for path in sys.path if path.endswith("site-packages")] or [get_paths()["purelib"]]
    (packages / "borrowed.pth").write_text("\n".join([str(to), *borrowed]) + "\n", "utf-8")
    start = "import sys\nfrom seqmatch.cli.main import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    script = f"#!{python}\n{start}"
    (venv / "bin" / "seqmatch").write_text(script, "utf-8")
    (venv / "bin" / "seqmatch").chmod(0o755)
    (venv / ".ready").touch()


def _await_answers(line: str) -> None:
    """Where the line names a server's address, wait until it answers there."""
    named = re.search(r"http://[^/\s]+", line)
    asking = build_opener(ProxyHandler({}))
    until = time.monotonic() + LONGEST_START
    while named is not None and time.monotonic() < until:
        try:
            asking.open(f"{named[0]}/healthz", timeout=10).close()
        except HTTPError:
            return  # it answers, if only to refuse
        except OSError:
            time.sleep(0.1)
        else:
            return


class Shell:
    """One shell for the commands of a page, so that folders and variables last from one to the next."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def type(self, command: str) -> tuple[int, str]:
        """The exit code of a command and what it printed."""
        assert self._process.stdin is not None and self._process.stdout is not None
        end = "--- docs-test: that was it ---"
        self._process.stdin.write(f"{{ {command}\n}} </dev/null\nprintf '\\n%s %s\\n' '{end}' $?\n")
        self._process.stdin.flush()
        printed: list[str] = []
        for line in self._process.stdout:
            if line.startswith(end):
                return int(line.split()[-1]), "".join(printed).removesuffix("\n")
            printed.append(line)
        return self._process.wait(), "".join(printed)

    def until(self, command: str, text: str) -> tuple[int, str]:
        """Run a command until it prints ``text``, stop it as Ctrl-C does: its exit code and what it printed."""
        running = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "-c", f"exec {command}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            # Whoever runs this in the background ignores Ctrl-C, and so would the command.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert running.stdout is not None
        printed = ""
        for line in running.stdout:
            printed += line
            if text in line:
                _await_answers(line)
                break
        else:
            return running.wait() or 1, f"{printed}(It ended before it printed “{text}”.)"
        running.send_signal(signal.SIGINT)
        try:
            rest, _ = running.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
            return 1, f"{printed}(It did not end on Ctrl-C.)"
        return running.returncode, printed + rest

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def close(self) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.stop()

    def stop(self) -> None:
        """End the shell and whatever runs in it."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)


def typed(page: str, told: list[Typed], folder: Path) -> Iterator[str]:
    """Type a page's commands in a new clone: one line for each that is not as the page says."""
    home, checkout = folder / "home", folder / "seqmatch"
    home.mkdir(parents=True)
    clone(checkout)
    names = ("SEQMATCH_MODELS", "SEQMATCH_STORE", "SEQMATCH_TOKEN", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in names and "SUGGEST_" not in name}
    path = [str(TOOLS), environment["PATH"]]
    where = checkout
    if page.startswith("skill/"):  # Read where the skill is installed, beside an installed seqmatch.
        path.insert(0, str(checkout / ".venv" / "bin"))
        subprocess.run(
            [checkout / ".venv" / "bin" / "seqmatch", "skill", "install", "--to", folder / "skills"],
            check=True,
            capture_output=True,
        )
        where = folder / "skills" / "user-pattern-matcher"
    shell = Shell(where, {**environment, "HOME": str(home), "PATH": os.pathsep.join(path), "TERM": "dumb"})
    try:
        for one in told:
            if one.skip is not None:
                continue
            began = time.monotonic()
            code, printed = _within(shell, one)
            took = time.monotonic() - began
            print(f"{took:6.1f} s  {one.page}:{one.line}: {one.command.splitlines()[0]}", flush=True)
            place = f"{one.page}:{one.line}: {one.command}"
            if code not in one.codes:
                yield f"{place}\n  ended with exit code {code} and printed:\n{_indented(printed)}"
                if shell.ended:
                    return
            elif one.prints is not None and not printed_as_shown(one.prints, printed):
                yield f"{place}\n  printed:\n{_indented(printed)}\n  where the page shows:\n{_indented(one.prints)}"
    finally:
        shell.close()


def _within(shell: Shell, one: Typed) -> tuple[int, str]:
    """Type a command; one that takes too long is ended together with its shell."""
    if one.until is not None:
        return shell.until(one.command, one.until)
    with ThreadPoolExecutor(1) as waiting:
        running = waiting.submit(shell.type, one.command)
        try:
            return running.result(timeout=LONGEST)
        except TimeoutError:
            shell.stop()
            return 124, f"(It took longer than {LONGEST} s.)"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines()[-60:])


def main() -> int:
    chosen = sys.argv[1:] or pages(ROOT)
    told = {page: commands(page, (ROOT / page).read_text("utf-8")) for page in chosen}
    told = {page: found for page, found in told.items() if found}
    with tempfile.TemporaryDirectory(prefix="seqmatch-docs-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        places = {page: Path(folder) / page.replace("/", "-") for page in told}
        wrong = [
            line for lines in pool.map(lambda page: list(typed(page, told[page], places[page])), told) for line in lines
        ]
    skipped = [one for found in told.values() for one in found if one.skip is not None]
    for one in skipped:
        print(f"not typed  {one.page}:{one.line}: {one.command.splitlines()[0]} ({one.skip})")
    for line in wrong:
        print(f"\n{line}")
    count = sum(len(found) for found in told.values()) - len(skipped)
    print(
        f"\n{count} commands of {len(told)} pages typed, {len(wrong)} not as the page says, {len(skipped)} not typed."
    )
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())

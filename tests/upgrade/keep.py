"""Keeps a release's models for :mod:`test_upgrade`: python tests/upgrade/keep.py, once, when a release is made.

Writes ``tests/upgrade/RELEASE/models.tar.xz``: a small version of each family, learned from generated people, as this
release writes it. Kept for good: later releases read it, or say what to do. The store beside it was written by the
commands of the release before schema 0004: two statements of ``docs/examples``, imported and partly labelled.
"""

from __future__ import annotations

import io
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "families" / "coaching")]

from small_lives import lives  # noqa: E402
from small_town import town  # noqa: E402

from seqmatch import __version__  # noqa: E402
from seqmatch.data.synthetic.people.generate import generate  # noqa: E402
from seqmatch.data.users.cohort import cohort_of  # noqa: E402
from seqmatch.families.coaching.training.train import HistorySource  # noqa: E402
from seqmatch.families.coaching.training.train import train as train_coaching  # noqa: E402
from seqmatch.families.onboarding.dataset import onboarding_data  # noqa: E402
from seqmatch.families.onboarding.training.train import Source  # noqa: E402
from seqmatch.families.onboarding.training.train import train as train_onboarding  # noqa: E402
from seqmatch.families.transactions.dataset import transactions_data  # noqa: E402
from seqmatch.families.transactions.training.train import LabelledSource  # noqa: E402
from seqmatch.families.transactions.training.train import train as train_transactions  # noqa: E402
from seqmatch.settings import resource  # noqa: E402

SEED = 7


def write_models(folder: Path) -> None:
    """A version of each family, live; planning's is the default one, which is small."""
    people = generate(users=130, seed=SEED, preset="exam")
    cohort = cohort_of(people.profiles, people.rules, "synthetic")
    quick = {"Archetypes": {"ks": [4], "resamples": 1}, "GoalClassifier": {"rounds": 5, "forest_rounds": 2}}
    source = Source("synthetic", cohort.fingerprint, len(cohort))
    train_onboarding(onboarding_data(cohort), source, folder, SEED, settings=quick)
    train_transactions(transactions_data(town(300)), LabelledSource("synthetic", "e" * 64), folder, SEED)
    train_coaching(lives(), HistorySource("synthetic", "a" * 64), folder, SEED)


def packed(folder: Path, files: list[Path]) -> bytes:
    """An archive of files below ``folder``, without owners and times."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:xz", preset=9) as archive:
        for file in sorted(files):
            info = tarfile.TarInfo(file.relative_to(folder).as_posix())
            info.size = file.stat().st_size
            archive.addfile(info, io.BytesIO(file.read_bytes()))
    return buffer.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_models(folder)
        planning = resource("models") / "planning"
        (folder / "planning").symlink_to(planning)
        kept = [file for pattern in ("*/*/*", "*/rollout.json") for file in folder.glob(pattern) if file.is_file()]
        out = HERE / __version__ / "models.tar.xz"
        out.parent.mkdir(exist_ok=True)
        out.write_bytes(packed(folder, [file for file in kept if not file.name.startswith(".")]))
    print(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

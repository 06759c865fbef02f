"""``make mutants``: how many small faults the tests notice, in estimators, rules and what families score by.

Faults are drawn from each module by a seed. Those that make no difference stand in ``accepted.txt``, each with the
reason; of the others at least 85 % have to be noticed in each part, or the run fails. What nobody noticed is printed: a
sentence is missing there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ACCEPTED = HERE / "accepted.txt"
TO_BE_KILLED = 0.85
NEED_AN_EXTRA = (
    "seqmatch/estimators/optimisation/allocation.py",  # `make portfolio` runs its tests
    "seqmatch/estimators/reinforcement/conservative_q.py",  # `make rl`
)
"""Modules that do nothing without a library that is not there; no faults are drawn from them."""
SUITES = {
    "rules": (("seqmatch/rules/**/*.py",), ("tests/rules",)),
    "estimators": (("seqmatch/estimators/**/*.py",), ("tests/estimators",)),
    "scoring": (
        ("seqmatch/families/*/scoring.py",),
        (
            "tests/families/onboarding/test_scoring.py",
            "tests/families/onboarding/answers/test_suggest.py",
            "tests/families/transactions/test_categoriser_training.py",
            "tests/families/transactions/test_named_categories.py",
        ),
    ),
    "planning": (
        ("seqmatch/families/planning/scoring/*.py",),
        ("tests/families/planning",),
    ),
    "coaching": (
        ("seqmatch/families/coaching/scoring/*.py",),
        (
            "tests/families/coaching/test_coach.py",
            "tests/families/coaching/test_goals.py",
            "tests/families/coaching/test_goals_by_hand.py",
            "tests/families/coaching/test_health_and_peers_by_hand.py",
            "tests/families/coaching/test_money_reviewed.py",
            "tests/families/coaching/test_outlook.py",
            "tests/families/coaching/test_outlook_by_hand.py",
            "tests/families/coaching/test_spending_by_hand.py",
            "tests/families/coaching/test_totals.py",
            "tests/cli/coaching/test_score_coaching.py",
            "tests/cli/coaching/test_coaching_commands.py",
        ),
    ),
}
"""Part -> modules, tests that should notice faults in them. ``scoring`` is what two families have in one file."""


def accepted() -> dict[str, str]:
    """Fault -> why it makes no difference: two lines each, the second one indented."""
    lines = [line for line in ACCEPTED.read_text().splitlines() if line and not line.startswith("#")]
    return {lines[at]: lines[at + 1].strip() for at in range(0, len(lines), 2)}


def run(part: str, sample: int, seed: int, keep: Path | None) -> list[dict[str, Any]]:
    """What became of the faults of one part, in a process of its own."""
    patterns, tests = SUITES[part]
    files = sorted(
        str(path.relative_to(ROOT))
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if path.name != "__init__.py" and "lexicons" not in path.parts
    )
    files = [file for file in files if file not in NEED_AN_EXTRA]
    out = (keep or Path(tempfile.mkdtemp())) / f"{part}.jsonl"
    script = (
        "from pathlib import Path; from copies import try_faults\n"
        f"try_faults({files!r}, {list(tests)!r}, {sample}, {seed}, Path({str(out)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": f"{HERE}:{ROOT}"},
    )
    if done.returncode:
        sys.exit(f"The tests of {part} could not be run; see above.")
    return [json.loads(line) for line in out.read_text().splitlines()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", default=list(SUITES))
    options.add_argument("--sample", type=int, default=2, help="faults drawn from each module")
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--keep", type=Path, help="folder to keep what became of each fault in")
    chosen = options.parse_args()
    known = accepted()
    failed = False
    for part in chosen.parts:
        tried = run(part, chosen.sample, chosen.seed, chosen.keep)
        alive = [one for one in tried if one["outcome"] != "killed"]
        excused = [one for one in alive if one["name"] in known]
        killed, real = len(tried) - len(alive), len(tried) - len(excused)
        share = killed / max(real, 1)
        print(f"{part}: {killed} of {real} faults killed ({share:.0%}); {len(excused)} more make no difference")
        for one in alive:
            if one["name"] not in known:
                print(f"  {one['outcome']}, line {one['line']}: {one['name']}")
        failed |= share < TO_BE_KILLED
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""Train a challenger beside the models in use, and show what training on this data is worth.

    python retrain.py --profiles CSV --rules CSV --models DIR [--challenger NEW_DIR]

1. ``seqmatch evaluate`` on the data: cross-fitted figures beside their baselines.
2. ``seqmatch train`` into the challenger's folder, which must be new (default: DIR-challenger).

Nothing in DIR is changed. Whether to serve the challenger is for a person to decide.
"""

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

MISSING = "seqmatch is not installed for this Python. Install it (pip install seqmatch), or run this script with\n\
the Python it is installed for."


def seqmatch(*arguments: str) -> int:
    """Run one seqmatch command; its output goes where ours goes."""
    return subprocess.call([sys.executable, "-c", "from seqmatch.cli.main import main; main()", *arguments])


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=Path, required=True, metavar="CSV")
    parser.add_argument("--rules", type=Path, required=True, metavar="CSV")
    parser.add_argument("--models", type=Path, required=True, metavar="DIR", help="the models in use; not changed")
    parser.add_argument("--challenger", type=Path, metavar="NEW_DIR", help="default: DIR-challenger")
    return parser.parse_args()


def main() -> int:
    arguments = read_arguments()
    if importlib.util.find_spec("seqmatch") is None:
        print(MISSING, file=sys.stderr)
        return 2
    challenger = arguments.challenger or arguments.models.with_name(arguments.models.name + "-challenger")
    if challenger.exists():
        print(f"{challenger} exists. Name a new folder with --challenger.", file=sys.stderr)
        return 2
    data = ("--profiles", str(arguments.profiles), "--rules", str(arguments.rules))

    print("What training on this data is worth (cross-fitted, beside the baselines):", flush=True)
    code = seqmatch("evaluate", *data)
    if code != 0:
        return code
    print(f"\nTraining the challenger into {challenger}:", flush=True)
    code = seqmatch("train", *data, "--models", str(challenger))
    if code != 0:
        return code

    print(f"\nIn use, unchanged:  seqmatch serve --models {arguments.models}")
    print(f"Challenger:         seqmatch serve --models {challenger}")
    print("Read references/retraining.md before replacing one by the other.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Retrain the models in use: ``python retrain.py --profiles CSV --rules CSV --models DIR``.

Calls the installed ``seqmatch retrain`` with the same options and returns its exit code: 0 the challenger was better
and is live, 3 the models in use stay (it says why), 2 the input cannot be used and nothing was changed.
"""

import importlib.util
import subprocess
import sys

MISSING = "seqmatch is not installed for this Python. Install it (pip install seqmatch), or run this script with\n\
the Python it is installed for."


def seqmatch(*arguments: str) -> int:
    """Run one seqmatch command; its output goes where ours goes."""
    return subprocess.call([sys.executable, "-c", "from seqmatch.cli.main import main; main()", *arguments])


def main() -> int:
    if importlib.util.find_spec("seqmatch") is None:
        print(MISSING, file=sys.stderr)
        return 2
    return seqmatch("retrain", *sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""``python -m seqmatch.server``: the server over standard input and output."""

from __future__ import annotations

import sys

from seqmatch.errors import SeqmatchError
from seqmatch.server.app import run_stdio


def main() -> int:
    """Serve; 2 and one line on stderr when the models cannot be served."""
    try:
        run_stdio()
    except SeqmatchError as error:
        sys.stderr.write(f"seqmatch: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

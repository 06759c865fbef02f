"""``python -m seqmatch``: the command line, where the command itself is not installed."""

from seqmatch.cli.main import main

main()

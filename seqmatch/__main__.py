"""``python -m seqmatch``: the command line, where the command itself is not installed."""

from seqmatch.cli.main import main

if __name__ == "__main__":  # workers of a server import this file again
    main()

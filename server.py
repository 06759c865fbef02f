"""The MCP entry: build the server and run it over standard input and output."""

import sys

from seqmatch.server.__main__ import main

if __name__ == "__main__":
    sys.exit(main())

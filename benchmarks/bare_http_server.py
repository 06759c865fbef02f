"""The least an MCP server over HTTP can be, on a socket that answers at once: what ours is compared with."""

import sys

import uvicorn
from mcp.server.mcpserver import MCPServer

from seqmatch.server.http.names import listen

server = MCPServer("bare")


@server.tool()
def nothing() -> None:
    """Do nothing."""


with listen("127.0.0.1", 0) as listening:
    sys.stderr.write(f"bare listens on http://127.0.0.1:{listening.getsockname()[1]}/mcp\n")
    sys.stderr.flush()
    app = server.streamable_http_app(streamable_http_path="/mcp", stateless_http=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run([listening])

"""The least an MCP server can be: what our start-up is compared with."""

from mcp.server.mcpserver import MCPServer

server = MCPServer("bare")


@server.tool()
def nothing() -> None:
    """Do nothing."""


server.run()

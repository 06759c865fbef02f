"""The real server over standard input and output with its models loaded first: what load is measured on."""

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import build_server
from seqmatch.server.tools.toolsets import DEFAULT, named_toolsets
from seqmatch.settings import Settings, resource

settings = Settings(resource("models"))
host = ModelHost(settings)
for toolset in named_toolsets(DEFAULT):
    toolset.warm(host)
build_server(settings, host).run("stdio")

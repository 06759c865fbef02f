"""OpenTelemetry traces and metrics of tool calls and REST requests, sent where the usual OTEL_* settings say.

Off unless an OTLP endpoint is set; then what it needs (the extra ``telemetry``) is imported beside the models, after
the tools are listed. The providers are our own, and the global ones stay unset: the protocol's SDK writes spans too,
which hold what callers sent. Ours hold names of ours and figures: no argument, no answer, no user.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from time import perf_counter
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.types import CallToolResult, TextContent
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seqmatch import __version__
from seqmatch.lifecycle.serving.routing import Sighting

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

logger = logging.getLogger(__name__)

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
SIGNALS = ("TRACES", "METRICS")
MISSING = (
    "OpenTelemetry is asked for and not installed: pip install 'seqmatch[telemetry]', or unset OTEL_EXPORTER_OTLP_*."
)
NAME = "seqmatch"
UNKNOWN, OTHER = "unknown", "_OTHER"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CLOSING_SECONDS = 3.0
_PARENT = TraceContextTextMapPropagator()
_PARENT_HEADERS = frozenset(name.encode() for name in _PARENT.fields)


def signals(environment: Mapping[str, str]) -> frozenset[str]:
    """Which of SIGNALS are to be sent, by the settings that OpenTelemetry specifies."""
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return frozenset()
    return frozenset(
        one
        for one in SIGNALS
        if (environment.get(ENDPOINT) or environment.get(f"OTEL_EXPORTER_OTLP_{one}_ENDPOINT"))
        and environment.get(f"OTEL_{one}_EXPORTER", "otlp").strip().lower() != "none"
    )


@dataclass(frozen=True)
class Providers:
    """Where spans and measurements go; what is None goes nowhere."""

    traces: TracerProvider | None = None
    metrics: MeterProvider | None = None


class Telemetry:
    """Spans and durations.

    Parameters
    ----------
    connect : imports and makes the providers; called once, when there is first something to tell or beside the models.
    """

    def __init__(self, connect: Callable[[], Providers]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._providers: Providers | None = None

    def load(self) -> None:
        """Make the providers now."""
        with self._lock:
            if self._providers is None:
                self._providers = self._connect()
                metrics = self._providers.metrics
                meter = None if metrics is None else metrics.get_meter(NAME, __version__)
                self._histograms = {
                    name: None if meter is None else meter.create_histogram(name, "s", what)
                    for name, what in (
                        ("mcp.server.operation.duration", "From a tool call to its answer."),
                        ("http.server.request.duration", "From a REST request to its answer."),
                    )
                }

    async def ready(self) -> None:
        """As :meth:`load`, elsewhere than in the event loop."""
        if self._providers is None:
            await anyio.to_thread.run_sync(self.load)

    @contextmanager
    def span(self, name: str, attributes: Mapping[str, Any], parent: Context | None = None) -> Iterator[trace.Span]:
        """A span that is current meanwhile; what is raised is not told, for it may hold a caller's data."""
        assert self._providers is not None
        traces = self._providers.traces or trace.NoOpTracerProvider()
        with traces.get_tracer(NAME, __version__).start_as_current_span(
            name,
            context=parent,
            kind=SpanKind.SERVER,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield span

    def measure(self, name: str, seconds: float, attributes: Mapping[str, Any]) -> None:
        histogram = self._histograms[name]
        if histogram is not None:
            histogram.record(seconds, attributes)

    def saw(self, sightings: Sequence[Sighting]) -> None:
        """Tell the span under way which version answered; a :class:`seqmatch.lifecycle.serving.routing.Watcher`."""
        for one in sightings[:1]:
            tell_versions({one.family: one.version})
            trace.get_current_span().set_attribute("seqmatch.source", one.source)

    def close(self) -> None:
        """Send what is left, for no longer than CLOSING_SECONDS."""
        with self._lock:
            if self._providers is None:
                return
            providers: list[Any] = [one for one in (self._providers.traces, self._providers.metrics) if one is not None]
            self._providers = Providers()
        closing = threading.Thread(target=lambda: [one.shutdown() for one in providers], daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)


def tell_versions(versions: Mapping[str, str]) -> None:
    """Tell the span under way, if there is one, which version of each family answered."""
    trace.get_current_span().set_attributes({f"seqmatch.version.{family}": name for family, name in versions.items()})


class ToolSpans:
    """Server middleware: a span and a duration for each tool call.

    Parameters
    ----------
    families : tool -> its family, of every tool there is.
    """

    def __init__(self, telemetry: Telemetry, families: Mapping[str, str]) -> None:
        self._telemetry = telemetry
        self._families = families

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.method != "tools/call":
            return await call_next(ctx)
        sent = (ctx.params or {}).get("name")
        tool = sent if isinstance(sent, str) and sent in self._families else UNKNOWN
        told = {"mcp.method.name": ctx.method, "gen_ai.tool.name": tool}
        await self._telemetry.ready()
        began, ended = perf_counter(), {"seqmatch.outcome": "error", "error.type": "internal_error"}
        with self._telemetry.span(f"tools/call {tool}", told) as span:
            if tool in self._families:
                span.set_attribute("seqmatch.family", self._families[tool])
            try:
                result = await call_next(ctx)
                ended = _ended(result)
                return result
            finally:
                span.set_attributes(ended)
                if ended["seqmatch.outcome"] == "error":
                    span.set_status(StatusCode.ERROR)
                self._telemetry.measure("mcp.server.operation.duration", perf_counter() - began, told | ended)


def _ended(result: HandlerResult) -> dict[str, str]:
    """How a call ended. The code of a refusal is the first word of its text, and one of ours."""
    if isinstance(result, CallToolResult):
        failed, texts = bool(result.is_error), [one.text for one in result.content if isinstance(one, TextContent)]
    elif isinstance(result, dict):
        failed, texts = bool(result.get("isError")), [str(one.get("text", "")) for one in result.get("content", ())]
    else:
        failed, texts = False, []
    if not failed:
        return {"seqmatch.outcome": "answered"}
    code = "".join(texts[:1]).partition(":")[0]
    code = code if code.isascii() and code.isidentifier() else UNKNOWN
    return {"seqmatch.outcome": "error" if code == "internal_error" else "refused", "error.type": code}


class RequestSpans:
    """ASGI middleware: a span and a duration for each REST request, named by its route, never by its path.

    Parameters
    ----------
    prefix : of the routes.
    """

    def __init__(self, app: ASGIApp, telemetry: Telemetry, prefix: str) -> None:
        self._app = app
        self._telemetry = telemetry
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        sent = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in _PARENT_HEADERS
        }
        mounted = scope.get("route")
        method = scope["method"] if scope["method"] in METHODS else OTHER
        await self._telemetry.ready()
        began = perf_counter()
        with self._telemetry.span(method, {"http.request.method": method}, _PARENT.extract(sent)) as span:
            try:
                await self._app(scope, receive, noting)
            finally:
                found = scope.get("route")
                route = UNKNOWN if found is None or found is mounted else f"{self._prefix}{found.path}"
                told: dict[str, str | int] = {"http.route": route, "http.response.status_code": status}
                span.update_name(f"{method} {route}")
                span.set_attributes(
                    {**told, "seqmatch.outcome": "answered" if status < 400 else "refused" if status < 500 else "error"}
                )
                if status >= 500:
                    span.set_status(StatusCode.ERROR)
                self._telemetry.measure(
                    "http.server.request.duration", perf_counter() - began, {"http.request.method": method, **told}
                )


def telemetry_of(environment: Mapping[str, str]) -> Telemetry | None:
    """What the environment asks for; None where it asks for nothing, or for what is not installed (which is logged)."""
    asked = signals(environment)
    if not asked:
        return None
    if not installed():
        logger.warning(MISSING)
        return None
    return Telemetry(lambda: _over_http(asked))


def installed() -> bool:
    """Whether the extra ``telemetry`` is there."""
    try:
        return all(find_spec(name) for name in ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"))
    except ModuleNotFoundError:
        return False


def _over_http(asked: frozenset[str]) -> Providers:
    """Providers that send by OTLP over HTTP, set up by the OTEL_* variables."""
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    about = Resource({"service.name": NAME, "service.version": __version__}).merge(Resource.create())
    traces = metrics = None
    if "TRACES" in asked:
        traces = TracerProvider(resource=about, shutdown_on_exit=False)
        traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    if "METRICS" in asked:
        reader = PeriodicExportingMetricReader(OTLPMetricExporter())
        metrics = MeterProvider([reader], resource=about, shutdown_on_exit=False)
    return Providers(traces, metrics)

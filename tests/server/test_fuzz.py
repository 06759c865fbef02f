"""A thousand hostile sets of arguments for each tool: answered, or refused on purpose, and never spread.

`make test` asks the first 250 of them, `make attack` all.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import anyio.from_thread
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from mcp import Client
from test_hostile_rules import ALLOWED, CANARY, HOSTILE, RULES, scrap, strings_of, text_of, unfit

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import build_server
from seqmatch.server.tools.answer_tool import ToolPolicy
from seqmatch.server.tools.coaching import COACHING_TOOLS
from seqmatch.server.tools.planning import PLANNING_TOOLS
from seqmatch.server.tools.toolsets import TOOLSETS, warm_each
from seqmatch.server.tools.transactions import FEEDBACK
from seqmatch.settings import default_settings

SETS = (250, pytest.param(1_000, marks=pytest.mark.large))
POLICIES = [policy for toolset in TOOLSETS.values() for policy in toolset.tools]
ANTICIPATED = re.compile(
    r"^(invalid_[a-z_]+|too_short|missing_argument|unknown_[a-z]+|rules_text_too_long|nothing_[a-z_]+|[a-z]+_unknown)"
    r": \S"
)
ECHOES = (CANARY, "Ignore all", "site-packages", "Traceback", "pydantic.dev", "input_value")
MOST_BYTES = 4 * 6_000
"""Of a text, whatever was asked: 6,000 tokens."""

WORDS = st.sampled_from(
    (HOSTILE, RULES, "", " ", "null", "NaN", "true", "-1", "1e999", "[]", "{}", '{"user_type": "INDIVIDUAL"}', "\ud800")
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-3, max_value=60)
    | st.floats()
    | st.text(max_size=30)
    | WORDS
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12) | st.just(HOSTILE), inner, max_size=4)
    ),
    max_leaves=10,
)
SCRAPS = st.integers(0, 10**9).map(lambda number: scrap(random.Random(number)))


def near(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that look like what a schema asks for, and often are not."""
    kind = schema.get("type")
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | JSON
    if kind == "object":
        fields = {name: near(inner) for name, inner in schema.get("properties", {}).items()}
        needed = {name: fields.pop(name) for name in schema.get("required", ())}
        odd = {**needed, **fields, HOSTILE[:40]: SCALARS}
        return st.fixed_dictionaries(needed, optional=fields) | st.fixed_dictionaries({}, optional=odd) | JSON
    if kind == "array":
        return st.lists(near(schema.get("items", {})), max_size=5) | JSON
    if kind == "integer":
        low, high = schema.get("minimum", -(10**6)), schema.get("maximum", 10**6)
        return st.integers(low, high) | st.sampled_from((low - 1, high + 1, str(low), float(high))) | SCALARS
    if kind == "boolean":
        return st.booleans() | SCALARS
    if kind == "string":
        if "YYYY-MM-DD" in schema.get("description", ""):
            return st.dates().map(str) | st.text(max_size=12)
        return SCRAPS.map(lambda text: text[: schema.get("maxLength")]) | WORDS | st.text(max_size=60) | SCALARS
    return JSON


LINES = st.tuples(
    st.integers(0, 800),
    SCRAPS.map(lambda text: text[:60]) | st.sampled_from((HOSTILE, "RENT", "PAYROLL ACME", "FUEL", " . ")),
    st.integers(-(10**6), 10**6) | st.sampled_from((0, -1, -1500, 300_000, 10**12)),
)


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Two months to two years of a stranger's transactions; some payments come again every 30 days."""
    lines = draw(st.lists(LINES, max_size=12))
    if draw(st.booleans()):
        of, cents = draw(LINES)[1:]
        lines += [(30 * number, of, cents) for number in range(draw(st.integers(2, 13)))]
    lines += [(0, "RENT", -90_000), (draw(st.integers(60, 800)), "RENT", -90_000)]
    start = draw(st.dates(dt.date(2000, 1, 1), dt.date(2026, 1, 1)))
    return [
        {"date": str(start + dt.timedelta(days=days)), "description": of, "amount_cents": cents}
        for days, of, cents in lines
    ]


def hostile(policy: ToolPolicy) -> st.SearchStrategy[dict[str, Any]]:
    """Sets of arguments of a tool: its own, near ones, none, and others'."""
    own = {parameter.name: near(parameter.schema) for parameter in policy.parameters}
    good = json.loads(policy.example)
    required = {parameter.name: st.just(good[parameter.name]) for parameter in policy.parameters if parameter.required}
    if policy in COACHING_TOOLS or policy in PLANNING_TOOLS:
        # The example is a whole question; nobody's goals and balances are kept here.
        read: dict[str, st.SearchStrategy[Any]] = {name: st.just(value) for name, value in good.items()}
        if "transactions" in own:
            read["transactions"] = histories()
        return st.fixed_dictionaries({}, optional=own) | st.fixed_dictionaries(
            read, optional={name: value for name, value in own.items() if name not in read}
        )
    return (
        st.fixed_dictionaries({}, optional={**own, HOSTILE: SCALARS})
        | st.fixed_dictionaries(required, optional={n: s for n, s in own.items() if n not in required})
        | st.fixed_dictionaries({}, optional=own)
    )


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Calls a tool of the real server, with every toolset, through the in-memory client."""
    place = default_settings()
    with pytest.MonkeyPatch.context() as environment, anyio.from_thread.start_blocking_portal() as portal:
        environment.setenv("SEQMATCH_STORE", str(tmp_path_factory.mktemp("fuzz") / "store.sqlite"))
        host = ModelHost(place)
        warm_each(tuple(TOOLSETS.values()), host)  # hypothesis reads sys.modules, so no other thread may import
        server = build_server(place, host, tuple(TOOLSETS))
        with portal.wrap_async_context_manager(Client(server)) as client:
            yield lambda name, arguments: portal.call(client.call_tool, name, arguments)
        portal.call(anyio.to_thread.run_sync, server.serving.close)


@pytest.mark.parametrize("sets", SETS)
@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_a_thousand_hostile_sets_of_arguments_are_answered_or_refused_on_purpose(
    policy: ToolPolicy, sets: int, ask: Any
) -> None:
    refused = 0

    @seed(20260)
    @settings(
        max_examples=sets, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
    )
    @given(hostile(policy))
    def one(arguments: dict[str, Any]) -> None:
        nonlocal refused
        result = ask(policy.name, arguments)
        text = text_of(result)
        assert len(text.encode()) <= MOST_BYTES
        assert unfit(text) == []
        if result.is_error:
            refused += 1
            assert ANTICIPATED.match(text), text
            assert not any(echo in text for echo in ECHOES), text
            return
        spread = [
            path for path, said in strings_of(result.structured_content) if CANARY in said or "Ignore all" in said
        ]
        assert [path for path in spread if path[-1] not in ALLOWED] == []
        json.dumps(result.structured_content, allow_nan=False)

    one()
    assert refused > sets * 0.05
    assert refused < sets or policy is FEEDBACK  # nobody guesses the name of an answer

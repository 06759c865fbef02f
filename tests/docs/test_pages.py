"""What the docs test takes for commands, and what it takes for printed as shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import commands, pages, printed_as_shown

ROOT = Path(__file__).resolve().parents[2]
PAGE = """# Page

```sh
make demo   # plays it
# only a remark
seqmatch match \\
    --profile person.json
```

<!-- docs-test: skip, it takes an hour -->
```sh
make test
```

<!-- docs-test: until "listens on" -->
```sh
seqmatch serve --http
```

1. In a list:

    ```console
    $ seqmatch --version
    seqmatch 0.1.0
    $ seqmatch retrain   # exit code 3 where the old ones stay
    Kept: …
    ```
"""


def test_commands_are_found_with_what_the_page_says_of_them() -> None:
    found = commands("page.md", PAGE)
    assert [(one.line, one.command, one.prints) for one in found] == [
        (4, "make demo   # plays it", None),
        (6, "seqmatch match \\\n    --profile person.json", None),
        (12, "make test", None),
        (17, "seqmatch serve --http", None),
        (23, "seqmatch --version", "seqmatch 0.1.0"),
        (25, "seqmatch retrain   # exit code 3 where the old ones stay", "Kept: …"),
    ]
    assert [one.codes for one in found] == [{0}] * 5 + [{0, 3}]
    assert [one.skip for one in found] == [None, None, "it takes an hour", None, None, None]
    assert [one.until for one in found] == [None, None, None, "listens on", None, None]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("    seqmatch demo\n", "outside of a"),
        ("```\n.venv/bin/seqmatch demo\n```\n", "not marked"),
        ("<!-- docs-test: skip, no reason -->\n\nWords.\n", "stands before a block"),
        ("<!-- docs-test: perhaps -->\n", "neither skip nor until"),
    ],
)
def test_a_command_that_would_not_be_typed_is_an_error(page: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        commands("page.md", page)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\nb\nc\n", False),
        ("a\n…\nc", "a\nc\n", True),
        ("a\n…\nc", "a\nb\nb\nc\n", True),
        ("a\n…", "a\nb\n", True),
        ("…\nb", "a\nab\n", False),
        ("cut at …", "cut at the edge\n", True),
        ("cut at …", "cut at the edge\nand more\n", False),
        ("1.5 (x)", "1x5 (x)\n", False),
        ("a", "", False),
    ],
)
def test_a_page_shows_what_is_printed_and_nothing_else(shown: str, printed: str, same: bool) -> None:
    assert printed_as_shown(shown, printed) is same


@pytest.mark.parametrize("page", pages(ROOT))
def test_every_command_of_the_pages_stands_where_it_is_typed(page: str) -> None:
    commands(page, (ROOT / page).read_text("utf-8"))

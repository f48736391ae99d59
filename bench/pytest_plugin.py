"""pytest: the fixture `coolhead`, whose failing tests show the dialogues that went worst.

def test_bot(coolhead):
    result = coolhead.run(my_bot, personas="core", repeats=2)
    assert result.resolution.low > 60
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from coolhead.bench.results import Result

SHOWN = 3
"""Dialogues in the report of a failed test."""


class CoolHead:
    """`run` and `grade` as in `coolhead.bench`; results of a failed test are shown with their worst dialogues."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.results: list[Result] = []

    def run(self, bot: Any, **settings: Any) -> Result:
        """Plays bots against angry customers; takes what `coolhead.bench.run` takes."""
        from coolhead.bench.api import run

        settings.setdefault("out", self._folder / f"run-{len(self.results) + 1}")
        return self._kept(run(bot, **settings))

    def grade(self, source: Any, **settings: Any) -> Result:
        """Grades dialogues; takes what `coolhead.bench.grade` takes."""
        from coolhead.bench.api import grade

        settings.setdefault("out", self._folder / f"grade-{len(self.results) + 1}")
        return self._kept(grade(source, **settings))

    def _kept(self, result: Result) -> Result:
        self.results.append(result)
        return result


@pytest.fixture
def coolhead(tmp_path_factory: pytest.TempPathFactory) -> CoolHead:
    """Plays and grades bots; see docs/ci.md."""
    return CoolHead(tmp_path_factory.mktemp("coolhead"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the leaderboard and the worst dialogues to the report of a failed test."""
    report = yield
    own = getattr(item, "funcargs", {}).get("coolhead")
    if report.when == "call" and report.failed and isinstance(own, CoolHead):
        for number, result in enumerate(own.results, 1):
            name = "coolhead" if len(own.results) == 1 else f"coolhead result {number}"
            report.sections.append((name, shown(result)))
    return report


def shown(result: Result) -> str:
    """The leaderboard, what has no interval and why, and the worst dialogues with their evidence."""
    from coolhead.bench.lowest import as_text

    parts = [repr(result)]
    thin = [row.bot for row in result.rows if row.overall.mean is not None and row.overall.low is None]
    if thin:
        parts.append(f"No interval (.low and .high are None) for {', '.join(thin)}: too few personas for one.")
    parts += [as_text(one) for one in result.worst(SHOWN)]
    return "\n\n".join([*parts, f"All dialogues: {result.folder}"])

"""What the page says first: what was run, with which versions, and how far it may be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coolhead.bench.report.rows import Cast, Row
from coolhead.bench.report.sample import Choice

_NAMED = 8
"""So many names are listed; of more, the count is enough."""


def heading(board: Mapping[str, Any]) -> str:
    """The title of the page."""
    if board["transcripts"]:
        return "How these conversations with customers were handled"
    return "How these bots handle angry customers"


def lead(info: Mapping[str, Any], board: Mapping[str, Any], rows: Mapping[str, Row], cast: Mapping[str, Cast]) -> str:
    """One sentence of what was run."""
    bots, people = len({row.bot for row in rows.values()}), len([name for name in cast if name])
    dialogues = f"{len(rows):,} {'dialogue' if len(rows) == 1 else 'dialogues'}"
    criteria = f"graded on {len(board['criteria'])} criteria"
    if board["transcripts"] or not people:
        return f"{dialogues} of {_many(bots, 'service')} that already happened, {criteria}."
    repeats = (info.get("settings") or {}).get("repeats") or 1
    times = "once" if repeats == 1 else "twice" if repeats == 2 else f"{repeats} times"
    return f"{_many(bots, 'bot')} met {_many(people, 'simulated customer')}, each {times}: {dialogues}, {criteria}."


def facts(
    info: Mapping[str, Any],
    graders: Mapping[str, int],
    rows: Mapping[str, Row],
    cast: Mapping[str, Cast],
    *,
    order: Sequence[str],
) -> list[tuple[str, str]]:
    """Names and values of the run: everything that moves a score. No clock, so the same run leaves the same page.

    `order`: the bots as the leaderboard has them.
    """
    settings, versions = info.get("settings") or {}, info.get("versions") or {}
    played = {row.bot for row in rows.values()}
    bots = [bot for bot in order if bot in played] + sorted(played.difference(order))
    people = sorted(name for name in cast if name)
    families = {each.family for each in cast.values() if each.family}
    twins = f" (with their twins {len(families)} independent stories)" if 0 < len(families) < len(people) else ""
    given = [
        ("Bots" if people else "Services", _listed(bots)),
        ("Customers", f"{len(people)}{twins}" if people else ""),
        ("Customer engine", versions.get("customer")),
        ("Graders", _listed([f"{name} v{version}" for name, version in graders.items()])),
        ("Seed", settings.get("seed")),
        ("Repeats", settings.get("repeats")),
        ("Replies at most", settings.get("max_turns")),
        ("CoolHead", info.get("coolhead")),
        ("Status", info.get("status") if info.get("status") not in (None, "done") else ""),
    ]
    return [(name, str(value)) for name, value in given if value not in (None, "")]


def caveat(board: Mapping[str, Any]) -> str:
    """How far the numbers carry."""
    if board["transcripts"]:
        return (
            "The graders judge what stands in the transcript. They did not ask the customers, and they do not know "
            "what was said elsewhere: a score is no measure of satisfaction."
        )
    return (
        "The customers are simulated. A score says how far a bot did what the rubric asks with these customers; "
        "it is not the satisfaction of real people. A difference that lies inside the intervals is no difference."
    )


def left_out(choice: Choice) -> str:
    """What the page does not hold, in words; "" when it holds all."""
    if choice.all:
        return ""
    return (
        f"This page holds {len(choice.rows):,} of {choice.total:,} dialogues: {choice.critical:,} with a critical "
        f"error or a failure, {choice.worst:,} with the lowest scores (in turn from every bot), and {choice.drawn:,} "
        "drawn at random with a fixed seed. So the list below looks worse than the run was; tables and figures count "
        "every dialogue, and all are in dialogues.jsonl."
        + (" Very long dialogues used up the room of the page." if choice.cut_by_size else "")
    )


def _many(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"

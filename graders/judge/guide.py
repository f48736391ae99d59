"""The judges' rubric: a Markdown file per criterion, items in its front matter, levels and counter-examples below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from coolhead.bench.types import CRITERIA, Dialogue
from coolhead.personas.brief import Goal

VERSION = 1
"""Version of every judge's grades: raised when a rubric, the prompt or the formula changes what a judge could say."""


@dataclass(frozen=True)
class Item:
    """One question of a checklist."""

    id: str
    weight: float
    text: str
    when: str = ""
    """Only asked when this arose; else the verdict is na."""
    absence: bool = False
    """Asks whether something bad is missing: yes needs the turns read, no needs a quote."""
    at_most: float | None = None
    """Highest share of the points left when the verdict is no."""
    sheet: str = ""
    """Part of the assessor's sheet that it needs: cue, trap or goal."""


@dataclass(frozen=True)
class Guide:
    """The rubric of one criterion as a judge reads it."""

    criterion: str
    name: str
    means: str
    items: tuple[Item, ...]
    body: str
    only_tested: bool = False
    """No score where none of the items with a condition applies: nothing tested the agent."""

    def for_(self, dialogue: Dialogue) -> tuple[Item, ...]:
        """The items that can be asked of this dialogue, those of the assessor's sheet where there is one."""
        known = sheet_of(dialogue)
        return tuple(item for item in self.items if not item.sheet or known.get(item.sheet))


def sheet_of(dialogue: Dialogue) -> dict[str, str]:
    """What the answer key of a simulated dialogue says, in plain words; empty without one."""
    if dialogue.brief is None:
        return {}
    goal = dialogue.brief.goal
    return {"cause": goal.true_cause, "goal": _accepts(goal), "cue": goal.cue, "trap": goal.trap}


SHEET = {
    "cause": "true cause",
    "goal": "acceptable outcome",
    "cue": "hinted by the customer, not said",
    "trap": "unreasonable demand",
}
"""What the lines of the assessor's sheet are called."""


def _accepts(goal: Goal) -> str:
    labels = {remedy.id: remedy.label for remedy in goal.remedies}
    return " or else ".join(" and ".join(labels[id] for id in outcome.remedies) for outcome in goal.accept)


@cache
def guides() -> Mapping[str, Guide]:
    """Criterion -> its rubric."""
    return {criterion: _guide(criterion) for criterion in CRITERIA}


def _guide(criterion: str) -> Guide:
    head, body = _split(criterion)
    items = tuple(Item(**item) for item in head["items"])
    return Guide(head["criterion"], head["name"], head["means"], items, body, head.get("only_tested", False))


@cache
def prompts() -> Mapping[str, str]:
    """The parts of the prompt by name: role, rule, method, after, retry."""
    _, body = _split("prompt")
    parts: dict[str, str] = {}
    for block in body.split("\n# "):
        name, _, text = block.removeprefix("# ").partition("\n")
        parts[name.strip()] = text.strip()
    return parts


def texts() -> dict[str, str]:
    """Item id -> what it asks, for the report page."""
    return {item.id: item.text for guide in guides().values() for item in guide.items}


def _split(name: str) -> tuple[dict, str]:  # type: ignore[type-arg]
    raw = files("coolhead.graders").joinpath(f"rubrics/{name}.md").read_text("utf-8")
    _, head, body = raw.split("---\n", 2)
    return yaml.safe_load(head), body.strip()

"""The system prompt of an LLM bot: a Markdown file whose places are filled from the case file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.personas.case import Case, Grant

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_SECTION = re.compile(r"\{\{#(\w+)\}\}(.*?)\{\{/\1\}\}", re.S)
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_FAULT = {
    "allowed": "You may admit a fault of ours where the record shows one.",
    "regret_only": "Say that you are sorry and state what the record shows; do not admit legal fault.",
}


@cache
def default_prompt() -> str:
    """The published prompt, without its front matter."""
    return _FRONT.sub("", (files("coolhead.bench") / "data/bots/agent_prompt.md").read_text("utf-8"))


def read_prompt(path: Path) -> str:
    """A prompt of the user's own.

    Raises:
        BadInput: it cannot be read, is empty, or has a place that no case file fills.
    """
    try:
        text = _FRONT.sub("", path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(path, f"cannot be read: {getattr(problem, 'strerror', problem)}", do="check the path") from None
    if not text.strip():
        raise BadInput(path, "is empty", do="write what the agent should know and do")
    known = _values(Case(), tools=())
    for place in _PLACE.findall(text) + [name for name, _ in _SECTION.findall(text)]:
        if place not in known:
            raise BadInput(path, f"no case file has '{place}'", do=did_you_mean(place, known))
    return text


def fill(template: str, case: Case, *, tools: Iterable[str] = ()) -> str:
    """The prompt for a case; sections of empty places are gone, and so are runs of empty lines."""
    values = _values(case, tools=tools)
    text = template
    while True:  # a section may lie in another
        shorter = _SECTION.sub(lambda found: found[2] if values.get(found[1], "") else "", text)
        if shorter == text:
            break
        text = shorter
    # One pass: what a record holds is never read as a place.
    text = _PLACE.sub(lambda found: values.get(found[1], found[0]), text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _values(case: Case, *, tools: Iterable[str]) -> dict[str, str]:
    policy = case.policy
    return {
        "firm": case.firm or "the firm",
        "industry": case.industry,
        "product": case.product,
        "today": case.today,
        "record": _lines(f"{name}: {value}" for name, value in case.record.items()),
        "grants": _lines(map(grant_line, policy.grants)),
        "forbidden": _lines(policy.forbidden),
        "service_times": _lines(f"{name}: {value}" for name, value in policy.service_times.items()),
        "fault_admission": _FAULT[policy.fault_admission],
        "routes": _lines(case.routes),
        "tools": ", ".join(tools),
    }


def grant_line(grant: Grant) -> str:
    """A grant with its limit and conditions in one line."""
    parts = [
        grant.label,
        f"limit: {grant.limit}" if grant.limit else "",
        "; ".join(f"only if {c}" for c in grant.conditions),
    ]
    return " - ".join(part for part in parts if part)


def _lines(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)

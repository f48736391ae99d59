"""A dialogue as a judge is shown it: normalised, cut to size, every line behind a mark that no candidate can know."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coolhead.bench.types import Dialogue, Turn
from coolhead.graders.reading.text import plain
from coolhead.personas.case import Case

LONGEST_TURN = 4_000
"""Characters of a turn that are shown; the rest is named by its length."""

LONGEST_DIALOGUE = 48_000

_TOKENS = re.compile(r"<\|([^|\n]{0,40})\|>|\[(/?INST)\]|<<(/?SYS)>>|</?(s|system|assistant|user)>", re.I)
"""Marks of chat formats that some servers turn into real borders of a message."""
_MARKUP = re.compile(r"\*\*|__|^#{1,6}\s+", re.M)
_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Shown:
    """The lines of a dialogue for one question."""

    lines: tuple[str, ...]
    nonce: str
    agents: tuple[int, ...]
    """Place in `Dialogue.turns` of B1, B2, …"""


def nonce_of(dialogue: Dialogue, *parts: str) -> str:
    """A mark that depends on every word of the dialogue: nobody can write a turn that holds the mark it will get.

    It is computed, not drawn, so that the same question finds its answer in the cache.
    """
    said = "\x1e".join(f"{turn.role}\x1f{turn.text}" for turn in dialogue.turns)
    for count in range(100):
        digest = hashlib.sha256("\x1e".join((said, *parts, str(count))).encode("utf-8", "replace")).hexdigest()[:12]
        if digest not in said:
            return digest
    raise AssertionError("a hundred hashes inside one text")


def clean(text: str) -> str:
    """Plain text: NFKC, nothing invisible, no control characters, no markup, no borders of chat formats."""
    text = plain(text).text
    text = "\n".join(text.splitlines())  # also the line separators that only some readers take for one
    text = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in text)
    text = _TOKENS.sub(lambda m: f"({next(filter(None, m.groups()), 'mark')})", text)
    return _MARKUP.sub("", text.replace("```", "'''"))


def shown(dialogue: Dialogue, *, nonce: str, instead: Mapping[int, str] | None = None) -> Shown:
    """The marked lines of the conversation; `instead` gives other words for some turns (the neutralised pass)."""
    lines: list[str] = []
    agents: list[int] = []
    counts = {"agent": 0, "customer": 0}
    left = LONGEST_DIALOGUE
    for place, turn in enumerate(dialogue.turns):
        counts[turn.role] += 1
        label = f"{'B' if turn.role == 'agent' else 'C'}{counts[turn.role]}"
        if turn.role == "agent":
            agents.append(place)
        text = clean((instead or {}).get(place, turn.text))
        room = max(0, min(LONGEST_TURN, left))
        if len(text) > room:
            text = f"{text[:room]}\n[{len(text) - room} characters more are not shown]"
        left -= len(text)
        lines += marked(nonce, label, _SPACE.sub(" ", text) or "(says nothing)")
        if done := _actions(turn):
            lines += marked(nonce, label, f"[the system recorded: {clean(done)}]")
    return Shown(tuple(lines), nonce, tuple(agents))


def _actions(turn: Turn) -> str:
    return ", ".join(
        action.name + ("" if action.amount is None else f" {action.amount:g} cr") for action in turn.actions
    )


def marked(nonce: str, label: str, text: str) -> list[str]:
    """Every line of a text behind the mark."""
    return [f"{nonce} {label} | {line}" for line in clean(text).split("\n") if line.strip()]


def case_lines(case: Case | None, *, nonce: str) -> list[str]:
    """The case file; a line says so when there is none."""
    if case is None:
        return marked(nonce, "F", "no case file: what policy and record say is not known")
    policy = case.policy
    parts = [
        f"firm: {case.firm} {case.industry}".strip(),
        f"product: {case.product}" if case.product else "",
        f"day of the contact: {case.today}" if case.today else "",
        *(f"record: {name}: {value}" for name, value in case.record.items()),
        *(_grant(g.label, g.limit, g.conditions) for g in policy.grants),
        *(f"forbidden: {one}" for one in policy.forbidden),
        *(f"takes: {name}: {value}" for name, value in policy.service_times.items()),
        f"admitting legal fault: {policy.fault_admission.replace('_', ' ')}",
        *(f"way to people: {route}" for route in case.routes),
    ]
    return [line for part in parts if part for line in marked(nonce, "F", part)]


def _grant(label: str, limit: str, conditions: Sequence[str]) -> str:
    extra = "; ".join(part for part in (limit and f"limit: {limit}", *conditions) if part)
    return f"allowed: {label}" + (f" ({extra})" if extra else "")

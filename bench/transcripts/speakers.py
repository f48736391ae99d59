"""Who is the agent, where only names or numbers stand before the lines? A guess, with its reason, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from coolhead.bench.transcripts.roles import content, role_of

Lines = Sequence[tuple[str, str]]
"""(speaker, words) in the order they were said."""
ENOUGH = 3
"""Guesses that must agree before a name keeps its role through the whole file."""
AGREED = 0.8
"""Share of a file's guesses that must agree on a name's role; below it each conversation stands for itself."""


@dataclass(frozen=True)
class Guess:
    """Speaker -> role, and why."""

    roles: Mapping[str, str]
    why: str
    weak: bool = False
    """Nothing said who is who; the first to speak was taken for the customer."""

    def text(self) -> str:
        """In words: "'Bo' is the agent (says 'how can I help'), 'Ann' the customer"."""
        who = {role: [f"'{name}'" for name, its in self.roles.items() if its == role] for role in ("agent", "customer")}
        return f"{' and '.join(who['agent'])} is the agent ({self.why}), {' and '.join(who['customer'])} the customer"


@cache
def _cues() -> tuple[list[tuple[int, re.Pattern[str]]], re.Pattern[str]]:
    data = content("cues")
    cues = []
    for sign, name in ((1, "agent"), (-1, "customer")):
        for line in data[name]:
            weight, _, pattern = line.partition(" ")
            cues.append((sign * int(weight), re.compile(pattern)))
    return cues, re.compile(data["greeting"])


def firmness(text: str) -> tuple[int, str]:
    """How much a line sounds like the firm's (above 0) or the customer's (below), and the words that say so most."""
    total, best, words = 0, 0, ""
    low = text.lower().replace("’", "'")
    for weight, pattern in _cues()[0]:
        if found := pattern.search(low):
            total += weight
            if abs(weight) > abs(best):
                best, words = weight, found.group().strip()
    return total, words


def guess(lines: Lines) -> Guess | None:
    """Roles for the speakers of one conversation whose names say nothing; None when there is no telling.

    A speaker whose name does say a role keeps it; then the others are the other side. Else the lines decide: who says
    the firm's sentences, who complains. When they say nothing either, the one who opens is the customer, which is
    how chats go.
    """
    names = list(dict.fromkeys(name for name, text in lines if text.strip()))
    known = {name: role for name in names if (role := role_of(name))}
    unknown = [name for name in names if name not in known]
    sides = {role for role in known.values() if role != "silent"}
    if not unknown or len(unknown) + len(sides) < 2 or len(sides) == 2:
        return None
    if sides:
        side = sides.pop()
        other = "customer" if side == "agent" else "agent"
        if other == "customer" and len(unknown) > 1:
            return None
        return Guess({**known, **dict.fromkeys(unknown, other)}, f"the other side is named as the {side}")
    if {name.strip().lower() for name in unknown} == {"a", "c"}:
        roles = {name: "agent" if name.strip().lower() == "a" else "customer" for name in unknown}
        return Guess({**known, **roles}, "A for agent, C for customer")
    return _by_words(lines, unknown, known)


def _by_words(lines: Lines, names: Sequence[str], known: Mapping[str, str]) -> Guess | None:
    scores: Counter[str] = Counter(dict.fromkeys(names, 0))
    spoken: dict[str, tuple[int, str]] = {}
    for name, text in lines:
        if name in scores:
            score, words = firmness(text)
            scores[name] += score
            if score > spoken.get(name, (0, ""))[0]:
                spoken[name] = (score, words)
    ranked = [name for name, _ in sorted(scores.items(), key=lambda item: item[1])]
    customer, agents = ranked[0], ranked[1:]
    if len(names) == 2:
        if scores[customer] == scores[agents[0]]:
            first = names[0]
            if _cues()[1].search(next(text for name, text in lines if name == first).lower()):
                first = names[1]
            rest = next(name for name in names if name != first)
            roles = {**known, first: "customer", rest: "agent"}
            return Guess(roles, "only by who opens: nothing else tells", weak=True)
    elif scores[agents[0]] <= max(0, scores[customer]):
        return None  # three or more, and more than one of them does not sound like the firm
    words = next((spoken[name][1] for name in reversed(agents) if name in spoken), "")
    why = f"says '{words}'" if words else "the other one complains"
    return Guess({**known, customer: "customer", **dict.fromkeys(agents, "agent")}, why)


def learn(conversations: Iterable[Lines]) -> Guess | None:
    """Roles that hold through a whole file, where its conversations agree about the same names.

    Weak guesses do not vote. Names that differ from call to call ("Speaker 1" is now this one, now that) find no
    agreement and stay with the guess of each conversation.
    """
    votes: dict[str, Counter[str]] = {}
    for lines in conversations:
        found = guess(lines)
        if found and not found.weak:
            for name, role in found.roles.items():
                votes.setdefault(name, Counter())[role] += 1
    agreed: dict[str, str] = {}
    for name, counts in votes.items():
        role, most = counts.most_common(1)[0]
        if counts.total() >= ENOUGH and most >= AGREED * counts.total() and role_of(name) is None:
            agreed[name] = role
    if not agreed:
        return None
    return Guess(agreed, "in most conversations of the file it says the firm's lines")

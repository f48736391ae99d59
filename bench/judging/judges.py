"""The judges of a run: qualified once, then a column each and the panel's grade for every dialogue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from coolhead.bench.bots.model import short_name
from coolhead.bench.errors import BadInput
from coolhead.bench.judging.families import family_of
from coolhead.bench.judging.qualifying import Qualification, qualify
from coolhead.bench.judging.tally import Tally
from coolhead.bench.judging.together import together
from coolhead.bench.protocols import Chat
from coolhead.bench.types import CRITERIA, Criterion, Dialogue, Grade
from coolhead.graders.judge.guide import VERSION
from coolhead.graders.judge.integrity import suspects
from coolhead.graders.judge.judge import Finding, judge
from coolhead.graders.judge.panel import PANEL, column, majority

REPEATED = 0.1
"""Share of dialogues that every judge grades twice, to see how far it agrees with itself."""

MOST_ABSTAINED = 0.05
"""Share of verdicts "cannot tell" above which a judge's report is marked."""


class Judges:
    """An `AsyncGrader` of several language models. Call `qualify` once before the first dialogue."""

    id = PANEL
    version = VERSION
    criteria = CRITERIA

    def __init__(self, chats: Sequence[Chat], *, models: Mapping[str, str] | None = None) -> None:
        """`models`: bot name -> model SPEC, of the bots that are models; others are known by their names."""
        self.chats = _named(chats)
        self.models = dict(models or {})
        self.standing: dict[str, Qualification] = {}
        self.tallies = {name: Tally() for name in self.chats}
        self.own_family: dict[str, set[str]] = {name: set() for name in self.chats}

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """(Grader id, version) of everything it grades with; the panel only where some judge counts."""
        voting = any(found.qualified for found in self.standing.values())
        return tuple((id, VERSION) for id in (*self.chats, *((PANEL,) if voting else ())))

    def resume(self, earlier: Mapping[str, Any]) -> None:
        """Goes on from what run.json says of an earlier part of the run."""
        for name, tally in self.tallies.items():
            if name in earlier:
                tally.resume(earlier[name].get("counts", {}))
                self.own_family[name] |= set(earlier[name].get("own_family", ()))

    async def qualify(self) -> None:
        """Lets every judge grade the gold pairs.

        Raises:
            BudgetReached: the spending limit of the run is reached.
        """
        found = await together(qualify(chat) for chat in self.chats.values())
        self.standing = dict(zip(self.chats, found, strict=True))

    async def judge(self, dialogue: Dialogue) -> list[Grade]:
        """A grade per criterion and judge, then the panel's.

        Raises:
            BudgetReached: the spending limit of the run is reached.
        """
        away = self._away(dialogue)
        public = dialogue.public()
        every = await together(self._criterion(public, criterion, away) for criterion in CRITERIA)
        return [grade for grades in every for grade in grades]

    async def _criterion(self, dialogue: Dialogue, criterion: Criterion, away: Mapping[str, str]) -> list[Grade]:
        asked = await together(self._ask(name, dialogue, criterion) for name in self.chats)
        findings = dict(zip(self.chats, asked, strict=True))
        found = suspects(dialogue)
        grades = [
            column(
                finding, grader=name, criterion=criterion, dialogue=dialogue, found=found,
                note="" if name not in away else f"no vote: {away[name]}",
            )
            for name, finding in findings.items()
        ]  # fmt: skip
        if (PANEL, VERSION) in self.columns:
            voting = {name: finding for name, finding in findings.items() if name not in away}
            grades.append(majority(voting, away=away, criterion=criterion, dialogue=dialogue, found=found))
        return grades

    async def _ask(self, name: str, dialogue: Dialogue, criterion: Criterion) -> Finding:
        chat, tally = self.chats[name], self.tallies[name]
        finding = await judge(chat, criterion, dialogue)
        tally.take(finding)
        if _chosen(dialogue.id, REPEATED):
            tally.compare(finding, await judge(chat, criterion, dialogue, repeat=1))
        return finding

    def _away(self, dialogue: Dialogue) -> dict[str, str]:
        """Judges without a vote on this dialogue, and why."""
        model = self.models.get(dialogue.bot)
        kin = family_of(model) if model else family_of(dialogue.bot, known_only=True)
        away: dict[str, str] = {}
        for name, chat in self.chats.items():
            if not (held := self.standing.get(name)) or not held.qualified:
                away[name] = "is not qualified"
            elif kin and family_of(chat.model) == kin:
                away[name] = f"is of the candidate's own family ({kin})"
                self.own_family[name].add(dialogue.bot)
        return away

    def report(self) -> dict[str, Any]:
        """What `run.json` says under "judges": per grader id its model, qualification and counts."""
        found: dict[str, Any] = {}
        for name, chat in self.chats.items():
            held = self.standing.get(name)
            counts = dict(self.tallies[name].report())
            found[name] = {
                "qualified": bool(held and held.qualified),
                "model": chat.model,
                "family": family_of(chat.model),
                "gold": held.model_dump(mode="json") if held else None,
                "own_family": sorted(self.own_family[name]),
                **counts,
                "abstains_too_often": (counts["cannot_tell"] or 0.0) > MOST_ABSTAINED,
            }
        voting = [name for name, held in self.standing.items() if held.qualified]
        found[PANEL] = {"qualified": bool(voting), "members": voting}
        return found


def _named(chats: Sequence[Chat]) -> dict[str, Chat]:
    named: dict[str, Chat] = {}
    for chat in chats:
        if any(chat.model == other.model for other in named.values()):
            raise BadInput(f"--judge {chat.model}", "is named twice", do="name each judge once")
        base = name = f"judge:{short_name(chat.model) or 'model'}"
        count = 1
        while name in named or name == PANEL:
            count += 1
            name = f"{base}-{count}"
        named[name] = chat
    return named


def _chosen(id: str, share: float) -> bool:
    """Whether a dialogue is in the share, by its id: the same one in every run."""
    return int(hashlib.sha256(f"repeat:{id}".encode()).hexdigest()[:8], 16) < share * 0x1_0000_0000

"""Judges for tests: they read the question as a model would, marks and all."""

from __future__ import annotations

import json
import re

from coolhead.bench.judging.gold import gold
from coolhead.bench.testing import Asked, FakeChat
from coolhead.graders.judge.asking import question
from coolhead.graders.judge.guide import guides
from coolhead.graders.judge.transcript import clean

ATTACK = re.compile(
    r"full marks|items: yes|answer yes|score 100|volle punktzahl|note maximale|puntuaci.n m.xima|满分", re.I
)


def nonce_in(asked: Asked) -> str:
    return re.search(r"the mark ([0-9a-f]{12})", asked.messages[0].content)[1]


def marked(asked: Asked) -> list[tuple[str, str]]:
    """(Label, words) of the marked lines."""
    nonce = nonce_in(asked)
    found = re.findall(rf"^{nonce} (\w+) \| (.*)$", asked.messages[1].content, re.M)
    return [(label, text) for label, text in found]


def unmarked(asked: Asked) -> list[str]:
    """Everything a judge would take for words of those it works for."""
    nonce = nonce_in(asked)
    lines = "\n".join(m.content for m in asked.messages if m.role != "assistant").splitlines()
    return [line.replace(nonce, "NONCE") for line in lines if not line.startswith(nonce)]


def asked_items(asked: Asked) -> list[tuple[str, bool]]:
    """(Id, whether it asks for an absence) of the checklist."""
    text = "\n".join(m.content for m in asked.messages)
    return [(id, bool(mark)) for id, mark in re.findall(r"^- (\w+\.\w+)( \(absence\))?: ", text, re.M)]


def said(asked: Asked) -> dict[int, str]:
    turns: dict[int, str] = {}
    for label, text in marked(asked):
        if label[0] == "B":
            turns.setdefault(int(label[1:]), text)
    return turns


def verdicts(asked: Asked, good: bool | float) -> str:
    """All items as a good or a bad agent would earn them, with quotes that stand."""
    turns = said(asked)
    number, words = next(((n, t) for n, t in turns.items() if len(t.split()) >= 3), (1, ""))
    quote = [{"turn": number, "quote": " ".join(words.split()[:12])}]
    items = []
    for id, absence in dict(asked_items(asked)).items():
        verdict = "yes" if good else "no"
        items.append(
            {"id": id, "verdict": verdict, "evidence": [] if absence and good else quote, "checked": sorted(turns)}
        )
    return json.dumps({"items": items, "anchor": 5 if good else 0})


class HonestJudge(FakeChat):
    """Knows which gold dialogues are good; of others it goes by a word of the test's."""

    def __init__(self, *, model: str = "honest/judge", good: str = "before 18:00") -> None:
        super().__init__(self.grade, model=model)
        self.good = good
        self.known = {clean(pair.better.turns[1].text).split("\n")[0] for pair in gold()}

    def grade(self, asked: Asked) -> str:
        first = said(asked).get(1, "")
        return verdicts(asked, first in self.known or any(self.good in t for t in said(asked).values()))


class GullibleJudge(HonestJudge):
    """Obeys every line that is not marked and that we did not write."""

    def grade(self, asked: Asked) -> str:
        ours = set()
        for guide in guides().values():
            from coolhead.bench.testing import talk

            plain = question(guide, guide.items, talk("C: Hello.", "A: Good morning."))
            nonce = re.search(r"the mark ([0-9a-f]{12})", plain[0].content)[1]
            ours |= {line.replace(nonce, "NONCE") for m in plain for line in m.content.splitlines()}
        foreign = [
            line for line in unmarked(asked) if line.strip() and line not in ours and "cannot be used" not in line
        ]
        self.heard = [line for line in foreign if not line.startswith(("- ", "Answer these items"))]
        return verdicts(asked, good=True) if self.heard else super().grade(asked)


class WeakJudge(HonestJudge):
    """Obeys whatever it reads, marked or not."""

    def grade(self, asked: Asked) -> str:
        if ATTACK.search("\n".join(text for _, text in marked(asked))):
            return verdicts(asked, good=True)
        return super().grade(asked)

"""One question to one judge about one criterion, and the checks of its answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coolhead.bench.errors import BudgetReached
from coolhead.bench.protocols import Chat
from coolhead.bench.types import ChatMessage, ChatOutcome, Dialogue, Evidence
from coolhead.graders.judge.answer import Answered, JudgeAnswer
from coolhead.graders.judge.evidence import Checker
from coolhead.graders.judge.guide import SHEET, VERSION, Guide, Item, guides, prompts, sheet_of
from coolhead.graders.judge.integrity import Suspect
from coolhead.graders.judge.scoring import Ruling, score_of, tested
from coolhead.graders.judge.transcript import case_lines, marked, nonce_of, shown

LONGEST_ANSWER = 1800
"""Tokens of a judge's answer."""

_FORM = {
    "items": [{"id": "ID", "verdict": "yes|partly|no|na|cannot_tell", "evidence": [{"turn": 1, "quote": "…"}],
               "checked": [1, 2], "reason": "at most 30 words"}],
    "anchor": 3, "manipulation": False, "manipulation_quote": "",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What one pass of one judge over one criterion came to."""

    items: tuple[Item, ...] = ()
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    score: float | None = None
    reason: str = ""
    """Why there is no score."""
    anchor: int | None = None
    manipulation: str = ""
    """Words that the judge itself took for an attempt to influence it."""
    calls: int = 0

    @property
    def unsupported(self) -> int:
        """Verdicts that fell for want of a valid quote."""
        return sum(ruling.unsupported for ruling in self.rulings.values())


async def ask(
    chat: Chat,
    guide: Guide,
    dialogue: Dialogue,
    *,
    found: tuple[Suspect, ...] = (),
    instead: Mapping[int, str] | None = None,
    repeat: int = 0,
) -> Sheet:
    """A judge's checked verdicts on a dialogue; one retry for answers that lack evidence.

    Raises:
        BudgetReached: the spending limit of the run is reached.
    """
    items = guide.for_(dialogue)
    messages = question(guide, items, dialogue, instead=instead)
    outcome = await _put(chat, messages, repeat=repeat)
    if not isinstance(outcome.parsed, JudgeAnswer):
        return Sheet(items=items, reason=_why(outcome), calls=1)
    checker = Checker(dialogue, found)
    answer, calls = outcome.parsed, 1
    said = {one.id: one for one in answer.items}
    rulings, problems = _rule(items, said, checker)
    if problems:
        ask_again = prompts()["retry"].format(problems="\n".join(f"- {id}: {why}" for id, why in problems.items()))
        again = await _put(
            chat,
            [
                *messages,
                ChatMessage(role="assistant", content=_verdicts(answer)),
                ChatMessage(role="user", content=ask_again),
            ],
            repeat=repeat,
        )
        calls += 1
        if isinstance(again.parsed, JudgeAnswer):
            said |= {one.id: one for one in again.parsed.items if one.id in problems}
        rulings, _ = _rule(items, said, checker)
    values = {id: ruling.value for id, ruling in rulings.items()}
    unknown = frozenset(id for id, ruling in rulings.items() if ruling.verdict == "cannot_tell")
    score = score_of(items, values, unknown, only_tested=guide.only_tested)
    return Sheet(
        items=items,
        rulings=rulings,
        score=score,
        reason="" if score is not None else why_not(guide, items, values),
        anchor=answer.anchor,
        manipulation=(answer.manipulation_quote[:240] or "named no words") if answer.manipulation else "",
        calls=calls,
    )


def why_not(guide: Guide, items: Sequence[Item], values: Mapping[str, float | None]) -> str:
    """Why a full answer gives no score."""
    if guide.only_tested and any(v is not None for v in values.values()) and not tested(items, values):
        return f"nothing tested the agent: {guide.name}"
    return "the judge could not tell"


async def _put(chat: Chat, messages: Sequence[ChatMessage], *, repeat: int) -> ChatOutcome:
    outcome = await chat.ask(
        messages, purpose="judge", answer=JudgeAnswer, repeat=repeat, temperature=0.0, max_tokens=LONGEST_ANSWER
    )
    if outcome.failure == "budget":
        raise BudgetReached(outcome.reason)
    return outcome


def _verdicts(answer: JudgeAnswer) -> str:
    """The first answer for the retry, without quotes: outside the marks stands nothing that a candidate wrote."""
    known = {item.id for guide in guides().values() for item in guide.items}
    return json.dumps({"items": [{"id": one.id, "verdict": one.verdict} for one in answer.items if one.id in known]})


def _why(outcome: ChatOutcome) -> str:
    return f"the judge gave no usable answer ({outcome.failure or 'empty'}): {outcome.reason or 'no reason given'}"


def question(
    guide: Guide, items: Sequence[Item], dialogue: Dialogue, *, instead: Mapping[int, str] | None = None
) -> list[ChatMessage]:
    """The messages of one question: rules and rubric, then marked data, then the checklist and the rule again."""
    part = prompts()
    nonce = nonce_of(dialogue, guide.criterion, str(VERSION), *(instead or {}).values())
    names = {"name": guide.name, "means": guide.means, "nonce": nonce}
    system = "\n\n".join(
        [
            part["role"].format(**names),
            part["rule"].format(**names),
            part["method"],
            f"Rubric: {guide.name}\n{guide.body}",
        ]
    )
    lines = [*case_lines(dialogue.case, nonce=nonce)]
    for part_, text in sheet_of(dialogue).items():
        lines += marked(nonce, "S", f"{SHEET[part_]}: {text}") if text else []
    lines += shown(dialogue, nonce=nonce, instead=instead).lines
    ordered = sorted(items, key=lambda item: hashlib.sha256(f"{nonce}{item.id}".encode()).hexdigest())
    user = "\n\n".join(
        [
            "\n".join(lines),
            part["after"].format(**names),
            "Checklist:\n" + "\n".join(_asked(item) for item in ordered),
            "Answer with one JSON object of this form:\n" + json.dumps(_FORM, ensure_ascii=False),
        ]
    )
    return [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]


def _asked(item: Item) -> str:
    mark = " (absence)" if item.absence else ""
    return f"- {item.id}{mark}: {item.text}" + (f" Only when {item.when}; otherwise na." if item.when else "")


def _rule(
    items: Sequence[Item], said: Mapping[str, Answered], checker: Checker
) -> tuple[dict[str, Ruling], dict[str, str]]:
    """Rulings, and for each item that lacks what its verdict needs the reason, in words for the judge."""
    rulings: dict[str, Ruling] = {}
    problems: dict[str, str] = {}
    for item in items:
        answer = said.get(item.id)
        if answer is None:
            rulings[item.id] = Ruling("cannot_tell")
            problems[item.id] = "there is no answer to this item"
            continue
        rulings[item.id], wrong = _check(item, answer, checker)
        if wrong:
            problems[item.id] = wrong
    return rulings, problems


def _check(item: Item, answer: Answered, checker: Checker) -> tuple[Ruling, str]:
    verdict = answer.verdict
    held: list[Evidence] = []
    wrong: list[str] = []
    for one in answer.evidence:
        found = checker.verify(one.turn, one.quote)
        if isinstance(found, str):
            wrong.append(found)
        else:
            held.append(Evidence(turn=found[0], quote=found[1], indicator=item.id))
    evidence = tuple(dict.fromkeys(held))
    if item.absence:
        if verdict == "yes":
            unread = sorted(checker.speaking - set(answer.checked))
            if unread:
                return Ruling("cannot_tell", unsupported=True), f"`checked` lacks the agent turns {unread}"
            return Ruling("yes"), ""
        if verdict in ("no", "partly") and not evidence:
            # An accusation that cannot be shown is no finding; it is no acquittal either.
            return Ruling("cannot_tell", unsupported=True), wrong[0] if wrong else f"{verdict} without a quote"
        return Ruling(verdict, evidence), ""
    if verdict in ("yes", "partly") and not evidence:
        return Ruling("no", unsupported=True), wrong[0] if wrong else f"{verdict} without a quote"
    return Ruling(verdict, evidence), ""

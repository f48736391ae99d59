"""Run folders with known truth for the tests of leaderboard, tables and plots: seeded, no bot, no customer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coolhead.bench.store import RunFolder
from coolhead.bench.testing import case_with
from coolhead.bench.types import CRITERIA, Dialogue, End, Event, Failure, Grade, TraceStep, Turn
from coolhead.personas.brief import Brief, Goal
from coolhead.personas.schema import Outcome, Remedy

GOAL = Goal(
    true_cause="parcel lost", cause_words=("lost",), remedies=(Remedy(id="resend", label="send again", say=("send",)),),
    accept=(Outcome(remedies=("resend",)),),
)  # fmt: skip
INDICATORS = {
    "calm": ("CT+1", "CT+2", "CT-1"), "empathy": ("EM+1", "EM+2", "EM-2"), "clarity": ("CL+1", "CL+6"),
    "boundaries": ("PB+1", "PB-3"), "resolution": ("RE+1", "RE+3", "RE-1"),
}  # fmt: skip
STYLES = ("plain", "caps", "terse", "rambling", "sarcastic")


def brief(persona: int, *, twin: bool = False, version: int = 1) -> Brief:
    return Brief(
        id=name(persona, twin=twin), version=version, title=f"Story {persona}", kind="twin" if twin else "core",
        family=f"story_{persona}", causes=("SF",), anger=5 + persona % 5, abuse="NMR"[persona % 3],
        style=(STYLES[persona % len(STYLES)],), goal=GOAL,
    )  # fmt: skip


def name(persona: int, *, twin: bool = False) -> str:
    return f"P{persona:02d}" + ("T" if twin else "")


def dialogue(
    bot: str, persona: int = 1, *, repeat: int = 0, anger: Sequence[float] = (0.8, 0.5, 0.2), reason: str = "accepted",
    twin: bool = False, version: int = 1, engine: str = "embedded-1", failure: Failure | None = None, words: int = 20,
    seconds: float | None = None, cost: float | None = None, events: dict[int, Event] | None = None, filler: str = "",
) -> Dialogue:  # fmt: skip
    turns: list[Turn] = []
    trace = [TraceStep(turn=0, anger=anger[0])]
    for step, level in enumerate(anger[1:], 1):
        turns.append(Turn(role="customer", text="Where is my parcel?" + filler))
        turns.append(Turn(role="agent", text=" ".join(["word"] * words) + filler, seconds=seconds))
        event = (events or {}).get(step)
        trace.append(TraceStep(turn=len(turns), anger=level, events=(event,) if event else ()))
    return Dialogue(
        id=f"{bot}/{name(persona, twin=twin)}/{repeat}", bot=bot, persona=name(persona, twin=twin), repeat=repeat,
        seed=repeat, engine=engine, turns=tuple(turns), trace=tuple(trace), end=End(reason=reason, by="customer"),  # type: ignore[arg-type]
        failure=failure, cost_usd=cost, case=case_with("resend the parcel"),
        brief=brief(persona, twin=twin, version=version),
    )  # fmt: skip


def grade(of: Dialogue | str, criterion: str, score: float | None, **fields: Any) -> Grade:
    fields = {"grader": f"rule:{criterion}", "version": 1} | fields
    level = None if score is None else int(min(5, score // 25 + 1))
    id = of if isinstance(of, str) else of.id
    return Grade(dialogue=id, criterion=criterion, score=score, level=level, **fields)  # type: ignore[arg-type]


def grades(of: Dialogue, score: float | dict[str, float | None], **fields: Any) -> list[Grade]:
    by = score if isinstance(score, dict) else dict.fromkeys(CRITERIA, score)
    return [grade(of, criterion, value, **fields) for criterion, value in by.items()]


def write(path: Path, dialogues: Sequence[Dialogue], marks: Sequence[Grade], **info: Any) -> RunFolder:
    with RunFolder(path) as folder:
        planned: dict[str, int] = {}
        for one in dialogues:
            planned[one.bot] = planned.get(one.bot, 0) + 1
        folder.start({"coolhead": "0", "status": "done", "started": "now", "planned": planned, **info})
        for one in dialogues:
            folder.add_dialogue(one)
        folder.add_grades(marks)
    return folder


def world(
    path: Path, *, bots: int = 5, personas: int = 12, repeats: int = 2, twins: int = 0, seed: int = 0,
    names: Sequence[str] = (), truth: Sequence[float] = (), noise: float = 12.0,
    judge: bool = False, failures: bool = False, costs: bool = False,
) -> RunFolder:  # fmt: skip
    """A run whose bots get better from first to last; boundaries are judged for every second persona only."""
    rng = np.random.default_rng(seed)
    names = names or [f"bot{n}" for n in range(bots)]
    skill = np.asarray(truth or np.linspace(25, 85, len(names)))
    stories = [(p, False) for p in range(1, personas + 1)] + [(p, True) for p in range(1, twins + 1)]
    hard = {p: rng.normal(0, 10) for p, _ in stories}
    dialogues, marks = [], []
    for repeat in range(repeats):
        for persona, twin in stories:
            for place, bot in enumerate(names):
                level = skill[place] + hard[persona] + rng.normal(0, noise)
                one = _played(rng, bot, persona, repeat=repeat, twin=twin, level=level, costs=costs, place=place)
                if failures and place == 1 and persona % 4 == 0:
                    one = one.model_copy(update={
                        "failure": Failure(where="bot", kind="timeout", message="no reply in 60 s", turn=1),
                        "end": End(reason="bot_error", by="bot"),
                    })  # fmt: skip
                if failures and place == 2 and persona % 6 == 0:
                    one = one.model_copy(update={
                        "failure": Failure(where="customer", kind="error", message="broke"),
                        "end": End(reason="customer_error", by="engine"),
                    })  # fmt: skip
                dialogues.append(one)
                marks += _judged(rng, one, persona, level, judge=judge)
    versions = {"customer": "embedded-1", "graders": {f"rule:{c}": 1 for c in CRITERIA}, "personas": {}}
    return write(path, dialogues, marks, versions=versions, settings={"seed": seed, "repeats": repeats, "jobs": 8})


def _played(
    rng: Any, bot: str, persona: int, *, repeat: int, twin: bool, level: float, costs: bool, place: int
) -> Dialogue:
    length = int(rng.integers(3, 9))
    drift = (50 - level) / 400
    anger = [float(np.clip(0.75 + drift * n + rng.normal(0, 0.05), 0, 1)) for n in range(length)]
    events = {n: Event(name="dismissal", quote="That is policy.", anger=0.2) for n in range(1, length)}
    reason = rng.choice(["accepted", "walked_away", "max_turns"], p=_ends(level))
    return dialogue(
        bot, persona, repeat=repeat, anger=anger, reason=str(reason), twin=twin, events=events,
        words=int(10 + level / 2 + rng.integers(0, 15)), seconds=0.4 + place / 5 if costs else None,
        cost=0.001 * (place + 1) if costs else None,
    )  # fmt: skip


def _ends(level: float) -> list[float]:
    good = float(np.clip(level / 110, 0.02, 0.95))
    return [good, (1 - good) * 0.6, (1 - good) * 0.4]


def _judged(rng: Any, one: Dialogue, persona: int, level: float, *, judge: bool) -> list[Grade]:
    if one.failure:
        score = 0.0 if one.failure.where == "bot" else None
        return [grade(one, c, score, reason="failed") for c in CRITERIA]
    out = []
    for place, criterion in enumerate(CRITERIA):
        value: float | None = float(np.clip(level + 6 * (place - 2) + rng.normal(0, 8), 0, 100))
        if criterion == "boundaries" and persona % 2:
            value = None
        verdicts = {
            i: "n/a" if value is None else str(rng.choice(["met", "missed"], p=_verdict(i, level)))
            for i in INDICATORS[criterion]
        }
        critical = ("CT-1",) if criterion == "calm" and level < 15 else ()
        out.append(grade(one, criterion, value, indicators=verdicts, critical=critical))
        if judge:
            other = None if value is None else float(np.clip(round((value + rng.normal(0, 15)) / 25) * 25, 0, 100))
            out.append(grade(one, criterion, other, grader=f"judge:one:{criterion}"))
    return out


def _verdict(indicator: str, level: float) -> list[float]:
    good = float(np.clip(level / 100, 0.05, 0.95))
    return [1 - good, good] if "-" in indicator else [good, 1 - good]


def row(board: Any, bot: str) -> Any:
    """The line of a bot on a leaderboard."""
    return next(one for one in board.rows if one.bot == bot)

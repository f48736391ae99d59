"""A run folder made by hand: quick, small or large, and as hostile as wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from coolhead.bench.store import RunFolder
from coolhead.bench.types import (
    CRITERIA,
    LEVELS,
    Action,
    Dialogue,
    End,
    Event,
    Evidence,
    Failure,
    Grade,
    TraceStep,
    Turn,
)  # fmt: skip
from coolhead.personas.brief import Brief, Goal
from coolhead.personas.case import Case, Grant, Policy
from coolhead.personas.schema import Outcome, Remedy

PREFIX = dict(zip(CRITERIA, ("CT", "EM", "CL", "PB", "RE"), strict=True))
GOOD = "That should not have taken three calls. I will credit 22.50 cr today, and an engineer comes tomorrow at 8."
BAD = "Calm down. As I already said, there is nothing I can do."

XSS = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 2</script>",
    "<!--<script>window.hacked = 3",
    "]]><img src=x onerror='window.hacked = 4'>",
    "<img src=x onerror=window.hacked=5>",
    "<svg/onload=window.hacked=6>",
    "\"><iframe srcdoc='<script>parent.hacked=7</script>'></iframe>",
    "'><a href=javascript:window.hacked=8>x</a>",
    "javascript:window.hacked=9//",
    "{{ 7 * 7 }}{% raw %}${window.hacked=10}`",
    "</style><style>body{display:none}</style>",
    "</textarea></title></template><math><mi//xlink:href='data:x,<script>window.hacked=11</script>'>",
    "<details open ontoggle=window.hacked=12>",
    "&lt;script&gt;window.hacked=13&lt;/script&gt;",
    "\u202egnihtemos\u202c \u2066\u0000\u2028\u2029 <b>bold</b>",
    "__proto__",
    "constructor",
    "https://tracker.example.com/pixel.png ![](https://tracker.example.com/p.png)",
)  # fmt: skip


def case_of(persona: str) -> Case:
    return Case(
        firm="Harbour Lines",
        product="home line",
        today="Monday 2 March",
        record={"line fault": f"reported by {persona}", "visits missed": "2"},
        policy=Policy(
            grants=(Grant(id="credit", label="credit for dead days", limit="daily rate times days"),),
            forbidden=("a free year",),
            service_times={"engineer": "next working day, 08:00-12:00"},
        ),
        routes=("billing line 555-0142",),
    )


def brief_of(persona: str, title: str) -> Brief:
    goal = Goal(
        true_cause="the texts went to an old number",
        cause_words=(),
        remedies=(Remedy(id="visit", label="a firm visit", say=("visit",)),),
        accept=(Outcome(remedies=("visit",)),),
        trap="a free year",
        feelings=("worn out",),
    )
    return Brief(
        id=persona, version=1, title=title, kind="core", family=persona.lower(), causes=("SF",), anger=8, abuse="N",
        style=("plain",), goal=goal,
    )  # fmt: skip


def dialogue_of(bot: str, persona: str, repeat: int, *, good: bool, title: str = "", turns: int = 2) -> Dialogue:
    """A short dialogue: anger falls where the bot is good, else rises."""
    said: list[Turn] = []
    trace: list[TraceStep] = []
    anger = 0.8
    for n in range(turns):
        events = (
            (Event(name="specific_ack", quote="three calls", anger=-0.2),)
            if good
            else (Event(name="calm_down", quote="Calm down", anger=0.1),)
        )
        trace.append(TraceStep(turn=len(said), anger=anger, events=events if n else ()))
        said.append(Turn(role="customer", text=f"Nine days without a line, and nobody calls back. ({persona} {n})"))
        actions = (Action(name="credit", amount=22.5),) if good and n else ()
        said.append(Turn(role="agent", text=GOOD if good else BAD, actions=actions))
        anger = round(min(1.0, max(0.0, anger + (-0.3 if good else 0.1))), 3)
    trace.append(TraceStep(turn=len(said), anger=anger, events=events))
    said.append(Turn(role="customer", text="All right, thank you." if good else "Goodbye!"))
    return Dialogue(
        id=f"{bot}/{persona}/{repeat}",
        bot=bot,
        persona=persona,
        repeat=repeat,
        seed=1000 + repeat,
        engine="embedded-1",
        turns=tuple(said),
        end=End(reason="accepted" if good else "walked_away", by="customer"),
        case=case_of(persona),
        brief=brief_of(persona, title or f"Line dead, nobody came ({persona})"),
        trace=tuple(trace),
    )


def grades_of(dialogue: Dialogue, *, good: bool, rng: Random) -> list[Grade]:
    """One rule grade per criterion; an insult now and then."""
    out = []
    for criterion, prefix in PREFIX.items():
        level = min(5, max(1, (4 if good else 2) + rng.choice((-1, 0, 0, 1))))
        verdicts = {f"{prefix}+1": "met" if good else "missed", f"{prefix}-2": "missed" if good else "met"}
        quote = "credit 22.50 cr today" if good else "Calm down."
        evidence = Evidence(turn=1, quote=quote, indicator=f"{prefix}+1" if good else f"{prefix}-2")
        critical = ("CT-1",) if criterion == "calm" and not good and rng.random() < 0.3 else ()
        out.append(
            Grade(
                dialogue=dialogue.id, criterion=criterion, grader=f"rule:{criterion}", version=1, score=LEVELS[level],
                level=level, indicators={**verdicts, f"{prefix}+3": "n/a"}, evidence=(evidence,), critical=critical,
            )
        )  # fmt: skip
    return out


def make_run(
    path: Path, *, bots: Sequence[str] = ("warm", "cold"), personas: int = 8, repeats: int = 1, turns: int = 2
) -> RunFolder:
    """Every second bot is good."""
    names = [f"P{n:02}" for n in range(personas)]
    folder = RunFolder(path)
    with folder:
        folder.start(info_of(bots, repeats))
        for repeat in range(repeats):
            for name in names:
                for place, bot in enumerate(bots):
                    good = place % 2 == 0
                    dialogue = dialogue_of(bot, name, repeat, good=good, turns=turns)
                    folder.add_dialogue(dialogue)
                    folder.add_grades(grades_of(dialogue, good=good, rng=Random(dialogue.id)))
    return folder


def info_of(bots: Sequence[str], repeats: int) -> dict:
    return {
        "coolhead": "0.1.0",
        "status": "done",
        "started": "2026-01-01T00:00:00+00:00",
        "settings": {"seed": 7, "repeats": repeats, "max_turns": 12},
        "bots": {bot: {} for bot in bots},
        "versions": {"customer": "embedded-1", "graders": {f"rule:{c}": 1 for c in CRITERIA}, "personas": {}},
        "planned": dict.fromkeys(bots, 8 * repeats),
    }


def make_hostile_run(path: Path, texts: Sequence[str]) -> RunFolder:
    """A dialogue per text, which stands wherever somebody else may write."""
    folder = RunFolder(path)
    with folder:
        folder.start(info_of(texts, 1))
        for n, text in enumerate(texts):
            persona = f"P{n:02}"
            dialogue = Dialogue(
                id=f"{text}/{persona}/0",
                bot=text,
                persona=persona,
                seed=1,
                engine=text,
                turns=(
                    Turn(role="customer", text=text),
                    Turn(role="agent", text=f"before {text} after", actions=(Action(name=text, detail={text: text}),)),
                ),
                end=End(reason="bot_error", by="bot"),
                failure=Failure(where="bot", kind=text, message=text),
                case=Case(firm=text, product=text, record={text: text}, routes=(text,)),
                brief=brief_of(persona, text),
                trace=(
                    TraceStep(turn=0, anger=0.5),
                    TraceStep(turn=2, anger=0.9, events=(Event(name=text, quote=text),)),
                ),
                labels={text: text},
                metadata={"note": text},
            )
            folder.add_dialogue(dialogue)
            folder.add_grades(
                [
                    Grade(
                        dialogue=dialogue.id, criterion="calm", grader=text, version=1, score=10, level=1,
                        indicators={text: "met", "CT-1": "met"}, critical=(text,), reason=text,
                        evidence=(
                            Evidence(turn=1, quote=text, indicator=text),
                            Evidence(turn=1, quote="not there", indicator=text),
                        ),
                    )
                ]
            )  # fmt: skip
    return folder

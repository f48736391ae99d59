"""What a dialogue costs: CPU time of playing it, of the text model, of the rules, and dialogues a second on one core.

    .venv/bin/python benchmarks/grader_speed.py [--bot ladder:B4 …] [--rounds 5]

The bots play the core personas, then everything is graded `--rounds` times; each figure is the least CPU time of the
rounds, taken in turns, so that ratios hold on a busy machine as well. "new": model, reading, patterns and checks have
forgotten all texts before each dialogue, as with a bot that never says the same twice. "said before": they have met
the sentences in dialogues before, as with scripted bots and customers.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import gc
import statistics
import time
from collections.abc import Callable

from coolhead.bench.bots import resolve
from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import Stage, plan, play_cell
from coolhead.bench.grading import grade_all
from coolhead.bench.types import Dialogue
from coolhead.graders.catalog import graders_named
from coolhead.graders.model import TextModel
from coolhead.graders.reading.dialogue import read
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import forget as forget_sentences
from coolhead.personas.loader import select

Asked = list[tuple[list[str], list[str]]]


class Listening:
    """Keeps what the model is asked while it is on."""

    def __init__(self) -> None:
        self.asked: Asked = []

    def of(self, dialogue: Dialogue) -> Asked:
        """The questions that the reading of a dialogue puts to the model."""
        self.asked = []
        answer = TextModel.read

        def listen(model: TextModel, texts: list[str], contexts: list[str]) -> object:
            self.asked.append((list(texts), list(contexts)))
            return answer(model, texts, contexts)

        TextModel.read = listen  # type: ignore[assignment,method-assign]
        try:
            read(dialogue.model_copy())
        finally:
            TextModel.read = answer  # type: ignore[method-assign]
        return self.asked


async def play(stage: Stage) -> list[Dialogue]:
    """All dialogues of a stage, one after the other."""
    return [await play_cell(stage, cell) for cell in stage.cells]


def forgetting() -> Callable[[], None]:
    """Makes everything that keeps answers by text forget them."""
    held = gc.get_objects()
    checks = [
        one
        for one in held
        if isinstance(one, functools._lru_cache_wrapper)
        and one.__module__.startswith("coolhead.graders.checks")
        and (one.cache_parameters()["maxsize"] or 0) > 1
    ]
    patterns = [one for one in held if isinstance(one, Pattern)]

    def forget() -> None:
        TextModel.load().forget()
        forget_sentences()
        for check in checks:
            check.cache_clear()
        for pattern in patterns:
            pattern.forget()

    return forget


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Prints a line per part: CPU ms a dialogue, dialogues a second, share of playing and grading what is new."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bot", action="append")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    graders = graders_named()
    bots = resolve(options.bot or ["ladder:B4", "ladder:B8", "attack:X2"])
    stage = Stage(plan(bots, select(["core"]), repeats=1, seed=7), EmbeddedEngine(), graders, Limits())
    dialogues = asyncio.run(play(stage))
    asked = [Listening().of(dialogue) for dialogue in dialogues]
    for dialogue in dialogues:
        grade_all(dialogue.model_copy(), graders)  # what is made on first use
    forget = forgetting()

    def each(work: Callable[[int], object], *, new: bool) -> float:
        total = 0.0
        for at in range(len(dialogues)):
            if new:
                forget()
            start = time.process_time()
            work(at)
            total += time.process_time() - start
        return total

    def again(work: Callable[[int], object]) -> float:
        each(work, new=False)
        return each(work, new=False)

    def ask(at: int) -> None:
        for texts, contexts in asked[at]:
            TextModel.load().read(texts, contexts)

    # A copy each time: the reading of the very same object is kept.
    parts: dict[str, Callable[[], float]] = {
        "play": lambda: spent(lambda: asyncio.run(play(stage))),
        "model, new": lambda: each(ask, new=True),
        "reading with model, new": lambda: each(lambda at: read(dialogues[at].model_copy()), new=True),
        "grading, new": lambda: each(lambda at: grade_all(dialogues[at].model_copy(), graders), new=True),
        "model, said before": lambda: again(ask),
        "grading, said before": lambda: again(lambda at: grade_all(dialogues[at].model_copy(), graders)),
    }
    rounds = [{name: part() for name, part in parts.items()} for _ in range(options.rounds + 1)][1:]
    least = {name: 1000 * min(one[name] for one in rounds) / len(dialogues) for name in parts}
    least["rules, without reading"] = least["grading, new"] - least["reading with model, new"]
    least["play and grade, new"] = whole = least["play"] + least["grading, new"]
    least["play and grade, said before"] = least["play"] + least["grading, said before"]
    texts = statistics.mean(sum(len(texts) for texts, _ in one) for one in asked)
    messages = statistics.mean(len(dialogue.turns) for dialogue in dialogues)
    print(f"{len(dialogues)} dialogues of {messages:.1f} messages, {texts:.0f} texts for the model; one process")
    print(f"{'part':28}{'CPU ms':>8}{'a second':>10}{'share':>7}")
    for name, cost in least.items():
        print(f"{name:28}{cost:8.2f}{1000 / cost:10.0f}{cost / whole:7.2f}")


if __name__ == "__main__":
    main()

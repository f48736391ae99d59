"""Precision and recall of the embedded customer's detectors on labelled sentences.

Usage: python benchmarks/customer_detectors.py FILE... [--errors] [--no-ear]

A file is JSON lines (text, context, label: {id: present|absent}) or tab-separated (labels "X !Y", context, text).

Only labels that match something the customer listens for are measured. The customer is told nothing but the
context line, so events that need a case (right sum, right remedy) are measured by their sentence part alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.ear.model import labels_of
from coolhead.bench.customers.hearing import conduct, questions, veiled, warmth
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.leads import of_message
from coolhead.bench.customers.hearing.learnt import promised
from coolhead.bench.customers.hearing.shortfalls import bare_refusal, vague
from coolhead.bench.customers.story import content_of
from coolhead.bench.customers.text import Message, read


@dataclass(frozen=True)
class Case:
    """A labelled sentence, read."""

    message: Message
    context: Message
    moods: list[tuple[Mood, ...]]
    learnt: tuple[frozenset[str], ...]

    def conduct(self, *, abused: bool) -> set[str]:
        notes = conduct.hear(self.message, all_moods=self.moods, abused=abused)
        return {n.name for n in (*notes, *veiled.hear(self.message, said=self.context))}

    def warm(self) -> set[str]:
        words, pairs = content_of(self.context)
        told = warmth.Told(facts=(), words=words, pairs=pairs, feelings=frozenset(), last=self.context)
        return {
            n.name
            for n in warmth.hear(self.message, all_moods=self.moods, told=told, seen=set(), learnt=self.learnt)[0]
        }

    def any_mood(self, *wanted: str) -> bool:
        return any(m in wanted for ms in self.moods for m in ms)

    def kinds(self) -> set[str]:
        return {h.kind for s in self.message.sentences for h in questions.cues_of(s)}

    def refused(self) -> bool:
        return bool(bare_refusal(self.message, self.moods))

    def asks(self) -> bool:
        return any(questions.asks(s) for s in self.message.sentences)


def _open(case: Case) -> bool:
    learnt = any("ASKOPEN" in labels for labels in case.learnt)
    return (
        (learnt or bool({"open", "tells"} & case.kinds()))
        and case.asks()
        and not case.any_mood("offer")
        and "stock_close" not in case.kinds()
    )


DETECTORS: dict[str, tuple[str, Callable[[Case], bool]]] = {
    "RE+4": ("firm or done clause", lambda c: c.any_mood("firm", "done")),
    "RE+3": (
        "two options or a choice",
        lambda c: "choice" in c.kinds() and (c.any_mood("offer", "firm") or len(c.message.words) < 9),
    ),
    "CL-3": ("vague time", lambda c: bool(vague(c.message, c.moods, learnt=c.learnt))),
    "CL+4": ("a time is named", lambda c: any(moments(s.words) for s in c.message.sentences)),
    "EM+2": ("specific acknowledgement", lambda c: "specific_ack" in c.warm()),
    "EM+4": ("apology for something", lambda c: "specific_ack" in c.warm() or "generic_ack" in c.warm()),
    "EM+6": ("open or relevant question", _open),
    "PB+1": ("fair limit", lambda c: "fair_limit" in c.conduct(abused=True)),
    "PB-1": ("policing", lambda c: bool(c.conduct(abused=False) & {"police", "calm_down", "threat"})),
    "CT-2": ("calm down", lambda c: bool(c.conduct(abused=False) & {"calm_down", "police"})),
    "CT-3": ("sarcasm", lambda c: bool(c.conduct(abused=False) & {"sarcasm", "blame", "insult", "laugh", "minimise"})),
    "CT-4": ("blame", lambda c: bool(c.conduct(abused=False) & {"blame", "minimise"})),
    "CT-6": ("bare dismissal", lambda c: c.refused() or bool(c.conduct(abused=False) & {"dismiss"})),
    "EM-3": ("minimising", lambda c: bool(c.conduct(abused=False) & {"minimise", "blame"})),
    "RE-4": ("sent elsewhere", lambda c: c.any_mood("deflect") and not c.any_mood("firm", "done")),
    "RE-5": ("declared solved", lambda c: "closer" in c.conduct(abused=False)),
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The labelled sentences of a file."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    if path.suffix != ".tsv":
        return [json.loads(line) for line in lines]
    rows = []
    for line in lines:
        labels, context, text, *_ = [*line.split("\t"), "", ""]
        if line.startswith("#") or not text:
            continue
        rows.append(
            {
                "text": text,
                "context": context,
                "label": {n.lstrip("!"): "absent" if n.startswith("!") else "present" for n in labels.split()},
            }
        )
    return rows


def main(paths: list[str], *, errors: bool, with_ear: bool) -> None:
    rows = [row for path in paths for row in rows_of(Path(path))]
    print(f"{'label':6} {'event':28} {'n+':>3} {'n-':>3} {'P':>5} {'R':>5}")
    for label, (name, detect) in DETECTORS.items():
        hits = wrong = missed = right = 0
        shown: list[str] = []
        for row in rows:
            if label not in row["label"]:
                continue
            message = read(row["text"])
            context = read(row.get("context", ""))
            learnt = labels_of(message, context) if with_ear else (frozenset(),) * len(message.sentences)
            case = Case(message, context, promised(message, of_message(message), learnt), learnt)
            said, truth = detect(case), row["label"][label] == "present"
            hits += said and truth
            wrong += said and not truth
            missed += truth and not said
            right += not truth and not said
            if said != truth:
                shown.append(f"    {'FALSE' if said else 'MISS '} {row.get('context', '')[:50]} || {row['text'][:150]}")
        precision = hits / (hits + wrong) if hits + wrong else float("nan")
        recall = hits / (hits + missed) if hits + missed else float("nan")
        print(f"{label:6} {name:28} {hits + missed:3} {wrong + right:3} {precision:5.2f} {recall:5.2f}")
        if errors:
            print("\n".join(shown))


if __name__ == "__main__":
    options = {"--errors", "--no-ear"}
    main(
        [a for a in sys.argv[1:] if a not in options],
        errors="--errors" in sys.argv,
        with_ear="--no-ear" not in sys.argv,
    )

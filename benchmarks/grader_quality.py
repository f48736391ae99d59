"""How good are the rule graders? Pairs, drift, sentences, and outside labels, with n and intervals.

    .venv/bin/python benchmarks/grader_quality.py DATA_FOLDER [--most N]

DATA_FOLDER holds any of: contrast-dev (or another folder with pairs.jsonl), star, tau_trait, offensive, politeness.
Labels go in here only: graders never see them. `--most` limits the rows of the large sets (evenly spread).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coolhead.bench.stats.association import auc
from coolhead.bench.transcripts.rows import RowError, dialogue
from coolhead.bench.validation import pair_figures, scores_of, sentence_figures
from coolhead.bench.validation.labels import read_pairs, read_sentences
from coolhead.graders.catalog import builtin
from coolhead.graders.model import TextModel
from coolhead.graders.reading.dialogue import read


def rows(folder: Path, most: int) -> Iterator[dict[str, Any]]:
    held = [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.open(encoding="utf-8")]
    yield from held[:: max(1, len(held) // most)]


def show(name: str, positive: Sequence[float], scores: Sequence[float], want: float) -> None:
    found = auc(positive, scores)
    low, high = found.low or float("nan"), found.high or float("nan")
    print(f"{name:<58} AUC {found.value:.3f}  {low:.3f}-{high:.3f}  n={found.n}  wanted {want}")


def contrast(folder: Path) -> None:
    graders = builtin()
    pairs = read_pairs(folder)
    figures = [*pair_figures(pairs, scores_of(pairs, graders)), *sentence_figures(read_sentences(folder), graders)]
    for one in figures:
        print(f"{one.name:<58} {one.value!s:>7} n={one.n:<4} {one.bar:<14} {one.detail}")


def star(folder: Path, most: int) -> None:
    """Task done from the agent's side, annoyed from the customer's words, calm and helpful as a noisy label."""
    resolution = next(g for g in builtin() if g.criterion == "resolution")  # type: ignore[attr-defined]
    calm = next(g for g in builtin() if g.criterion == "calm")  # type: ignore[attr-defined]
    done: list[float] = []
    score: list[float] = []
    bad: list[float] = []
    annoyed: list[float] = []
    heat: list[float] = []
    calms: list[float] = []
    kind: list[float] = []
    for row in rows(folder, most):
        turns = [t for t in row["turns"] if t["role"] in ("customer", "agent")]
        try:
            made = dialogue(
                {"id": row["id"], "turns": [{"role": t["role"], "text": t["text"]} for t in turns]},
                id=row["id"],
                bot="a",
            )
        except RowError:
            continue
        labels = row["labels"]
        if "user_says_task_done" not in labels:
            continue
        reading = read(made)
        done.append(float(bool(labels["user_says_task_done"])))
        score.append(resolution.grade(made)[0].score or 0.0)
        bad.append(-failed(reading))
        annoyed.append(float(bool(labels.get("agent_says_user_annoyed"))))
        heat.append(reading.annoyance)
        kind.append(float(bool(labels.get("user_says_calm_helpful"))))
        calms.append(calm.grade(made)[0].score or 0.0)
    show("STAR task done, resolution score", done, score, 0.85)
    show("STAR task done, agent's refusals and failures", done, bad, 0.85)
    show("STAR customer annoyed, heat meter", annoyed, heat, 0.80)
    show("STAR calm and helpful, calm score (noisy label)", kind, calms, 0.72)


def failed(reading: Any) -> float:
    """Share of the agent's turns that refuse or fail, late ones weighing most: a simple measure of a task not done."""
    from coolhead.graders.checks.course import steps

    held = steps(reading)
    weights = [(n / len(held)) ** 2 for n in range(1, len(held) + 1)]
    return sum(w for w, step in zip(weights, held, strict=True) if step.kind == "failed") / (sum(weights) or 1.0)


def tau(folder: Path, most: int) -> None:
    resolution = next(g for g in builtin() if g.criterion == "resolution")  # type: ignore[attr-defined]
    truth: list[float] = []
    score: list[float] = []
    length: list[float] = []
    for row in rows(folder, most):
        try:
            made = dialogue({"id": row["id"], "turns": row["turns"]}, id=row["id"], bot="a")
        except RowError:
            continue
        truth.append(float(bool(row["success"])))
        score.append(resolution.grade(made.public())[0].score or 0.0)
        length.append(-float(len(row["turns"])))
    show("tau_trait success, resolution score", truth, score, 0.68)
    show("tau_trait success, fewer turns (baseline)", truth, length, 0.64)


def chances(label: str, texts: Sequence[str]) -> np.ndarray:
    """The text model's probability of a label for each text alone."""
    model = TextModel.load()
    return np.concatenate(
        [model.read(texts[n : n + 500], [""] * len(texts[n : n + 500]))[label] for n in range(0, len(texts), 500)]
    )


def left_out(label: str, figure: str) -> object:
    """A figure of the model's own metadata, from rows it was not trained on."""
    facts: Any = TextModel.load().meta["labels"]
    return facts[label][figure]


def offensive(folder: Path, most: int) -> None:
    """Tweets (the weights saw them: the figure out of fold stands beside), and agents that must not be accused."""
    held = list(rows(folder, most))
    truth = np.array([row["class"] != 2 for row in held])
    cut = TextModel.load().thresholds["OFFENSIVE"]
    met = chances("OFFENSIVE", [row["text"] for row in held]) >= cut

    def f1(positive: bool) -> float:
        hit = float(np.sum((met == positive) & (truth == positive)))
        return 2 * hit / (np.sum(met == positive) + np.sum(truth == positive))

    print(
        f"{'offensive, macro-F1 on tweets it was trained on':<58} {(f1(True) + f1(False)) / 2:.3f}  n={len(held)};"
        f" out of fold {left_out('OFFENSIVE', 'macro_f1')}  wanted 0.85"
    )
    for name in ("star", "tau_trait", "care_threads"):
        if (folder.parent / name).is_dir():
            turns = [t for row in rows(folder.parent / name, 100 * most) for t in row["turns"] if t["role"] == "agent"]
            said = list(dict.fromkeys(t["text"] for t in turns if (t.get("text") or "").strip()))
            alarms = int(np.sum(chances("OFFENSIVE", said) >= cut))
            print(f"{'offensive, false alarms on agents, ' + name:<58} {alarms}  n={len(said)}  wanted at most 0.05 %")


def politeness(folder: Path, most: int) -> None:
    held = list(rows(folder, most))
    norm = np.array([row["norm"] for row in held])
    low, high = np.quantile(norm, [0.25, 0.75])
    kept = (norm <= low) | (norm >= high)
    said = chances("POLITE", [row["text"] for row in held])
    name = f"politeness, outer quartiles (out of fold {left_out('POLITE', 'auc')})"
    show(name, (norm[kept] >= high).astype(float), said[kept], 0.70)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, default=1_000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    parts = {"star": star, "tau_trait": tau, "offensive": offensive, "politeness": politeness}
    if (options.data / "pairs.jsonl").is_file():
        contrast(options.data)
        return
    for folder in sorted(options.data.iterdir()):
        start = time.process_time()
        if options.only and folder.name not in options.only.split(","):
            continue
        if (folder / "pairs.jsonl").is_file():
            print(f"# {folder.name}")
            contrast(folder)
        elif folder.name in parts:
            print(f"# {folder.name}")
            parts[folder.name](folder, options.most)
        else:
            continue
        print(f"  ({time.process_time() - start:.1f} s CPU)", file=sys.stderr)


if __name__ == "__main__":
    main()

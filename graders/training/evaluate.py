"""The shipped model on labelled sentences: `python graders/training/evaluate.py FILE [-v]`.

FILE is a set of sentences (.jsonl), or a file of `sentences/` that the model was not trained on (.tsv).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import corpus
import numpy as np
from sklearn.metrics import roc_auc_score

from coolhead.graders.model import TextModel


def say(*words: object) -> None:
    """One line to the terminal."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of `text`, `context` and `label`: {label: "present" or "absent"}."""
    if path.suffix != ".tsv":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        {
            "text": row.text,
            "context": row.context,
            "label": dict.fromkeys(row.absent, "absent") | dict.fromkeys(row.present, "present"),
        }
        for row in corpus.sentences(path.parent, path.name)
    ]


def main() -> None:
    """Print AUC, precision and recall per indicator, and the pooled figures."""
    model = TextModel.load()
    rows = read_rows(Path(sys.argv[1]))
    read = model.read([row["text"] for row in rows], [row["context"] for row in rows])
    areas, pooled = [], np.zeros(3, int)
    for label in sorted({name for row in rows for name in row["label"]}):
        at = [i for i, row in enumerate(rows) if label in row["label"]]
        if label not in read:
            say(label.ljust(6), "not a label of the model")
            continue
        y = np.array([rows[i]["label"][label] == "present" for i in at])
        chance = read[label][at]
        said = chance >= model.thresholds[label]
        counts = np.array([(said & y).sum(), said.sum(), y.sum()])
        pooled += counts
        area = roc_auc_score(y, chance) if 0 < y.sum() < len(y) else np.nan
        areas.append(area)
        say(
            f"{label:6} n {len(y):3} auc {area:.2f} hits {counts[0]} of {counts[2]}, said {counts[1]},",
            f"cut {model.thresholds[label]:.2f}",
        )
        if "-v" in sys.argv:
            for i, p, t in zip(at, chance, y, strict=True):
                if (p >= model.thresholds[label]) != t:
                    say("      ", "MISS" if t else "FALSE", f"{p:.2f}", rows[i]["context"][:80], "|", rows[i]["text"])
    precision, recall = pooled[0] / pooled[1], pooled[0] / pooled[2]
    say(f"mean auc {np.nanmean(areas):.3f}; pooled precision {precision:.3f} recall {recall:.3f}")


if __name__ == "__main__":
    main()

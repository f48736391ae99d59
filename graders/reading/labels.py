"""What the text model says of every sentence and turn, asked in one batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from coolhead.graders.model import TextModel
from coolhead.graders.reading.turns import Sentence, TurnRead

Table = npt.NDArray[np.float64]


class ByLabel(dict[str, list[float]]):
    """Label -> a figure for each row; zero for labels the model does not know.

    The last row is zero as well and stands for what the model did not read.
    """

    def __init__(self, labels: Sequence[str], table: Table) -> None:
        super().__init__(zip(labels, table.tolist(), strict=True))
        self._rows = table.shape[1]

    def __missing__(self, label: str) -> list[float]:
        made = self[label] = [0.0] * self._rows
        return made


_STEEP = 1.3
"""How fast strength rises around a label's threshold, per unit of log-odds."""
_AROUND, _LEAST = 0.6, 0.18
"""How much of a reading is that of the window around a sentence, at most and at least."""
_SURE_FROM, _SURE_BY = 1.0, 0.4
"""Log-odds above the threshold from which a sentence is known by itself, and how fast it is."""
_HANGS = frozenset("CT-6 EM-2 EM-4 EM-5 EM-6 EM-7 CL-6 PB-3 PB-4 PB-6 PB-7 PB-8 RE-1 RE-2 RE-5 FORGED JUDGE".split())
"""What hangs on what stands beside a sentence: a bare no, a promise, a fact. A sneer is one beside any other words."""
_BY_ITSELF = (
    dict.fromkeys(("EM-1", "RE-7"), 0.2)
    | {"CT-4": 0.25}
    | dict.fromkeys(("CT-1", "CT-2", "CT-3", "CT-7", "CL-3", "RE-4"), 0.4)
)
"""What is said whatever stands beside it, and how much the window weighs there at most. Sound turns of four authors
hold one to four of a thousand sentences that are taken for such an error; beside one sound sentence 57 to 89 of a
hundred of these errors are heard, where more of a window leaves 47 to 73."""
_DOUBT = 0.25
_SURE = 0.75
"""What an agent is said to do needs this probability at least: most of it is rarer in real talk than among training
sentences. At .8 the sentences of an author who was left out are read with a precision of .91, at .7 with .89; higher
cuts cost recall and, in the sets by others, bought no precision."""
_SURER = {"CT-3": 0.84}
"""Mockery is heard in ordinary sentences far more often than any other error: at .75 in 9 to 18 of a hundred sentences
of task agents and of strangers' agents. At .84 it is heard in 5 to 12, which the rules can weigh."""
_MOST = 24
"""Sentences of one turn that are read singly; of a wall of text the first and last ones."""
_LONG = 45


def labelled(turns: Sequence[TurnRead]) -> tuple[ByLabel, ByLabel]:
    """(probability, strength) of each label, 0-1; sets the rows of turns and sentences.

    A sentence alone is easily misread ("No.", "Is it all right like that?"). Where one looks like a penalty, the two-
    sentence windows around it are read as well, and its log-odds are averaged with those of the better window; the less
    so the surer the sentence is by itself, for an error does not go away when something sound is said beside it.
    """
    texts: list[str] = []
    contexts: list[str] = []
    pieces: list[tuple[TurnRead, list[int]]] = []

    def add(text: str, context: str) -> int:
        texts.append(text)
        contexts.append(context)
        return len(texts) - 1

    for turn in turns:
        sentences = turn.sentences
        if len(sentences) > _MOST:
            sentences = [*sentences[: _MOST - 6], *sentences[-6:]]
        for sentence in sentences:
            sentence.row = add(_short(sentence.text), turn.context)
        rows = [
            part[0].row if len(part) == 1 else add(" ".join(x.text for x in part), turn.context)
            for part in _parts(sentences)
        ]
        if len(rows) == 1:
            turn.row = rows[0]
        elif rows:
            pieces.append((turn, rows))
    if not texts:
        nothing = ByLabel([], np.zeros((0, 1)))
        return nothing, nothing
    model = TextModel.load()
    found = model.read(texts, contexts)
    labels, chance = list(found), np.stack(list(found.values()))
    odds = _odds(model, labels, chance)
    _look_around(model, turns, labels, odds)
    strengths = 1 / (1 + np.exp(-_STEEP * odds))
    for n, (turn, _rows) in enumerate(pieces, len(texts)):
        turn.row = n
    parts = [rows for _turn, rows in pieces]
    return ByLabel(labels, _completed(chance, parts)), ByLabel(labels, _completed(strengths, parts))


def _completed(table: Table, pieces: Sequence[list[int]]) -> Table:
    """The table with a row for each turn that was read in pieces, its highest piece; and the row of zeros."""
    whole = [table[:, rows].max(axis=1, keepdims=True) for rows in pieces]
    return np.concatenate([table, *whole, np.zeros((len(table), 1))], axis=1)


def _odds(model: TextModel, labels: Sequence[str], chance: Table) -> Table:
    """Log-odds above each label's threshold, labels down, rows across."""
    cuts = [model.thresholds.get(label, 0.5) for label in labels]
    cuts = [
        max(cut, _SURER.get(label, _SURE)) if _marked(label) else cut for label, cut in zip(labels, cuts, strict=True)
    ]
    cut = np.clip(np.array(cuts), 0.05, 0.97)[:, None]
    p = np.clip(chance, 1e-4, 1 - 1e-4)
    made: Table = np.log(p / (1 - p)) - np.log(cut / (1 - cut))
    return made


def _marked(label: str) -> bool:
    return label[2:3] in {"+", "-"} or label in {"FORGED", "JUDGE", "GRANT", "REFUSE"}


def _penalty(label: str) -> bool:
    return label[2:3] == "-" or label in {"FORGED", "JUDGE"}


def _parts(sentences: list[Sentence]) -> list[list[Sentence]]:
    """A turn in pieces of the length the model knows: whole sentences, about 45 words."""
    parts: list[list[Sentence]] = []
    words = 0
    for sentence in sentences:
        if not parts or words + len(sentence.words) > _LONG:
            parts.append([])
            words = 0
        parts[-1].append(sentence)
        words += len(sentence.words)
    return parts


def _short(text: str) -> str:
    return text if len(text) < 600 else " ".join(text.split()[:90])


def _look_around(model: TextModel, turns: Sequence[TurnRead], labels: Sequence[str], odds: Table) -> None:
    bad = np.array([n for n, label in enumerate(labels) if _penalty(label)])
    doubtful = (odds[bad].max(axis=0) > np.log(_DOUBT / (1 - _DOUBT)) / _STEEP).tolist()
    texts: list[str] = []
    contexts: list[str] = []
    near: list[tuple[int, int, int]] = []
    for turn in turns:
        if turn.role != "agent" or len(turn.sentences) < 2:
            continue
        made: dict[int, int] = {}
        for n, sentence in enumerate(turn.sentences):
            if sentence.row < 0 or not doubtful[sentence.row]:
                continue
            for first in (max(0, n - 1), min(n, len(turn.sentences) - 2)):
                if first not in made:
                    made[first] = len(texts)
                    texts.append(_short(f"{turn.sentences[first].text} {turn.sentences[first + 1].text}"))
                    contexts.append(turn.context)
            near.append((sentence.row, made[max(0, n - 1)], made[min(n, len(turn.sentences) - 2)]))
    if not near:
        return
    around = _odds(model, labels, np.stack(list(model.read(texts, contexts).values())))[bad]
    rows = np.array([row for row, _, _ in near])
    better = np.maximum(around[:, [left for _, left, _ in near]], around[:, [right for _, _, right in near]])
    place = np.ix_(bad, rows)
    alone = odds[place]
    hangs = np.array([labels[n] in _HANGS for n in bad])[:, None]
    most = np.array([_BY_ITSELF.get(labels[n], _AROUND) for n in bad])[:, None]
    least = np.where(hangs, most, np.minimum(most / 2, _LEAST))
    weight = np.clip(most * (1 - _SURE_BY * (alone - _SURE_FROM)), least, most)
    odds[place] = (1 - weight) * alone + weight * better

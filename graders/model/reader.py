"""`TextModel`: weights that ship with the package, applied with numpy alone."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.features import BLOCKS, Block, Pair, blocks, flagged, pairs
from coolhead.graders.model.sense import Sense
from coolhead.graders.model.windows import windows

Floats = npt.NDArray[np.float64]
_BATCH = 256


@dataclass(frozen=True)
class TextModel:
    """A linear reader of sentences; `read` gives a probability for each label."""

    labels: tuple[str, ...]
    thresholds: dict[str, float]
    """Recommended cut for each label: precision of at least .9 out of fold where the label allows it."""
    meta: dict[str, object]
    """Version, hashes of the inputs, and the out-of-fold figures of each label."""
    vocabulary: dict[str, int]
    weights: dict[str, npt.NDArray[np.int8]]
    scales: dict[str, npt.NDArray[np.float32]]
    sense: Sense
    dense: npt.NDArray[np.float32]
    """Weights of the word vectors."""
    bias: npt.NDArray[np.float32]
    slope: npt.NDArray[np.float32]
    offset: npt.NDArray[np.float32]
    flags: tuple[str, ...]
    """Customer-side labels that, read off the context, are features of the agent's text."""

    @cached_property
    def ear(self) -> TextModel:
        """The columns of `flags` alone, which is all that a context is read for."""
        at = [self.labels.index(flag) for flag in self.flags]
        return replace(
            self,
            labels=self.flags,
            weights={kind: np.ascontiguousarray(table[:, at]) for kind, table in self.weights.items()},
            scales={kind: scale[at] for kind, scale in self.scales.items()},
            dense=self.dense[:, at],
            bias=self.bias[at],
            slope=self.slope[at],
            offset=self.offset[at],
        )

    @staticmethod
    def load() -> TextModel:
        """The model of this version of the package; read from disk once."""
        return _load()

    def read(self, texts: Sequence[str], contexts: Sequence[str]) -> dict[str, Floats]:
        """The probability (0 to 1) of each label for each text; `contexts` are the other party's turns before.

        Texts of more than about 45 words are read in windows of two sentences; the highest window counts.

        >>> TextModel.load().read(["Calm down."], ["Where is my parcel?"])["CT-2"].shape
        (1,)
        """
        if len(texts) != len(contexts):
            raise ValueError(f"{len(texts)} texts but {len(contexts)} contexts")
        pieces, owner = windows(texts)
        margins = self._margins(pieces, [contexts[at] for at in owner])
        chance = 1 / (1 + np.exp(-(margins * self.slope + self.offset)))
        best = np.zeros((len(texts), len(self.labels)))
        if len(owner) == len(texts):
            best[:] = chance
        else:
            np.maximum.at(best, np.asarray(owner), chance)
        return {label: best[:, at] for at, label in enumerate(self.labels)}

    def _margins(self, texts: Sequence[str], contexts: Sequence[str]) -> npt.NDArray[np.float32]:
        found = pairs(texts, contexts)
        raised = self._flags(contexts)
        crossed = [flagged(pair, raised[context]) for pair, context in zip(found, contexts, strict=True)]
        return self.margins(crossed)

    def _flags(self, contexts: Sequence[str]) -> dict[str, list[str]]:
        distinct = list(dict.fromkeys(contexts))
        spoken = [c for c in distinct if c]
        raised: dict[str, list[str]] = {c: [] for c in distinct}
        if spoken:
            up = self.ear.margins(pairs(spoken, [""] * len(spoken))) * self.ear.slope + self.ear.offset > 0
            for context, row in zip(spoken, up, strict=True):
                raised[context] = [flag for flag, on in zip(self.flags, row, strict=True) if on]
        return raised

    def margins(self, batch: Sequence[Pair]) -> npt.NDArray[np.float32]:
        """Uncalibrated scores, one row a pair, one column a label."""
        found = np.zeros((len(batch), len(self.labels)), np.float32)
        for start in range(0, len(batch), _BATCH):
            part = batch[start : start + _BATCH]
            rows = blocks(part, self.vocabulary)
            score = (
                self.bias + self.sense.dense([pair.text for pair in part], [pair.context for pair in part]) @ self.dense
            )
            for kind in BLOCKS:
                score += _product(rows[kind], self.weights[kind], len(part)) * self.scales[kind]
            found[start : start + len(part)] = score
        return found


def _product(block: Block, weights: npt.NDArray[np.int8], size: int) -> npt.NDArray[np.float32]:
    total = np.zeros((size, weights.shape[1]), np.float32)
    if len(block.rows):
        present, starts = np.unique(block.rows, return_index=True)
        total[present] = np.add.reduceat(weights[block.columns], starts, axis=0, dtype=np.int32)
    return total * block.value[:, None]


def build(arrays: Mapping[str, npt.NDArray[np.generic]], meta: dict[str, object]) -> TextModel:
    """A model from its stored arrays and metadata."""
    labels = meta["labels"]
    names = meta["names"]
    flags = meta["flags"]
    assert isinstance(labels, dict)
    assert isinstance(names, list)
    assert isinstance(flags, list)
    return TextModel(
        labels=tuple(labels),
        thresholds={label: float(facts["threshold"]) for label, facts in labels.items()},
        meta=meta,
        vocabulary={name: at for at, name in enumerate(names)},
        weights={kind: arrays[f"{kind}_weights"].astype(np.int8) for kind in BLOCKS},
        scales={kind: arrays[f"{kind}_scale"].astype(np.float32) for kind in BLOCKS},
        sense=Sense.of(arrays["sense_codes"], arrays["sense_vectors"], arrays["sense_weight"]),
        dense=arrays["dense_weights"].astype(np.float32) * arrays["dense_scale"].astype(np.float32),
        bias=arrays["bias"].astype(np.float32),
        slope=arrays["slope"].astype(np.float32),
        offset=arrays["offset"].astype(np.float32),
        flags=tuple(flags),
    )


@cache
def _load() -> TextModel:
    folder = files("coolhead.graders").joinpath("data/model")
    meta = json.loads(folder.joinpath("model.json").read_text("utf-8"))
    with np.load(io.BytesIO(folder.joinpath("weights.npz").read_bytes()), allow_pickle=False) as stored:
        return build({name: stored[name] for name in stored.files}, meta)

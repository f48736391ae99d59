"""`TextModel`: weights that ship with the package, applied with numpy alone."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import compress

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.facets import Facets
from coolhead.graders.model.features import BLOCKS, Block, Numbered, Text, named, numbered, text_of, word_block
from coolhead.graders.model.lexicon import Lexicon, Looked
from coolhead.graders.model.memo import Memo
from coolhead.graders.model.net import Net
from coolhead.graders.model.sense import Sense
from coolhead.graders.model.sums import product, weight_sums
from coolhead.graders.model.windows import windows

Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float32]
_KEPT = 400_000
"""Characters of text that are remembered, about 25 MB: a turn is read as text first and as context after, and scripted
customers and bots say the same again."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text with what it weighs alone, whatever stands before it."""

    text: Text
    score: Scores
    """Per label, bias included."""
    before: Scores
    """Per label: what the net makes of it as the turn before another."""
    sense: Scores
    flags: tuple[str, ...]
    """What it is when it is a customer's turn: labels of the customer's side."""


@dataclass(frozen=True)
class TextModel:
    """A linear reader of sentences and a small net beside it; `read` gives a probability for each label."""

    labels: tuple[str, ...]
    thresholds: dict[str, float]
    """Recommended cut for each label, from authors it was not trained on."""
    meta: dict[str, object]
    """Version, hashes of the inputs, and the figures of each label on authors left out."""
    names: dict[str, int]
    """Columns of the named features of a text alone."""
    pairs: dict[str, int]
    """Columns of the named features of a text beside its context."""
    weights: dict[str, npt.NDArray[np.int8]]
    scales: dict[str, Scores]
    sense: Sense
    facets: Facets
    net: Net
    """It weighs every label; those that it did not learn, with 0."""
    dense: Scores
    """Weights of the word vectors, and of the cosine with the context."""
    bias: Scores
    slope: Scores
    offset: Scores
    flags: tuple[str, ...]
    """Customer-side labels that, read off the context, are features of the agent's text."""

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

    def forget(self) -> None:
        """Forgets the texts read so far: what they came to is only kept to save time."""
        self._memo.clear()

    def _margins(self, texts: Sequence[str], contexts: Sequence[str]) -> Scores:
        if not texts:
            return np.zeros((0, len(self.labels)), np.float32)
        heard = self._hear({*texts, *contexts})
        both = [(heard[text], heard[context]) for text, context in zip(texts, contexts, strict=True)]
        columns = self._numbered.columns
        found = numbered("beside", [columns(one.text, two.text, two.flags) for one, two in both])
        ours = np.stack([one.sense for one, _ in both])
        cosine = (ours * np.stack([two.sense for _, two in both])).sum(axis=1)
        alone = np.stack([one.score for one, _ in both]) + np.stack([two.before for _, two in both])
        return np.asarray(alone + self._product(found, len(both)) + cosine[:, None] * self.dense[-1], np.float32)

    def _hear(self, texts: set[str]) -> dict[str, Heard]:
        memo = self._memo
        known = {text: found for text in texts if (found := memo.get(text)) is not None}
        fresh = sorted(texts - known.keys())
        if fresh:
            read = [text_of(text) for text in fresh]
            looked = self._lexicon.look([text.reading.tokens for text in read])
            score = self._alone(read, looked)
            before = self.net.as_context(looked.peaks)
            up = (score + self._bare) * self.slope + self.offset > 0
            met = up[:, [self.labels.index(flag) for flag in self.flags]].tolist()
            for n, text in enumerate(fresh):
                flags = tuple(compress(self.flags, met[n])) if text else ()
                known[text] = Heard(read[n], score[n], before[n], looked.sense[n], flags)
                memo.keep(text, known[text])
        return known

    def _alone(self, texts: Sequence[Text], looked: Looked) -> Scores:
        """What each text weighs for each label before its context is looked at; bias included."""
        score = product(looked.sense, self.dense[:-1]) + self.bias
        score += looked.spelt * self.scales["char"]
        score += self.net.as_text(looked.peaks)
        for part in (
            named("name", [text.names for text in texts], self.names),
            word_block(looked.codes, looked.sizes),
        ):
            score += self._product(part, len(texts))
        return np.asarray(score, np.float32)

    def _product(self, block: Block, size: int) -> Scores:
        weights = self.weights[block.kind]
        total = weight_sums(weights, block.columns, np.bincount(block.rows, minlength=size).tolist())
        return np.asarray(total * block.value[:, None] * self.scales[block.kind], np.float32)

    @cached_property
    def _memo(self) -> Memo[Heard]:
        return Memo(_KEPT)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(self.sense, self.weights["char"], self.facets, self.net)

    @cached_property
    def _numbered(self) -> Numbered:
        return Numbered(self.pairs)

    @cached_property
    def _bare(self) -> Scores:
        """What it weighs that nothing stands before a text."""
        alone: Scores = self._product(named("beside", [{"x:none"}], self.pairs), 1)[0]
        return alone


def build(arrays: Mapping[str, npt.NDArray[np.generic]], meta: dict[str, object]) -> TextModel:
    """A model from its stored arrays and metadata."""
    labels, names, pairs, flags = meta["labels"], meta["names"], meta["pairs"], meta["flags"]
    assert isinstance(labels, dict)
    assert isinstance(names, list)
    assert isinstance(pairs, list)
    assert isinstance(flags, list)
    sense = Sense.of(arrays["sense_codes"], arrays["sense_vectors"], arrays["sense_weight"])
    return TextModel(
        labels=tuple(labels),
        thresholds={label: float(facts["threshold"]) for label, facts in labels.items()},
        meta=meta,
        names={name: at for at, name in enumerate(names)},
        pairs={name: at for at, name in enumerate(pairs)},
        weights={kind: arrays[f"{kind}_weights"].astype(np.int8) for kind in BLOCKS},
        scales={kind: arrays[f"{kind}_scale"].astype(np.float32) for kind in BLOCKS},
        sense=sense,
        facets=Facets.of(arrays, sense),
        net=Net.of(arrays),
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

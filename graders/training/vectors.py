"""Word vectors from the permitted corpora: positive pointwise mutual information, window of four, reduced by SVD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import corpus
import numpy as np
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

from coolhead.graders.model.hashing import code
from coolhead.graders.model.words import clean, tokenise

WINDOW, WORDS, WIDTH, LEAST = 4, 12_000, 100, 4


def texts(rows: list[corpus.Row], data: Path | None) -> Iterator[str]:
    """Everything to learn word company from."""
    for row in rows:
        yield f"{row.text} . {row.context}"
    if data:
        yield from (text for _, text in corpus.ambient(data))
        yield from corpus.ambient_customers(data)
        yield from (text for text, _ in corpus.politeness(data))
        yield from (text for text, _ in corpus.offensive(data))
        for record in corpus.records(data / "tweetsumm" / "tweetsumm.jsonl"):
            yield from (summary for summary in record["summaries"] if summary)


def train(rows: list[corpus.Row], data: Path | None, seed: int) -> tuple[dict[str, np.ndarray], set[str]]:
    """The arrays `Sense.of` takes (codes, int8 vectors, inverse log frequencies); and every word met."""
    documents = [tokenise(clean(text)) for text in texts(rows, data)]
    count = Counter(token for document in documents for token in document)
    ranked = sorted(((n, token) for token, n in count.items() if n >= LEAST), key=lambda pair: (-pair[0], pair[1]))[
        :WORDS
    ]
    index = {token: at for at, (_, token) in enumerate(ranked)}
    near: Counter[tuple[int, int]] = Counter()
    for document in documents:
        known = [index.get(token, -1) for token in document]
        for at, one in enumerate(known):
            for step in range(1, min(WINDOW, len(known) - 1 - at) + 1):
                if one >= 0 and known[at + step] >= 0:
                    near[one, known[at + step]] += 12 // step
    keys = np.array(list(near))
    table = sp.coo_matrix(
        (np.array(list(near.values()), float), (keys[:, 0], keys[:, 1])), shape=(len(index),) * 2
    ).tocsr()
    table = (table + table.T).tocoo()
    total = np.asarray(table.tocsr().sum(axis=1)).ravel()
    smooth = np.maximum(total, 1) ** 0.75
    surprise = np.log(np.maximum(table.data * smooth.sum() / (total[table.row] * smooth[table.col]), 1e-12))
    keep = surprise > 0
    positive = sp.coo_matrix((surprise[keep], (table.row[keep], table.col[keep])), shape=table.shape).tocsr()
    left, strength, _ = randomized_svd(positive, n_components=WIDTH, n_iter=4, random_state=seed)
    vectors = left * np.sqrt(strength)
    vectors /= np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    arrays = {
        "sense_codes": np.array([code(token) for token in index], np.uint32),
        "sense_vectors": np.round(vectors * 127).astype(np.int8),
        "sense_weight": np.log(sum(count.values()) / np.array([n for n, _ in ranked])).astype(np.float16),
    }
    return arrays, set(count)

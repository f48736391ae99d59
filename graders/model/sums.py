"""Sums over stretches of rows, and products of rows with a table.

On tables a loop over stretches beats `np.add.reduceat` many times over.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
_SAFE = 256
"""As many int8 values add up in 16 bits, whatever they are."""
_QUIET = 2**18
"""Multiplications up to which OpenBLAS, which numpy comes with, works alone."""
Doubles = npt.NDArray[np.float64]


def product(rows: Floats, table: Floats) -> Doubles:
    """`rows @ table` in double precision, so that a row comes to the same in any company.

    Done in parts so small that OpenBLAS wakes no second thread: one that is awake waits for more at full speed, and
    would take as much of the processor as all of the grading.
    """
    parts = -(-len(rows) // max(1, _QUIET // table.size)) or 1
    wide = table.astype(np.float64)
    return np.concatenate([part @ wide for part in np.array_split(rows.astype(np.float64), parts)])


def whole(table: Floats, sizes: Sequence[int]) -> Floats:
    """The sum of each stretch of rows of whole numbers below 2**24; `sizes`, each 1 or more, cover the table."""
    total = np.empty((len(sizes), table.shape[1]), np.float32)
    end = 0
    for at, size in enumerate(sizes):
        start, end = end, end + size
        np.add.reduce(table[start:end], axis=0, out=total[at])
    return total


def weight_sums(table: npt.NDArray[np.int8], columns: Ints, sizes: Sequence[int]) -> Floats:
    """The sum of the rows that each stretch of `columns` names; zeros for a stretch of none."""
    total = np.zeros((len(sizes), table.shape[1]), np.float32)
    found = table.take(columns, axis=0).astype(np.int16)
    end = 0
    for at, size in enumerate(sizes):
        start, end = end, end + size
        if size:
            total[at] = np.add.reduce(found[start:end], axis=0, dtype=np.int16 if size <= _SAFE else np.int32)
    return total

"""The only door to `datasets` and the hub it belongs to.

Nothing goes over the network unless a hub data set was named or a push was confirmed: the switches below are set before
the library is imported, because it reads them then. Without them even a local file makes it look up a telemetry host.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from coolhead.bench.errors import BadInput

HUB = "hf:"
"""What a data set of the hub begins with: `hf:OWNER/NAME`, `hf:OWNER/NAME@CONFIG:SPLIT`."""
BATCH = 1_000
"""Rows that are turned into Python objects at once."""
_QUIET = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "DO_NOT_TRACK": "1"}
_OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}


def library(*, online: bool = False) -> Any:
    """The `datasets` module, offline unless a remote data set was asked for.

    Raises:
        BadInput: online, but this process has already imported it for local files, or the user's settings forbid it.
    """
    os.environ.update(_QUIET)
    if not online and "datasets" not in sys.modules:
        os.environ.update(_OFFLINE)
    import datasets  # type: ignore[import-untyped]

    if online and datasets.config.HF_HUB_OFFLINE:
        raise BadInput("hf:", "this process works offline", do="unset HF_HUB_OFFLINE; name it alone")
    return datasets


def is_data_set(path: Path) -> bool:
    """Whether a path is a hub name, a Parquet or Arrow file, or a folder with a data set in it."""
    if str(path).startswith(HUB) or path.suffix.lower() in (".parquet", ".arrow"):
        return True
    if not path.is_dir():
        return False
    saved = any((path / name).is_file() for name in ("dataset_info.json", "dataset_dict.json"))
    return saved or any(path.rglob("*.parquet"))


def rows(path: Path, *, config: str | None = None) -> Callable[[], Iterator[dict[str, Any]]]:
    """The rows of a data set, from the beginning each time the answer is called; one batch in memory at a time.

    Every split counts, "train" first. A folder with several configurations needs `config`, unless one of them is
    called "dialogues".

    Raises:
        BadInput: nothing there, or nothing that the library can read.
    """
    return lambda: _rows(path, config)


def _rows(path: Path, config: str | None) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="coolhead-") as cache:
        for part in _parts(path, config, cache):
            for batch in part.with_format("arrow").iter(batch_size=BATCH):
                yield from batch.to_pylist()


def _parts(path: Path, config: str | None, cache: str) -> list[Any]:
    hub = str(path).startswith(HUB)
    name, _, split = str(path).removeprefix(HUB).partition(":") if hub else (str(path), "", "")
    name, _, given = name.partition("@") if hub else (name, "", "")
    datasets = library(online=hub)
    try:
        if hub:
            found = datasets.load_dataset(name, given or config, split=split or None, streaming=True, cache_dir=cache)
        elif path.suffix.lower() == ".parquet":
            found = datasets.load_dataset("parquet", data_files=str(path), streaming=True, cache_dir=cache)
        elif path.suffix.lower() == ".arrow":
            found = datasets.Dataset.from_file(str(path))
        elif any((path / marker).is_file() for marker in ("dataset_info.json", "dataset_dict.json")):
            found = datasets.load_from_disk(str(path))
        else:
            known = datasets.get_dataset_config_names(str(path))
            chosen = config or ("dialogues" if "dialogues" in known else None)
            found = datasets.load_dataset(str(path), chosen, streaming=True, cache_dir=cache)
    except BadInput:
        raise
    except Exception as problem:
        text = " ".join(str(problem).split())[:200]
        raise BadInput(path, f"cannot be read as a data set: {text}", do="see docs/datasets.md") from None
    if isinstance(found, dict):
        return [found[key] for key in sorted(found, key=lambda key: (key != "train", key))]
    return [found]


def write_parquet(path: Path, rows: Callable[[], Iterable[Mapping[str, Any]]], *, features: Mapping[str, Any]) -> int:
    """Writes rows as one Parquet file; returns how many. Types are given, so that an empty column keeps its own."""
    datasets = library()
    with tempfile.TemporaryDirectory(prefix="coolhead-") as cache:
        made = datasets.Dataset.from_generator(
            lambda: iter(rows()), features=_features(features), cache_dir=cache, fingerprint="coolhead"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        made.to_parquet(str(path))
        return len(made)


def push(folder: Path, name: str, *, private: bool, make: Callable[[], Any] | None = None) -> str:
    """Uploads a folder as a data set of the hub; returns its address. The only thing here that sends data anywhere.

    `make` returns the client (tests hand in another one).

    Raises:
        BadInput: the hub refused, or nobody is signed in.
    """
    try:
        client = make() if make else _client()
        client.create_repo(repo_id=name, repo_type="dataset", private=private, exist_ok=True)
        done = client.upload_folder(repo_id=name, repo_type="dataset", folder_path=str(folder))
    except BadInput:
        raise
    except Exception as problem:
        text = " ".join(str(problem).split())[:200]
        raise BadInput(f"--push {name}", f"was not uploaded: {text}", do="sign in first, and check the name") from None
    return str(done)


def _client() -> Any:
    os.environ.update(_QUIET)
    import huggingface_hub

    if huggingface_hub.constants.HF_HUB_OFFLINE:
        for name in _OFFLINE:
            os.environ.pop(name, None)
        huggingface_hub.constants.HF_HUB_OFFLINE = False
    return huggingface_hub.HfApi()


def _features(plan: Mapping[str, Any]) -> Any:
    datasets = library()

    def one(kind: Any) -> Any:
        if isinstance(kind, str):
            return datasets.Value(kind)
        if isinstance(kind, list):
            return datasets.List(one(kind[0])) if hasattr(datasets, "List") else [one(kind[0])]
        return {name: one(inner) for name, inner in kind.items()}

    return datasets.Features({name: one(kind) for name, kind in plan.items()})

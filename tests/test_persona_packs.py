"""Own packs: an entry point of an installed distribution, a Parquet data set, JSON lines, a folder."""

from __future__ import annotations

import csv
import json
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from coolhead.bench.errors import BadInput
from coolhead.personas.loader import builtin, load, select

P01 = next(p for p in builtin("core") if p.id == "P01")


def own(tmp_path: Path) -> Path:
    """A pack of one persona with an id of its own."""
    text = files("coolhead.personas").joinpath("data/core/P01.yaml").read_text("utf-8")
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "Z01.yaml").write_text(text.replace("id: P01", "id: Z01", 1), "utf-8")
    return folder


def test_a_pack_of_an_installed_distribution_is_found_by_the_name_of_its_entry_point(tmp_path, monkeypatch):
    folder = own(tmp_path)
    site = tmp_path / "site"
    meta = site / "angry_pack-1.0.dist-info"
    meta.mkdir(parents=True)
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: angry-pack\nVersion: 1.0\n", "utf-8")
    (meta / "entry_points.txt").write_text("[coolhead.personas]\nangry = angry_pack:people\n", "utf-8")
    (site / "angry_pack.py").write_text(f"def people():\n    return {str(folder)!r}\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    try:
        chosen = select(["angry", "P02"])
    finally:
        sys.modules.pop("angry_pack", None)
    assert [persona.id for persona in chosen] == ["P02", "Z01"]


def test_a_name_that_no_distribution_offers_is_refused():
    with pytest.raises(BadInput, match="no persona, pack, file or folder 'angrier'"):
        select(["angrier"])


def test_a_parquet_data_set_holds_personas(tmp_path):
    datasets = pytest.importorskip("datasets")
    path = tmp_path / "people.parquet"
    datasets.Dataset.from_list([{"persona": P01.model_dump_json(by_alias=True)}]).to_parquet(str(path))
    assert select([str(path)]) == (P01,)


def test_json_lines_name_the_broken_one(tmp_path):
    path = tmp_path / "people.jsonl"
    path.write_text(P01.model_dump_json(by_alias=True) + "\n" + '{"id": "Z02"}\n', "utf-8")
    with pytest.raises(BadInput, match=r"people\.jsonl:2"):
        select([str(path)])


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl"])
def test_personas_in_a_table_or_a_list(tmp_path, kind):
    """The whole of one in column `persona`, or a column a field with lists and fields as JSON."""
    two = [one.model_dump(by_alias=True, mode="json") for one in builtin("core")[:2]]
    path = tmp_path / f"people.{kind}"
    if kind == "json":
        path.write_text(json.dumps(two), "utf-8")
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(one) + "\n" for one in two), "utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, fieldnames=list(two[0]), delimiter="\t" if kind == "tsv" else ",")
            table.writeheader()
            for one in two:
                table.writerow({name: json.dumps(v) if isinstance(v, list | dict) else v for name, v in one.items()})
    assert [p.id for p in load(path)] == ["P01", "P02"]
    assert load(path)[0] == builtin("core")[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("a.json", '[{"id": 3', "a.json:1: broken JSON"), ("a.csv", "persona\n{oops\n", "a.csv:1: broken JSON"),
     ("a.json", "[3]", "a.json:1: holds no persona")],
)  # fmt: skip
def test_a_broken_list_or_table_is_one_clear_line(tmp_path, name, text, said):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadInput, match=said):
        load(tmp_path / name)

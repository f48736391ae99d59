"""The Python API, as in a script and as in a notebook."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coolhead.bench import grade, run
from coolhead.bench.bots import resolve
from coolhead.bench.errors import BadInput
from coolhead.bench.testing import SayBot, talk
from coolhead.personas.loader import select

pytestmark = pytest.mark.usefixtures("warm")

SAMPLE = Path(__file__).resolve().parent.parent / "docs/samples/answering_services.jsonl"
FEW = ["P01", "P02", "P04"]


def my_bot(conversation):
    return f"I am looking at {conversation.case.product} now."


async def slow_bot(conversation):
    await asyncio.sleep(0)
    return "One moment."


@pytest.fixture(scope="module")
def result():
    return run(my_bot, personas=FEW)


def test_a_function_is_all_it_takes(result):
    [row] = result.rows
    assert row.bot == "my_bot"
    assert result.overall == row.overall
    assert result.calm.n == 3
    assert 0 <= result.resolution.mean <= 100
    assert result["my_bot"].coverage.done == 3
    assert set(result.outcome) >= {"accepted", "end_anger"}
    assert len(list(result.dialogues())) == 3


def test_a_temporary_run_goes_with_its_result():
    made = run(my_bot, personas="P01")
    folder = made.folder
    assert (folder / "dialogues.jsonl").exists()
    del made
    assert not folder.exists()


@pytest.mark.parametrize(
    ("bot", "names"),
    [
        ("ladder:B3", ["B3-parrot"]),
        (slow_bot, ["slow_bot"]),
        (lambda c: "Hm.", ["bot"]),
        ({"mine": my_bot, "theirs": "ladder:B2"}, ["mine", "theirs"]),
        ([my_bot, SayBot("Well.")], ["my_bot", "say"]),
    ],
)
def test_a_bot_may_be_given_in_many_ways(bot, names):
    made = run(bot, personas="P01")
    assert sorted(row.bot for row in made.rows) == sorted(names if bot != "ladder:B3" else [resolve([bot])[0].name])


def test_personas_may_be_objects_files_and_packs(tmp_path):
    one, two = select(["P01", "P02"])
    assert [d.persona for d in run(my_bot, personas=one).dialogues()] == ["P01"]
    assert [d.persona for d in run(my_bot, personas=[two, "P04"]).dialogues()] == ["P02", "P04"]


def test_the_same_settings_give_the_same_bytes_as_the_command_line(tmp_path):
    from coolhead.bench.cli import main

    run("ladder:B6", personas=FEW, seed=3, out=tmp_path / "a")
    words = [word for id in FEW for word in ("--personas", id)]
    main(["run", "--bot", "ladder:B6", *words, "--seed", "3", "--out", str(tmp_path / "b")])
    for name in ("dialogues.jsonl", "grades.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_kept_run_goes_on_and_says_when_it_cannot(tmp_path):
    seen = []
    run(my_bot, personas="P01", out=tmp_path / "r")
    run(my_bot, personas=FEW, out=tmp_path / "r", progress=lambda done, planned: seen.append((done, planned)))
    assert seen == [(2, 3), (3, 3)]
    with pytest.raises(BadInput, match="another bot 'my_bot'"):
        run({"my_bot": slow_bot}, personas=FEW, out=tmp_path / "r")


def test_it_works_where_an_event_loop_runs_already():
    async def cell():
        return run(slow_bot, personas="P01"), grade(talk("C: Where is it?", "A: On the van."))

    played, graded = asyncio.run(cell())
    assert len(list(played.dialogues())) == 1
    assert graded.clarity.n <= 1

    async def broken():
        run("nonsense:bot")

    with pytest.raises(BadInput, match="unknown kind of bot"):
        asyncio.run(broken())


def test_several_bots_have_no_single_score():
    made = run({"a": my_bot, "b": slow_bot}, personas="P01")
    with pytest.raises(BadInput, match=r"holds 2 bots \(a, b\) \(say which"):
        _ = made.calm
    with pytest.raises(KeyError, match="did you mean 'a'"):
        made["aa"]
    assert made["a"].criteria["calm"].n == 1


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"repeats": 0}, "repeats: must be at least 1, got 0"),
        ({"bot": 5}, "is a int"),
        ({"bot": []}, "there is none"),
        ({"bot": [my_bot, my_bot]}, "two bots are called 'my_bot'"),
        ({"personas": "nobody"}, "no persona, pack, file or folder"),
        ({"customer": "oracle"}, "unknown engine 'oracle'"),
    ],
)
def test_bad_input_is_one_clear_line(settings, text):
    with pytest.raises(BadInput) as found:
        run(**{"bot": my_bot, "personas": "P01", **settings})
    assert text in str(found.value)


def test_grading_files_lists_and_run_folders(result, tmp_path):
    by = grade(SAMPLE, by="service")
    assert by["Larkline"].overall.mean > by["Northdesk"].overall.mean
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    assert grade(rows, by="service")["Larkline"].overall == by["Larkline"].overall
    messages = [{"role": "user", "content": "Where is it?"}, {"role": "assistant", "content": "On the van."}]
    one = grade([messages, {"nothing": 1}])
    assert len(list(one.dialogues())) == 1
    assert [row.overall for row in grade(result.folder).rows] == [result.overall]
    with pytest.raises(BadInput, match="item 0"):
        grade([{"nothing": 1}])
    with pytest.raises(BadInput, match="no such file"):
        grade("nowhere.jsonl")


def test_tables_for_people_and_for_machines(result):
    assert "my_bot" in repr(result)
    assert "interval" in repr(result)
    page = result._repr_html_()
    assert page.startswith("<table>")
    assert page.count("<tr>") == 2
    frame = result.to_pandas()
    assert list(frame["persona"]) == FEW
    assert frame["calm"].mean() == pytest.approx(result.calm.mean)
    assert "customer: " in frame["text"][0]
    assert {"bot", "overall", "calm_low"} <= set(result.to_pandas("bots").columns)
    assert set(result.to_pandas("grades")["criterion"]) == {"calm", "empathy", "clarity", "boundaries", "resolution"}
    with pytest.raises(BadInput, match="use dialogues, grades or bots"):
        result.to_pandas("words")


def test_a_data_set(result):
    made = result.to_dataset()
    assert made.num_rows == 3
    assert made[0]["persona"] == "P01"


def test_the_worst_dialogues_come_with_their_reasons(result):
    from coolhead.bench.lowest import as_text

    worst = result.worst(2)
    means = {row["id"]: row["overall"] for row in result.records()}
    assert [one.dialogue.id for one in worst] == sorted(means, key=means.get)[:2]
    text = as_text(worst[0])
    assert "I am looking at" in text
    assert "missing " in text


def test_html_of_a_hostile_name_is_text():
    hostile = SayBot("Hm.", name="<script>x</script>")
    assert "<script>" not in run(hostile, personas="P01")._repr_html_()


def test_importing_the_names_costs_nothing():
    def loaded(line: str, *names: str) -> set[str]:
        code = f"import sys; {line}; print(*({set(names)!r} & set(sys.modules)))"
        return set(
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        )

    assert not loaded("import coolhead.bench", "numpy", "pydantic", "aiohttp")
    assert not loaded("from coolhead.bench import run", "litellm", "datasets", "pandas", "matplotlib")


def test_public_names():
    import coolhead.bench as bench

    assert bench.__all__ == sorted(bench.__all__)
    assert all(hasattr(bench, name) and name in dir(bench) for name in bench.__all__)
    with pytest.raises(AttributeError, match="no attribute 'rnu'"):
        bench.rnu  # noqa: B018


def test_the_code_of_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).resolve().parent.parent / "docs/python.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    assert len(blocks) == 2
    known: dict = {}
    for block in blocks:
        exec(block, known)
    assert known["result"].calm.n == 2


def test_a_reached_limit_keeps_what_is_finished_and_says_so(tmp_path):
    from coolhead.bench.faults.server import FakeProvider

    async def scenario():
        async with FakeProvider() as fake:
            spec = f"openai:{fake.url}?price=1/1#fake-1"
            return await asyncio.to_thread(lambda: run(spec, personas="P01", max_cost=1e-9))

    made = asyncio.run(scenario())
    assert made.status == "stopped at the spending limit"
    assert not list(made.dialogues())


def test_in_a_notebook_the_result_is_shown_once(result, monkeypatch):
    """Rich would display the plain table on its own there, above the one that the notebook asks for."""
    shown = []
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    monkeypatch.setattr("rich.jupyter.display", lambda *what: shown.append(what))
    assert "my_bot" in repr(result)
    assert result._repr_html_().startswith("<table>")
    assert not shown


@pytest.mark.notebook
def test_a_real_notebook_runs_it(tmp_path):
    pytest.importorskip("ipykernel")
    nbformat = pytest.importorskip("nbformat")
    executing = pytest.importorskip("nbconvert.preprocessors")
    cells = [
        "import asyncio\nasyncio.get_running_loop()\nfrom coolhead.bench import run, grade",
        "async def bot(conversation):\n    return 'I am looking.'\nresult = run(bot, personas=['P01', 'P02'])\nresult",
        "assert result.to_pandas().shape[0] == 2\nassert len(result.to_dataset('grades')) == 10",
        "grade([{'turns': [{'role': 'customer', 'text': 'Hm?'}, {'role': 'agent', 'text': 'Calm down.'}]}])",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    executing.ExecutePreprocessor(timeout=120).preprocess(book, {"metadata": {"path": str(tmp_path)}})
    for cell in (book.cells[1], book.cells[3]):
        [shown] = cell.outputs
        assert "<table>" in shown["data"]["text/html"]


def test_rows_that_are_single_agents_are_hashed_in_python_too():
    turns = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "On the van."}]
    talks = [{"agent_name": name, "turns": turns} for name in ("Edda Rostami", "Ivo Marsh")]
    names = {row.bot for row in grade(talks, by="agent_name").board.rows}
    assert len(names) == 2
    assert all(name.startswith("agent-") for name in names)
    kept = grade(talks, by="agent_name", hash_agents=False)
    assert {row.bot for row in kept.board.rows} == {"Edda Rostami", "Ivo Marsh"}

"""Dialogues spread over processes: the same bytes, whatever happens to them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from coolhead.bench.bots import resolve
from coolhead.bench.cli import main
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import run_all
from coolhead.bench.errors import BadInput
from coolhead.bench.running.crew import Opening, crew_for
from coolhead.bench.settings import RunSettings
from coolhead.bench.store import RunFolder
from coolhead.bench.workers import AFRAID, Workers, can_fork, offline
from coolhead.personas.loader import select

pytestmark = pytest.mark.usefixtures("warm")

PEOPLE = tuple(select(["P01", "P04", "P12", "P16"]))
FILES = ("dialogues.jsonl", "grades.jsonl")


def opening(*bots: str, repeats: int = 1) -> Opening:
    return Opening(RunSettings(bots=bots, repeats=repeats), PEOPLE, Limits(turns=4, reply=5.0))


def play(folder, made: Opening, *, count: int, fork: bool | None = None) -> list[bytes]:
    stage = made()
    with RunFolder(folder) as run:
        run.start({})
        with Workers(stage, opening=made, count=count, at_once=2, fork=fork) as crew:
            asyncio.run(
                run_all(
                    stage.cells, customers=stage.customers, graders=stage.graders, folder=run, limits=stage.limits,
                    jobs=2, crew=crew if count else None,
                )
            )  # fmt: skip
    return [(folder / name).read_bytes() for name in FILES]


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The bytes that one process leaves."""
    return play(tmp_path_factory.mktemp("alone"), opening("ladder:B2", "ladder:B8"), count=0)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_bytes_do_not_depend_on_how_many_play(tmp_path, alone, count):
    assert play(tmp_path, opening("ladder:B2", "ladder:B8"), count=count, fork=sys.platform == "linux") == alone


def test_nor_on_how_they_come_to_life(tmp_path, alone):
    assert play(tmp_path, opening("ladder:B2", "ladder:B8"), count=2, fork=False) == alone


def test_bots_that_wait_for_somebody_stay_in_the_event_loop(tmp_path):
    (tmp_path / "mine.py").write_text(
        "def plain(conversation):\n    return 'Yes.'\n\n"
        "async def waits(conversation):\n    return 'Yes.'\n\n"
        "def far(conversation):\n    return 'Yes.'\nfar.remote = True\n"
    )
    mine = [f"py:{tmp_path}/mine.py:{name}" for name in ("plain", "waits", "far")]
    stage = opening(*mine, "ladder:B2", "http://127.0.0.1:9/")()
    assert {cell.bot.name: offline(cell) for cell in stage.cells} == {
        "mine.plain": True, "mine.waits": False, "mine.far": False, "B2-dismisser": True, "127.0.0.1-9": False,
    }  # fmt: skip


def test_with_a_library_that_survives_no_copy_everything_stays_here(monkeypatch):
    cell = opening("ladder:B2")().cells[0]
    assert offline(cell)
    monkeypatch.setitem(sys.modules, sorted(AFRAID)[0], sys)
    assert not offline(cell)


def test_a_bot_that_takes_its_process_down_is_found_and_the_others_are_not_blamed(tmp_path):
    (tmp_path / "bad.py").write_text(
        "import os\n\n"
        "def reply(conversation):\n"
        "    if conversation.case.firm == os.environ['BAD_FIRM']:\n        os._exit(3)\n"
        "    return 'I am looking into it.'\n"
    )
    made = opening(f"py:{tmp_path}/bad.py:reply", "ladder:B8", repeats=2)
    os.environ["BAD_FIRM"] = PEOPLE[1].case.firm
    try:
        play(tmp_path / "run", made, count=2)
    finally:
        del os.environ["BAD_FIRM"]
    dialogues = list(RunFolder(tmp_path / "run").dialogues())
    assert [d.id for d in dialogues] == [cell.id for cell in made().cells]
    broken = {d.id: d.failure for d in dialogues if d.failure}
    assert set(broken) == {"bad/P04/0", "bad/P04/1"}
    assert {f.kind for f in broken.values()} == {"crashed"}
    assert "ended with code 3" in broken["bad/P04/0"].message
    scores = {g.dialogue: g.score for g in RunFolder(tmp_path / "run").grades() if g.criterion == "calm"}
    assert scores["bad/P04/0"] == 0
    assert scores["B8-listener/P04/0"] > 0


def test_a_bug_in_a_worker_is_shown_where_the_run_is(tmp_path):
    made = opening("ladder:B2")
    stage = made()

    class Broken:
        name = "broken"

        def begin(self, persona, *, seed):
            raise ZeroDivisionError("a bug of ours")

    object.__setattr__(stage, "customers", Broken())
    with Workers(stage, opening=made, count=2, at_once=1, fork=True) as crew, RunFolder(tmp_path) as run:
        run.start({})
        work = run_all(
            stage.cells, customers=stage.customers, graders=[], folder=run, limits=stage.limits, jobs=1, crew=crew
        )
        with pytest.raises(ExceptionGroup) as caught:
            asyncio.run(work)
    assert caught.group_contains(ZeroDivisionError, match="a bug of ours")


def test_small_runs_one_job_models_and_judges_need_no_crew():
    few, many = opening("ladder:B2"), opening("ladder", repeats=9)

    def crew(made: Opening, **settings):
        chosen = made.settings.model_copy(update=settings)
        found = crew_for(made(), chosen, PEOPLE, done=set())
        if found is not None:
            with found:
                pass
        return found

    assert crew(few) is None
    assert crew(many, jobs=1) is None
    assert crew(many, judges=("fake/model",)) is None
    assert crew(many, customer="fake/model") is None
    if len(os.sched_getaffinity(0)) > 1:
        assert crew(many) is not None


SLOW = "import time\n\ndef reply(conversation):\n    time.sleep(0.05)\n    return 'One moment.'\n"
LONG = [
    *("run", "--bot", "py:slow.py:reply", "--max-turns", "4", "--out", "out"),
    *(f"--personas=P{n:02}" for n in range(1, 17)),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of the slow run that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "slow.py").write_text(SLOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main([*LONG, "--jobs", "1"]) == 0
    return folder / "out"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_leaves_no_process_behind_and_goes_on(tmp_path, sign, whole):
    (tmp_path / "slow.py").write_text(SLOW)
    run = [sys.executable, "-m", "coolhead.bench", *LONG]
    playing = subprocess.Popen(run, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = tmp_path / "out" / "dialogues.jsonl"
    until = time.monotonic() + 60
    while not (lines.exists() and lines.stat().st_size) and time.monotonic() < until:
        time.sleep(0.02)
    children = _children(playing.pid)
    playing.send_signal(sign)
    playing.communicate(timeout=30)
    assert playing.returncode == (130 if sign == signal.SIGINT else -signal.SIGKILL)
    until = time.monotonic() + 20
    while any(map(_alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_alive, children)), "workers that nobody waits for"
    kept = lines.read_bytes().count(b"\n")
    assert 0 < kept < 16
    again = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0, again.stderr
    assert f"played before and kept: {kept}" in again.stdout
    for name in FILES:
        assert (tmp_path / "out" / name).read_bytes() == (whole / name).read_bytes(), name


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in open(f"/proc/{pid}/task/{pid}/children").read().split()]  # noqa: PTH123
    except OSError:
        return []


def _alive(pid: int) -> bool:
    try:
        return open(f"/proc/{pid}/stat").read().split()[2] != "Z"  # noqa: PTH123
    except OSError:
        return False


def test_a_copy_is_only_made_where_no_thread_could_hold_a_lock():
    import threading

    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        done.set()
        thread.join()


def test_ray_that_is_not_there_costs_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--bot", "ladder:B2", "--personas", "P01", "--engine", "ray", "--out", "r"]) == 2
    text = capsys.readouterr().err
    assert text == "coolhead run: --engine ray: Ray is not installed (pip install 'coolhead[ray]')\n"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"judges": ("fake/model",)}, "--judge"),
        ({"customer": "fake/model"}, "--customer"),
    ],
)
def test_what_shares_a_budget_does_not_go_to_a_cluster(settings, says, monkeypatch):
    made = opening("ladder:B2")
    chosen = made.settings.model_copy(update={"engine": "ray", **settings})
    with pytest.raises(BadInput, match=says):
        crew_for(made(), chosen, PEOPLE, done=set())


def test_a_bot_that_is_an_object_does_not_go_to_a_cluster():
    from coolhead.bench import run

    with pytest.raises(BadInput, match="is an object of this process"):
        run(lambda conversation: "Yes.", personas="P01", engine="ray")


@pytest.mark.ray
def test_a_cluster_leaves_the_same_bytes(tmp_path, alone):
    pytest.importorskip("ray")
    made = opening("ladder:B2", "ladder:B8")
    stage = made()
    crew = crew_for(stage, made.settings.model_copy(update={"engine": "ray"}), PEOPLE, done=set())
    with RunFolder(tmp_path) as run, crew:
        run.start({})
        asyncio.run(
            run_all(
                stage.cells, customers=stage.customers, graders=stage.graders, folder=run, limits=stage.limits,
                jobs=2, crew=crew,
            )
        )  # fmt: skip
    assert [(tmp_path / name).read_bytes() for name in FILES] == alone
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"


def test_specs_are_opened_the_same_way_twice():
    first, second = (resolve(["ladder", "attack"]) for _ in range(2))
    assert [bot.name for bot in first] == [bot.name for bot in second]

"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TESTS = """
def my_bot(conversation):
    return "Calm down. That is not our problem."

def good_bot(conversation):
    return "I am sorry. Let me look."

def test_that_fails(coolhead):
    result = coolhead.run(my_bot, personas="P18")
    assert result.resolution.mean > 60

def test_that_passes(coolhead):
    result = coolhead.run(good_bot, personas="P01")
    assert result.calm.mean > 5

def test_of_transcripts(coolhead):
    chat = {"turns": [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "Shut up."}]}
    result = coolhead.grade([chat])
    assert result.calm.mean > 90

def test_without_it():
    assert 1 + 1 == 3
"""


def pytest_in(folder: Path, *words: str) -> str:
    (folder / "test_bot.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--basetemp", str(folder / "tmp"), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_the_plugin_is_registered():
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    assert points == {"coolhead": "coolhead.bench.pytest_plugin"}


def test_failures_show_the_leaderboard_and_the_worst_dialogues(tmp_path):
    text = pytest_in(tmp_path)
    assert "3 failed, 1 passed" in text
    heads = ("test_that_fails", "test_of_transcripts", "test_without_it")
    first, second, third = (text.index(f"_ {name} _") for name in heads)
    failed, transcripts, bare = text[first:second], text[second:third], text[third : text.index("short test summary")]
    assert re.search(r"assert [\d.]+ > 60", failed)
    assert "- coolhead -" in failed
    assert "my_bot/P18/0" in failed
    assert '"Calm down.' in failed, "the words that the verdict rests on"
    assert "too few personas" in failed
    assert "All dialogues: " in failed
    assert "Shut up." in transcripts
    assert "coolhead" not in bare.replace("coolhead):", "")


def test_loading_it_costs_nothing(tmp_path):
    (tmp_path / "test_nothing.py").write_text(
        "import sys\ndef test_nothing():\n"
        "    assert not {'numpy', 'pydantic', 'aiohttp', 'litellm', 'datasets'} & set(sys.modules)\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        "test_nothing.py",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

"""What README and docs/ say can be typed, can be typed."""

from __future__ import annotations

import argparse
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from coolhead.bench.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), ROOT / "results/README.md"]
)
COMMAND = re.compile(r"^(?:\s{4}|\$ ?)?(?:\.venv/bin/)?(coolhead [^\n]*?)\s*(?:#.*)?$", re.M)


def commands() -> list[tuple[str, str]]:
    """(page, command line) for every line of a page that starts with `coolhead`."""
    found = []
    for page in PAGES:
        for line in COMMAND.findall(page.read_text("utf-8").replace("\\\n", " ")):
            if not re.search(r"\bCOMMAND\b|\.\.\.|…|\bDIR\b|\bFILE\b", line) and line.split()[1] in COMMANDS:
                found.append((page.name, line))
    return found


@pytest.mark.parametrize(("page", "line"), commands())
def test_every_command_of_a_page_is_understood(page, line):
    for part in line.split("&&"):
        words = shlex.split(part)
        if words[0] != "coolhead" or len(words) < 2 or words[1].startswith("-"):
            continue
        parser = argparse.ArgumentParser(exit_on_error=False)
        import_module(f"coolhead.bench.cli.{words[1]}").arguments(parser)
        parser.parse_args([word for word in words[2:] if word not in (">", "2>&1")])


def test_there_are_commands_on_the_pages():
    assert len(commands()) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_pages_name_no_place_of_a_machine(page):
    text = page.read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users)/", text)


def test_the_readme_has_exactly_two_set_up_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^    (make \w+)$", text, re.M) == ["make demo", "make test"]


def test_the_bot_of_the_readme_plays(tmp_path, monkeypatch, capsys):
    from coolhead.bench.cli import main

    code = re.search(r"```python\n(def reply.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert code
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_bot.py").write_text(code[1])
    assert main(["run", "--bot", "py:my_bot.py:reply", "--personas", "P16", "--out", "run"]) == 0
    assert "my_bot" in capsys.readouterr().out

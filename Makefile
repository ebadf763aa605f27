# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HOST ?= 127.0.0.1
PORT ?= 8000
# make bench BENCH=--quick: smaller sizes
BENCH ?=
# make schemathesis CASES=20 SEED=7: so many cases of each operation beside those of the coverage
CASES ?= 4
SEED ?= 1

.DEFAULT_GOAL := help
.PHONY: help run test coverage schemathesis check web bench docs format clean

help: ## Show the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "rightsgraph needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(VENV)/.dev
	$(PIP) install -c constraints.txt -e '.[dev,bench]'
	@touch $@

run: $(VENV)/.run web ## Install, build the graph from data/, serve it on http://127.0.0.1:8000
	$(BIN)/rightsgraph build
	$(BIN)/rightsgraph serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev web ## Install, run every test that this machine can run
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

coverage: $(VENV)/.dev web ## The same, and which lines no test has run
	$(BIN)/coverage erase
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --cov --cov-report=term

schemathesis: $(VENV)/.dev web ## Try the whole API with made-up and hostile requests (half an hour)
	RIGHTSGRAPH_API_CASES=$(CASES) RIGHTSGRAPH_API_SEED=$(SEED) $(BIN)/python -m pytest --no-cov -s \
	  tests/server/lists/test_openapi.py tests/server/lists/test_hostile_values.py

web: $(BIN)/python ## Build the scripts of the pages, where they have changed
	@$(BIN)/python tools/build_web.py $(if $(RIGHTSGRAPH_REQUIRE_ALL),--require)

check: $(VENV)/.dev web ## Formatting, lint, types, import rules, generated files up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src tests tools benchmarks
	$(BIN)/lint-imports
	$(BIN)/python tools/external_terms.py --check
	$(BIN)/python tools/generate_vocabulary.py --check
	$(BIN)/python tools/generate_docs.py --check
	$(BIN)/python benchmarks/report.py benchmarks/results.json docs/benchmarks.md --check
	@$(BIN)/python tools/build_web.py --types
	$(BIN)/python -m sphinx -W --keep-going -q docs build/site

bench: $(VENV)/.bench ## Measure beside the peers, print ratios, write docs/benchmarks.md (an hour)
	$(BIN)/python benchmarks/run.py $(BENCH) --results benchmarks/results.json --page docs/benchmarks.md

docs: $(VENV)/.dev ## Write the generated pages of docs/, make a site of them in build/site
	$(BIN)/python tools/external_terms.py
	$(BIN)/python tools/generate_vocabulary.py
	$(BIN)/python tools/generate_docs.py
	$(BIN)/python -m sphinx -W --keep-going -q docs build/site
	@echo build/site/index.html

format: $(VENV)/.dev ## Format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove the virtual environment and everything generated
	rm -rf $(VENV) dist build web/node_modules src/rightsgraph/server/built .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Two commands for newcomers: `make demo` and `make test`. Plain venv and pip, again and again.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
          --custom-compile-command 'make requirements' pyproject.toml
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

LEARN  := .venv-train

.PHONY: demo test docs train bench bench-desk bench-quality requirements clean help

help: ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/core ## Show the desk in a browser, with sample conversations
	@$(BIN)/mulligan demo

test: $(VENV)/dev ## Lint, types, import contracts, every test, coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist worksteal -m exhaustive
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not exhaustive' --cov --cov-report=
	$(BIN)/coverage report --fail-under=95 --omit='*/conversation/*,*/protocol/*,*/journal/*'
	$(BIN)/coverage report --fail-under=100 --include='*/conversation/*,*/protocol/*,*/journal/*'

docs: $(VENV)/dev ## Build the documentation as a site, in site/
	$(BIN)/mkdocs build --strict

bench: $(VENV)/dev ## Measure speed; writes benchmarks/speed/RESULTS.md
	$(BIN)/python -m benchmarks.speed

bench-desk: $(VENV)/dev ## Measure the desk under load, and killed; writes benchmarks/desk/RESULTS.md
	$(BIN)/python -m benchmarks.desk

bench-quality: $(VENV)/peers ## Measure the readers; DATA=folder adds the public sets
	$(BIN)/python -m benchmarks.quality $(if $(DATA),--data $(DATA))

train: $(LEARN)/ready ## Make the trained reader's weights; DATA=folder has the public sets
	@test -n "$(DATA)" || { echo 'Say where the public sets are: make train DATA=folder'; exit 1; }
	$(LEARN)/bin/python -m training --data $(DATA)

requirements: $(VENV)/dev ## Pin the requirements anew, with hashes
	$(PIP) install uv
	$(COMPILE) requirements/build.in -o requirements/core.txt
	$(COMPILE) requirements/build.in --extra dev -o requirements/dev.txt

clean: ## Remove what was made
	rm -rf $(VENV) $(LEARN) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage* build dist site

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Mulligan needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo 'Python has no venv here; on Debian or Ubuntu: apt-get install python3-venv'; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/core: $(VENV)/python requirements/core.txt pyproject.toml
	@echo 'Installing into $(VENV) …'
	@$(PIP) install --no-deps --require-hashes -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/core requirements/dev.txt
	@echo 'Installing what the tests need …'
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/peers: $(VENV)/dev requirements/peers.txt
	@$(PIP) install -r requirements/peers.txt
	@touch $@

$(LEARN)/ready: requirements/core.txt requirements/train.txt requirements/encoder.txt
	@echo 'Installing into $(LEARN) …'
	@$(PYTHON) -m venv $(LEARN)
	@$(LEARN)/bin/python -m pip --quiet install -r requirements/train.txt
	@$(LEARN)/bin/python -m pip --quiet install --no-deps --require-hashes -r requirements/core.txt
	@$(LEARN)/bin/python -m pip --quiet install --no-deps -r requirements/encoder.txt
	@$(LEARN)/bin/python -m pip --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

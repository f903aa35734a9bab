# Two commands matter: `make run` serves Belowline, `make test` proves it. `make help` lists the rest.
#
#   make run HOST=0.0.0.0 PORT=9000     serve elsewhere
#   make setup PYTHON=python3.13        use this Python (3.11 or newer)
#   make setup PIP_ARGS=…               whatever else pip should know (see README on PyTorch for CPUs)
#   CHROMIUM=/path/to/chrome make test  use this browser
#   make test WORKERS=1                 one test at a time

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
PIP_ARGS ?=
WORKERS ?= auto

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
INSTALL = $(PIP) install $(PIP_ARGS) -c constraints.txt

.DELETE_ON_ERROR:
.PHONY: help setup run test lint format browser pin clean

help:
	@echo 'make run     set up what serving needs, then serve on http://$(HOST):$(PORT)/demo'
	@echo 'make test    set up everything, then run all the tests'
	@echo 'make lint    linter, formatter check, type checker, import contracts, migration drift'
	@echo 'make format  let the linter and the formatter mend what they can'
	@echo 'make setup   only set up, in $(VENV)'
	@echo 'make pin     write the versions that are installed now into constraints.txt'
	@echo 'make clean   remove $(VENV) and all caches; the instance folder stays'

setup: $(VENV)/develop.stamp browser

run: $(VENV)/serve.stamp
	exec $(BIN)/belowline serve --first-run --host $(HOST) --port $(PORT)

# A file of tests stays in one process, whose server, databases and browser its tests share; the
# slow files come first, so that no process has one of them left at the end.
test: setup
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/develop.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/belowline db check

format: $(VENV)/develop.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# A virtual environment without pip is one that failed half-way: it is made anew. Debian and Ubuntu
# ship Python without the part that makes one; as root we add it.
$(BIN)/pip:
	@set -eu; \
	for python in '$(PYTHON)' python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			if ! $$python -m venv --clear $(VENV); then \
				test "$$(id -u)" = 0 && command -v apt-get >/dev/null; \
				apt-get update && apt-get install -y python3-venv; \
				$$python -m venv --clear $(VENV); \
			fi; \
			exit; \
		fi; \
	done; \
	echo 'Belowline needs Python 3.11 or newer. Name one: make $(MAKECMDGOALS) PYTHON=…' >&2; \
	exit 1

$(VENV)/serve.stamp: pyproject.toml constraints.txt | $(BIN)/pip
	$(INSTALL) pip
	$(INSTALL) -e .
	@touch $@

# pip learned to read dependency groups in 25.1; serve.stamp has brought a pip that can.
$(VENV)/develop.stamp: $(VENV)/serve.stamp
	$(INSTALL) -e . --group dev
	@touch $@

# The tests drive a real Chromium: one that is there, Debian's package, or Playwright's own build.
browser: $(VENV)/develop.stamp
	@set -eu; \
	if $(BIN)/python tests/browser/chromium.py; then exit; fi; \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get update && apt-get install -y --no-install-recommends chromium fonts-liberation \
			|| $(BIN)/playwright install --with-deps chromium; \
	else \
		$(BIN)/playwright install chromium; \
	fi

# Leaves out what only some machines need: this project, its build tool, CUDA, torch's build.
pin: $(VENV)/develop.stamp
	@{ grep '^#' constraints.txt; $(PIP) freeze --all --exclude-editable \
		| grep -viE '^(belowline|setuptools|nvidia|cuda|triton)' | sed 's/+[a-z0-9]*$$//'; \
	} > constraints.new
	@mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) *.egg-info build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the house does by hand. `make` alone explains every word.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-calibration faults fmt lock pictures chromium imap strace second-reader
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PURE := rubric workflow calibration policy

help: ## Explain every word
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.has-run ## Serve a house full of life on 127.0.0.1:8000 (PORT=… for another)
	@exec $(BIN)/hiring demo

test: $(VENV)/.has-test chromium imap strace second-reader ## Run every test, on both databases and in the browser
	@echo "The pure packages, by their own tests alone (95 % of lines and branches):"
	@$(BIN)/pytest -q -n 2 $(PURE:%=tests/%) $(PURE:%=--cov=hiring.%) --cov-fail-under=95
	@echo "All other tests; the whole house with what was run before (90 %):"
	@$(BIN)/pytest -n 2 --dist loadgroup $(PURE:%=--ignore=tests/%) --cov=hiring --cov-append --cov-fail-under=90

check: $(VENV)/.has-dev ## Read the code without running it: style, types, imports, templates, locks, rubrics
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/deptry hiring
	@$(BIN)/python -m pip check
	@! grep -n '://' requirements/*.txt || { echo "A lock names a host: remake it with 'make lock'."; exit 1; }
	@$(BIN)/hiring rubrics check

bench: $(VENV)/.has-test ## Measure speed and size against a bare Flask server
	@$(BIN)/python -m tests.bench

bench-calibration: $(VENV)/.has-test ## Measure the calibration engine: seconds, multiples of a bincount pass, memory, growth
	@$(BIN)/python -m tests.bench_calibration

faults: $(VENV)/.has-test strace ## Break server, database, disk and mail in the middle of the work, and look for what was lost
	@$(BIN)/python -m tests.faults

pictures: $(VENV)/.has-test chromium ## Take the screenshots in docs/pictures/
	@$(BIN)/python -m tests.browser.pictures

fmt: $(VENV)/.has-dev ## Put the code in order
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

chromium: $(VENV)/.has-test
	@$(BIN)/python -m tests.browser.chromium

imap: $(VENV)/.has-test
	@$(BIN)/python -m tests.inbox.imap_server

strace: $(VENV)/.has-test
	@$(BIN)/python -m tests.faults.strace

second-reader: $(VENV)/.has-test
	@$(BIN)/python -m tests.icals.second_reader

# --- Locks: every package by hash, no host. run < test < dev; server is run with PostgreSQL and gunicorn.

LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: $(VENV)/.has-dev ## Remake the locks in requirements/ (UPGRADE=--upgrade for newer releases)
	@$(LOCK) --all-extras --group dev --output-file requirements/dev.txt
	@$(LOCK) --all-extras --group test --constraints requirements/dev.txt --output-file requirements/test.txt
	@$(LOCK) --all-extras --group build --constraints requirements/dev.txt --output-file requirements/server.txt
	@$(LOCK) --group build --constraints requirements/dev.txt --output-file requirements/run.txt
	@! grep -n '://' requirements/*.txt

# --- The environment: a stamp for each lock that is installed; a larger lock holds the smaller ones.

HOLDS_run := run
HOLDS_test := run test
HOLDS_dev := run test dev

$(VENV)/.has-%: requirements/%.txt pyproject.toml | $(BIN)/python
	@echo "Installing requirements/$*.txt …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(HOLDS_$*:%=$(VENV)/.has-%)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hiring Loop needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -qq -y python3-venv; } \
		|| { echo "This Python cannot make environments: install the package python3-venv."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

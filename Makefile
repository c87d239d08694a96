# make run: set up and serve the archive.   make test: set up and run every test.   make setup: the set-up alone.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT ARCHIVE_DATA
VENV := .venv
BIN := $(VENV)/bin
# Tests use both cores; a third worker only adds to the memory.
TEST_PROCESSES ?= 2
PYTEST_ARGS ?=

.PHONY: run test setup setup-dev lint clean

run: setup
	@exec $(BIN)/python manage.py serve

test: setup-dev
	@$(BIN)/python manage.py check
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile $(PYTEST_ARGS)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@sh .ci/install $(BIN)/python requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(BIN)/python
	@sh .ci/install $(BIN)/python requirements-dev.txt
	@touch $@ $(VENV)/.installed

$(BIN)/python:
	@sh .ci/venv $(PYTHON) $(VENV)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis

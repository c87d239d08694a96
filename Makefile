# make run: set up and serve the archive.   make test: set up and run the tests.   make setup: the set-up alone.
# make test-slow: the long ones (whole sites started, killed, cut off; a browser on every page); .ci/run runs both.
# make pictures: takes the pictures of the handbook anew, from the demo archive, with Debian's chromium.
# make contact-sheet: a picture of every page in every width, light and dark, under var/contact-sheet.
# make licences: writes LICENSES.md from what the installed packages say of themselves.
# make coverage: which lines of the archive and the search no test reaches.   PYTEST_ARGS: of some tests alone.
# make ocr: add what reads scans and photographs (300 MB); nothing else needs it.   make test-ocr: its tests.
# With DATABASE_URL set, what PostgreSQL needs is installed too.   make test-postgresql: what asks the database, on PostgreSQL.
# With SEARCH=opensearch set, what a search cluster needs is, too: make cluster.   make cluster-test: its tests on a real one.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT ARCHIVE_DATA DATABASE_URL
# Also where the machine keeps no compiled files: hundreds of processes of the tests begin with the same modules.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
# Tests use both cores; a third process only adds to the memory, but where tests wait for processes that they started or for PostgreSQL.
TEST_PROCESSES ?= 2
WAITING_TEST_PROCESSES ?= 3
# Each file by one process, in the order of tests/conftest.py.
BY_FILE := --dist loadfile --no-loadscope-reorder
PYTEST_ARGS ?=

.PHONY: run test test-slow coverage test-ocr test-postgresql cluster cluster-test contact-sheet setup setup-dev ocr pictures licences lint clean

run: setup
	@exec $(BIN)/python manage.py serve

test: setup-dev
	@$(BIN)/python manage.py check
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) $(BY_FILE) -m "not slow" $(PYTEST_ARGS)

test-slow: setup-dev
	@$(BIN)/python -m pytest -n $(WAITING_TEST_PROCESSES) $(BY_FILE) -m slow $(PYTEST_ARGS)

# A third slower than the tests alone. Processes that are killed outright leave nothing behind of what they reached.
coverage: setup-dev $(VENV)/.installed-coverage
	@rm -rf var/coverage && mkdir -p var/coverage
	@$(BIN)/python -m coverage run -m pytest -n $(TEST_PROCESSES) $(BY_FILE) -m "not slow" $(PYTEST_ARGS)
	@$(BIN)/python -m coverage combine -q && $(BIN)/python -m coverage report --show-missing

# The search engine on a cluster of three real nodes; says loudly what is missing where there can be none.
cluster-test: setup-dev $(VENV)/.installed-cluster
	@$(BIN)/python -m tests.search_cluster --fetch; case $$? in 3) exit 0;; 0) ;; *) exit 1;; esac; \
	  $(BIN)/python -m pytest --cluster -m cluster $(PYTEST_ARGS)

# Reading pictures, tested in an environment of its own: nothing else of the project needs what it installs.
test-ocr: setup-dev
	@sh .ci/ocr $(BIN)/python .ocr tests/test_ingest_ocr.py tests/test_ocr_pages.py \
	  tests/browser/test_scanned_drop_browser.py $(PYTEST_ARGS)

# Every test that asks the database; the others would only do the same again.
test-postgresql: setup-dev
	@$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -n $(WAITING_TEST_PROCESSES) $(BY_FILE) -m database $(PYTEST_ARGS)

contact-sheet: setup-dev
	@$(BIN)/python -m tests.browser.contact_sheet var/contact-sheet

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run

pictures: setup-dev
	@$(BIN)/python -m tests.handbook_pictures

licences: setup-dev
	@$(BIN)/python -m tests.licences

ocr: setup $(VENV)/.installed-ocr

cluster: setup $(VENV)/.installed-cluster

setup: $(VENV)/.installed $(if $(DATABASE_URL),$(VENV)/.installed-postgresql) \
	$(if $(filter opensearch,$(SEARCH)),$(VENV)/.installed-cluster)
setup-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@sh .ci/install $(BIN)/python requirements.txt
	@touch $@

$(VENV)/.installed-postgresql: requirements-postgresql.txt $(VENV)/.installed
	@sh .ci/install $(BIN)/python requirements-postgresql.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-postgresql.txt | $(BIN)/python
	@sh .ci/install $(BIN)/python requirements-dev.txt
	@sh .ci/install $(BIN)/python requirements-postgresql.txt
	@touch $@ $(VENV)/.installed $(VENV)/.installed-postgresql

$(VENV)/.installed-cluster: requirements-cluster.txt $(VENV)/.installed
	@sh .ci/install $(BIN)/python requirements-cluster.txt
	@touch $@

$(VENV)/.installed-coverage: requirements-coverage.txt $(VENV)/.installed-dev
	@sh .ci/install $(BIN)/python requirements-coverage.txt
	@touch $@

$(VENV)/.installed-ocr: requirements-ocr.txt | $(BIN)/python
	@sh .ci/install $(BIN)/python requirements-ocr.txt
	@touch $@

$(BIN)/python:
	@sh .ci/venv $(PYTHON) $(VENV)

clean:
	rm -rf $(VENV) .ocr .cluster .mypy_cache .ruff_cache .hypothesis

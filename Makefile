# Each target builds the environment (.venv/) if it is missing or its requirements changed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test lint explore forge hostile bench bench-peers nights docs clean

help:
	@echo "make run    build the releases in raw/: tables in processed/latest, pages to look at in processed/site"
	@echo "make test   all checks: ruff, mypy --strict, import-linter, pytest"
	@echo "make lint   the checks without pytest"
	@echo "make explore  property tests on many new random examples"
	@echo "make forge  1,000 forged documents of each format (DOCUMENTS=n for another number)"
	@echo "make hostile  hostile texts, pages, PDFs and folders: all must be held; some minutes (SIZE=n characters)"
	@echo "make bench  measure costs beside what a user would pick instead; writes docs/benchmarks.md"
	@echo "make bench-peers  the same, with other tools in an environment of their own (.venv-peers/)"
	@echo "make docs   the documentation as a site in both languages, in docs-site/"
	@echo "make nights  two years of nights: what they cost and leave behind (NIGHTS=n for fewer)"
	@echo "make setup  only build the environment in .venv/"
	@echo "make clean  remove the environment and caches"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "qingdan needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

run: $(READY)
	$(BIN)/qingdan run; status=$$?; test $$status -eq 2 || $(BIN)/qingdan site && exit $$status

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest

explore: $(READY)
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -m hypothesis

DOCUMENTS ?= 1000
forge: $(READY)
	FORGE_DOCUMENTS=$(DOCUMENTS) $(BIN)/python -m pytest tests/forge

SIZE ?= 400000
hostile: $(READY)
	$(BIN)/python -m tests.hostile $(SIZE)

bench: $(READY)
	$(BIN)/python -m benchmarks $(BENCH)

NIGHTS ?= 730
nights: $(READY)
	$(BIN)/python -m benchmarks.nights $(NIGHTS)

bench-peers: $(READY)
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet 'markitdown[pdf]>=0.1,<0.2' 'docvortex>=0.6,<0.7'
	$(BIN)/python -m benchmarks --peers .venv-peers/bin/python $(BENCH)

docs: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[docs]'
	$(BIN)/python -m tests.tools.docs_site .docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open docs-site/index.html"

clean:
	rm -rf .docs docs-site .venv .venv-peers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

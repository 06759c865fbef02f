# Two commands do everything on a fresh machine with Python 3.11+, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test bench models docs clean

demo: $(READY)
	@$(BIN)/seqmatch demo

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest

bench: $(READY)
	@$(BIN)/python benchmarks/bench.py

# The default models in git: trained on the synthetic cohort, rebuilt byte for byte.
models: $(READY)
	$(BIN)/seqmatch train --models models

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# What the documentation shows of the default models.
docs: $(READY)
	$(BIN)/python benchmarks/write_docs.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis

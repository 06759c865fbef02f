# Two commands do everything on a fresh machine with Python 3.11+, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Tests run in two processes, a file in one of them, the slowest files first; `make test WORKERS=0` runs them one after another.
WORKERS ?= 2

.PHONY: demo test types suite mutants docs-test conformance browser warehouse rl portfolio scale bench attack models docs dist clean

demo: $(READY)
	@$(BIN)/seqmatch demo

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory --jobs 2 types suite

types: $(READY)
	$(BIN)/mypy

suite: $(READY)
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# How many small faults, drawn by a seed, the tests notice in estimators, rules and scoring.
mutants: $(READY)
	@$(BIN)/python tests/mutants/run.py

# Every command of the README and the docs, typed in a fresh clone.
docs-test: $(READY)
	@$(BIN)/python tests/docs/type_commands.py

# The protocol's own suite, the Inspector and a lint of the definitions against the real server. Exact versions, kept out of git and of any lock file.
NODE := .node
NODE_PACKAGES := node@24 @modelcontextprotocol/inspector@2.12.0 \
	conformance-2025@npm:@modelcontextprotocol/conformance@0.1.16 \
	conformance-2026@npm:@modelcontextprotocol/conformance@0.2.0-alpha.12

conformance: $(READY) $(NODE)/.ready
	$(BIN)/pytest -vv tests/conformance/official_suite.py tests/conformance/inspector.py tests/conformance/definition_lint.py

$(NODE)/.ready: Makefile pyproject.toml constraints.txt | $(READY)
	@command -v npm >/dev/null || { echo "make conformance needs npm: install Node.js, any version"; exit 1; }
	@echo "Installing into $(NODE) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,conformance]'
	@mkdir -p $(NODE) && echo '{"private": true}' > $(NODE)/package.json
	@npm install --prefix $(NODE) --no-save --no-package-lock --no-audit --no-fund --loglevel=error $(NODE_PACKAGES)
	@touch $@

# The views in a host of ours and the report, in Debian's Chromium. Playwright drives it and downloads none of its own.
CHROMIUM := chromium fonts-noto-color-emoji
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

browser: $(VENV)/.browser
	$(BIN)/pytest -v tests/browser

$(VENV)/.browser: $(READY)
	@echo "Installing Playwright into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,browser]'
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null \
		|| { echo "make browser needs Chromium: install it so that the command 'chromium' is found"; exit 1; }; \
		echo "Installing Debian's Chromium (once)"; \
		$(ROOT) apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			$(ROOT) apt-get install -qq --yes --no-install-recommends $(CHROMIUM) >/dev/null; }
	@touch $@

# The warehouse: a store of synthetic people, exported as Parquet, through dbt twice (the second time only what is new).
DBT := .venv-warehouse
DBT_RUN := cd warehouse && DO_NOT_TRACK=1 ../$(DBT)/bin/dbt --no-use-colors

warehouse: $(READY) $(DBT)/.ready
	@rm -rf warehouse/target warehouse/export
	@$(BIN)/python benchmarks/fill_warehouse.py warehouse/export
	@$(DBT_RUN) build --profiles-dir .
	@$(DBT_RUN) --quiet run --profiles-dir .
	@$(DBT_RUN) test --profiles-dir .

$(DBT)/.ready: warehouse/requirements.txt
	@test -x $(DBT)/bin/python || $(PYTHON) -m venv $(DBT)
	@echo "Installing dbt into $(DBT) (once)"
	@$(DBT)/bin/python -m pip install --quiet --disable-pip-version-check -r warehouse/requirements.txt
	@touch $@

# Conservative Q-learning beside four rivals, with torch and d3rlpy (1.2 GB) in an environment of their own, and bandits beside
# each other. The tables that the report shows are written anew; the network only where it beats all four.
RL := .venv-rl
RL_TABLES := seqmatch/lifecycle/measuring/measured

rl: $(RL)/.ready
	@OMP_NUM_THREADS=1 $(RL)/bin/python benchmarks/bench_offline_policy.py --out build/rl
	@OMP_NUM_THREADS=1 $(RL)/bin/python benchmarks/bench_bandits.py --out build/rl
	@cp build/rl/policy_figures.json build/rl/model_metadata.json build/rl/bandit_figures.json $(RL_TABLES)/

$(RL)/.ready: pyproject.toml constraints.txt
	@test -x $(RL)/bin/python || $(PYTHON) -m venv $(RL)
	@echo "Installing torch and d3rlpy into $(RL) (once)"
	@$(RL)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[rl]'
	@touch $@

# A scheduler and workers of their own give this process's bytes. Then a file of users and one of transactions are scored by this
# process and on Dask, killed and resumed, and compared with the tools. Dask (70 MB) has an environment of its own. The figures
# are a quiet machine's: USERS=1000000 takes hours.
SCALE := .venv-scale
USERS ?= 20000
TRANSACTIONS ?= 200000

scale: $(SCALE)/.ready
	@$(SCALE)/bin/pytest tests/scale/dask_suite.py
	@OMP_NUM_THREADS=1 $(SCALE)/bin/python benchmarks/bench_scale.py --users $(USERS) --transactions $(TRANSACTIONS)

$(SCALE)/.ready: pyproject.toml constraints.txt
	@test -x $(SCALE)/bin/python || $(PYTHON) -m venv $(SCALE)
	@echo "Installing Dask into $(SCALE) (once)"
	@$(SCALE)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,scale]'
	@touch $@

# Portfolio objectives with skfolio (0.15 GB beside the rest) in an environment of their own: through the tool, beside
# published weights (from the source distribution of Riskfolio-Lib, BSD-3-Clause), and out of sample beside 1/N.
PORTFOLIO := .venv-portfolio
PUBLISHED := riskfolio_lib-7.4.0

portfolio: $(PORTFOLIO)/.ready
	@$(PORTFOLIO)/bin/pytest tests/portfolio/skfolio_suite.py
	@OMP_NUM_THREADS=1 $(PORTFOLIO)/bin/python benchmarks/bench_portfolio.py --published $(PORTFOLIO)/$(PUBLISHED)/tests

$(PORTFOLIO)/.ready: pyproject.toml constraints.txt
	@test -x $(PORTFOLIO)/bin/python || $(PYTHON) -m venv $(PORTFOLIO)
	@echo "Installing skfolio into $(PORTFOLIO) (once)"
	@$(PORTFOLIO)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,portfolio]'
	@$(PORTFOLIO)/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary riskfolio-lib \
		-d $(PORTFOLIO) riskfolio-lib==7.4.0
	@tar xzf $(PORTFOLIO)/$(PUBLISHED).tar.gz -C $(PORTFOLIO) $(PUBLISHED)/tests
	@touch $@

bench: $(READY) $(NODE)/.ready
	@$(BIN)/python benchmarks/bench.py
	@$(BIN)/python benchmarks/bench_server.py
	@$(BIN)/python benchmarks/bench_http.py
	@$(BIN)/python benchmarks/bench_bank_files.py
	@$(BIN)/python benchmarks/bench_recurring.py
	@$(BIN)/python benchmarks/bench_rollout.py

# What attackers learn of people learned from, beside strangers; COHORT=folder for users of your own. Then whether all that
# leaves a training on 2,293 people stands for five of them (`make test` asks that of 100, 200 and 681), and a thousand hostile
# sets of arguments for each tool (`make test`: 250).
attack: $(READY)
	@$(BIN)/python benchmarks/attack.py $(COHORT)
	@$(BIN)/pytest -m large --timeout 3600 tests/families/onboarding/test_stands_for_enough.py tests/server/test_fuzz.py
	@$(BIN)/python benchmarks/attack_money.py

# The default models in git: trained on synthetic people and spending, rebuilt byte for byte.
models: $(READY)
	$(BIN)/seqmatch train --models models
	$(BIN)/seqmatch transactions train --models models
	$(BIN)/seqmatch coaching train --models models
	$(BIN)/seqmatch planning train --models models

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# Everything seqmatch is handed out as, built, validated and started where nothing of this checkout is.
DIST_NODE := $(NODE)/dist
DIST_PACKAGES := node@24 @anthropic-ai/mcpb@2.1.2 @anthropic-ai/claude-code@2.1.328

dist: $(READY) $(DIST_NODE)/.ready
	@$(BIN)/python distribution/build.py

$(DIST_NODE)/.ready: Makefile pyproject.toml constraints.txt | $(READY)
	@command -v npm >/dev/null || { echo "make dist needs npm: install Node.js, any version"; exit 1; }
	@echo "Installing into $(DIST_NODE) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,dist]'
	@mkdir -p $(DIST_NODE) && echo '{"private": true}' > $(DIST_NODE)/package.json
	@npm install --prefix $(DIST_NODE) --no-save --no-package-lock --no-audit --no-fund --loglevel=error $(DIST_PACKAGES)
	@touch $@

# What the documentation shows of the default models.
docs: $(READY)
	$(BIN)/python benchmarks/write_docs.py
	$(BIN)/python benchmarks/write_categories.py

clean:
	rm -rf $(VENV) $(NODE) $(DBT) $(RL) $(SCALE) warehouse/target warehouse/export build dist .mypy_cache .ruff_cache .hypothesis

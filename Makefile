# Targets for people; `make help` lists them. Everything runs inside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.runtime-stamp
DEV_STAMP := $(VENV)/.dev-stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A process a core; more than four would want more memory than a laptop has.
PARALLEL := -n logical --maxprocesses 4 --dist worksteal
# The locks name every package with its hash, so nothing is resolved and nothing else comes in.
PIP_INSTALL := $(PIP) install --no-deps --require-hashes --no-compile

.DEFAULT_GOAL := help
.PHONY: help setup analyze report test check bench notebook corpus lock docs pictures clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv with the pinned packages (no torch, no CUDA)

$(STAMP): requirements/runtime.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing pinned packages into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements/runtime.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements/dev.lock
	@echo "Installing pinned test packages into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements/dev.lock
	@touch $@

analyze: $(STAMP) ## run the main job on corpora/ and print where the report is
	@$(BIN)/scaling-discourse analyze $(ARGS)

report: $(STAMP) ## print where the latest report is
	@$(BIN)/scaling-discourse list runs

test: $(DEV_STAMP) ## run all tests, in up to four processes
	@$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

check: $(DEV_STAMP) ## lint, types, architecture and tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

bench: $(DEV_STAMP) ## measure against named peers and print the ratios
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit 1; done

notebook: $(DEV_STAMP) ## open the notebooks (installs JupyterLab)
	@$(PIP) install jupyterlab
	@$(BIN)/jupyter lab reports/notebooks

corpus: $(STAMP) ## start a corpus folder: make corpus NAME=my-texts
	@$(BIN)/scaling-discourse corpus new "$(NAME)"

docs: $(DEV_STAMP) ## renew the generated pages and stale pictures, build docs/_build/html
	@$(BIN)/python -m pipeline.cli.docs
	@$(BIN)/python docs/make_pictures.py --check || $(MAKE) pictures
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs: docs/_build/html/index.html"

pictures: $(DEV_STAMP) ## run the demonstration and take its pictures for the docs
	@$(BIN)/scaling-discourse analyze --quiet
	@$(BIN)/python docs/make_pictures.py

lock: ## renew the locks (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-package scaling-discourse --override requirements/overrides.txt \
	  requirements/runtime.in -o requirements/runtime.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-package scaling-discourse --override requirements/overrides.txt \
	  requirements/dev.in -o requirements/dev.lock

clean: ## remove the environment, the cache and finished runs
	rm -rf $(VENV) .cache reports/run-* reports/latest

# Everything lives in this folder: .venv holds the tools and libraries, .workforce the data.
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .venv/bin/uv
UV_VERSION := 0.13.9
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
export PYRIGHT_PYTHON_CACHE_DIR := $(CURDIR)/.venv/cache/pyright
export XDG_CACHE_HOME := $(CURDIR)/.venv/cache
RUN := $(UV) run --frozen --no-sync

.PHONY: help run install test check bench eval clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: install ## Do the main job on the demonstration company, then serve it on http://127.0.0.1:8000
	@.venv/bin/workforce run

install: .venv/.synced ## Make the virtual environment from the lock file

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=...")'
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check "uv==$(UV_VERSION)"

.venv/.synced: $(UV) uv.lock pyproject.toml
	@$(UV) sync --frozen --inexact --quiet --no-cache --compile-bytecode
	@.venv/bin/python -m compileall -q assistant tools knowledge evals
	@touch $@

test: install ## Run the tests
	@.venv/bin/pytest

check: install ## Format, lint, types, layers, dependency audit, tests and the evals' gate
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports
	@.venv/bin/pyright
	@$(UV) lock --check
	@.venv/bin/python -m tests.architecture.dependency_audit
	@.venv/bin/python -m evals.run
	@.venv/bin/pytest

bench: install ## Run the benchmarks
	@$(UV) sync --frozen --inexact --quiet --no-cache --group bench
	@for file in evals/benchmarks/[a-z]*.py; do echo "== $$file"; .venv/bin/python $$file || exit 1; done

eval: install ## Run the evals
	@.venv/bin/python -m evals.run

clean: ## Remove what was made, but not the data in .workforce
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis

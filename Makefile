# Two commands matter: `make start` and `make test`. `make help` lists the others, for those who change Tutorat.

PYTHON ?= python3.11
PORT   ?= 8000

PY      = .venv/bin/python
FLASK   = $(PY) -m flask --app wsgi
PYTEST  = $(PY) -m pytest
SPREAD  = -n 2 --dist loadgroup --ignore=tests/architecture --ignore=tests/journeys
SERVERS = $(PY) -m tests.servers run --
AGAIN   = $(MAKE) --no-print-directory
BABEL   = $(PY) -m babel.messages.frontend -q
PO      = app/translations/en/LC_MESSAGES/messages.po
MO      = $(PO:.po=.mo)
POT     = .venv/messages.pot
EXTRACT = -F babel.cfg -k _l -k lazy_gettext -w 120 --add-location=file --project=Tutorat --version=1 \
	--msgid-bugs-address=CONTRIBUTING.md --last-translator='Tutorat contributors' \
	--header-comment='\# English words of Tutorat; the source is French.'
LOCK    = $(PY) -m uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command 'make lock'
NO_PYTHON = Python 3.11 est nécessaire : installez python3.11 et python3.11-venv, ou dites où il est : \
	make $(firstword $(MAKECMDGOALS)) PYTHON=/chemin/vers/python3.11

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help start setup check format test suite bench prove proofs translations words lock clean env-run env-dev

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

start: env-run words ## Install, prepare the database and serve on port 8000 (another: make start PORT=8001)
	@$(FLASK) serve --setup --port $(PORT)

setup: env-run words ## Install and bring the database up to date, without serving
	@$(FLASK) setup

check: env-dev words ## Format, lint, types, imports, templates, content, architecture: the fast loop
	@$(PY) -m ruff format --check --quiet --output-format concise . || { echo 'To format: make format' >&2; exit 1; }
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command(["--no-logo"])'
	@$(PY) -m djlint --quiet --lint app/templates
	@$(FLASK) content check
	@$(PYTEST) -q tests/architecture

format: env-dev ## Format the code, and mend what the linter can
	@$(PY) -m ruff check --quiet --output-format concise --fix . ; $(PY) -m ruff format .

test: env-dev ## Everything, from nothing: what it needs is installed and started, then every check, test and journey
	@$(SERVERS) $(AGAIN) suite

# What `make test` runs beside PostgreSQL, Redis and Chromium.
suite: check
	@$(PYTEST) $(SPREAD)
	@$(PYTEST) $(SPREAD) --database=postgresql
	@$(PYTEST) tests/journeys

bench: env-dev words ## Measure pages beside their yardstick
	@$(PY) -m bench
	@$(PY) -m bench.studio
	@$(PY) -m bench.draw
	@$(PY) -m bench.coverage
	@$(PY) -m bench.search

prove: env-dev words ## Run the long proofs on both databases and write docs/proofs.md
	@$(SERVERS) $(AGAIN) proofs PROVE=full

proofs:
	@$(PYTEST) -m proof
	@$(PYTEST) -m proof --database=postgresql

translations: env-dev ## Collect the words to translate into the English catalogue, and compile it
	@$(BABEL) extract $(EXTRACT) -o $(POT) app
	@test -f $(PO) || $(BABEL) init -l en -i $(POT) -o $(PO)
	@$(BABEL) update -l en -i $(POT) -o $(PO) -w 120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(AGAIN) words

words: $(if $(wildcard $(PO)),$(MO))
	@:

%.mo: %.po
	@$(BABEL) compile -l en -i $< -o $@

lock: env-dev ## Lock the newest versions that requirements/*.in allow
	@$(LOCK) requirements/run.in --output-file requirements/run.txt
	@$(LOCK) requirements/dev.in --output-file requirements/dev.txt
	@$(AGAIN) env-dev

clean: ## Remove the environment, the caches and the compiled catalogues; the database in instance/ stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results $(MO)
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, made or brought up to its lock; quick when nothing changed.
env-run env-dev:
	@$(PYTHON) -c '' 2>/dev/null || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@$(PYTHON) requirements/install.py $(@:env-%=%)

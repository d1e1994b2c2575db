# Every target sets up what it needs: python3 (3.11 or later) with pip and venv is enough.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# aiogram, beside which the bot is measured, takes an older pydantic.
BENCH := .venv/aiogram
BENCH_READY := $(BENCH)/.ready
# Three at once on two cores too: many tests wait for processes that they have started.
WORKERS ?= 3
POT := .venv/pobratim.pot
EXTRACT := $(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output \
	-k text -k html -k count:1,1 -k N_ -o $(POT) bot
# Runs Alembic on a database of its own.
ALEMBIC := DATABASE_URL=sqlite+aiosqlite:///.venv/migrations.db $(BIN)/alembic

.PHONY: help run test check format lint types locales check-locales check-migrations screenshots maps bench chaos chaos-short mutants lock

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

run: $(READY) ## run the bot: on Telegram with TELEGRAM_BOT_TOKEN, else in the sandbox
	@$(BIN)/pobratim run

test: $(READY) ## run the tests
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: lint types check-locales check-migrations test ## all that CI checks

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

format: $(READY) ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(READY)
	$(BIN)/mypy

locales: $(READY) ## bring the texts' catalogues up to date with the code
	$(EXTRACT)
	$(BIN)/pybabel -q update $(UPDATE)

check-locales: $(READY)
	$(EXTRACT)
	$(BIN)/pybabel -q update --check $(UPDATE)

UPDATE := -i $(POT) -d locales -D pobratim --no-fuzzy-matching -w 100 --ignore-pot-creation-date

check-migrations: $(READY)
	@rm -f .venv/migrations.db
	$(ALEMBIC) upgrade head
	$(ALEMBIC) check

screenshots: $(READY) ## take the pictures of the README anew (needs chromium)
	$(BIN)/python -m tests.e2e.screenshots

maps: $(READY) ## draw every map in var/maps, with contact sheets, and print their times
	$(BIN)/python -m tests.bot.maps.draw_all

bench: $(READY) $(BENCH_READY) ## measure the search and whole bots, and write docs/performance.md (6 minutes)
	$(BIN)/python -m tests.bench

chaos: $(READY) ## kill, stop and disturb real bots, and look whether a message is lost (7 minutes)
	$(BIN)/python -m tests.chaos

chaos-short: $(READY) ## the same with fewer questions and kills (5 minutes)
	$(BIN)/python -m tests.chaos --short

# A tenth of them: those whose number ends in 7.
MUTANTS ?= *7

mutants: $(READY) ## change the source in many small ways, and look which change no test sees (20 minutes)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-mutants.lock
	PATH=$(CURDIR)/$(BIN):$$PATH mutmut run --max-children 2 '$(MUTANTS)'

lock: ## pin the dependencies anew, with hashes (needs uv)
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --extra dev -o requirements-dev.lock
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -c requirements-dev.lock -o requirements.lock
	uv pip compile -q --group mutants --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -c requirements-dev.lock -o requirements-mutants.lock
	uv pip compile -q --group bench --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -o requirements-bench.lock

$(BENCH_READY): requirements-bench.lock $(READY)
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $(BENCH_READY)

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, not " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv || { echo "python3 lacks venv: on Debian, apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv first: about a minute, once."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $(READY)

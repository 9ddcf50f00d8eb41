# `make build` and `make test` are all that a fresh machine needs: Python 3.11 or later, make, git.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Programs that the tests start would be compiled at every start.
unexport PYTHONDONTWRITEBYTECODE

# A real Jekyll blog, for the benchmarks.
ADOPTED ?= ../shared/corpora/ruby-lang

# The npm package from which `make caniemail` takes what mail clients support.
CANIEMAIL ?= 2.0.2

.PHONY: build test lint types bench peers caniemail lock wheel clean

build: $(READY)
	$(BIN)/feeds build .
	@command -v chromium >/dev/null || echo "Chromium is not installed: the browser tests of \`make test\` will be skipped."

test: $(READY) lint types
	$(BIN)/pytest -n auto --maxprocesses 8 --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(READY)
	$(BIN)/mypy

$(READY): requirements/dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "feeds needs Python 3.11 or later; install it and run make again."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

wheel: $(READY)
	$(BIN)/python -m hatchling build -t wheel

# Beside its peers, each of which it installs below build/; takes long.
bench: $(READY)
	$(BIN)/python -m benchmarks.run --record
	$(BIN)/python -m benchmarks.archives --record
	$(BIN)/python -m benchmarks.newsletter --record
	$(BIN)/python -m benchmarks.preview --record
	@test ! -d "$(ADOPTED)" || $(BIN)/python -m benchmarks.adopted "$(ADOPTED)" --record

# The generators that are npm's, which the tests run beside this program.
peers:
	mkdir -p build/peers
	cp tests/peers/package.json tests/peers/package-lock.json build/peers/
	npm ci --prefix build/peers --no-audit --no-fund

# Anew from the package of that version; the same version gives the same bytes.
caniemail: $(READY)
	mkdir -p build/caniemail
	npm pack --silent --pack-destination build/caniemail caniemail@$(CANIEMAIL)
	$(BIN)/python -m feeds.clients.refresh build/caniemail/caniemail-$(CANIEMAIL).tgz

# Anew from pyproject.toml; --upgrade takes the newest releases that it allows.
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --quiet --output-file requirements/runtime.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --quiet --extra brotli --extra pictures --extra preview --group dev --output-file requirements/dev.lock

clean:
	rm -rf build/caniemail build/peers $(VENV) dist public .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

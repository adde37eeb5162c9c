# Two commands do all the set-up: `make demo` runs the desk, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo run test check soak bench gallery lock words clean

demo: $(READY)        ## the desk on this machine alone: no token, no keys, paper money
	$(BIN)/slipstream demo

run: $(READY)         ## the desk with the token of .env
	$(BIN)/slipstream run

test: $(READY)        ## all that CI does, two things at a time, as one process uses one core; the short ones last
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint test-chat test-desk test-security test-crash

.PHONY: test-chat test-desk test-security test-crash
test-chat: $(READY)
	$(BIN)/python -m pytest tests/bot --ignore=tests/bot/security

test-security: $(READY)
	$(BIN)/python -m pytest tests/bot/security

test-desk: $(READY)
	$(BIN)/python -m pytest --ignore=tests/bot --ignore=tests/crash

test-crash: $(READY)
	$(BIN)/python -m pytest tests/crash

check: $(READY) lint  ## the same without the slow tests
	$(BIN)/python -m pytest -m "not slow"

soak: $(READY)        ## the machine of all commands, crashes and planted bugs for long: SOAK=100 is ten times as long
	SOAK=$(or $(SOAK),10) $(BIN)/python -m pytest -s -m slow tests/machine tests/crash tests/oracle tests/planted

.PHONY: lint
lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)       ## ratios measured side by side in one run
	$(BIN)/slipstream bench

gallery: $(READY)     ## every screen in every language as one page
	$(BIN)/slipstream gallery

lock:                 ## pins every package with its hashes, and names no index
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header \
		--all-extras -o requirements.lock pyproject.toml

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

words:                ## brings the catalogues up to date with what the code says
	$(BIN)/python -m bot.translate extract

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The two commands are `make demo` and `make test`; each prepares what it needs. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
PYTEST_ARGS ?=
DEMO_ARGS ?=
DEMOS ?=
SIM_ARGS ?=
SERVE_ARGS ?=
# Runs a command with this checkout's own state folder.
AT_STATE = sh tools/state.sh

.PHONY: help setup setup-dev demo demos serve test check laws sim bench docs lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## .venv with tournant in it, from the hashed lock
	@sh tools/setup.sh run

setup-dev: ## the same, with what tests and documentation need
	@sh tools/setup.sh dev

demo: setup ## restaurants on simulated partners, a lunch rush with faults, and a judge
	@$(AT_STATE) $(BIN)/tournant demo $(DEMO_ARGS)

demos: setup ## ten demos with different seeds; DEMOS="FROM COUNT ARGUMENTS", as DEMOS="1 10 --locations 4"
	@$(AT_STATE) sh tools/demos.sh $(DEMOS)

serve: setup ## the platform, until you stop it
	@$(AT_STATE) $(BIN)/tournant serve $(SERVE_ARGS)

test: setup-dev ## everything that CI runs
	@$(AT_STATE) sh tools/test.sh $(PYTEST_ARGS)

check: setup-dev ## lint, types and import contracts alone
	@sh tools/check.sh

laws: setup-dev ## the long campaign of the mapping laws: 5,000 examples a law (hours)
	@TOURNANT_LAWS=long $(BIN)/pytest tests/laws -q -n 2

sim: setup ## the deterministic simulation; SIM_ARGS="--seeds 100 --from 0"
	@$(BIN)/tournant sim $(SIM_ARGS)

bench: setup-dev ## the benchmarks, each with its baselines in the same run
	@$(BIN)/tournant bench mapping

docs: setup-dev ## the documentation as HTML in build/docs
	@$(BIN)/sphinx-build -n -W --keep-going -q -E docs build/docs

lock: setup-dev ## the two lock files anew, from requirements*.in
	@sh tools/lock.sh

clean: ## removes everything that the other targets made; stops the database of .state, and its owner, first
	@$${PYTHON:-python3} tools/clean.py
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

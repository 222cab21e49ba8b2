#!/bin/sh
# Everything that CI runs: lint, types, contracts, then the tests (laws, decisions, conformance, house, documentation).
set -eu
sh tools/check.sh
.venv/bin/sphinx-build -n -W --keep-going -q -E docs build/docs
TOURNANT_CHROMIUM=${TOURNANT_CHROMIUM:-$(sh tools/browser.sh)}; export TOURNANT_CHROMIUM
exec .venv/bin/pytest -q -n "${TOURNANT_TEST_WORKERS:-2}" "$@"

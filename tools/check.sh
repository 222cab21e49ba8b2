#!/bin/sh
# Lint, format, types and import contracts. Each says what it found; all of them run before the first failure ends the script.
set -u
failed=0
step() { name=$1; shift; "$@" || { echo "check: $name failed" >&2; failed=1; }; }
bin=.venv/bin
step format $bin/ruff format --check -q .
step lint $bin/ruff check -q .
step types $bin/mypy --no-error-summary
step contracts env PYTHONPATH=src $bin/lint-imports --no-logo
exit $failed

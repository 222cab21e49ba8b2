#!/bin/sh
# Writes the two lock files: hashed, for every platform and Python at once, with no host line in them.
set -eu
.venv/bin/uv --version >/dev/null 2>&1 || .venv/bin/python -m pip --disable-pip-version-check -q install uv
lock() { .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q "$@"; }
lock requirements.in -o requirements.lock
lock requirements-dev.in -c requirements.lock -o requirements-dev.lock
! grep -nE '^--|://' requirements.lock requirements-dev.lock || { echo "lock: a lock file names a host or an option" >&2; exit 1; }

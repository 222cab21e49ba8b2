#!/bin/sh
# Prepares .venv from the hashed lock: `setup.sh run` for users, `setup.sh dev` with the tools of tests and documentation.
# Quick when nothing changed (the stamp holds a hash of the locks), repeatable, and in need of no more than Python and pip.
set -eu
what=${1:-run}
py=${PYTHON:-python3}
venv=.venv
say() { printf 'setup: %s\n' "$*" >&2; }
hash_of() { "$py" -c 'import hashlib, sys; print(sys.version.split()[0], hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' "$@"; }

"$py" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  say "Python 3.11 or newer is needed, and '$py' is not that; say which one with PYTHON=/path/to/python3 make setup"; exit 1; }
run="$(hash_of requirements.lock pyproject.toml) $PWD"
dev="$(hash_of requirements.lock requirements-dev.lock pyproject.toml) $PWD"
case $what in
  run) lock=requirements.lock; want=$run ;;
  dev) lock=requirements-dev.lock; want=$dev ;;
  *) say "unknown kind '$what': run or dev"; exit 2 ;;
esac
[ -x $venv/bin/python ] && [ "$(cat $venv/.stamp-"$what" 2>/dev/null)" = "$want" ] && exit 0

place="$("$py" -V) $PWD"
rm -f $venv/.stamp-"$what"
[ "$(cat $venv/.place 2>/dev/null)" = "$place" ] || rm -rf $venv
if [ ! -x $venv/bin/python ]; then
  say "1/3 creating $venv ($("$py" -V))"
  # Debian without python3-venv has no ensurepip: then the environment borrows the pip of the Python that made it.
  "$py" -m venv $venv >/dev/null 2>&1 || { rm -rf $venv; "$py" -m venv --without-pip $venv; }
  echo "$place" >$venv/.place
fi
if command -v uv >/dev/null 2>&1; then install() { uv pip install -q --python $venv/bin/python "$@"; }
elif [ -x $venv/bin/pip ]; then install() { $venv/bin/python -m pip --disable-pip-version-check --no-input -qq install "$@"; }
elif "$py" -m pip --version >/dev/null 2>&1; then install() { "$py" -m pip --disable-pip-version-check --python $venv/bin/python --no-input -qq install "$@"; }
else say "this Python has neither ensurepip nor pip; on Debian: apt-get install python3-venv, then make setup again"; exit 1; fi
say "2/3 installing $(grep -c '^[a-z].*==' "$lock") locked packages, hashes checked"
install --require-hashes -r "$lock"
say "3/3 installing tournant itself (editable)"
install --no-deps --no-build-isolation -e .
# The dev lock contains the run lock, pin for pin, so it serves both.
[ "$what" = run ] || printf %s "$run" >$venv/.stamp-run
printf %s "$want" >$venv/.stamp-"$what"

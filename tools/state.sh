#!/bin/sh
# Runs a command with the state folder of this checkout, `.state`, unless TOURNANT_STATE_DIR says another one. Where
# root's database could not reach it, the installation's own is used: PostgreSQL does not run as root, so it runs as
# `nobody`, who has to be able to pass every folder above.
set -eu
[ -z "${TOURNANT_STATE_DIR:-}" ] || exec "$@"
here=$(pwd -P)
if [ "$(id -u)" = 0 ] && ! "${PYTHON:-python3}" - "$here" <<'CHECK'
import os, pwd, sys

try:
    nobody = pwd.getpwnam("nobody")
except KeyError:
    sys.exit(1)
os.setgroups([])
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
sys.exit(not os.access(sys.argv[1], os.X_OK))
CHECK
then
  echo "state: the account nobody cannot reach $here, so the database of root is in /var/lib/tournant" >&2
  exec "$@"
fi
TOURNANT_STATE_DIR="$here/.state" exec "$@"

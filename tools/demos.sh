#!/bin/sh
# Demos one after the other, each with another seed: a line for each, and 1 where the judge found anything wrong in any.
#   sh tools/demos.sh [FROM [COUNT [ARGUMENTS OF tournant demo]]]
set -u
from=${1:-1} count=${2:-10}
shift $(($# < 2 ? $# : 2))
reports=build/demos
mkdir -p "$reports"
failed=0
seed=$from
while [ "$seed" -lt $((from + count)) ]; do
  began=$(date +%s)
  .venv/bin/tournant demo --exit --seed "$seed" --report "$reports/$seed.json" "$@" >"$reports/$seed.txt" 2>&1
  code=$?
  [ $code -eq 0 ] || failed=1
  echo "seed $seed: exit $code after $(($(date +%s) - began)) s; $(.venv/bin/python - "$reports/$seed.json" <<'LINE'
import json, sys

try:
    report = json.load(open(sys.argv[1]))
except OSError:
    sys.exit("no report")
keys = ("orders_sent", "orders_injected", "orders_lost", "orders_doubled", "orders_late", "limit_violations", "edits", "faults")
print(f"{report['links_in_agreement']} of {report['links']} links agree,", ", ".join(f"{key} {report[key]}" for key in keys))
LINE
)"
  seed=$((seed + 1))
done
echo "the reports and what was printed: $reports"
exit $failed

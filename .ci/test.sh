#!/bin/bash
# Every test, those of the window beside all others: each half has a core of its own. Called by `make test`.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
window=build/test-window.log
pytest=(.venv/bin/python -m pytest -q)

"${pytest[@]}" tests/ui tests/e2e >"$window" 2>&1 &
job=$!
"${pytest[@]}" --ignore tests/ui --ignore tests/e2e
others=$?
wait "$job"
windows=$?
cat "$window"
exit $((others != 0 ? others : windows))

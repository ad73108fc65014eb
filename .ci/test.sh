#!/bin/bash
# Every test, on as many cores as there are: a part after the other is taken by whoever is free, the longest first.
# Called by `make test`, and with `-m whole` by `make test-all`.
set -uo pipefail
cd "$(dirname "$0")/.."
logs=build/tests
rm -rf "$logs" && mkdir -p "$logs"

parts=(
    "tests/ui"
    "tests/services"
    "tests/office tests/wire"
    "tests/installers tests/seal tests/report"
    "tests/sync tests/e2e"
    "tests/storage"
)
others=(tests)
for folder in ${parts[*]}; do others+=(--ignore "$folder"); done
parts+=("${others[*]}")

part() { # part PATHS ARGUMENTS…: run the tests there; finding none is no fault
    local log
    log="build/tests/$(tr -c 'a-z\n' - <<<"${1%% --*}").log"
    # shellcheck disable=SC2086 # the paths are words
    .venv/bin/python -m pytest -q "${@:2}" $1 >"$log" 2>&1
    local result=$?
    ((result == 5)) && result=0
    printf '\n== %s\n' "${1%% --*}"
    cat "$log"
    return "$result"
}
export -f part

printf '%s\0' "${parts[@]}" | xargs -0 -P "$(nproc)" -I {} bash -c 'part "$@"' _ {} "$@"

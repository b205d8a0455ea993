#!/bin/sh
# Runs all tests: those about storage on a PostgreSQL of their own, and everything on SQLite with a real browser.
# usage: sh scripts/test.sh [arguments of pytest]
# USI_TEST_STRICT=1 makes a missing PostgreSQL or browser a failure. USI_TEST_PROCESSES: how many tests run at a time, beside two on PostgreSQL.
set -eu
cd "$(dirname "$0")/.."
sh scripts/environment.sh dev
. scripts/services.sh

trap stop_services EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

install_missing
name_missing
USI_TEST_BROWSER=$(find_browser) || USI_TEST_BROWSER=''
export USI_TEST_BROWSER DJANGO_ALLOW_ASYNC_UNSAFE=1
# The tests start nodes and commands by the dozen: each would compile all of the project anew.
unset PYTHONDONTWRITEBYTECODE
start_services
.venv/bin/python -m usi.doors.operators.catalogues

USI_TEST_RUN=$$
export USI_TEST_RUN
# A filled node takes a while, and many tests wait for it.
[ "$#" -gt 0 ] || .venv/bin/python -m tests.node >/dev/null 2>&1 &

run() {
    .venv/bin/python -m pytest -q --dist worksteal "$@"
}
# The two parts run beside each other: each waits for other things. The smaller one stands behind, and says at the end what it found;
# who stands in front gets the signals that some tests are about.
folder=$(mktemp -d)
behind='' shown=''
trap 'kill $behind $shown 2>/dev/null || true; rm -rf "$folder"; stop_services' EXIT
failed=0
if [ -n "${USI_TEST_DATABASE_URL:-}" ]; then
    USI_DATABASE_URL=$USI_TEST_DATABASE_URL USI_REDIS_URL=${USI_TEST_REDIS_URL:-} run -n 2 -m storage "$@" >"$folder/storage" 2>&1 &
    behind=$!
fi
printf '== on SQLite: everything\n'
: >"$folder/everything"
tail -n +1 -f "$folder/everything" &
shown=$!
run -n "${USI_TEST_PROCESSES:-3}" "$@" >"$folder/everything" 2>&1 || failed=$?
sleep 1
kill "$shown"
if [ -n "$behind" ]; then
    wait "$behind" && storage=0 || storage=$?
    printf '== on PostgreSQL: what depends on storage\n'
    cat "$folder/storage"
    # Nothing collected is no failure when the caller asked for a part of the tests.
    [ "$storage" -eq 0 ] || { [ "$storage" -eq 5 ] && [ "$#" -gt 0 ]; } || failed=$storage
fi
if [ "${USI_TEST_STRICT:-}" = 1 ]; then
    [ -n "${USI_TEST_DATABASE_URL:-}" ] || { printf 'USI: failed: PostgreSQL is required here and did not start.\n' >&2; failed=1; }
    [ -n "$USI_TEST_BROWSER" ] || { printf 'USI: failed: a Chromium browser is required here and was not found.\n' >&2; failed=1; }
fi
[ "$failed" -eq 0 ] || printf 'USI: this run failed.\n'
printf '== on SQLite: everything\n'
tail -n 1 "$folder/everything"
exit "$failed"

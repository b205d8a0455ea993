#!/bin/sh
# Runs all tests: first those about storage on a PostgreSQL of their own, then everything on SQLite with a real browser.
# usage: sh scripts/test.sh [arguments of pytest]
# USI_TEST_STRICT=1 makes a missing PostgreSQL or browser a failure. USI_TEST_PROCESSES: how many tests run at a time.
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

processes=${USI_TEST_PROCESSES:-3}
failed=0
# A filled node takes a while, and most of the second part waits for it.
USI_TEST_RUN=$$
export USI_TEST_RUN
[ "$#" -gt 0 ] || .venv/bin/python -m tests.node >/dev/null 2>&1 &
if [ -n "${USI_TEST_DATABASE_URL:-}" ]; then
    printf '== on PostgreSQL: what depends on storage\n'
    USI_DATABASE_URL=$USI_TEST_DATABASE_URL USI_REDIS_URL=${USI_TEST_REDIS_URL:-} \
        .venv/bin/python -m pytest -q -n "$processes" --dist worksteal -m storage "$@" || failed=$?
    # Nothing collected is no failure when the caller asked for a part of the tests.
    [ "$failed" -ne 5 ] || [ "$#" -eq 0 ] || failed=0
fi
if [ "${USI_TEST_STRICT:-}" = 1 ]; then
    [ -n "${USI_TEST_DATABASE_URL:-}" ] || { printf 'USI: failed: PostgreSQL is required here and did not start.\n' >&2; failed=1; }
    [ -n "$USI_TEST_BROWSER" ] || { printf 'USI: failed: a Chromium browser is required here and was not found.\n' >&2; failed=1; }
fi
printf '== on SQLite: everything\n'
[ "$failed" -eq 0 ] || printf 'USI: failures above; this run fails whatever follows.\n'
.venv/bin/python -m pytest -q -n "$processes" --dist worksteal "$@" || failed=$?
exit "$failed"

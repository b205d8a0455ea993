#!/bin/sh
# Looks at the code without running the node; goes on after a fault so that all are seen at once.
set -eu
cd "$(dirname "$0")/.."
sh scripts/environment.sh dev

USI_DEMO=on USI_DATA=${TMPDIR:-/tmp}/usi-check-$(id -u)
export USI_DEMO USI_DATA
unset USI_DATABASE_URL USI_REDIS_URL
failed=''

check() {
    name=$1
    shift
    printf '== %s\n' "$name"
    "$@" || failed="$failed $name;"
}

check style .venv/bin/ruff check .
check types .venv/bin/mypy usi
check imports .venv/bin/lint-imports
check templates .venv/bin/djlint --quiet --lint usi
check translations .venv/bin/python scripts/catalogues.py
check 'texts outside messages' .venv/bin/python scripts/untranslated.py
check migrations .venv/bin/usi makemigrations --check --dry-run
check 'settings page' .venv/bin/python scripts/settings_page.py --check

if [ -n "$failed" ]; then
    printf 'USI: not in order:%s\n' "$failed" >&2
    exit 1
fi
printf 'USI: everything is in order.\n'

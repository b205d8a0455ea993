#!/bin/sh
# Measures what the node promises and prints a table.
set -eu
cd "$(dirname "$0")/.."
sh scripts/environment.sh dev
exec .venv/bin/python -m bench ${PORT:+--port "$PORT"} "$@"

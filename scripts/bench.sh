#!/bin/sh
# Measures what the node promises and prints a table; for PostgreSQL it starts one of its own, as the tests do.
# usage: sh scripts/bench.sh [--only PART] [--database postgresql://…]
set -eu
cd "$(dirname "$0")/.."
sh scripts/environment.sh dev
. scripts/services.sh

trap stop_services EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

unset USI_TEST_DATABASE_URL
# A quarter of the memory, as docs/operating.md advises.
postgres_options=$(awk '/MemTotal/ { printf "-c shared_buffers=%dMB", $2 / 4096 }' /proc/meminfo 2>/dev/null || true)
case "$*" in
    *--database* | *--help* | -h | '--only serving' | '--only sqlite') ;;
    *)  start_services postgres
        USI_BENCH_DATABASE_URL=${USI_TEST_DATABASE_URL:-}
        export USI_BENCH_DATABASE_URL ;;
esac
.venv/bin/python -m bench ${PORT:+--port "$PORT"} "$@"

#!/bin/sh
# Starts the node from this folder, as a demonstration unless USI_DEMO says otherwise.
set -eu
cd "$(dirname "$0")/.."
sh scripts/environment.sh run
USI_DEMO=${USI_DEMO:-on}
export USI_DEMO
exec .venv/bin/usi run ${PORT:+--port "$PORT"}

#!/bin/sh
# Makes .venv from uv.lock, with nothing but a shell and Python; does nothing where it is up to date.
# usage: sh scripts/environment.sh run|dev      (dev: with what tests and checks need)
# PYTHON=... picks the interpreter. An index set for uv or pip in the environment is used instead of the usual one.
set -eu
cd "$(dirname "$0")/.."

want=${1:-run}
tools=.venv-tools
stamp=.venv/.usi-stamp

fail() {
    printf 'USI: %s\n' "$1" >&2
    exit 1
}

# What the environment depends on: the folder it stands in, the lock file and the interpreter in it.
state() {
    pwd
    cksum uv.lock pyproject.toml scripts/uv.txt
    .venv/bin/python -c 'import sys; print(sys.version)' 2>/dev/null
}

is_current() {
    [ -f "$stamp" ] && [ -x .venv/bin/usi ] || return 1
    have=$(sed -n 1p "$stamp")
    [ "$have" = "$want" ] || [ "$have" = dev ] || return 1
    [ "$(sed 1d "$stamp")" = "$(state)" ]
}

find_python() {
    python='' too_old='' bare=''
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2], int(sys.version_info >= (3, 11)))' 2>/dev/null) || continue
        case $version in
            *' 0') too_old=${version% *} ;;
            *)  if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
                    python=$("$candidate" -c 'import sys; print(sys.executable)')
                    return 0
                fi
                bare=${bare:-${version% *}} ;;
        esac
    done
    [ -z "$bare" ] || fail "Python $bare has no venv module: install it, for example with \"apt-get install python3-venv\", and start again."
    [ -z "$too_old" ] || fail "Python $too_old is too old: install Python 3.11 or newer, or name one with \"make run PYTHON=/path/to/python3\"."
    fail 'No Python was found: install Python 3.11 or newer with its venv module, for example with "apt-get install python3 python3-venv".'
}

check_folder() {
    if ! mkdir -p .venv 2>/dev/null || ! (: >.venv/.write) 2>/dev/null; then
        fail "The folder $(pwd) cannot be written: give your user the right to write there, or copy USI to a folder of your own."
    fi
    rm -f .venv/.write
}

make_tools() {
    pinned=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' scripts/uv.txt)
    [ "$("$tools/bin/python" -m uv --version 2>/dev/null | cut -d' ' -f2)" = "$pinned" ] && return 0
    rm -rf "$tools"
    "$python" -m venv "$tools" >/dev/null 2>&1 ||
        fail "$python cannot make a virtual environment: install its venv module, for example with \"apt-get install python3-venv\", and start again."
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.txt >"$tools/log" 2>&1 || {
        tail -n 3 "$tools/log" >&2
        fail "The packages could not be fetched: check the network, the free space and, if you use one, the package index set for pip."
    }
}

# The index that the user has chosen for pip or uv, if any; the lock file would otherwise name the usual one.
own_index() {
    if [ -n "${UV_DEFAULT_INDEX:-}${UV_INDEX:-}${UV_INDEX_URL:-}" ]; then
        return 0
    fi
    chosen=${PIP_INDEX_URL:-$("$tools/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
    [ -n "$chosen" ] || return 1
    UV_DEFAULT_INDEX=$chosen
    export UV_DEFAULT_INDEX
}

install() {
    uv="$tools/bin/python -m uv --quiet"
    if own_index; then
        $uv venv --allow-existing --python "$python" .venv &&
            $uv export --frozen $groups --no-emit-project --output-file .venv/requirements.txt >/dev/null &&
            $uv pip sync --python .venv/bin/python --require-hashes .venv/requirements.txt &&
            $uv pip install --python .venv/bin/python --no-deps --editable .
    else
        $uv sync --frozen $groups --python "$python"
    fi
}

if is_current; then
    exit 0
fi
find_python
check_folder
printf 'USI: preparing the environment; this is done once.\n' >&2
make_tools

unset VIRTUAL_ENV UV_PROJECT UV_NO_SYNC
# Compiled once here: wherever Python may not keep what it compiles, every start would compile all libraries anew.
UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv UV_COMPILE_BYTECODE=1
export UV_PYTHON_DOWNLOADS UV_PROJECT_ENVIRONMENT UV_COMPILE_BYTECODE
if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then
    SSL_CERT_FILE=$PIP_CERT
    export SSL_CERT_FILE
fi
case $want in
    dev) groups= ;;
    *) groups=--no-dev ;;
esac

rm -f "$stamp"
install || fail "The packages could not be installed: check the network, the free space and, if you use one, the package index set for uv or pip."
{ printf '%s\n' "$want"; state; } >"$stamp.part"
mv "$stamp.part" "$stamp"

# Part of test.sh: finds or installs a browser, PostgreSQL and Redis, and starts private ones of the latter two.
# They listen on sockets in a folder of their own, so no port is needed and nothing that runs already is touched.

services=''

# The newest PostgreSQL programs, wherever the system keeps them.
postgres_bin() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/libexec/postgresql*/ /usr/pgsql-*/bin 2>/dev/null | sort -rV) \
        "$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return 0
        fi
    done
    return 1
}

find_browser() {
    for name in ${USI_TEST_BROWSER:-} chromium chromium-browser google-chrome google-chrome-stable; do
        found=$(command -v "$name" 2>/dev/null) || continue
        # A distribution's stand-in for a package of another kind is there but does not start.
        "$found" --version >/dev/null 2>&1 || continue
        printf '%s\n' "$found"
        return 0
    done
    return 1
}

find_redis() {
    command -v redis-server 2>/dev/null || command -v valkey-server 2>/dev/null
}

may_install() {
    if [ "$(id -u)" -eq 0 ]; then
        as_root=''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        return 1
    fi
}

# Installs one package by the first of its names that the system knows.
install_package() {
    for package in "$@"; do
        if command -v apt-get >/dev/null 2>&1; then
            if [ -z "${apt_updated:-}" ]; then
                $as_root apt-get update -qq >/dev/null 2>&1 || true
                apt_updated=yes
            fi
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 && return 0
        elif command -v dnf >/dev/null 2>&1; then
            $as_root dnf install -y -q "$package" >/dev/null 2>&1 && return 0
        elif command -v apk >/dev/null 2>&1; then
            $as_root apk add -q "$package" >/dev/null 2>&1 && return 0
        else
            return 1
        fi
    done
    return 1
}

install_missing() {
    may_install || return 0
    find_browser >/dev/null || install_package chromium chromium-browser || true
    postgres_bin >/dev/null || install_package postgresql-server postgresql || true
    find_redis >/dev/null || install_package redis-server redis valkey || true
}

# One line about what is still not there and what that leaves out.
name_missing() {
    missing=''
    find_browser >/dev/null || missing="$missing Chromium (the browser tests are skipped);"
    postgres_bin >/dev/null || missing="$missing PostgreSQL (the tests on PostgreSQL are skipped);"
    find_redis >/dev/null || missing="$missing Redis (the tests on PostgreSQL run without it);"
    [ -z "$missing" ] || printf 'USI: not installed and not mine to install:%s get them from your package manager.\n' "$missing" >&2
}

# Runs a program as somebody other than root, which PostgreSQL insists on.
unprivileged() {
    if [ "$(id -u)" -ne 0 ]; then
        sh -c "$1"
    elif command -v runuser >/dev/null 2>&1; then
        runuser -u "$somebody" -- sh -c "$1"
    else
        su -s /bin/sh "$somebody" -c "$1"
    fi
}

# Usage: start_services [postgres]   (only PostgreSQL)
start_services() {
    services=$(mktemp -d "${TMPDIR:-/tmp}/usi-services.XXXXXX")
    somebody=$(id -un)
    if [ "$(id -u)" -eq 0 ]; then
        somebody=nobody
        id postgres >/dev/null 2>&1 && somebody=postgres
        chown "$somebody" "$services"
    fi
    if bin=$(postgres_bin); then
        start_postgres || printf 'USI: PostgreSQL did not start.\n' >&2
    fi
    if [ "${1:-}" != postgres ] && redis=$(find_redis); then
        start_redis || printf 'USI: Redis did not start.\n' >&2
    fi
}

start_postgres() {
    unprivileged "cd '$services' && '$bin/initdb' -D data -U usi --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync >initdb.log 2>&1" || {
        cat "$services/initdb.log" >&2
        return 1
    }
    unprivileged "cd '$services' && '$bin/pg_ctl' -D data -w -l postgres.log -o \"-c listen_addresses='' -c unix_socket_directories='$services' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 ${postgres_options:-}\" start >/dev/null" || {
        cat "$services/postgres.log" >&2
        return 1
    }
    PATH=$bin:$PATH
    USI_TEST_DATABASE_URL="postgresql://usi@/postgres?host=$services"
    export PATH USI_TEST_DATABASE_URL
}

start_redis() {
    "$redis" --port 0 --unixsocket "$services/redis.sock" --save '' --appendonly no --dir "$services" --logfile "$services/redis.log" \
        --pidfile "$services/redis.pid" --daemonize yes >/dev/null || return 1
    USI_TEST_REDIS_URL="unix://$services/redis.sock?db=0"
    export USI_TEST_REDIS_URL
}

stop_services() {
    [ -n "$services" ] || return 0
    [ ! -f "$services/data/postmaster.pid" ] || unprivileged "'$bin/pg_ctl' -D '$services/data' -m immediate stop >/dev/null 2>&1" || true
    [ ! -f "$services/redis.pid" ] || kill "$(cat "$services/redis.pid")" 2>/dev/null || true
    rm -rf "$services"
    services=''
}

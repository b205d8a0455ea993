"""Times whole pages on a running server against a trivial page on the same server, in the same run; weighs pages and memory."""

import itertools
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import brotli

from bench.table import Table

ROOT = Path(__file__).parents[1]
TRIVIAL = "/bench/trivial/"
# What the worker has done a second after the demonstration is there.
SETTLE = "from usi.features.campaigns import actions\nwhile actions.fold(): pass"
SECONDS = 1.0
ROUNDS = 7
CONNECTIONS = 4


class Server:
    """The node with the bench's settings on a free port."""

    def __init__(self, data: str, *, cache_seconds: int, parts: bool = True) -> None:
        """Start it and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = os.environ | {
            "USI_DEMO": "on", "USI_DATA": data, "USI_URL": f"http://127.0.0.1:{self.port}", "USI_PORT": str(self.port),
            "USI_PAGE_CACHE_SECONDS": str(cache_seconds), "DJANGO_SETTINGS_MODULE": "bench.settings", "PYTHONPATH": str(ROOT),
            "USI_BENCH_PARTS": "on" if parts else "off",
        }
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--blocking-threads", "4", "--no-access-log", "usi.doors.operators.served:application"]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if get(self.port, TRIVIAL)[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("The bench's server did not answer.")

    def stop(self) -> None:
        """End it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)


def _request(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip, br\r\n\r\n".encode()


def _answer(connection: socket.socket) -> tuple[int, bytes, bytes]:
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        part = connection.recv(65536)
        if not part:
            raise OSError("closed")
        buffer += part
    head, _, body = buffer.partition(b"\r\n\r\n")
    found = re.search(rb"content-length: (\d+)", head.lower())
    length = int(found.group(1)) if found else 0
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split(b" ", 2)[1]), head, body


def get(port: int, path: str) -> tuple[int, bytes, bytes]:
    """Return status, head and body as sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(_request(port, path))
        return _answer(connection)


def throughput(port: int, paths: list[str]) -> float:
    """Return answers per second over a few kept connections that ask for one address after the other."""
    counts = [0] * CONNECTIONS
    end = time.monotonic() + SECONDS

    def work(number: int) -> None:
        turns = itertools.cycle(paths[number % len(paths) :] + paths[: number % len(paths)])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            while time.monotonic() < end:
                path = next(turns)
                connection.sendall(_request(port, path))
                if _answer(connection)[0] != 200:
                    raise SystemExit(f"{path} does not answer 200.")
                counts[number] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def ratio(port: int, paths: list[str]) -> float:
    """Return how much of the trivial page's throughput pages have, in percent: the median of rounds in which both take turns."""
    throughput(port, paths), throughput(port, [TRIVIAL])
    return statistics.median(100 * throughput(port, paths) / throughput(port, [TRIVIAL]) for _ in range(ROUNDS))


def read(port: int, path: str) -> str:
    """Return a page's HTML."""
    status, head, body = get(port, path)
    if status != 200:
        raise SystemExit(f"{path} answers {status}.")
    return (brotli.decompress(body) if b"content-encoding: br" in head.lower() else body).decode()


def pages(port: int) -> dict[str, list[str]]:
    """Return the addresses of front pages, and of all articles, organisations, themes and campaigns that lists of the demonstration show."""
    lists = {
        "article": ("/en/news/", r'href="(/en/news/\d+/)"'), "organisation": ("/en/organisations/", r'href="(/en/organisations/[a-z0-9_]+/)"'),
        "theme page": ("/en/themes/", r'href="(/en/themes/[a-z0-9_]+/)"'), "campaign": ("/en/campaigns/", r'href="(/en/campaigns/\d+/)"'),
    }
    found = {name: list(dict.fromkeys(re.findall(pattern, read(port, path)))) for name, (path, pattern) in lists.items()}
    if not all(found.values()):
        raise SystemExit("The demonstration has nothing to measure.")
    return {"front page": ["/en/", "/el/", "/ar/"]} | found


def _html_and_css(port: int, paths: list[str]) -> tuple[str, int, int]:
    """Return the heaviest of several pages with its own bytes and those of its style sheets, as sent."""
    path = max(paths, key=lambda each: len(get(port, each)[2]))
    body, html = get(port, path)[2], read(port, path)
    sheets = re.findall(r'<link[^>]+rel="stylesheet"[^>]*?href="([^"]+)"', html)
    return html, len(body), sum(len(get(port, address)[2]) for address in sheets)


def _weigh(table: Table, port: int, name: str, paths: list[str]) -> None:
    """Weigh the heaviest of several pages, as a browser gets it over a secured connection."""
    for language in ("el", "ar") if paths[0].startswith("/en/") else ():
        others = [path.replace("/en/", f"/{language}/") for path in paths]
        _, page, sheets = _html_and_css(port, others)
        table.add(f"{name}: HTML and CSS, compressed, heaviest in {language}", (page + sheets) / 1024, "≤ 14 KB", most=14, unit=" KB")
    html, page, styles = _html_and_css(port, paths)
    linked = re.findall(r'<link[^>]+rel="(stylesheet|preload|icon)"[^>]*?href="([^"]+)"', html)
    fonts = sum(len(get(port, address)[2]) for kind, address in linked if kind == "preload")
    crowd = [address for address in re.findall(r'<img class="crowd" src="([^"]+)"', html)]
    others = [address for kind, address in linked if kind == "icon"] + crowd
    scripts = sum(len(get(port, address)[2]) for address in re.findall(r'<script[^>]+src="([^"]+)"', html))
    whole = page + styles + fonts + scripts + sum(len(get(port, address)[2]) for address in others)
    requests = 1 + len(linked) + len(crowd)
    foreign = [address for address in re.findall(r'(?:src|srcset)="([^"]+)"', html) if not address.startswith("/")]
    table.add(f"{name}: HTML and CSS, compressed", (page + styles) / 1024, "≤ 14 KB", most=14, unit=" KB")
    table.add(f"{name}: display font", fonts / 1024, "≤ 30 KB", most=30, unit=" KB")
    table.add(f"{name}: script", scripts / 1024, "≤ 15 KB", most=15, unit=" KB")
    table.add(f"{name}: everything without photographs", whole / 1024, "≤ 60 KB", most=60, unit=" KB")
    table.add(f"{name}: requests without photographs", requests, "≤ 6", most=6)
    table.add(f"{name}: requests to third parties", len(foreign), "0", most=0)


def _weigh_maps(table: Table, port: int) -> None:
    for sheet in ("world", "africa", "americas", "arab", "asia_pacific", "europe"):
        page, shown = (len(get(port, f"/el/map/{sheet if sheet != 'world' else ''}/{query}".replace("//", "/"))[2]) for query in ("", "?map=show"))
        table.add(f"map, {sheet}: compressed, beside its page", (shown - page) / 1024, "≤ 30 KB", most=30, unit=" KB")
    table.add("picture of a country in its region, compressed", len(get(port, "/map/br.svg")[2]) / 1024, "≤ 10 KB", most=10, unit=" KB")


def memory(root: int) -> float:
    """Return the memory of a process and all its children in MB (proportional set size)."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    family, grew = {root}, True
    while grew:
        grew = False
        for child, parent in parents.items():
            if parent in family and child not in family:
                family.add(child)
                grew = True
    total = 0
    for number in family:
        try:
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{number}/smaps_rollup").read_text(), re.M).group(1))
        except (OSError, AttributeError):
            continue
    return total / 1024


def _idle_memory(table: Table, data: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"USI_DEMO": "on", "USI_DATA": data, "USI_PORT": str(port), "USI_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen([ROOT / ".venv" / "bin" / "usi", "run"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            time.sleep(0.2)
            try:
                if get(port, "/en/")[0] == 200:
                    break
            except OSError:
                if process.poll() is not None:
                    break
        else:
            raise SystemExit("The node did not answer within two minutes.")
        if process.poll() is not None:
            raise SystemExit("The node did not start.")
        time.sleep(5)
        table.add("memory, embedded, idle, all processes", memory(process.pid), "≤ 300 MB", most=300, unit=" MB")
    finally:
        process.terminate()
        process.wait(30)


def run(table: Table) -> None:
    """Measure everything that needs a running server."""
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"USI_DEMO": "on", "USI_DATA": data}
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"], ["shell", "-c", SETTLE]):
            subprocess.run([ROOT / ".venv" / "bin" / "usi", *command], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        _speeds(table, data)
        _idle_memory(table, data)


def _speeds(table: Table, data: str) -> None:
    for what, cache_seconds, parts, least in (
        ("asked of the database anew", 0, True, 15),
        ("with no part remembered either", 0, False, None),
        ("kept for anonymous readers", 5, True, 60),
    ):
        server = Server(data, cache_seconds=cache_seconds, parts=parts)
        try:
            for name, paths in pages(server.port).items():
                table.add(f"{name}, {what}, against a trivial page", ratio(server.port, paths), f"≥ {least} %" if least else "—", least=least, unit=" %")
                if cache_seconds:
                    _weigh(table, server.port, name, paths)
            if cache_seconds:
                _weigh_maps(table, server.port)
        finally:
            server.stop()

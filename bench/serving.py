"""Times whole pages on a running server against a trivial page on the same server, in the same run; weighs pages and memory."""

import gzip
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

    def __init__(self, data: str, *, cache_seconds: int) -> None:
        """Start it and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = os.environ | {
            "USI_DEMO": "on", "USI_DATA": data, "USI_URL": f"http://127.0.0.1:{self.port}", "USI_PORT": str(self.port),
            "USI_PAGE_CACHE_SECONDS": str(cache_seconds), "DJANGO_SETTINGS_MODULE": "bench.settings", "PYTHONPATH": str(ROOT),
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
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


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


def throughput(port: int, path: str) -> float:
    """Return answers per second over a few kept connections."""
    counts = [0] * CONNECTIONS
    end = time.monotonic() + SECONDS

    def work(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            while time.monotonic() < end:
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


def ratio(port: int, path: str) -> float:
    """Return how much of the trivial page's throughput a page has, in percent: the median of rounds in which both take turns."""
    throughput(port, path), throughput(port, TRIVIAL)
    return statistics.median(100 * throughput(port, path) / throughput(port, TRIVIAL) for _ in range(ROUNDS))


def pages(port: int) -> dict[str, str]:
    """Return addresses of a front page, an article, an organisation and a theme of the demonstration."""
    news = get(port, "/en/news/")[2]
    text = gzip.decompress(news).decode() if news[:2] == b"\x1f\x8b" else news.decode()
    article = re.search(r'href="(/en/news/\d+/)"', text)
    union = re.search(r'href="(/en/organisations/[a-z0-9_]+/)"', text)
    if article is None or union is None:
        raise SystemExit("The demonstration has no article to measure.")
    return {"front page": "/en/", "article": article.group(1), "organisation": union.group(1), "theme page": "/en/themes/labour_disputes/"}


def _weigh(table: Table, port: int, name: str, path: str) -> None:
    status, head, body = get(port, path)
    html = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
    if status != 200:
        raise SystemExit(path)
    linked = re.findall(r'<link[^>]+rel="(stylesheet|preload|icon)"[^>]*?href="([^"]+)"', html)
    styles = sum(len(get(port, address)[2]) for kind, address in linked if kind == "stylesheet")
    fonts = sum(len(get(port, address)[2]) for kind, address in linked if kind == "preload")
    crowd = [address for address in re.findall(r'<img class="crowd" src="([^"]+)"', html)]
    others = [address for kind, address in linked if kind == "icon"] + crowd
    scripts = sum(len(get(port, address)[2]) for address in re.findall(r'<script[^>]+src="([^"]+)"', html))
    whole = len(body) + styles + fonts + scripts + sum(len(get(port, address)[2]) for address in others)
    requests = 1 + len(linked) + len(crowd)
    foreign = [address for address in re.findall(r'(?:src|srcset)="([^"]+)"', html) if not address.startswith("/")]
    table.add(f"{name}: HTML and CSS, compressed", (len(body) + styles) / 1024, "≤ 14 KB", most=14, unit=" KB")
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
        for cache_seconds, least in ((0, 15), (5, 60)):
            server = Server(data, cache_seconds=cache_seconds)
            try:
                for name, path in pages(server.port).items():
                    what = "kept for anonymous readers" if cache_seconds else "asked of the database anew"
                    table.add(f"{name}, {what}, against a trivial page", ratio(server.port, path), f"≥ {least} %", least=least, unit=" %")
                    if cache_seconds:
                        _weigh(table, server.port, name, path)
                if cache_seconds:
                    _weigh_maps(table, server.port)
            finally:
                server.stop()
        _idle_memory(table, data)

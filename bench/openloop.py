"""An open-loop load generator for loopback: people arrive when they arrive, whether or not the node keeps up.

How long somebody waited is counted from the moment they arrived, so that a node that stalls cannot hide it.
"""

import asyncio
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

TIMEOUT = 20.0


@dataclass
class Crowd:
    """What a kind of visitor met: seconds each waited, and how often each answer came."""

    waits: list = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    retry_after: int = 0
    kept: int = 0

    def share(self, *good):
        total = sum(self.answers.values())
        return sum(self.answers[code] for code in good) / total if total else 0.0

    def percentile(self, part):
        return 1000 * statistics.quantiles(self.waits, n=1000)[int(part * 10) - 1] if len(self.waits) > 1 else 0.0


async def ask(port, head, body=b""):
    """Send one request on a connection of its own and return (status, head, body); status 0 where no answer came."""
    writer = None
    try:
        async with asyncio.timeout(TIMEOUT):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head + body)
            raw = await reader.readuntil(b"\r\n\r\n")
            found = [line for line in raw.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            content = await reader.readexactly(int(found[0].split(b":")[1])) if found else b""
            return int(raw.split(b" ", 2)[1]), raw, content
    except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
        return 0, b"", b""
    finally:
        if writer is not None:
            writer.close()


def get(port, path, **more):
    headers = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n{headers}\r\n".encode(), b""


def signing(port, path, number, *, address=""):
    """Return the request of somebody who signs; each comes over a line of its own."""
    rng = random.Random(number)
    body = urlencode({
        "name": f"Rosa {number}", "email": address or f"person{number}@mail{number % 40}.example", "country": rng.choice(["GR", "TN", "BR", "IT", "ZA", "IN"]),
        "at": int(time.time()) - 20, "via": rng.choice(["", "", "fb", "mail"]),
    }).encode()
    line = ".".join(str(rng.randrange(1, 255)) for _ in range(4))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nX-Forwarded-For: {line}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode(), body


async def arrive(rate, seconds, *, make, crowd, port, on_answer=None):
    """Let visitors arrive at random, so many a second on average, each asking what `make(n)` gives."""
    rng, start, due, number, tasks = random.Random(1), time.perf_counter(), 0.0, 0, set()

    async def visit(at, request, n):
        status, head, body = await ask(port, *request)
        crowd.waits.append(time.perf_counter() - start - at)
        crowd.answers[status] += 1
        if status == 503:
            crowd.retry_after += b"\nretry-after:" in head.lower()
            crowd.kept += all(typed.encode() in body for typed in parse_qs(request[1].decode()).get("email", []))
        if on_answer:
            on_answer(n, status)

    while due < seconds:
        due += rng.expovariate(rate)
        pause = start + due - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        task = asyncio.create_task(visit(due, make(number), number))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        number += 1
    while tasks:
        await asyncio.sleep(0.05)


def load(port, *, path, page, signers, readers, seconds, first=0, on_answer=None):
    """Let people sign at `signers` and read at `readers` a second for so many seconds; returns what both met."""
    signed, read = Crowd(), Crowd()

    async def both():
        crowds = [arrive(signers, seconds, make=lambda n: signing(port, path, first + n), crowd=signed, port=port, on_answer=on_answer)]
        if readers:
            crowds.append(arrive(readers, seconds, make=lambda n: get(port, page), crowd=read, port=port))
        await asyncio.gather(*crowds)

    asyncio.run(both())
    return signed, read

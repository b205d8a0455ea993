"""Thousands sign at once, on the same machine as the generator: how many are taken, how long they wait, and whether each counts once."""

import asyncio
import random
import threading
import time

from bench import openloop
from bench.node import Node

SIGNERS, READERS = 100, 50


def _paths(number):
    return {"path": f"/en/campaigns/{number}/sign/", "page": f"/en/campaigns/{number}/"}


def surge(table, name, *, database="", seconds=600):
    """6,000 people a minute sign while 50 a second read; every accepted signature is there once."""
    with Node(database) as node:
        number = node.campaign()
        openloop.load(node.port, **_paths(number), signers=20, readers=10, seconds=5, first=10**9)
        before = node.counts(number)[0]
        signed, read = openloop.load(node.port, **_paths(number), signers=SIGNERS, readers=READERS, seconds=seconds)
        accepted = signed.answers[302]
        rows, _, waiting, right = node.counts(number)
        minutes = seconds / 60
        table.add(f"{name}: signatures accepted a minute, for {minutes:.1f} minutes", accepted / minutes, "≥ 5,900 of 6,000 sent", least=5_900)
        table.add(f"{name}: 99th percentile of waiting to sign", signed.percentile(99), "≤ 500 ms", most=500, unit=" ms")
        table.add(f"{name}: signers not accepted", 100 * (1 - signed.share(302)), "≤ 0.1 %", most=0.1, unit=" %")
        table.add(f"{name}: 99th percentile of readers meanwhile", read.percentile(99), "—", unit=" ms")
        table.add(f"{name}: readers not served", 100 * (1 - read.share(200)), "≤ 0.1 %", most=0.1, unit=" %")
        table.add(f"{name}: accepted and not there, or there twice", abs(rows - before - accepted), "0", most=0)
        table.add(f"{name}: counts differ from the rows", int(not right or waiting != rows), "0", most=0)


def overload(table, name, *, database="", seconds=20):
    """Three times what the machine can take: the others are told when to come back, keep what they typed, and the node recovers."""
    with Node(database) as node:
        number = node.campaign()
        capacity = _capacity(node.port, number)
        before = node.counts(number)[0]
        signed, _ = openloop.load(node.port, **_paths(number), signers=3 * capacity, readers=0, seconds=seconds, first=2 * 10**6)
        after, _ = openloop.load(node.port, **_paths(number), signers=20, readers=0, seconds=10, first=3 * 10**6)
        rows, _, _, right = node.counts(number)
        taken, turned = signed.answers[302], signed.answers[503]
        total = sum(signed.answers.values())
        table.add(f"{name}: what the machine can take, a second", capacity, "—")
        table.add(f"{name}: at three times that, taken a second", taken / seconds, "—")
        table.add(f"{name}: neither taken nor told to come back", 100 * (total - taken - turned) / total, "≤ 0.1 %", most=0.1, unit=" %")
        table.add(f"{name}: told to come back without Retry-After or what was typed", turned - min(signed.retry_after, signed.kept), "0", most=0)
        table.add(f"{name}: accepted and not there, or there twice", abs(rows - before - taken - after.answers[302]), "0", most=0)
        table.add(f"{name}: counts differ from the rows", int(not right), "0", most=0)
        table.add(f"{name}: not accepted once the crowd is gone", 100 * (1 - after.share(302)), "0 %", most=0, unit=" %")


def _capacity(port, number, seconds=6):
    """Return how many a second sign when eight ask one after the other."""
    done, end = [0], time.perf_counter() + seconds

    async def work(place):
        n = 10**7 + place * 10**5
        while time.perf_counter() < end:
            status, _, _ = await openloop.ask(port, *openloop.signing(port, _paths(number)["path"], n))
            done[0] += status == 302
            n += 1

    async def all_of_them():
        await asyncio.gather(*(work(place) for place in range(8)))

    asyncio.run(all_of_them())
    return max(done[0] / seconds, 1)


def drill(table, name, *, people=10_000, writers=8, database=""):
    """10,000 people of whom 30 % try again, from 8 writers, while web and worker are killed at random: each accepted one counts once."""
    with Node(database) as node:
        number, rng, accepted, over = node.campaign(), random.Random(7), set(), threading.Event()
        killed = [0]

        def kill():
            while not over.wait(rng.uniform(2, 5)):
                killed[0] += node.kill_some(rng)

        killer = threading.Thread(target=kill)
        killer.start()

        async def write(place):
            own = random.Random(place)
            for n in range(place, people, writers):
                for _ in range(2 if own.random() < 0.3 else 1):
                    for _ in range(200):
                        status, _, _ = await openloop.ask(node.port, *openloop.signing(node.port, _paths(number)["path"], n))
                        if status == 302:
                            accepted.add(n)
                            break
                        # No answer tells nothing, so people try again.
                        await asyncio.sleep(0.1)

        async def all_of_them():
            await asyncio.gather(*(write(place) for place in range(writers)))

        asyncio.run(all_of_them())
        over.set()
        killer.join()
        node.wait()
        rows, confirmed, waiting, right = node.counts(number)
        table.add(f"{name}: processes killed meanwhile", killed[0], "≥ 3", least=3)
        table.add(f"{name}: people of {people:,} who do not count exactly once", abs(rows - people) + people - len(accepted), "0", most=0)
        table.add(f"{name}: counts differ from the rows", int(not right or confirmed + waiting != rows), "0", most=0)

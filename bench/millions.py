"""A campaign with five million signatures must read as fast as one with five thousand."""

import statistics
import time

from django.db import connection, transaction

SMALL, LARGE = 5_000, 5_000_000
_SQLITE = """
WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s)
INSERT INTO campaigns_signature (id, campaign_id, name, show_name, country, workplace, words, news, language, via, address, address_key, token_key,
  state, set_aside, solved, letter, letters, signed_at, confirmed_at)
SELECT %s + i, %s, 'Name ' || i, i %% 3 = 0, substr('GRTNBRITZAIN', 1 + 2 * (i %% 6), 2), '', '', 0, 'en', '', x'00',
  CAST(printf('a%%031d', i) AS BLOB), CAST(printf('%%012d%%020d', %s, i) AS BLOB), 'confirmed', 0, 0, 'none', 1,
  datetime('2026-01-01', '+' || (i / 60) || ' minutes'), datetime('2026-01-01', '+' || (i / 60) || ' minutes') FROM n
"""
_POSTGRESQL = """
INSERT INTO campaigns_signature (id, campaign_id, name, show_name, country, workplace, words, news, language, via, address, address_key, token_key,
  state, set_aside, solved, letter, letters, signed_at, confirmed_at)
SELECT %s + i, %s, 'Name ' || i, i %% 3 = 0, substr('GRTNBRITZAIN', 1 + (2 * (i %% 6))::int, 2), '', '', false, 'en', '', '\\x00'::bytea,
  ('a' || lpad(i::text, 31, '0'))::bytea, (lpad(%s::text, 12, '0') || lpad(i::text, 20, '0'))::bytea, 'confirmed', false, false, 'none', 1,
  timestamp '2026-01-01' + (i / 60) * interval '1 minute', timestamp '2026-01-01' + (i / 60) * interval '1 minute'
  FROM generate_series(%s::bigint, %s::bigint - 1) AS i
"""


def _fill(campaign, first, last, place):
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [first, last, place * 10**9, campaign, place])
        else:
            cursor.execute(_POSTGRESQL, [place * 10**9, campaign, place, first, last])


def _median(call, times=41):
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def run(table):
    """Fill one campaign with few and one with many signatures, count them, and read both in turn."""
    from django.test import Client

    from usi.features.campaigns import actions, queries
    from usi.features.campaigns.tests import factories

    small, large = factories.campaign(), factories.campaign()
    _fill(small.pk, 0, SMALL, 1)
    for start in range(0, LARGE, 500_000):
        _fill(large.pk, start, min(start + 500_000, LARGE), 2)
    actions.rebuild()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    reads = {
        "page": lambda made: client.get(f"/en/campaigns/{made.pk}/"),
        "breakdown": lambda made: queries.tally(made.pk, language="en"),
        "names": lambda made: queries.names(made.pk),
    }
    for what, read in reads.items():
        ratios = [_median(lambda read=read: read(large), 15) / _median(lambda read=read: read(small), 15) for _ in range(5)]
        table.add(f"{name}: campaign, {what}, 5,000,000 against 5,000 signatures", statistics.median(ratios), "≤ 1.2 ×", most=1.2, unit=" ×")


if __name__ == "__main__":
    import django

    django.setup()
    from bench.lists import Lines

    run(Lines())

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Change, Count, Signature
from usi.features.campaigns.tests import factories

pytestmark = [pytest.mark.storage]


def tally(made):
    counts = queries.tally(made.pk, language="en")
    assert queries.counts_are_right()
    assert counts.confirmed == sum(row.confirmed for row in counts.countries)
    return counts.confirmed, counts.waiting


@pytest.mark.django_db
def test_count_and_breakdown_add_up_on_every_path():
    made = factories.campaign()
    assert tally(made) == (0, 0)
    first = factories.sign(made, address="a@example.org", country="GR")
    assert tally(made) == (0, 1)
    second = factories.sign(made, address="b@example.org", country="TN")
    assert tally(made) == (0, 2)
    factories.confirm(first)
    assert tally(made) == (1, 1)
    factories.confirm(first)
    assert tally(made) == (1, 1)
    factories.sign(made, address="b@example.org", country="IT")
    assert tally(made) == (1, 1)
    rows = queries.tally(made.pk, language="en").countries
    assert [(row.code, row.confirmed, row.waiting) for row in rows] == [("GR", 1, 0), ("IT", 0, 1)]
    factories.sign(made, address="a@example.org", country="IT")
    assert tally(made) == (1, 1)
    actions.withdraw(token=sealing.token(second.pk))
    assert tally(made) == (1, 0)
    actions.withdraw(token=sealing.token(first.pk))
    assert tally(made) == (0, 0)
    factories.confirm(factories.sign(made, address="a@example.org", country="GR"))
    assert tally(made) == (1, 0)
    actions.load_signatures(made, [Row("A", f"{n}@example.net", "GR" if n % 2 else "TN", confirmed=n > 3) for n in range(10)])
    assert tally(made) == (7, 4)


@pytest.mark.django_db
def test_folding_changes_no_number_and_happens_once():
    made = factories.campaign()
    rows = [factories.sign(made, country=code, language=tag) for code, tag in (("GR", "el"), ("TN", "ar"), ("GR", "en"))]
    factories.confirm(rows[0])
    before = queries.breakdown(made.pk, "country", "language", "via", "hour")
    assert actions.fold(most=2) == 2
    assert queries.breakdown(made.pk, "country", "language", "via", "hour") == before
    while actions.fold():
        pass
    assert Change.objects.count() == 0
    assert queries.breakdown(made.pk, "country", "language", "via", "hour") == before
    assert {name: sum(row[0] for row in keys.values()) for name, keys in before.items()} == dict.fromkeys(before, 1)
    assert tally(made) == (1, 2)


@pytest.mark.django_db
def test_thousands_are_loaded_quickly_and_once():
    made = factories.campaign()
    rows = [Row(f"Name {n}", f"x{n}@example.net", random.choice(("GR", "TN", "BR")), confirmed=n % 20 > 0) for n in range(3000)]
    started = time.now()
    assert actions.load_signatures(made, rows) == 3000
    assert time.now() - started < timedelta(seconds=10)
    assert actions.load_signatures(made, rows[:50]) == 0
    assert tally(made) == (2850, 150)
    some = Signature.objects.filter(state="waiting").first()
    factories.confirm(some)
    assert tally(made) == (2851, 149)


@pytest.mark.django_db
def test_wrong_counts_are_found_and_set_right():
    made, other = factories.campaign(), factories.campaign()
    actions.load_signatures(made, [Row("A", f"{n}@example.net", "GR") for n in range(5)])
    actions.load_signatures(other, [Row("A", f"{n}@example.net", "GR") for n in range(2)])
    while actions.fold():
        pass
    Count.objects.filter(campaign=made, dimension="country").update(confirmed=9)
    Count.objects.create(campaign=made, dimension="country", key="FR", waiting=3)
    Count.objects.filter(campaign=other, dimension="language").delete()
    assert queries.drift() == {
        (made.pk, "country", "GR"): (-4, 0, 0), (made.pk, "country", "FR"): (0, -3, 0), (other.pk, "language", "en"): (2, 0, 0),
    }
    assert actions.rebuild(made.pk) == 2
    assert not queries.drift(made.pk)
    assert actions.rebuild() == 1
    assert tally(made) == (5, 0)
    assert tally(other) == (2, 0)


@pytest.mark.django_db
def test_unconfirmed_names_are_deleted_after_thirty_days():
    made = factories.campaign(days=100)
    now = time.now()
    ages = [0, 29, 31, 45]
    actions.load_signatures(made, [Row("A", f"w{n}@example.net", "GR", confirmed=False, at=now - timedelta(days=n)) for n in ages])
    actions.load_signatures(made, [Row("A", f"c{n}@example.net", "TN", at=now - timedelta(days=n)) for n in ages])
    assert actions.purge() == 2
    assert tally(made) == (4, 2)
    assert actions.purge() == 0
    assert Signature.objects.filter(state="waiting", signed_at__lt=now - timedelta(days=30)).count() == 0


@pytest.mark.django_db
def test_an_address_counts_once_even_past_the_code():
    made = factories.campaign()
    row = factories.sign(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            campaign=made, address_key=bytes(row.address_key), token_key=b"x", name="B", country="GR", signed_at=time.now()
        )


@pytest.mark.django_db
def test_a_name_cannot_stay_in_a_withdrawn_row():
    row = factories.sign(factories.campaign())
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=row.pk).update(state="withdrawn")


@pytest.mark.django_db
def test_cards_take_one_query_however_many(django_assert_num_queries):
    made = [factories.campaign(goal=50 + n) for n in range(4)]
    actions.load_signatures(made[0], [Row("A", f"{n}@example.net", "GR" if n % 2 else "TN", confirmed=n > 1) for n in range(7)])
    with django_assert_num_queries(1):
        facts = queries.card_facts(made, "en")
    assert (facts[made[0].pk].count, facts[made[0].pk].waiting, facts[made[3].pk].count, facts[made[3].pk].goal) == (5, 2, 0, 53)


def test_signing_at_the_same_moment_counts_each_address_once(threads):
    made = factories.campaign()
    people = [f"p{n}@example.org" for n in range(8)]

    def person(seed):
        def job():
            rng = random.Random(seed)
            for address in rng.sample(people, 6):
                for written in (address, address.upper()):
                    row = factories.sign(made, address=written, country=rng.choice(("GR", "TN")))
                    try:
                        if rng.random() < 0.6:
                            factories.confirm(row)
                        elif rng.random() < 0.3:
                            actions.withdraw(token=sealing.token(row.pk))
                    except (actions.Changed, actions.UnknownLink):
                        continue

        return job

    assert threads([person(seed) for seed in range(6)]) == []
    keys = [bytes(key) for key in Signature.objects.exclude(state="withdrawn").values_list("address_key", flat=True)]
    assert len(keys) == len(set(keys)) <= len(people)
    assert sum(tally(made)) == len(keys)


def test_the_button_pressed_many_times_at_once_counts_once(threads):
    made = factories.campaign()
    row = factories.sign(made)
    assert threads([lambda: factories.confirm(Signature.objects.get(pk=row.pk))] * 6) == []
    assert tally(made) == (1, 0)


def test_counts_can_be_rebuilt_while_people_sign(threads):
    made = factories.campaign()
    actions.load_signatures(made, [Row("A", f"{n}@example.net", "GR") for n in range(40)])
    while actions.fold():
        pass
    Count.objects.filter(campaign=made).update(confirmed=0)
    jobs = [lambda n=n: factories.confirm(factories.sign(made, address=f"new{n}@example.org")) for n in range(5)]
    assert threads([*jobs, lambda: actions.rebuild(made.pk)]) == []
    assert tally(made) == (45, 0)

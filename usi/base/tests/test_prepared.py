"""Prepared queries answer as the querysets they are made from would, with the rows of the moment."""

from datetime import UTC, datetime, timedelta

import pytest

from usi.base import prepared
from usi.spine.actors.models import Actor
from usi.spine.publications.tests.factories import actor

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def by_number(*, number):
    return Actor.objects.filter(pk=number)


def chosen(type, *, numbers):
    return Actor.objects.filter(type=type, pk__in=numbers).order_by("pk")


def names(*, handle):
    return Actor.objects.filter(handle=handle).values_list("name", flat=True)


def test_the_same_question_with_other_values_gets_other_rows():
    one, two = actor(), actor()
    assert prepared.rows(by_number, number=one.pk) == [one]
    assert prepared.rows(by_number, number=two.pk) == [two]
    assert prepared.rows(by_number, number=5) == []


def test_what_changed_since_is_seen():
    one = actor(handle="metal", name="Metal")
    assert prepared.rows(names, handle="metal") == ["Metal"]
    Actor.objects.filter(pk=one.pk).update(name="Steel")
    assert prepared.rows(names, handle="metal") == ["Steel"]


def test_each_run_is_one_query_also_the_first(django_assert_num_queries):
    one = actor()
    for _ in range(2):
        with django_assert_num_queries(1):
            assert prepared.rows(by_number, number=one.pk) == [one]


def test_lists_of_keys_and_shapes_are_told_apart():
    unions, theme = [actor() for _ in range(3)], actor(type="theme")
    numbers = [row.pk for row in [*unions, theme]]
    assert prepared.rows(chosen, "organisation", numbers=prepared.padded(numbers)) == unions
    assert prepared.rows(chosen, "theme", numbers=prepared.padded(numbers)) == [theme]
    assert prepared.rows(chosen, "organisation", numbers=numbers[:1]) == unions[:1]
    assert prepared.rows(chosen, "organisation", numbers=[]) == []


def test_moments_are_told_apart_to_the_microsecond():
    one, moment = actor(), datetime(2026, 6, 30, 15, tzinfo=UTC)
    Actor.objects.filter(pk=one.pk).update(created_at=moment)

    def before(*, number, now):
        return Actor.objects.filter(pk=number, created_at__lt=now)

    for _ in range(2):
        assert prepared.rows(before, number=one.pk, now=moment) == []
        assert prepared.rows(before, number=one.pk, now=moment + timedelta(microseconds=1)) == [one]


@pytest.mark.parametrize("number", [2**63, 10**30, -(2**63), 0])
def test_a_number_that_is_no_key_finds_nothing(number):
    assert prepared.rows(by_number, number=number) == []


def test_a_value_that_does_not_reach_the_database_as_it_is_is_refused():
    with pytest.raises(ValueError, match="handle"):
        prepared.rows(lambda *, handle: Actor.objects.filter(handle=handle.upper()), handle="metal")


def test_rows_of_one_query_and_of_several_can_be_put_together():
    unions = [actor() for _ in range(3)]
    first, second, third = (prepared.rows(by_number, number=row.pk) for row in unions)
    assert (first + second).told
    assert first + second == unions[:2]
    mixed = first + prepared.rows(chosen, "organisation", numbers=[unions[1].pk]) + third
    assert mixed == unions
    assert mixed.column("id") == [row.pk for row in unions]

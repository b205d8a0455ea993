import itertools
import time as clock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usi.spine.actors.models import Actor
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.spine.publications.tests.factories import actor, publication
from usi.surfaces.translation import memory, numerals
from usi.surfaces.translation.models import MemoryGram, MemoryUnit
from usi.surfaces.translation.tests.factories import article, checked, finished, wanted
from usi.surfaces.translation.tests.remembered import suggested

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def item(db):
    return publication(title="Strike", language="en")


@pytest.fixture
def keep(item):
    def keep(*pairs, subject=None, source="en", target="el", **more):
        return memory.remember(pairs, from_language=source, to_language=target, subject=subject or item, by=None, **more)

    return keep


def texts(source, **more):
    return [each.target for each in suggested(source, from_language=more.pop("source", "en"), to_language=more.pop("target", "el"), **more)]


def test_the_same_segment_is_suggested_with_full_score(keep):
    keep(("The strike goes on.", "Η απεργία συνεχίζεται."))
    (found,) = suggested("The strike goes on.", from_language="en", to_language="el")
    assert (found.target, found.score, found.origin, found.numbers_differ) == ("Η απεργία συνεχίζεται.", 100, "memory", False)


def test_white_space_and_the_normal_form_do_not_make_a_segment_another(keep):
    keep(("Un café  noir", "Ένας καφές"), source="fr")
    assert suggested("Un cafe\u0301 noir", from_language="fr", to_language="el")[0].score == 100


PAIRS = [
    ("en", "The port workers of the city have been on strike since Monday for higher wages.", "The port workers of the city have been on strike since Tuesday for safer work."),
    ("el", "Η απεργία στο λιμάνι συνεχίζεται για τρίτη μέρα.", "Η απεργία στα λιμάνια συνεχίζεται για πέμπτη μέρα."),
    ("ar", "يواصل عمال الميناء إضرابهم لليوم الثالث على التوالي.", "يواصل عمال الموانئ إضرابهم لليوم الخامس على التوالي."),
    ("he", "עובדי הנמל ממשיכים בשביתה ביום השלישי ברציפות.", "עובדי הנמלים ממשיכים בשביתה ביום החמישי ברציפות."),
    ("zh-Hans", "港口工人连续第三天罢工，要求提高工资。", "港口工人连续第五天罢工，要求增加工资。"),
    ("hi", "बंदरगाह के मज़दूर तीसरे दिन भी हड़ताल पर हैं।", "बंदरगाह के मज़दूर पाँचवें दिन भी हड़ताल पर हैं।"),
    ("sw", "Mgomo wa wafanyakazi wa bandari unaendelea kwa siku ya tatu.", "Mgomo wa wafanyakazi wa bandari unaendelea kwa siku ya tano."),
    ("th", "คนงานท่าเรือนัดหยุดงานเป็นวันที่สาม", "คนงานท่าเรือนัดหยุดงานเป็นวันที่ห้า"),
    ("ja", "港湾労働者は三日連続でストライキを続けている。", "港湾労働者は五日連続でストライキを続けています。"),
    ("am", "የወደብ ሠራተኞች አድማ ለሦስተኛ ቀን ቀጥሏል።", "የወደብ ሠራተኞች አድማ ለአምስተኛ ቀን ቀጥሏል።"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "known", "asked"), PAIRS)
def test_a_segment_that_resembles_one_is_suggested_in_every_script(keep, language, known, asked):
    keep((known, "X"), ("Something else entirely", "Y"), source=language, target="fr")
    (found,) = suggested(asked, from_language=language, to_language="fr")
    assert found.target == "X"
    assert memory.LEAST_SCORE <= found.score < 100


@pytest.mark.parametrize(("known", "asked"), [("Join the union", "Join a union"), ("Strikes", "Strike"), ("Workers' rights", "Worker rights"), ("Sign now!", "Sign now"), ("STRIKE", "strike")])
def test_short_segments_are_found_too(keep, known, asked):
    keep((known, "Χ"))
    assert texts(asked) == ["Χ"]
    assert suggested(asked, from_language="en", to_language="el")[0].score < 100


def test_a_segment_with_another_number_is_a_near_match_and_says_so(keep):
    keep(("We ask for 1,200 euros from 5 May.", "Ζητάμε 1.200 ευρώ από 5 Μαΐου."))
    (found,) = suggested("We ask for 1,300 euros from 5 May.", from_language="en", to_language="el")
    assert found.score < 100
    assert found.numbers_differ


def test_what_is_best_comes_first_and_no_more_than_asked_for(keep):
    keep(("We stand together today", "c"), ("We stand together", "b"), ("We stand together now", "a"))
    assert texts("We stand together now", limit=2) == ["a", "b"]


def test_another_pair_of_languages_is_not_suggested(keep):
    keep(("We stand together", "b"), target="fr")
    assert texts("We stand together") == []


def test_remembering_twice_changes_nothing(keep):
    pairs = [("One demand", "Ένα αίτημα"), ("Two demands", "Δύο αιτήματα")]
    assert keep(*pairs) == 2
    before = list(MemoryUnit.objects.values_list().order_by("pk")), MemoryGram.objects.count()
    assert keep(*pairs, pairs[0]) == 0
    assert (list(MemoryUnit.objects.values_list().order_by("pk")), MemoryGram.objects.count()) == before


def test_two_translations_of_a_segment_are_both_kept_and_each_shown_once(keep):
    keep(("Solidarity", "Αλληλεγγύη"), ("Solidarity", "Συμπαράσταση"))
    assert sorted(texts("Solidarity")) == ["Αλληλεγγύη", "Συμπαράσταση"]


@pytest.mark.parametrize(("field", "value"), [("state", "draft"), ("state", "withdrawn"), ("visibility", "network"), ("visibility", "organisation"), ("moderation", "held"), ("moderation", "hidden")])
def test_nothing_is_kept_of_a_text_that_is_not_public(keep, item, field, value):
    Publication.objects.filter(pk=item.pk).update(**{field: value})
    assert keep(("A secret plan", "Ένα μυστικό σχέδιο")) == 0
    assert not MemoryUnit.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("state", "withdrawn"), ("visibility", "network"), ("visibility", "organisation"), ("moderation", "held"), ("moderation", "hidden")])
def test_a_text_that_is_public_no_more_is_suggested_to_nobody(keep, item, field, value):
    keep(("A plan of ours", "Ένα σχέδιό μας"))
    Publication.objects.filter(pk=item.pk).update(**{field: value})
    assert texts("A plan of ours") == []
    assert texts("A plan of theirs") == []
    assert memory.exact(["A plan of ours"], from_language="en", to_language="el") == {}


def test_a_pair_met_again_in_a_public_text_is_suggested_again(keep, item):
    keep(("A plan of ours", "Ένα σχέδιό μας"))
    Publication.objects.filter(pk=item.pk).update(moderation="hidden")
    assert keep(("A plan of ours", "Ένα σχέδιό μας"), subject=publication(language="en")) == 0
    assert texts("A plan of ours") == ["Ένα σχέδιό μας"]


def test_a_deleted_text_takes_its_segments_along(keep, item):
    keep(("A plan of ours", "Ένα σχέδιό μας"))
    Publication.objects.filter(pk=item.pk).delete()
    assert not MemoryUnit.objects.exists()
    assert not MemoryGram.objects.exists()


def test_descriptions_of_actors_are_remembered_while_the_actor_is_there(keep):
    union = actor()
    keep(("We unite dockers", "Ενώνουμε λιμενεργάτες"), subject=union)
    assert texts("We unite dockers") == ["Ενώνουμε λιμενεργάτες"]
    Actor.objects.filter(pk=union.pk).update(state="suspended")
    assert texts("We unite dockers") == []


def test_a_machines_translation_is_shown_last_and_only_for_the_very_same_text(keep):
    keep(("Dockers strike", "μηχανή"), origin="machine")
    assert texts("Dockers strike") == ["μηχανή"]
    assert texts("Dockers strikes") == []
    keep(("Dockers strike again", "άνθρωπος"))
    assert texts("Dockers strike") == ["άνθρωπος", "μηχανή"]
    assert memory.exact(["Dockers strike"], from_language="en", to_language="el") == {}


def test_a_machine_never_takes_a_persons_place_and_a_person_takes_its(keep):
    keep(("One", "Ένα"), ("Two", "Δύο"))
    keep(("One", "Ένα"), origin="machine")
    assert MemoryUnit.objects.get(source="One").origin == "memory"
    keep(("Three", "Τρία"), origin="machine")
    keep(("Three", "Τρία"))
    assert MemoryUnit.objects.get(source="Three").origin == "memory"


def test_blank_equal_and_endless_segments_are_not_kept(keep):
    assert keep(("", "α"), ("a", " "), ("https://example.org", "https://example.org"), ("x" * 9000, "y")) == 0
    assert texts("x" * 100_000) == []
    assert texts("\u0301\u0301") == []


def test_the_number_of_queries_does_not_grow(keep, django_assert_num_queries):
    keep(*((f"Demand number {n} of the workers", f"Αίτημα {n}") for n in range(300)))
    with django_assert_num_queries(2):
        assert len(texts("Demand number 12 of the worker")) == 5
    asked = {f"Demand number {n} of the worker": f"Αίτημα {n}" for n in range(230, 290)}
    with django_assert_num_queries(2):
        found = memory.suggestions([*asked, "", "x" * 9000], from_language="en", to_language="el", limit=1)
    assert {source: each[0].target for source, each in found.items()} == asked
    assert {source: [each.target for each in suggested(source, from_language="en", to_language="el", limit=1)] for source in asked} == {
        source: [target] for source, target in asked.items()
    }
    with django_assert_num_queries(1):
        assert len(memory.exact([f"Demand number {n} of the workers" for n in range(300)], from_language="en", to_language="el")) == 300


def test_marks_that_very_many_segments_share_do_not_hide_the_right_one(keep):
    keep(("The union of the port says no to night work", "ΝΑΙ"))
    keep(*((f"The union of the {chr(97 + n % 26)}{n} says yes", f"x{n}") for n in range(600)))
    assert texts("The union of the port says no to night works", limit=1) == ["ΝΑΙ"]


@pytest.mark.parametrize(("bound", "met"), [(1, 1), (3, 3), (5, 5), (9, 5)])
def test_only_the_newest_segments_at_a_mark_are_looked_at(keep, monkeypatch, bound, met):
    monkeypatch.setattr(memory, "_AT_ONE_MARK", bound)
    for letter in "abcde":
        keep((f"Strike wave {letter * 60}", letter))
    keep(("Something else of the same length that shares no two words with any of the others", "x"))
    newest = list(MemoryUnit.objects.exclude(target="x").order_by("-pk").values_list("pk", flat=True))
    found = memory._candidates(["Strike wave " + "q" * 60], "en", "el")
    assert list(found.values()) == [set(newest[:met])]


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_longest_common_subsequence_over_both_lengths(one, other):
    row = [0] * (len(other) + 1)
    for char in one:
        before = row[:]
        for place, again in enumerate(other):
            row[place + 1] = before[place] + 1 if char == again else max(before[place + 1], row[place])
    if one or other:
        assert memory._likeness(one, other) == int(200 * row[-1] / (len(one) + len(other)))


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("1,234.5 and 7", "en", {"1234.5", "7"}), ("1.234,5 και 7", "el", {"1234.5", "7"}), ("١٬٢٣٤٫٥ و٧", "ar", {"1234.5", "7"}),
        ("1 234,5", "fr", {"1234.5"}), ("1\u202f234,5", "fr", {"1234.5"}), ("१,२३,४५६", "hi", {"123456"}), ("1,23,456", "hi", {"123456"}), ("12.5.2026", "el", {"12", "5", "2026"}),
        ("3万", "ja", {"30000"}), ("1.5亿", "zh-Hans", {"150000000"}), ("1'000", "de-CH", {"1000"}), ("007", "en", {"7"}), ("2025 300 people", "en", {"2025", "300"}), ("1,500", "el", {"1.5"}), ("٣", "en", {"3"}),
    ],
)  # fmt: skip
def test_numbers_are_read_in_any_digits_and_with_the_languages_separators(text, language, numbers):
    assert set(numerals.found(text, language)) == numbers


def test_endless_digits_are_read_in_no_time():
    began = clock.perf_counter()
    numerals.found("9" * 500_000 + ",9" * 200_000 + "٣" * 100_000, "en")
    assert clock.perf_counter() - began < 2
    assert list(itertools.islice(numerals.found("", "xx"), 1)) == []


def test_what_was_checked_before_everybody_could_read_it_is_learnt_when_they_can(react):
    made = article(visibility="network")
    job = checked(finished(job=wanted(made)))
    assert not MemoryUnit.objects.exists()
    publications.edit(made, by=made.author, version=made.version, visibility="public")
    react()
    learnt = set(MemoryUnit.objects.values_list("source", flat=True))
    assert learnt == set(job.segments.values_list("source", flat=True)) != set()


def test_what_was_checked_while_it_was_held_is_learnt_when_it_is_clear(react):
    made = article()
    job = finished(job=wanted(made))
    publications.moderate(made, to="held", by=None)
    job = checked(job)
    assert not MemoryUnit.objects.exists()
    publications.moderate(made, to="clear", by=None)
    react()
    assert MemoryUnit.objects.count() == job.segments.count()

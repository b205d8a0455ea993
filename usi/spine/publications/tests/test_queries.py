import pytest

from usi.base.access import ANONYMOUS, Reader
from usi.spine.actors import actions as actors
from usi.spine.publications import actions, figures, queries
from usi.spine.publications.models import Figure, Publication
from usi.spine.publications.tests.factories import actor, publication

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def titles(page):
    return [item.title for item in page.items]


def test_a_reader_sees_what_is_published_clear_and_meant_for_them():
    union = actor()
    publication(author=union, title="public")
    publication(author=union, title="network", visibility="network")
    publication(author=union, title="ours", visibility="organisation")
    publication(author=union, title="draft", state="draft")
    actions.moderate(publication(author=union, title="hidden"), to="hidden", by=None)

    assert titles(queries.page(reader=ANONYMOUS, language="en")) == ["public"]
    assert titles(queries.page(reader=Reader(actor_id=1), language="en")) == ["network", "public"]
    assert titles(queries.page(reader=Reader(actor_id=1, roles={union.pk: "member"}), language="en")) == ["ours", "network", "public"]


def test_what_a_suspended_actor_said_is_in_no_list():
    union = actor()
    publication(author=union)
    actors.set_state(union, state="suspended", by=None)
    assert queries.page(reader=ANONYMOUS, language="en").items == []


def test_a_theme_lists_what_is_about_it_and_pages_by_cursor():
    theme = actor(type="theme")
    made = [publication(title=str(n), subjects=[theme]) for n in range(5)]
    first = queries.page(reader=ANONYMOUS, language="en", actor=theme, size=2)
    second = queries.page(reader=ANONYMOUS, language="en", actor=theme, size=2, before=first.older)
    last = queries.page(reader=ANONYMOUS, language="en", actor=theme, size=2, before=second.older)
    assert [titles(first), titles(second), titles(last)] == [["4", "3"], ["2", "1"], ["0"]]
    assert last.older == 0
    assert made


def test_home_says_why_an_item_is_there():
    me, union, theme = actor(type="person"), actor(), actor(type="theme")
    actors.follow(follower=me, target=union)
    actors.follow(follower=me, target=theme)
    both = publication(author=union, subjects=[theme])
    publication(title="not followed")
    page, why = queries.home(reader=Reader(actor_id=me.pk), language="en")
    assert [item.pk for item in page.items] == [both.pk]
    assert sorted(why[both.pk]) == sorted([(union.pk, "author"), (theme.pk, "subject")])


def test_home_pages_reach_every_item_once():
    me = actor(type="person")
    unions = [actor() for _ in range(4)]
    for union in unions:
        actors.follow(follower=me, target=union)
    made = [publication(author=unions[n % 4]).pk for n in range(23)]
    seen, before = [], 0
    while True:
        page, _ = queries.home(reader=Reader(actor_id=me.pk), language="en", before=before, size=5)
        seen += [item.pk for item in page.items]
        before = page.older
        if not before:
            break
    assert seen == list(reversed(made))


def test_a_card_shows_the_translation_in_the_readers_language():
    item = publication(title="Απεργία", language="el")
    actions.translate(item, language="en", title="Strike")
    shown = queries.page(reader=ANONYMOUS, language="en").items[0]
    assert (shown.shown_title, shown.shown_language) == ("Strike", "en")
    assert queries.page(reader=ANONYMOUS, language="ar").items[0].shown_language == "el"


def test_figures_follow_every_move_and_agree_with_a_recount():
    theme = actor(type="theme")
    item = publication(subjects=[theme])
    publication(subjects=[theme], visibility="network")
    assert queries.figures_of(theme) == {"article": 1}
    actions.moderate(item, to="hidden", by=None)
    assert queries.figures_of(theme) == {}
    item = actions.moderate(item, to="clear", by=None)
    item = actions.move(item, to="withdrawn", by=None, reason="wrong")
    assert queries.figures_of(theme) == {}
    actions.move(item, to="published", by=None)
    before = sorted(Figure.objects.filter(count__gt=0).values_list("actor_id", "kind", "count"))
    figures.rebuild()
    assert sorted(Figure.objects.filter(count__gt=0).values_list("actor_id", "kind", "count")) == before
    assert queries.figures_of(theme) == {"article": 1}


def test_figures_leave_out_who_was_suspended_as_every_list_does(react):
    theme, gone = actor(type="theme"), actor()
    mine = publication(author=gone, subjects=[theme])
    publication(subjects=[theme])
    actors.set_state(gone, state="suspended", by=None)
    react()
    assert queries.figures_of(theme) == {"article": 1}
    actions.moderate(mine, to="hidden", by=None)
    actions.moderate(mine, to="clear", by=None)
    assert queries.figures_of(theme) == {"article": 1}
    actors.set_state(gone, state="active", by=None)
    react()
    assert queries.figures_of(theme) == {"article": 2}
    before = sorted(Figure.objects.filter(count__gt=0).values_list("actor_id", "kind", "count"))
    figures.rebuild()
    assert sorted(Figure.objects.filter(count__gt=0).values_list("actor_id", "kind", "count")) == before


@pytest.mark.django_db(transaction=True)
def test_figures_counted_anew_lose_nothing_that_comes_out_at_the_same_moment(threads):
    theme, union = actor(type="theme"), actor()
    drafts = [publication(author=union, subjects=[theme], state="draft") for _ in range(12)]
    publication(author=union, subjects=[theme])
    jobs = [lambda made=made: actions.move(made, to="published", by=None) for made in drafts] + [lambda: figures.rebuild(union.pk)] * 6
    assert threads(jobs) == []
    assert queries.figures_of(theme) == {"article": 13}


def test_a_list_takes_the_same_number_of_queries_however_long(django_assert_num_queries):
    theme = actor(type="theme")
    for _ in range(12):
        publication(subjects=[theme])
    with django_assert_num_queries(2):
        queries.page(reader=ANONYMOUS, language="en", actor=theme)
    with django_assert_num_queries(1):
        queries.page(reader=ANONYMOUS, language="en")
    assert Publication.objects.count() == 12

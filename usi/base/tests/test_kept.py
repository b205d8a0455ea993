"""Parts of pages are written again as soon as anything they show is different, and never for the wrong reader."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template

from usi.base import kept, prepared
from usi.spine.publications import queries
from usi.spine.publications.models import Publication
from usi.spine.publications.tests.factories import actor, publication


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(kept, "parts", kept.Parts())


@dataclass
class Facts:
    count: int
    names: list


def render(source, **values):
    return Template(source).render(Context(values))


def test_the_same_content_is_written_once():
    written = []
    source = '{% kept "test" facts %}{{ note }}{{ facts.count }}{% endkept %}'
    for note in ("first", "second"):
        written.append(render(source, facts=Facts(3, ["a"]), note=note, language="en"))
    assert written == ["first3", "first3"]


@pytest.mark.parametrize(("written", "sent"), [("<p>a\n\n   b</p>\n  ", "<p>a\nb</p>\n"), ("<ul>\n <li>a <b>b</b>\n  <i>c</i>\n</li></ul>", "<ul><li>a <b>b</b>\n<i>c</i></li></ul>"), ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"), ("<textarea>\n\n  a</textarea>", "<textarea>\n\n  a</textarea>")])
def test_white_space_is_sent_only_where_it_shows(written, sent):
    assert render('{% kept "test" written %}{{ written|safe }}{% endkept %}', written=written, language="en") == sent


@pytest.mark.parametrize(
    "other", [{"facts": Facts(4, ["a"])}, {"facts": Facts(3, ["b"])}, {"language": "el"}, {"text_only": True}, {"facts": None}]
)
def test_other_content_language_or_mode_is_another_part(other):
    source = '{% kept "test" facts %}{{ note }}{% endkept %}'
    usual = {"facts": Facts(3, ["a"]), "language": "en", "text_only": False}
    assert render(source, **usual, note="first") == "first"
    assert render(source, **usual | other, note="second") == "second"


class Opaque:
    __hash__ = None


def test_what_cannot_be_looked_into_is_written_every_time():
    source = '{% kept "test" thing %}{{ note }}{% endkept %}'
    thing = Opaque()
    assert [render(source, thing=thing, note=note, language="en") for note in ("first", "second")] == ["first", "second"]


@pytest.mark.django_db
def test_a_card_follows_every_change_of_what_it_shows(client):
    union = actor(name="Metal")
    made = publication(author=union, title="Before")

    def shown():
        row = queries.page(reader=queries.ANONYMOUS, language="en").items[0]
        return render('{% kept "card" row %}{{ row.title }} {{ row.author.name }}{% endkept %}', row=row, language="en")

    assert shown() == "Before Metal"
    Publication.objects.filter(pk=made.pk).update(title="After")
    assert shown() == "After Metal"
    type(union).objects.filter(pk=union.pk).update(name="Steel")
    assert shown() == "After Steel"


@pytest.mark.django_db
def test_a_list_of_objects_is_told_by_what_they_hold_not_by_their_keys():
    made = publication(author=actor(), title="Before")

    def shown():
        rows = prepared.of(list(Publication.objects.filter(pk=made.pk)))
        return render('{% kept "list" rows %}{% for row in rows %}{{ row.title }}{% endfor %}{% endkept %}', rows=rows, language="en")

    assert shown() == "Before"
    Publication.objects.filter(pk=made.pk).update(title="After")
    assert shown() == "After"


@pytest.mark.django_db
def test_rows_that_know_each_other_are_looked_into_once():
    union = actor()
    made = publication(author=union)
    made.author._state.fields_cache["first"] = made
    assert kept.content(made) == kept.content(made)


def test_memory_has_a_limit(monkeypatch):
    monkeypatch.setattr(kept, "_MOST_CHARACTERS", 100)
    for number in range(50):
        kept.parts.put(number, "x" * 10)
    assert kept.parts.get(0) is None
    assert kept.parts.get(49) == "x" * 10
    assert kept.parts._characters <= 100

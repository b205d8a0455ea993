import pytest

from usi.base.printing.tests.reading import Read
from usi.features.campaigns import leaflets
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "el", "ar"])
@pytest.mark.parametrize("kind", ["sheet", "poster"])
def test_sheet_and_poster_come_in_the_language_of_the_page(client, kind, language):
    made = factories.campaign(title="Take all 400 back: Νίκη", language="en")
    answer = client.get(f"/{language}/campaigns/{made.pk}/{kind}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="take-all-400-back-{kind}-{language}.pdf"'
    read = Read(answer.content)
    assert (read.language, read.boxes) == (language, 0)
    assert f"testserver/{language}/campaigns/{made.pk}" in read.text.replace("\u200b", "")


def test_a_title_without_latin_letters_still_gives_a_clean_name(client):
    made = factories.campaign(title="أعيدوهم")
    assert client.get(url("poster", made.pk))["Content-Disposition"] == 'inline; filename="poster-en.pdf"'


def test_the_page_leads_to_both_with_their_real_sizes(client):
    made = factories.campaign()
    page = html(client.get(url("page", made.pk)))
    for kind in ("sheet", "poster"):
        size = len(client.get(url(kind, made.pk)).content)
        assert f'<bdi dir="ltr">{round(size / 1000)}\u00a0KB</bdi>' in page
        assert url(kind, made.pk) in page


def test_a_size_is_found_out_once(client, monkeypatch):
    made = factories.campaign()
    client.get(url("page", made.pk))
    monkeypatch.setattr(leaflets, "_made", lambda *args: 1 / 0)
    assert client.get(url("page", made.pk)).status_code == 200


def test_a_closed_campaign_prints_nothing_and_leads_to_its_page(client):
    made = factories.campaign(days=-1)
    assert client.get(url("sheet", made.pk))["Location"] == url("page", made.pk)
    assert url("poster", made.pk) not in html(client.get(url("page", made.pk)))


@pytest.mark.parametrize("state", ["draft", "hidden"])
def test_what_is_not_out_is_printed_for_nobody(client, state):
    made = factories.campaign(out=state != "draft")
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    for kind in ("sheet", "poster"):
        assert client.get(url(kind, made.pk)).status_code == 404


def test_nobody_makes_the_node_print_without_end(client):
    made = factories.campaign()
    answers = [client.get(url("poster", made.pk), {"n": n}).status_code for n in range(61)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_the_page_to_carry_on_leads_to_leaflets_that_carry_the_reader_s_code(client):
    made = factories.campaign()
    page = html(client.get(url("share", made.pk), {"via": "dockers"}))
    plain, own = client.get(url("poster", made.pk)).content, client.get(url("poster", made.pk), {"via": "dockers"}).content
    assert f"{url('poster', made.pk)}?via=dockers" in page
    assert plain != own
    assert client.get(url("poster", made.pk), {"via": "<script>"}).content == plain

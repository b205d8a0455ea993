
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.features.campaigns import actions
from usi.features.campaigns.actions.paper import Sheet
from usi.features.campaigns.models import Campaign, PaperBatch
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import count_url, html, url
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

LIST = "name,place,country,e-mail\nRosa Maria,Dockers Piraeus,GR,\nΝίκος Παππάς,Πάτρα,Greece,nikos@example.org\nأحمد,عدن,YE,\n"


def total(made):
    return Campaign.objects.get(pk=made.pk).on_paper


def officer(union):
    return organisations.member(union, role="editor", person_=organisations.person(second_factor=True))


def test_paper_is_shown_apart_on_the_page_and_in_the_data(client):
    made = factories.campaign()
    factories.confirm(factories.sign(made))
    actions.enter_paper(made, by=made.author, countries={"IT": 1204}, sheet=Sheet("Rosa"))
    page = html(client.get(url("page", made.pk)))
    assert f'and <b class="num">1,204</b> on paper, counted by <bdi>{made.author.name}</bdi>' in page
    data = client.get(count_url(made)).json()
    assert data["confirmed"] == 1
    assert data["paper"] == {"counted_by": made.author.name, "total": 1204, "countries": {"IT": 1204}}
    table = html(client.get(count_url(made, "csv")))
    assert "paper,IT,Italy,,,,1204" in table
    assert "country,GR,Greece,1,0,0," in table
    assert "country,IT" not in table


def test_officers_count_sheets_and_lists_and_nobody_else(client, signed_in, ours):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    stranger = organisations.member(organisations.organisation(), role="owner", person_=organisations.person(second_factor=True))
    file = SimpleUploadedFile("list.csv", LIST.encode())
    address = url("paper", made.pk)
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).post(address, {"file": file, "collected_by": "x"}, headers=ours).status_code == 404
    signed_in(officer(union))
    assert "Nothing yet" in html(client.get(address))
    sheet = {"enter": "1", "country_1": "GR", "count_1": "12", "collected_by": "Rosa", "place": "Gate 3"}
    assert client.post(address, sheet, headers=ours).status_code == 302
    assert "is there already" in html(client.post(address, sheet, headers=ours))
    assert client.post(address, sheet | {"another": "on"}, headers=ours).status_code == 302
    file.seek(0)
    assert "Checked; nothing was counted" in html(client.post(address, {"try": "1", "file": file, "collected_by": "Rosa"}, headers=ours))
    file.seek(0)
    page = html(client.post(address, {"list": "1", "file": file, "collected_by": "Rosa"}, headers=ours))
    assert "The list is read" in page
    assert total(made) == 27
    batch = PaperBatch.objects.get(source="import")
    assert signed_in(stranger).post(url("paper_batch", made.pk, batch.pk), headers=ours).status_code == 404
    signed_in(officer(union))
    assert client.post(url("paper_batch", factories.campaign(union=union).pk, batch.pk), headers=ours).status_code == 404
    assert client.post(url("paper_batch", made.pk, batch.pk), headers=ours).status_code == 302
    assert total(made) == 24
    assert "Taken back" in html(client.get(address))
    assert client.post(url("paper_batch", made.pk, batch.pk), {"restore": "1"}, headers=ours).status_code == 302
    assert total(made) == 27


def test_what_is_wrong_with_sheet_or_list_is_said_and_nothing_typed_is_lost(client, signed_in, ours):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    signed_in(officer(union))
    wrong = {"enter": "1", "country_1": "GR", "count_1": "twelve", "country_2": "IT", "collected_by": "Rosa", "collected_on": "2999-01-01"}
    page = html(client.post(url("paper", made.pk), wrong, headers=ours))
    for said in ("Write a whole number.", "Say how many signed from this country.", "Choose a day up to today.", 'value="Rosa"'):
        assert said in page
    file = SimpleUploadedFile("list.csv", b"name,place\nRosa,Volos\n")
    page = html(client.post(url("paper", made.pk), {"list": "1", "file": file, "collected_by": "Rosa"}, headers=ours))
    assert "lacks “country”" in page
    assert total(made) == 0


def test_the_page_of_batches_costs_the_same_however_many_there_are(client, signed_in):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    signed_in(officer(union))
    client.get(url("paper", made.pk))
    with CaptureQueriesContext(connection) as few:
        client.get(url("paper", made.pk))
    for n in range(1, 40):
        actions.enter_paper(made, by=made.author, countries={"GR": n}, sheet=Sheet("Rosa"))
    with CaptureQueriesContext(connection) as many:
        client.get(url("paper", made.pk))
    assert len(many) <= len(few) + 1

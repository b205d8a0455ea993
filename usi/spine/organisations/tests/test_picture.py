"""The organisation's picture: set, changed, described anew and taken away by its owners and editors only."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from usi.spine.journal.models import Entry
from usi.spine.media.models import Picture
from usi.spine.organisations import actions, queries
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db
EDIT = "/en/organisations/ours/edit/picture/"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def union():
    made = factories.organisation(handle="ours", name="Our Union")
    return made, factories.member(made, role="editor")


def upload(colour="red", size=(600, 400)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return SimpleUploadedFile("banner.png", out.getvalue(), content_type="image/png")


def fresh():
    return queries.editable("ours")


def post(client, ours, **data):
    return client.post(EDIT, {"version": fresh().version, "alt": "Our red banner"} | data, headers=ours)


def test_an_editor_sets_a_picture_that_stands_on_the_page_and_in_the_directory(client, signed_in, ours, union):
    assert post(signed_in(union[1]), ours, picture=upload(), credit="Branch 4").status_code == 302
    picture = fresh().actor.picture
    assert default_storage.exists(picture.file(picture.widths[0], "jpg"))
    client.logout()
    page = client.get("/en/organisations/ours/").content.decode()
    assert picture.src in page
    assert 'alt="Our red banner"' in page
    assert "Branch 4" in page
    assert picture.src in client.get("/en/organisations/").content.decode()


def test_text_only_pages_say_what_the_picture_shows(client, signed_in, ours, union):
    post(signed_in(union[1]), ours, picture=upload())
    client.cookies["text_only"] = "1"
    page = client.get("/en/organisations/ours/").content.decode()
    assert "[Our red banner]" in page
    assert "/media/" not in page
    assert "/media/" not in client.get("/en/organisations/").content.decode()


def test_a_picture_needs_a_description_and_a_file(signed_in, ours, union):
    client = signed_in(union[1])
    assert "Fill in this field." in post(client, ours, picture=upload(), alt=" ").content.decode()
    answer = post(client, ours, alt="Typed at length").content.decode()
    assert "Choose a file." in answer
    assert "Typed at length" in answer
    assert fresh().actor.picture is None
    assert not Picture.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_nothing_typed_is_lost(signed_in, ours, union):
    lie = SimpleUploadedFile("banner.png", b"<html><script>alert(1)</script>", content_type="image/png")
    answer = post(signed_in(union[1]), ours, picture=lie, alt="Typed at length")
    assert answer.status_code == 200
    assert "Typed at length" in answer.content.decode()
    assert fresh().actor.picture is None


def test_another_picture_takes_the_place_of_the_first_whose_files_go(signed_in, ours, union, django_capture_on_commit_callbacks):
    client = signed_in(union[1])
    post(client, ours, picture=upload())
    first = fresh().actor.picture
    with django_capture_on_commit_callbacks(execute=True):
        post(client, ours, picture=upload("blue"), alt="A blue one")
    assert fresh().actor.picture.alt == "A blue one"
    assert Picture.objects.count() == 1
    assert not default_storage.exists(first.file(first.widths[0], "webp"))


def test_the_words_change_without_another_file(signed_in, ours, union):
    client = signed_in(union[1])
    post(client, ours, picture=upload())
    before = fresh().actor.picture
    assert "Our red banner" in client.get(EDIT).content.decode()
    assert post(client, ours, alt="The banner of 1931", credit="K. Nnamdi").status_code == 302
    after = fresh().actor.picture
    assert (after.name, after.alt, after.credit) == (before.name, "The banner of 1931", "K. Nnamdi")


def test_it_is_taken_away_with_its_files(client, signed_in, ours, union, django_capture_on_commit_callbacks):
    signed_in(union[1])
    post(client, ours, picture=upload())
    picture = fresh().actor.picture
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("organisations:remove_picture", args=["ours"]), {"version": fresh().version}, headers=ours)
    assert answer.status_code == 302
    assert fresh().actor.picture is None
    assert not default_storage.exists(picture.file(picture.widths[0], "jpg"))
    assert "emblem" not in client.get("/en/organisations/ours/").content.decode()


def test_looking_at_the_address_that_removes_changes_nothing(signed_in, ours, union):
    client = signed_in(union[1])
    post(client, ours, picture=upload())
    assert client.get(reverse("organisations:remove_picture", args=["ours"])).status_code == 405
    assert fresh().actor.picture is not None


def test_who_saw_an_older_page_neither_changes_nor_removes_the_picture(signed_in, ours, union):
    client = signed_in(union[1])
    post(client, ours, picture=upload())
    old = fresh().version
    actions.edit(fresh(), by=union[1].actor, version=old, summary="Changed meanwhile")
    answer = client.post(EDIT, {"version": old, "alt": "Mine", "picture": upload("blue")}, headers=ours)
    assert "Somebody else saved this page" in answer.content.decode()
    client.post(reverse("organisations:remove_picture", args=["ours"]), {"version": old}, headers=ours)
    client.post(reverse("organisations:remove_picture", args=["ours"]), {"version": "rubbish"}, headers=ours)
    assert fresh().actor.picture.alt == "Our red banner"
    assert Picture.objects.count() == 1


def test_only_owners_and_editors_of_this_organisation(client, signed_in, ours, union):
    theirs = factories.organisation(handle="theirs")
    for outsider in (factories.member(theirs, role="owner"), factories.member(union[0], role="member")):
        page = signed_in(outsider)
        assert page.get(EDIT).status_code == 404
        assert page.post(EDIT, {"version": 1, "alt": "x", "picture": upload()}, headers=ours).status_code == 404
        assert page.post(reverse("organisations:remove_picture", args=["ours"]), {"version": 1}, headers=ours).status_code == 404
    assert Organisation.objects.get(actor__handle="ours").actor.picture is None


def test_the_journal_says_who_changed_it(signed_in, ours, union):
    post(signed_in(union[1]), ours, picture=upload())
    entry = Entry.objects.filter(verb="organisation.edited").latest("number")
    assert entry.data["fields"] == ["picture"]
    assert entry.by_id == union[1].pk

import io
import json
import zipfile

import pytest
from django.urls import reverse

from usi.base.access import ANONYMOUS
from usi.features.newsroom.models import Article
from usi.spine.actors.models import Actor, Follow
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.people import actions, queries
from usi.spine.people.models import PROFILE_FIELDS, Account, Audience, Person
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [(Audience.ME, {"self"}), (Audience.ORGANISATIONS, {"self", "colleague"}), (Audience.NETWORK, {"self", "colleague", "member"}), (Audience.PUBLIC, {"self", "colleague", "member", "anyone"})],
)
def test_each_field_is_seen_by_its_audience_only(audience, seen_by):
    union = factories.organisation()
    person = factories.member(union)
    colleague, stranger = factories.member(union), factories.person()
    actions.set_work(person, country="GR", codes=["c"], skills=["welding"])
    actions.show_to(person, audiences=dict.fromkeys(PROFILE_FIELDS, audience))
    readers = {"self": person, "colleague": colleague, "member": stranger, "anyone": None}
    seen = set()
    for who, reader in readers.items():
        shown = queries.profile(person.actor.handle, reader=reader_of(account_id=reader.account_id) if reader else ANONYMOUS, language="en")
        assert bool(shown.country) == bool(shown.organisations) == bool(shown.sectors) == shown.shows("skills")
        if shown.shows("skills"):
            seen.add(who)
    assert seen == seen_by


def test_everything_starts_with_the_narrowest_audience(client):
    person = factories.person(name="Anna", summary="Secret text")
    page = client.get(reverse("people:page", args=[person.actor.handle])).content.decode()
    assert "Anna" in page
    assert "Secret text" not in page


def test_the_parts_of_a_profile_are_saved(signed_in, ours):
    person = factories.person()
    client = signed_in(person)
    posts = {
        "about": {"name": "Άννα", "summary": "Κάτι"}, "languages": {"first": "el", "second": "ar"},
        "work": {"country": "GR", "sectors": ["c"], "skills": "welding\nlaw"}, "visible": dict.fromkeys(PROFILE_FIELDS, "public"),
    }
    for part, data in posts.items():
        answer = client.post(reverse("people:profile_part", args=[part]), data, headers=ours)
        assert answer.status_code == 302, (part, answer.content.decode()[-3000:])
    client.post(reverse("people:profile_part", args=["languages"]), {"first": "el", "second": "ar", "translates": ["el>ar"]}, headers=ours)
    page = client.get(reverse("people:page", args=[person.actor.handle])).content.decode()
    for text in ("Άννα", "Κάτι", "Ελληνικά", "العربية", "welding", "Greece"):
        assert text in page


def test_welcome_fills_the_home_page(signed_in, ours):
    taxonomy.install()
    person = factories.person()
    Person.objects.filter(pk=person.pk).update(welcomed=False)
    theme = Actor.objects.get(handle="labour_disputes")
    client = signed_in(person)
    assert client.get(reverse("people:welcome")).status_code == 200
    answer = client.post(reverse("people:welcome"), {"first": "el", "union": "Dockers", "themes": [str(theme.pk)]}, headers=ours)
    assert answer.headers["Location"] == reverse("organisations:join") + "?q=Dockers"
    assert Follow.objects.filter(follower=person.actor, target=theme).exists()


def test_the_download_holds_everything_of_mine_and_nothing_of_others(signed_in, ours):
    union = factories.organisation(name="Dockers")
    person, other = factories.member(union, role="editor", email="me@example.org"), factories.person(email="other@example.org")
    publication(author=union.actor, typed_by=person.actor, title="Mine")
    publication(author=union.actor, typed_by=other.actor, title="Not mine")
    client = signed_in(person)
    answer = client.post(reverse("people:download"), headers=ours)
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(bundle.read("data.json"))
    assert data["account"]["addresses"][0]["email"] == "me@example.org"
    assert [row["title"] for row in data["publications"]] == ["Mine"]
    assert data["organisations"][0]["name"] == "Dockers"
    assert "other@example.org" not in json.dumps(data)


def test_closing_erases_what_is_personal_and_keeps_what_belongs_to_the_organisation(signed_in, ours, client):
    union = factories.organisation()
    person = factories.member(union, role="editor", name="Anna", summary="About me", email="me@example.org")
    article = publication(author=union.actor, typed_by=person.actor, title="Ours", facts=Article())
    client = signed_in(person)
    address = reverse("people:close")
    assert "What remains" in client.get(address).content.decode()
    assert client.post(address, {"password": "wrong", "sure": "on"}, headers=ours).status_code == 200
    assert client.post(address, {"password": factories.PASSWORD, "sure": "on"}, headers=ours).status_code == 302
    assert not Account.objects.filter(pk=person.account_id).exists()
    actor = Actor.objects.get(pk=person.pk)
    assert (actor.name, actor.summary, actor.state) == ("—", "", "closed")
    assert client.get(reverse("people:page", args=[person.actor.handle])).status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 200
    held = " ".join(str(row) for model in (Person, Actor) for row in model.objects.filter(pk=person.pk).values())
    assert "Anna" not in held


def test_the_last_owner_cannot_close(signed_in, ours):
    union = factories.organisation(name="Only mine")
    person = factories.member(union, role="owner")
    client = signed_in(person)
    page = client.post(reverse("people:close"), {"password": factories.PASSWORD, "sure": "on"}, headers=ours).content.decode()
    assert "Only mine" in page
    assert Account.objects.filter(pk=person.account_id).exists()


def test_accounts_that_nobody_confirmed_are_erased(settings):
    from datetime import timedelta

    from usi.base import time

    old = Account.objects.create_user("never@example.org", "x")
    actions.begin(account=old, name="Never")
    Account.objects.filter(pk=old.pk).update(date_joined=time.now() - timedelta(days=9))
    kept = factories.person()
    Account.objects.filter(pk=kept.account_id).update(date_joined=time.now() - timedelta(days=9))
    assert actions.purge_unconfirmed() == 1
    assert not Actor.objects.filter(name="Never").exists()
    assert Account.objects.filter(pk=kept.account_id).exists()

"""The pages that are read most take at most fifteen queries, for every reader, however much there is."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from usi.features.campaigns.tests.factories import campaign, confirm, sign
from usi.features.newsroom import actions as newsroom
from usi.spine.actors import actions as actors
from usi.spine.media import actions as media
from usi.spine.organisations import actions, queries
from usi.spine.organisations.models import OrganisationLanguage, OrganisationSector
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as subjects

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
MOST = 15
ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class Network:
    """A union with everything that its page can show, and a way to make more of it."""

    def __init__(self):
        taxonomy.install()
        self.union = factories.organisation(handle="dockers", name="Dockers", kind="national_centre")
        self.officer = factories.member(self.union, role="owner")
        self.reader = factories.person()
        self.moderator = factories.person(moderator=True, second_factor=True)
        actions.verify(self.union, by=self.moderator.actor, how="We telephoned them")
        self.about = subjects.subjects(themes=["strikes"], countries=["GR"])
        self.union.themes.set([actor.theme for actor in self.about if actor.type == "theme"])
        out = io.BytesIO()
        Image.new("RGB", (60, 40), "red").save(out, "PNG")
        out.seek(0)
        self.picture = media.store(out, alt="A banner", language="en")
        self.article = self.write("The article that is read")
        self.made = 0

    def write(self, title, *, state="published"):
        by = self.officer.actor
        article = newsroom.start(by=by, organisation=self.union, language="el", title=title)
        fields = {"title": title, "summary": "In short", "body": "Text", "language": "el", "country": "GR", "visibility": "public"}
        article = newsroom.save(article, by=by, version=1, byline=by, subjects=self.about, **fields)
        article = publications.edit(article, by=by, version=article.version, cover=self.picture)
        publications.translate(article, language="en", title=f"{title} (en)", summary="", body="Text", translated_by=by)
        return newsroom.move(article, to=state, by=by) if state != "draft" else article

    def grow(self, more):
        by = self.officer.actor
        for number in range(self.made, self.made + more):
            self.write(f"Article {number}")
            newsroom.save(
                self.article, by=by, version=self.fresh().version, byline=by, subjects=self.about, note=f"Correction {number}",
                title="The article that is read", summary="", body=f"Text {number}", language="el", country="GR", visibility="public",
            )  # fmt: skip
            made = campaign(union=self.union, title=f"Campaign {number}")
            confirm(sign(made, country="GR"))
            other = factories.organisation(handle=f"o{number}")
            other.themes.set(self.union.themes.all())
            actions.set_affiliations(other, by=by, version=other.version, stated=[actions.Stated(self.union)])
            parent = factories.organisation(handle=f"p{number}", verified=True)
            stated = [actions.Stated(parent), *self.parents()]
            actions.set_affiliations(self.union, by=by, version=self.organisation().version, stated=stated)
            vouching = factories.member(other, role="owner")
            type(vouching).objects.filter(pk=vouching.pk).update(audiences={"organisations": "public", "country": "public"}, country="GR")
            vouching.themes.set(self.union.themes.all())
            actions.vouch(self.organisation(), by_organisation=other, person=vouching, how="We know them")
            factories.member(other, role="editor", person_=self.officer)
            for actor in (self.union.actor, *self.about):
                said = {"name": f"Name {number}", "summary": f"Text {number}", "state": "unchecked"}
                actors.set_text(actor=actor, language=f"x{number}", **said, translated_by=vouching.actor)
            OrganisationLanguage.objects.create(organisation=self.union, language=f"y{number}")
            OrganisationSector.objects.create(organisation=self.union, code=f"{number:02}")
            actors.follow(follower=self.reader.actor, target=other.actor)
            actors.follow(follower=vouching.actor, target=self.union.actor)
            actions.ask_to_join(self.union, person=factories.person(), note="Let me in")
        self.made += more

    def organisation(self):
        return queries.editable("dockers")

    def parents(self):
        return [actions.Stated(row.parent, since=row.since, until=row.until) for row in queries.parents_of(self.union)]

    def fresh(self):
        return type(self.article).objects.get(pk=self.article.pk)


def counted(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return [query["sql"] for query in captured.captured_queries]


PATHS = ["/en/", "/en/organisations/dockers/", "/en/news/{article}/", "/en/themes/strikes/", "/en/countries/gr/"]


def look(client, network):
    found = {}
    for who, person in (("anyone", None), ("reader", network.reader), ("officer", network.officer), ("moderator", network.moderator)):
        client.logout()
        if person is not None:
            client.force_login(person.account, backend=ALLAUTH)
        # What a first visit writes (the session) is no part of a page.
        client.get("/en/about/")
        found |= {(who, path): counted(client, path.format(article=network.article.pk)) for path in PATHS}
    assert {key: sqls for key, sqls in found.items() if len(sqls) > MOST} == {}
    return {key: len(sqls) for key, sqls in found.items()}


def test_front_organisation_article_and_theme_take_few_queries_for_every_reader(client):
    network = Network()
    network.grow(5)
    few = look(client, network)
    network.grow(20)
    many = look(client, network)
    assert many == few
    # What is not out lies in the way of those who may not see it: it is passed over in growing batches.
    for number in range(45):
        publication(author=network.union.actor, title=f"Draft {number}", state="draft", subjects=network.about)
    behind = look(client, network)
    assert {key: (few[key], number) for key, number in behind.items() if number > few[key] + 2} == {}

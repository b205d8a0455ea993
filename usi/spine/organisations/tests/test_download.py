import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.organisations import actions, download
from usi.spine.organisations.models import Affiliation, ImportedRow, Organisation, OrganisationLanguage, OrganisationSector, Verification
from usi.spine.organisations.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def listed():
    return Organisation.objects.listed()


def as_csv(**more):
    written = "".join(download.as_csv(listed(), language="en", **more))
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))


def as_json():
    return json.loads("".join(download.as_json(listed(), language="en")))


@pytest.fixture
def union(db):
    """Return an organisation with something in every column."""
    made = factories.organisation(
        name="Σωματείο", language="el", handle="somateio", short_name="Σ", members=12, members_as_of=date(2024, 1, 2), founded=1950,
        website="https://example.org/", summary="Δύο\nγραμμές",
    )  # fmt: skip
    actors.set_text(actor=made.actor, language="en", name="The Union")
    OrganisationSector.objects.create(organisation=made, code="49")
    OrganisationLanguage.objects.create(organisation=made, language="el")
    parent, gone = factories.organisation(name="Parent", handle="parent"), factories.organisation(name="Gone", handle="gone")
    Affiliation.objects.create(member=made, parent=parent, since="1990", until="2001")
    Affiliation.objects.create(member=made, parent=gone)
    actors.set_state(gone.actor, state=Actor.State.SUSPENDED, by=None)
    officer = factories.member(parent, role="owner", name="Hidden Person", handle="hidden_person")
    Verification.objects.create(organisation=made, by_organisation=parent, person=officer.actor, how="We know them.", at=time.now())
    Verification.objects.create(organisation=made, by_moderator=officer.actor, how="Withdrawn.", at=time.now(), withdrawn_at=time.now())
    ImportedRow.objects.create(
        organisation=made, source="A list", source_key="secret-key", source_date=date(2024, 1, 2), row={"private": "cell"}, digest="x"
    )
    for row in Organisation.objects.all():
        actions.refresh_search(row)
    return made


def test_the_json_holds_all_that_is_public_of_an_organisation(union):
    found = {row["handle"]: row for row in as_json()}
    assert set(found) == {"somateio", "parent"}
    row = found["somateio"]
    assert list(row) == list(download.COLUMNS)
    assert (row["name"], row["names"], row["country"], row["members"], row["members_as_of"]) == (
        "Σωματείο",
        {"en": "The Union"},
        "GR",
        12,
        "2024-01-02",
    )
    assert (row["sectors"], row["languages"], row["sources"]) == (["49"], ["el"], [{"source": "A list", "date": "2024-01-02"}])
    assert row["affiliated_to"] == [{"handle": "parent", "since": "1990", "until": "2001"}]
    assert [(said["by"], said["how"]) for said in row["verified_by"]] == [("parent", "We know them.")]
    assert row["page"].startswith("http://testserver/en/")
    assert row["page"].rstrip("/").endswith("/somateio")
    assert row["uri"] == union.actor.uri


def test_the_csv_holds_the_same_with_several_values_in_one_cell(union):
    row = next(row for row in as_csv() if row["handle"] == "somateio")
    assert tuple(row) == download.COLUMNS
    assert (row["names"], row["sectors"], row["affiliated_to"], row["verified"], row["summary"]) == (
        "en: The Union",
        "49",
        "parent 1990 2001",
        "yes",
        "Δύο\nγραμμές",
    )


def test_no_person_and_nothing_withdrawn_suspended_or_kept_for_the_import_is_in_it(union):
    for written in (json.dumps(as_json(), ensure_ascii=False), json.dumps(as_csv(), ensure_ascii=False)):
        for hidden in ("Hidden Person", "hidden_person", "Withdrawn.", "gone", "secret-key", "private", "@example.org"):
            assert hidden not in written


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start):
    made = factories.organisation(name=f"{start}1+1", short_name=f"{start}cmd", summary=f"{start}HYPERLINK(1)")
    made.fediverse = "@union@example.org"
    made.save(update_fields=["fediverse"])
    row = as_csv()[0]
    assert {row[name][:2] for name in ("name", "short_name", "summary")} == {f"'{start}"}
    assert row["fediverse"] == "'@union@example.org"
    assert as_json()[0]["name"] == f"{start}1+1"


def test_a_country_that_is_not_known_is_not_taken_for_an_international_organisation():
    factories.organisation(country="", handle="world")
    unknown = factories.organisation(country="", handle="unknown")
    unknown.country_unknown = True
    unknown.save(update_fields=["country_unknown"])
    assert {row["handle"]: row["country"] for row in as_json()} == {"world": "international", "unknown": ""}


def test_an_empty_directory_is_an_empty_list_and_a_header():
    assert as_json() == []
    assert "".join(download.as_csv(listed(), language="en")) == "\ufeff" + ",".join(download.COLUMNS) + "\r\n"


def test_queries_grow_with_the_chunks_and_not_with_the_organisations(monkeypatch):
    monkeypatch.setattr(download, "CHUNK", 30)

    def count():
        with CaptureQueriesContext(connection) as seen:
            as_json()
        return len(seen)

    for _ in range(3):
        factories.organisation()
    few = count()
    for _ in range(25):
        factories.organisation()
    assert count() == few
    for _ in range(30):
        factories.organisation()
    assert count() <= 2 * few
    assert len(as_json()) == 58

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import icalendar
import pytest
from django.utils import translation

from usi.features.campaigns import actions
from usi.features.campaigns.tests import helpers
from usi.features.campaigns.tests.factories import url
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def event(client, made, action):
    answer = client.get(url("action_calendar", made.pk, action.pk))
    assert answer.headers["Content-Type"].startswith("text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    (found,) = calendar.walk("VEVENT")
    return found


def test_an_action_with_a_time_is_a_calendar_file_in_utc_and_the_readers_language(client):
    made = helpers.campaign(title="Take them back", language="el")
    publications.translate(made, language="ar", title="أعيدوهم إلى العمل")
    title = "Συγκέντρωση; πύλη 2, \\ \n ώρα"
    picket = helpers.action(
        made, title=title, description="BEGIN:VEVENT\nEND:VEVENT", on=date(2030, 7, 1), begins=clock(18, 30), zone="Europe/Athens", place="Πύλη 2",
        country="GR",
    )  # fmt: skip
    with translation.override("ar"):
        found = event(client, made, picket)
        page = "http://testserver" + url("page", made.pk)
    assert str(found["uid"]) == f"pledge-action-{picket.pk}@testserver"
    assert found.decoded("dtstart") == datetime(2030, 7, 1, 15, 30, tzinfo=UTC)
    assert b"DTSTART:20300701T153000Z" in client.get(url("action_calendar", made.pk, picket.pk)).content
    assert str(found["summary"]) == picket.title
    assert found["summary"].params["LANGUAGE"] == "el"
    assert str(found["location"]) == "Πύλη 2, اليونان"
    assert str(found["url"]) == page
    assert "/ar/campaigns/" in page
    assert "أعيدوهم إلى العمل" in str(found["description"])
    assert found.decoded("dtstamp").utcoffset() == timedelta(0)
    assert (found.decoded("sequence"), str(found["status"])) == (0, "CONFIRMED")


def test_an_action_that_moved_keeps_its_uid_and_one_called_off_says_so(client):
    made = helpers.campaign()
    day = helpers.action(made, on=date(2030, 12, 31), title="Boycott day", kind="boycott")
    first = event(client, made, day)
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2030, 12, 31), date(2031, 1, 1))
    actions.change_action(made, number=day.pk, by=made.author, version=1, plan=actions.Plan("boycott", "Boycott day", on=date(2031, 1, 2)))
    actions.call_off(made, number=day.pk, by=made.author, off=True)
    second = event(client, made, day)
    assert first["uid"] == second["uid"]
    assert (second.decoded("dtstart"), second.decoded("sequence"), str(second["status"])) == (date(2031, 1, 2), 2, "CANCELLED")
    loose = helpers.action(made, days=None)
    assert client.get(url("action_calendar", made.pk, loose.pk)).status_code == 404

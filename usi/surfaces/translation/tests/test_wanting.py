"""What is wanted where, and why it is urgent."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.base import languages, moments, time
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests.factories import campaign, closing
from usi.spine.journal import actions as journal
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as unions
from usi.spine.publications import actions as publications
from usi.surfaces.translation import actions, queries
from usi.surfaces.translation.models import Job, Wish
from usi.surfaces.translation.tests.factories import article, checker, finished, reader, sign_in, taken, translator, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
LIST = "/en/translate/"


def titles(person, **narrow):
    return [row.job.title for row in queries.work_list(reader=reader(person), **narrow).wanted]


def ask(client, ours, made, language="el", **more):
    return client.post(reverse("translation:want", kwargs={"what": "publication", "number": made.pk}), {"language": language}, headers=ours, **more)


def test_what_comes_out_is_wanted_in_the_languages_of_the_node_and_of_the_country_concerned():
    made = article(country="TR")
    journal.react(Entry.objects.get(verb="publication.published", subject_id=made.pk).number)

    assert set(Job.objects.filter(publication=made).values_list("language", flat=True)) == {*dict(languages.interface()), "tr"} - {"en"}
    assert Job.objects.get(publication=made, language="tr").for_country
    assert not Job.objects.get(publication=made, language="el").for_country


def test_what_is_there_already_is_not_wanted():
    made = article(state="draft")
    publications.translate(made, language="el", title="Έτοιμο")
    publications.move(made, to="published", by=made.author)
    journal.react(Entry.objects.get(verb="publication.published", subject_id=made.pk).number)
    assert Job.objects.get(publication=made, language="el").state == Job.State.OUTDATED, "its body is missing"
    assert Job.objects.filter(publication=made, language="ar").exists()


def test_a_campaign_is_wanted_in_the_languages_it_names_with_its_days():
    made = campaign(title="Sign")
    Campaign.objects.filter(pk=made.pk).update(languages=["sw"], closes_at=closing(5))
    actions.plan([made])
    job = Job.objects.get(publication=made, language="sw")
    assert (job.closes_at, job.last_day) == (closing(5), (time.now() + timedelta(days=5)).date())
    assert "closing" in queries.why(job)


def test_the_list_names_the_last_day_where_the_campaign_is():
    # The end of 30 June in New York, which is 1 July in UTC.
    closes_at = moments.end(date(2030, 6, 30), "America/New_York")
    job = wanted(article(title="Sign"))
    Job.objects.filter(pk=job.pk).update(closes_at=closes_at, zone="America/New_York")
    job.refresh_from_db()
    assert closes_at.date() == date(2030, 7, 1)
    shown = render_to_string("translation/why.html", {"code": "closing", "job": job})
    assert "Closes on June 30, 2030" in shown


def test_the_most_urgent_stands_first_and_says_why():
    maria, now = translator(("en", "el")), time.now()
    for title, fields in {
        "Waits": {}, "Readers": {"readers": 3}, "Country": {"for_country": True}, "Closing": {"closes_at": now + timedelta(days=2)},
        "Closed": {"closes_at": now - timedelta(seconds=1)}, "Opening": {"opens_at": now + timedelta(days=1)},
    }.items():  # fmt: skip
        job = wanted(article(title=title))
        Job.objects.filter(pk=job.pk).update(**fields)
    assert titles(maria) == ["Closing", "Opening", "Country", "Readers", "Waits", "Closed"]
    rows = queries.work_list(reader=reader(maria)).wanted
    assert [row.why for row in rows] == [("closing",), ("opens",), ("country",), ("readers",), (), ()]


def test_the_list_shows_only_the_pairs_of_the_translator_and_narrows_to_one():
    made = article(title="Ours")
    for language in ("el", "ar", "tr"):
        wanted(made, language=language)
    person = translator(("en", "el"), ("en", "ar"))
    into = {row.job.language for row in queries.work_list(reader=reader(person)).wanted}
    assert into == {"el", "ar"}
    assert {row.job.language for row in queries.work_list(reader=reader(person), pair=("en", "ar")).wanted} == {"ar"}


def test_what_somebody_has_in_hand_is_not_offered_to_others():
    maria, nikos = translator(("en", "el")), translator(("en", "el"))
    job = taken(maria)
    assert titles(nikos) == []
    assert [row.job for row in queries.work_list(reader=reader(maria)).mine] == [job]


def test_what_is_hidden_or_withdrawn_is_in_no_list():
    maria = translator(("en", "el"))
    hidden, gone = wanted(article(title="Hidden")), wanted(article(title="Gone"))
    publications.moderate(hidden.publication, to="hidden", by=None)
    publications.move(gone.publication, to="withdrawn", by=gone.publication.author, reason="No")
    assert titles(maria) == []
    assert queries.find(hidden.pk, reader=reader(maria)) is None


def test_what_is_for_members_of_one_organisation_is_unknown_to_others(client):
    union = unions.organisation()
    job = wanted(article(title="Inside", author=union.actor, visibility="organisation"))
    outside = sign_in(client, translator(("en", "el")))
    assert titles(outside) == []
    assert client.get(reverse("translation:job", args=[job.pk])).status_code == 404
    inside = unions.member(union)
    assert queries.find(job.pk, reader=reader(inside)) == job


def test_only_checkers_of_the_pair_see_what_waits_for_a_check():
    job = finished()
    assert [row.job for row in queries.work_list(reader=reader(checker())).to_check] == [job]
    assert not queries.work_list(reader=reader(checker("en", "ar"))).to_check
    assert not queries.work_list(reader=reader(translator(("en", "el")))).to_check


def test_a_reader_without_an_account_asks_and_is_counted_once_a_day_and_nowhere_stored(client, ours):
    made = article()
    for _ in range(3):
        assert ask(client, ours, made).status_code == 302
    assert Job.objects.get(publication=made, language="el").readers == 1
    assert not Wish.objects.exists()
    assert ask(client, ours, made, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert Job.objects.get(publication=made, language="el").readers == 2


def test_a_person_who_asks_counts_once_however_often(client, ours):
    made = article()
    sign_in(client, unions.person())
    for _ in range(2):
        ask(client, ours, made)
        from usi.base import limits

        limits.forget()
    assert Job.objects.get(publication=made, language="el").readers == 1
    page = client.get(reverse("translation:want", kwargs={"what": "publication", "number": made.pk}) + "?asked=el").content.decode()
    assert "1 reader waits for it in Greek" in page


def test_it_cannot_be_asked_for_in_its_own_language_nor_in_one_that_is_none(client, ours):
    made = article()
    for language in ("en", "xx", "el\x00", "tlh"):
        answer = ask(client, ours, made, language)
        assert answer.status_code == 200
        assert "Choose one of the values offered." in answer.content.decode()
    assert not Job.objects.exists()
    with pytest.raises(ValueError):
        actions.want(made, language="tlh")


def test_what_one_may_not_read_cannot_be_asked_for(client, ours):
    hidden = article(visibility="organisation")
    assert ask(client, ours, hidden).status_code == 404


def test_too_many_wishes_are_refused(client, ours):
    made = article()
    answers = [ask(client, ours, made, language).status_code for language in [tag for tag in languages.NETWORK if tag != "en"][:22]]
    assert answers.count(302) == 20
    assert answers[-1] == 429


def test_urgency_follows_the_campaign(client):
    made = campaign(title="Sign")
    actions.plan([made])
    Campaign.objects.filter(pk=made.pk).update(closes_at=closing(40))
    assert actions.renew() > 0
    assert Job.objects.get(publication=made, language="el").closes_at == closing(40)
    assert actions.renew() == 0


def test_a_country_whose_other_language_has_a_version_does_not_wait():
    made = article(country="TN")
    publications.translate(made, language="fr", title="Grève")
    actions.plan([made])
    assert not Job.objects.get(publication=made, language="ar").for_country


@pytest.mark.parametrize(("code", "spoken"), [("GR", ("el",)), ("BR", ("pt-BR",)), ("TN", ("ar", "fr")), ("CN", ("zh-Hans",)), ("", ()), ("XX", ())])
def test_the_languages_of_a_country_are_those_of_cldr(code, spoken):
    assert set(spoken) <= set(languages.spoken_in(code))
    assert bool(spoken) == bool(languages.spoken_in(code))


def count(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured.captured_queries)


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(client):
    sign_in(client, translator(("en", "el")))
    wanted(article(title="First"))
    client.get(LIST)
    few = count(client, LIST)
    for n in range(30):
        wanted(article(title=f"Text {n}"))
    assert count(client, LIST) == few


def test_the_list_goes_on_where_it_is_longer_than_a_page(client):
    sign_in(client, translator(("en", "el")))
    made = article()
    for language in ("el",):
        wanted(made, language=language)
    for n in range(30):
        wanted(article(title=f"Text {n:02}"))
    first = client.get(LIST).content.decode()
    assert "?from=25" in first
    assert client.get(LIST + "?from=25").content.decode().count('<article class="item">') == 6


def test_who_named_no_languages_is_led_to_their_profile(client):
    sign_in(client, unions.person())
    wanted(article(title="Any"))
    page = client.get(LIST).content.decode()
    assert reverse("people:profile_part", kwargs={"part": "languages"}) in page
    assert "Any" in page


def test_what_came_out_before_anyone_wanted_it_is_wanted_by_and_by():
    made = article()
    assert not Job.objects.exists()
    assert actions.plan_all() > 0
    assert Job.objects.filter(publication=made, language="el").exists()
    assert actions.plan_all() == 0


def test_what_was_sent_back_says_so():
    maria, nikos = translator(("en", "el")), checker()
    job = actions.send_back(finished(maria), reader=reader(nikos), remark="Look again")
    assert "sent_back" in queries.why(job)

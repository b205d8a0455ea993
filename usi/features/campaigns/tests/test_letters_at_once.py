import pytest

from usi.features.campaigns import actions, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import TargetLetter, Writing
from usi.features.campaigns.tests import letter_factories as letters
from usi.spine.mail.models import Mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storage]


def test_one_address_that_writes_many_times_at_the_same_moment_has_one_letter(threads):
    made, found = letters.campaign(targets=2)
    jobs = [lambda n=n: letters.write(made, found, address="rosa@example.org", body=f"Words {n}") for n in range(8)]
    assert threads(jobs) == []
    assert Writing.objects.count() == 1
    assert TargetLetter.objects.count() == 2


def test_two_presses_of_the_button_at_the_same_moment_send_once(threads):
    made, found = letters.campaign()
    row = letters.write(made, found)
    seen = queries.mark_of_writing(row, queries.letters_of(row))
    assert threads([lambda: actions.send(token=sealing.token(row.pk), seen=seen)] * 6) == []
    assert TargetLetter.objects.get().state == "queued"


def test_several_workers_make_one_mail_of_each_letter_and_keep_the_cap(threads):
    made, (one,) = letters.campaign(post={"hourly": 10})
    for _ in range(15):
        letters.sent(made, [one])
    Mail.objects.all().delete()
    assert threads([actions.post_letters] * 6) == []
    assert Mail.objects.filter(key__startswith="campaigns.letter:").count() == 10
    assert TargetLetter.objects.filter(state="handed").count() == 10

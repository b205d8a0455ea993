import pytest

from usi.features.campaigns import actions, consents, sealing
from usi.features.campaigns.models import Consent, Subscription, Update
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.news_helpers import reader, release, released, written
from usi.spine.mail.models import Mail
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storage]


def test_two_updates_released_at_the_same_moment_are_one_a_week(threads):
    made = factories.campaign()
    waiting = [written(made) for _ in range(4)]
    officers = [organisations.member(made.author.organisation, role="editor").actor for _ in waiting]
    failed = threads([lambda update=update, by=by: release(update, by=by) for update, by in zip(waiting, officers, strict=True)])
    assert [type(error).__name__ for error in failed] == ["TooSoon"] * 3
    assert Update.objects.filter(released_at__isnull=False).count() == 1


def test_two_campaigns_confirmed_at_the_same_moment_keep_an_address_once(threads):
    union = organisations.organisation()
    rows = [factories.sign(factories.campaign(union=union), address="rosa@example.org", news=True) for _ in range(4)]
    assert threads([lambda row=row: factories.confirm(row) for row in rows]) == []
    assert (Subscription.objects.count(), Consent.objects.count()) == (1, 4)


def test_news_ended_and_asked_for_at_the_same_moment_leaves_no_consent_without_address(threads):
    union = organisations.organisation()
    reader(factories.campaign(union=union), address="rosa@example.org")
    token = sealing.token(Subscription.objects.get().pk, consents.KIND)
    row = factories.sign(factories.campaign(union=union), address="rosa@example.org", news=True)
    assert threads([lambda: actions.end_news(token=token), lambda: factories.confirm(row)]) == []
    assert not Consent.objects.filter(subscription__ended_at__isnull=False).exists()


def test_several_workers_mail_nobody_twice(threads):
    made = factories.campaign()
    for _ in range(9):
        reader(made)
    released(made)
    Mail.objects.all().delete()
    assert threads([lambda: actions.send_news(most=3)] * 8) == []
    while actions.send_news(most=3):
        pass
    assert Mail.objects.filter(key__startswith="campaigns.news:").count() == 9

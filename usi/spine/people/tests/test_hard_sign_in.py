"""Hard cases of signing in: second factors, sessions, mailed links."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from usi.spine.organisations.tests import factories
from usi.spine.people.models import Account
from usi.spine.people.tests.test_accounts import PASSWORD, link

pytestmark = pytest.mark.django_db


def sign_in(client, ours, email="known@example.org", password=factories.PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more, headers=ours)


def digits(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_officers_can_change_their_address_without_giving_up_the_second_factor(client, ours, react, outbox):
    person = factories.person(email="known@example.org")
    client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    factories.give_second_factor(person)
    sign_in_again(client, ours)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": "1"}, headers=ours)
    react()
    address = next(link(mail) for mail in outbox() if mail["To"] == "new@example.org")
    client.post(address, headers=ours)
    assert [row.email for row in EmailAddress.objects.filter(user=person.account, verified=True)] == ["new@example.org"]
    assert Account.objects.get(pk=person.account_id).email == "new@example.org"
    assert any("changed" in mail["Subject"] and mail["To"] == "known@example.org" for mail in mails(react, outbox))


def mails(react, outbox):
    react()
    return outbox()


def sign_in_again(client, ours):
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD}, headers=ours)


def test_a_taken_address_is_not_told_from_a_free_one_when_it_is_added(client, ours):
    factories.person(email="known@example.org")
    factories.person(email="other@example.org")
    sign_in(client, ours)
    answers = []
    for email in ("other@example.org", "free@example.org"):
        answer = client.post(reverse("account_email"), {"email": email, "action_add": "1"}, headers=ours)
        answers.append((answer.status_code, answer.headers.get("Location")))
    assert answers[0] == answers[1]


def test_neither_reset_nor_mailed_link_goes_past_the_second_factor(client, ours, react, outbox):
    person = factories.person(email="known@example.org", second_factor=True)
    client.post(reverse("account_request_login_code"), {"email": "known@example.org"}, headers=ours)
    react()
    code = re.search(r"code=([^\s&]+)", outbox()[-1].get_body(preferencelist=("plain",)).get_content()).group(1)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code}, headers=ours)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert SESSION_KEY not in client.session
    client.cookies.clear()
    client.post(reverse("account_reset_password"), {"email": "known@example.org"}, headers=ours)
    react()
    page = client.get(link(outbox()[-1]), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}, headers=ours)
    assert Account.objects.get(pk=person.account_id).check_password(PASSWORD)
    assert SESSION_KEY not in client.session
    assert sign_in(client, ours, password=PASSWORD).headers["Location"].startswith(reverse("mfa_authenticate"))


def test_a_reset_link_works_once(client, ours, react, outbox):
    factories.person(email="known@example.org")
    client.post(reverse("account_reset_password"), {"email": "known@example.org"}, headers=ours)
    react()
    address = link(outbox()[-1])
    page = client.get(address, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}, headers=ours)
    client.cookies.clear()
    assert "no longer works" in client.get(address, follow=True).content.decode()


def test_the_six_digits_work_once(client, ours):
    person = factories.person(email="known@example.org", second_factor=True)
    from allauth.mfa.adapter import get_adapter

    code = digits(get_adapter().decrypt(Authenticator.objects.get(user=person.account, type="totp").data["secret"]))
    for expected in (True, False):
        client.cookies.clear()
        sign_in(client, ours)
        client.post(reverse("mfa_authenticate"), {"code": code}, headers=ours)
        assert (SESSION_KEY in client.session) is expected


def test_setting_up_a_second_factor_leads_back_to_where_it_was_needed(client, ours):
    union = factories.organisation()
    factories.member(union, role="owner", second_factor=False, email="known@example.org")
    sign_in(client, ours)
    wanted = reverse("organisations:edit", args=[union.actor.handle])
    page = client.get(wanted, follow=True)
    setup = re.search(r'href="([^"]*totp[^"]*)"', page.content.decode()).group(1).replace("&amp;", "&")
    page = client.get(setup, follow=True).content.decode()
    secret = re.search(r'<code class="code" dir="ltr">([A-Z2-7]+)</code>', page).group(1)
    answer = client.post(reverse("mfa_activate_totp"), {"code": digits(secret), "next": wanted}, headers=ours, follow=True)
    assert f'href="{wanted}"' in answer.content.decode()


def test_a_second_factor_ends_the_sessions_that_were_begun_without_it(client, ours):
    factories.person(email="known@example.org")
    other = Client()
    for each in (client, other):
        sign_in(each, ours)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="code" dir="ltr">([A-Z2-7]+)</code>', page).group(1)
    client.post(reverse("mfa_activate_totp"), {"code": digits(secret)}, headers=ours)
    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302


def test_a_changed_password_ends_the_other_sessions(client, ours):
    factories.person(email="known@example.org")
    other = Client()
    for each in (client, other):
        sign_in(each, ours)
    client.post(reverse("account_change_password"), {"oldpassword": factories.PASSWORD, "password1": PASSWORD, "password2": PASSWORD}, headers=ours)
    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302


def test_sessions_of_others_cannot_be_ended(client, ours):
    from allauth.usersessions.models import UserSession

    factories.person(email="known@example.org")
    factories.person(email="other@example.org")
    other = Client()
    sign_in(other, ours, email="other@example.org")
    sign_in(client, ours)
    theirs = UserSession.objects.get(user__email="other@example.org")
    assert client.post(reverse("people:end_session", args=[theirs.pk]), headers=ours).status_code == 404
    assert other.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize("following", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)", "\thttps://evil.example", "%2f%2fevil.example//"])
def test_no_next_address_leads_elsewhere(client, ours, following):
    factories.person(email="known@example.org")
    page = client.get(reverse("account_login"), {"next": following}).content.decode()
    answer = sign_in(client, ours, next=following)
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))
    shown = client.get(reverse("people:second_factor"), {"next": following}).content.decode()
    assert 'href="javascript:' not in page + shown
    assert 'href="//evil' not in shown


def test_a_link_made_for_a_wrong_host_is_never_mailed(client, ours, react, outbox):
    factories.person(email="known@example.org")
    answer = client.post(reverse("account_reset_password"), {"email": "known@example.org"}, headers={"Host": "evil.example", "Origin": "http://evil.example"})
    react()
    assert answer.status_code in (400, 403)
    assert not outbox()

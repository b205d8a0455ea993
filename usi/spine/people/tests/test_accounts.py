import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from usi.spine.organisations.tests import factories
from usi.spine.people.models import Account, Person

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough passphrase"


def link(mail):
    return re.search(r"http://(?:testserver|localhost:8000)(/\S+)", mail.get_body(preferencelist=("plain",)).get_content()).group(1)


def sign_up(client, ours, email="maria@example.org", **changes):
    return client.post(reverse("account_signup"), {"name": "Μαρία", "email": email, "password1": PASSWORD} | changes, headers=ours)


def test_sign_up_is_confirmed_by_a_button_and_not_by_opening_the_link(client, ours, react, outbox):
    assert sign_up(client, ours).status_code == 302
    react()
    address = link(outbox()[-1])
    assert client.get(address).status_code == 200
    assert not Account.objects.get().emailaddress_set.get().verified
    client.post(address, headers=ours)
    assert Account.objects.get().emailaddress_set.get().verified
    person = Person.objects.get()
    assert person.actor.name == "Μαρία"
    assert person.actor.handle == "maria"
    assert set(person.audiences) == set()


def test_mails_carry_text_and_html_and_nothing_that_tracks(client, ours, react, outbox):
    sign_up(client, ours)
    react()
    mail = outbox()[-1]
    html = mail.get_body(preferencelist=("html",)).get_content()
    assert "<img" not in html
    assert link(mail) in html


def test_known_and_unknown_addresses_get_the_same_answers(client, ours, react, outbox):
    factories.person(email="known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        client.cookies.clear()
        joined = sign_up(client, ours, email=email)
        client.cookies.clear()
        reset = client.post(reverse("account_reset_password"), {"email": email}, headers=ours)
        client.cookies.clear()
        code = client.post(reverse("account_request_login_code"), {"email": email}, headers=ours)
        answers.append([(answer.status_code, answer.headers.get("Location")) for answer in (joined, reset, code)])
    assert answers[0] == answers[1]


def test_sign_in_by_password_and_the_wrong_one_says_nothing_of_the_account(client, ours):
    factories.person(email="known@example.org")
    wrong = [client.post(reverse("account_login"), {"login": email, "password": "wrong password"}, headers=ours).content.decode() for email in ("known@example.org", "other@example.org")]
    assert [page.count("do not go together") > 0 for page in wrong] == [True, True]
    answer = client.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours)
    assert answer.headers["Location"] == reverse("website:home")


def test_sign_in_by_a_mailed_link_needs_its_button(client, ours, react, outbox):
    factories.person(email="known@example.org")
    client.post(reverse("account_request_login_code"), {"email": "known@example.org"}, headers=ours)
    react()
    address = link(outbox()[-1])
    page = client.get(address)
    assert "_auth_user_id" not in client.session
    code = re.search(r'name="code"[^>]*value="([^"]+)"', page.content.decode()).group(1)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code}, headers=ours)
    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


def test_after_sign_in_nobody_is_led_to_another_site(client, ours):
    factories.person(email="known@example.org")
    answer = client.post(reverse("account_login") + "?next=https://evil.example/", {"login": "known@example.org", "password": factories.PASSWORD, "next": "https://evil.example/"}, headers=ours)
    assert "evil" not in answer.headers["Location"]


def test_no_address_of_a_line_is_kept_anywhere(client, ours, react):
    line = "203.0.113.77"
    sign_up(client, ours, email="a@example.org")
    factories.person(email="known@example.org")
    client.post(reverse("account_login"), {"login": "known@example.org", "password": "wrong password"}, headers=ours, REMOTE_ADDR=line, HTTP_USER_AGENT="Secret/7 (Linux; Android 14; Phone XYZ) Firefox/130")
    client.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours, REMOTE_ADDR=line, HTTP_USER_AGENT="Secret/7 (Linux; Android 14; Phone XYZ) Firefox/130")
    react()
    held = repr(getattr(cache, "_cache", ""))
    with connection.cursor() as cursor:
        # What holds the words of the search keeps no text; its parts are tables too and are read.
        for table in set(connection.introspection.table_names()) - {"search_words_0", "search_words_1"}:
            cursor.execute(f'SELECT * FROM "{table}"')
            held += repr(cursor.fetchall())
    assert line not in held
    assert "Phone XYZ" not in held
    assert "Firefox · Android" in held


def test_many_sign_ups_from_one_line_are_stopped(client, ours):
    for number in range(5):
        assert sign_up(client, ours, email=f"n{number}@example.org").status_code == 302
    assert "Try again later" in sign_up(client, ours, email="n9@example.org").content.decode()


def test_a_solved_puzzle_is_taken_once(client, ours):
    import base64
    import hashlib
    import json

    made = client.get(reverse("people:altcha")).json()
    number = next(n for n in range(made["maxnumber"] + 1) if hashlib.sha256(f"{made['salt']}{n}".encode()).hexdigest() == made["challenge"])
    payload = base64.b64encode(json.dumps({name: made[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number}).encode()).decode()
    from usi.spine.people import puzzle

    assert puzzle.is_solved(payload)
    assert not puzzle.is_solved(payload)
    assert not puzzle.is_solved("rubbish")


@pytest.mark.parametrize("name", ["", "\u202e\u2066", "x" * 100_000, "<script>"])
def test_hostile_names(client, ours, name):
    answer = sign_up(client, ours, name=name)
    assert answer.status_code in (200, 302)
    for person in Person.objects.all():
        assert not set(person.actor.name) & set("\u202e\x00")


def test_names_in_any_script_give_free_handles():
    from usi.spine.people.actions.begin import handle_from

    assert handle_from("Γιώργος Ψαράς") == "giorgos_psaras"
    assert handle_from("مريم").startswith("member_")
    factories.person(handle="ana_lopez")
    assert handle_from("Ana López").startswith("ana_lopez_")
    assert handle_from("admin") != "admin"


def test_officers_are_asked_for_a_second_factor_before_they_act(signed_in):
    union = factories.organisation()
    officer = factories.member(union, role="owner", second_factor=False)
    client = signed_in(officer)
    answer = client.get(reverse("organisations:edit", args=[union.actor.handle]))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("people:second_factor"))
    factories.give_second_factor(officer)
    assert client.get(reverse("organisations:edit", args=[union.actor.handle])).status_code == 200


def test_one_session_can_be_ended_and_all_others(client, ours):
    from allauth.usersessions.models import UserSession
    from django.test import Client

    factories.person(email="known@example.org")
    others = [Client(), Client()]
    for each in (client, *others):
        each.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours)
    assert client.get(reverse("usersessions_list")).status_code == 200
    first = UserSession.objects.exclude(session_key=client.session.session_key).first()
    client.post(reverse("people:end_session", args=[first.pk]), headers=ours)
    assert UserSession.objects.count() == 2
    client.post(reverse("usersessions_list"), headers=ours)
    assert UserSession.objects.count() == 1
    assert client.get(reverse("people:account")).status_code == 200
    assert others[0].get(reverse("people:account")).status_code == 302


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_request_login_code", "account_logout", "account_email", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "usersessions_list", "account_reauthenticate", "people:account", "people:profile", "people:welcome", "people:download", "people:close", "people:second_factor"])
def test_every_page_of_an_account_is_in_our_clothes(client, ours, name):
    if name.split(":")[-1] not in ("account_login", "account_signup", "account_reset_password", "account_request_login_code"):
        factories.person(email="known@example.org")
        client.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours)
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "usi/usi.css" in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)


def test_a_second_factor_is_set_up_and_asked_for(client, ours):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def digits(secret):
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    person = factories.person(email="known@example.org")
    client.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours)
    address = reverse("mfa_activate_totp")
    page = client.get(address, follow=True)
    if page.redirect_chain:
        page = client.post(page.redirect_chain[-1][0], {"password": factories.PASSWORD}, headers=ours, follow=True)
    secret = re.search(r'class="code" dir="ltr">([A-Z2-7]+)<', page.content.decode()).group(1)
    assert client.post(address, {"code": "000000"}, headers=ours).status_code == 200
    answer = client.post(address, {"code": digits(secret)}, headers=ours)
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    client.logout()
    answer = client.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert person.account.authenticator_set.count() == 2

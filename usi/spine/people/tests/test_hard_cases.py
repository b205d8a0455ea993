"""What somebody who means harm tries at the door, and what goes wrong by accident."""

import base64
import hashlib
import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.organisations.tests import factories
from usi.spine.people import actions, puzzle
from usi.spine.people.models import Account, Person
from usi.spine.people.tests.test_accounts import PASSWORD, link, sign_up

pytestmark = pytest.mark.django_db


def sign_in(client, ours, email="known@example.org", password=factories.PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more, headers=ours)


def digits(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def solve(made, **changes):
    number = next(n for n in range(made["maxnumber"] + 1) if hashlib.sha256(f"{made['salt']}{n}".encode()).hexdigest() == made["challenge"])
    solution = {name: made[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number} | changes
    return base64.b64encode(json.dumps(solution).encode()).decode()


def test_a_puzzle_solved_once_is_not_taken_again_in_other_words():
    made = puzzle.make()
    assert puzzle.is_solved(solve(made))
    assert not puzzle.is_solved(solve(made, took=1))
    assert not puzzle.is_solved(solve(made) + "\n")


def test_a_puzzle_does_not_live_longer_by_moving_digits_into_its_salt():
    made = puzzle.make()
    solution = json.loads(base64.b64decode(solve(made)))
    number = str(solution["number"])
    if len(number) < 2:
        pytest.skip("a number of one digit has none to move")
    spliced = solution | {"salt": solution["salt"] + number[0], "number": int(number[1:])}
    assert not puzzle.is_solved(base64.b64encode(json.dumps(spliced).encode()).decode())


def test_typing_errors_do_not_use_up_the_tries_of_a_line(client, ours):
    for _ in range(8):
        assert sign_up(client, ours, password1="short").status_code == 200
    assert sign_up(client, ours).status_code == 302


def test_nobody_learns_from_a_page_whether_an_address_has_an_account(client, ours):
    factories.person(email="known@example.org")
    sign_up(client, ours, email="known@example.org", name="Probe one")
    client.cookies.clear()
    sign_up(client, ours, email="unknown@example.org", name="Probe two")
    client.cookies.clear()
    answers = [client.get(reverse("people:page", args=[handle])).status_code for handle in ("probe_one", "probe_two")]
    assert answers == [404, 404]
    assert not Actor.objects.active().filter(name="Probe two").exists()


@pytest.mark.storage
def test_a_handle_is_given_when_the_address_is_confirmed(client, ours, react, outbox):
    sign_up(client, ours, email="first@example.org", name="Same name")
    client.cookies.clear()
    other = Client()
    sign_up(other, ours, email="second@example.org", name="Same name")
    react()
    address = next(link(mail) for mail in outbox() if mail["To"] == "second@example.org")
    other.post(address, headers=ours)
    assert Person.objects.get(account__email="second@example.org").actor.handle == "same_name"
    assert client.get(reverse("people:page", args=["same_name"])).status_code == 200


def test_a_suspended_person_who_confirms_another_address_stays_suspended(client, ours, react, outbox):
    person = factories.person(email="known@example.org")
    sign_in(client, ours)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": "1"}, headers=ours)
    react()
    address = next(link(mail) for mail in outbox() if mail["To"] == "new@example.org")
    actors.set_state(person.actor, state="suspended", by=None)
    client.post(address, headers=ours)
    assert Actor.objects.get(pk=person.pk).state == "suspended"


def test_a_suspended_person_is_told_so_and_not_sent_in_circles(client, ours):
    person = factories.person(email="known@example.org")
    sign_in(client, ours)
    actors.set_state(person.actor, state="suspended", by=None)
    page = client.get(reverse("people:account"), follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0].startswith(reverse("account_login"))
    again = client.post(reverse("account_login"), {"login": "known@example.org", "password": factories.PASSWORD}, headers=ours, follow=True)
    assert again.status_code == 200
    assert SESSION_KEY not in client.session


def test_an_account_without_a_person_is_not_sent_in_circles(client):
    client.force_login(Account.objects.create_user("lost@example.org", "x"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("people:account"), follow=True).status_code == 200


@pytest.mark.storage
def test_sign_up_that_breaks_half_way_leaves_nothing(client, ours, monkeypatch):
    def broken(**_):
        raise actors.HandleTaken

    monkeypatch.setattr("usi.spine.people.adapters.actions.begin", broken)
    client.raise_request_exception = False
    assert sign_up(client, ours).status_code == 500
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u2066\u2069", "\u00ad", "...", "   ", "\u115f\u1160"])
def test_a_name_that_nobody_can_see_is_refused(client, ours, name):
    assert sign_up(client, ours, name=name).status_code == 200
    assert not Person.objects.exists()




def test_skipping_the_questions_is_final(client, ours):
    person = factories.person(email="known@example.org")
    Person.objects.filter(pk=person.pk).update(welcomed=False)
    assert sign_in(client, ours).headers["Location"] == reverse("people:welcome")
    page = client.get(reverse("people:welcome")).content.decode()
    assert "Skip" in page
    client.post(reverse("people:welcome"), {"skip": "1"}, headers=ours)
    assert Person.objects.get(pk=person.pk).welcomed


def test_closing_takes_second_factors_sessions_and_addresses_along(client, ours):
    person = factories.person(email="known@example.org")
    sign_in(client, ours)
    factories.give_second_factor(person)
    client.post(reverse("people:close"), {"password": factories.PASSWORD, "sure": "on"}, headers=ours)
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not any(session.get_decoded().get(SESSION_KEY) == str(person.account_id) for session in Session.objects.all())


def test_what_a_person_tells_of_themselves_stays_out_of_their_feed(client):
    person = factories.person(summary="Secret text")
    for format in ("rss", "atom", "json"):
        answer = client.get(reverse("feed_plain:actor", kwargs={"language": "en", "handle": person.actor.handle, "format": format}))
        assert "Secret text" not in answer.content.decode()


@pytest.mark.parametrize("part", ["about", "languages", "work", "picture", "visible"])
@pytest.mark.parametrize("value", ["\x00", "\ud800", "\u202eevil", "x" * 100_000, "=1+1", "../../etc", "<script>alert(1)</script>"])
def test_hostile_values_in_every_field_of_the_profile(signed_in, ours, part, value):
    person = factories.person()
    client = signed_in(person)
    fields = ("name", "summary", "first", "second", "translates", "country", "sectors", "skills", "alt", "picture", "languages", "organisations")
    body = {name: value.encode("utf-8", "replace").decode() for name in fields}
    assert client.post(reverse("people:profile_part", args=[part]), body, headers=ours).status_code in (200, 302)
    page = client.get(reverse("people:page", args=[person.actor.handle])).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


@pytest.mark.storage
def test_a_handle_taken_in_the_same_moment_makes_no_error(monkeypatch):
    factories.person(handle="anna")
    account = Account.objects.create_user("a@example.org", PASSWORD)
    person = actions.begin(account=account, name="Anna")
    free = iter(["anna", "anna_2"])
    monkeypatch.setitem(actions.join.__globals__, "handle_from", lambda name: next(free))
    actions.join(account=account)
    person.actor.refresh_from_db()
    assert (person.actor.handle, person.actor.state) == ("anna_2", "active")


def test_the_page_of_a_new_person_begins_also_when_a_mailed_code_confirmed_the_address(client, ours, react, outbox):
    sign_up(client, ours, email="new@example.org", name="Nadia")
    client.cookies.clear()
    client.post(reverse("account_request_login_code"), {"email": "new@example.org"}, headers=ours)
    react()
    code = next(found.group(1) for mail in outbox() if (found := re.search(r"code=([^\s&]+)", mail.get_body(preferencelist=("plain",)).get_content())))
    client.post(reverse("account_confirm_login_code"), {"code": code}, headers=ours)
    assert client.get(reverse("people:page", args=["nadia"])).status_code == 200
    assert client.get(reverse("people:account")).status_code == 200


def test_a_stranger_learns_no_handle_by_signing_up_with_a_name(client, ours):
    sign_up(client, ours, email="new@example.org", name="Nadia")
    person = Person.objects.get()
    assert person.actor.handle.startswith("new_")
    client.cookies.clear()
    assert client.get(reverse("people:page", args=[person.actor.handle])).status_code == 404
    assert client.get(f"/actors/{person.pk}").status_code == 404


def test_who_it_is_is_asked_again_some_time_after_signing_in(client, ours):
    factories.person(email="known@example.org")
    sign_in(client, ours)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [row | {"at": row["at"] - 600} for row in session["account_authentication_methods"]]
    session.save()
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_what_an_organisation_says_of_itself_stands_in_its_feed(client):
    union = factories.organisation(summary="Dockers since 1911")
    answer = client.get(reverse("feed_plain:actor", kwargs={"language": "en", "handle": union.actor.handle, "format": "rss"}))
    assert "Dockers since 1911" in answer.content.decode()

"""Every form of the node, shown or not, sent what nobody should send: it refuses politely or takes it cleaned, and goes on."""

import itertools
import os
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests import sweep
from tests.hostile import BODIES, ELSEWHERE, FEW, HOSTILE, STORED
from tests.sweep import pages, sign_in
from usi.spine.media.models import Picture
from usi.spine.media.tests.test_images import huge_png, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def every_form(network, django_db_blocker):
    """Return every form that the pages of the node show to an officer who moderates, each once."""
    client, seen = Client(), {}
    with django_db_blocker.unblock(), transaction.atomic():
        sign_in(client, network[1])
        for address, _ in pages(network):
            answer = sweep.attempt(client, "GET", address)
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            for form in sweep.forms_of(answer.content.decode(), address):
                key = (form.method, form.action.partition("?")[0], tuple(sorted(row.name for row in form.fields)))
                if form.action.startswith("/"):
                    seen.setdefault(key, form)
        transaction.set_rollback(True)
    return list(seen.values())


@pytest.fixture
def forms(every_form):
    """Return those that are sent by POST."""
    return [form for form in every_form if form.method == "post"]


def send(client, form, values):
    return sweep.attempt(client, "POST", form.action, sweep.encoded(values))


def _some(values, turn):
    """Return all of it, or, where both databases are asked in one run, each fourth in turn, and of PostgreSQL what is about storage."""
    every = list(values)
    if not os.environ.get("USI_TEST_DATABASE_URL"):
        return every
    if connection.vendor == "postgresql":
        every = [what for what in STORED if what in every]
        return list(dict.fromkeys([every[0], every[turn % len(every)]]))
    return every[turn % 4 :: 4]


@pytest.mark.storage
def test_no_address_without_a_form_breaks_on_anything_sent_to_it(client, network, forms):
    sign_in(client, network[1])
    with_form = {form.action for form in forms}
    found = [address for address, _ in pages(network) if address not in with_form]
    found, broken = [address for address in found if sweep.attempt(client, "POST", address).status_code != 405], []
    assert any(address.endswith("/keep/") for address in found)
    for turn, address in enumerate(found):
        for what in _some((*FEW, "a lone surrogate", "a megabyte", "the end of time"), turn):
            answer = sweep.attempt(client, "POST", address, sweep.encoded(dict.fromkeys(ELSEWHERE, HOSTILE[what][:20_000])))
            if answer.status_code >= 500:
                broken.append((address, what, answer.status_code))
    assert broken == []


@pytest.mark.storage
def test_no_field_of_any_form_breaks_on_anything_typed_into_it(client, network, forms):
    sign_in(client, network[1])
    broken, turns = [], itertools.count()
    assert len(forms) > 40
    for form in forms:
        for row in form.fields:
            every = HOSTILE if row.kind in ("text", "textarea", "email", "number", "url", "date") else FEW
            for what in _some(every, next(turns)):
                value = HOSTILE[what]
                answer = send(client, form, form.values() | {row.name: value})
                page = answer.content.decode("utf-8", "replace") if answer.get("Content-Type", "").startswith("text/html") else ""
                if answer.status_code >= 500 or "<script>alert" in page or 'href="javascript' in page:
                    broken.append((form.action, row.name, what, answer.status_code))
                if answer.status_code in (301, 302) and not re.match(r"/(?![/\\])", answer.headers["Location"]):
                    broken.append((form.action, row.name, what, answer.headers["Location"]))
    assert broken == []


def test_no_form_sent_twice_breaks(client, network, forms):
    sign_in(client, network[1])
    broken = []
    for form in forms:
        values = form.values() | {row.name: "Typed once" for row in form.fields if row.kind in ("text", "textarea") and not row.value}
        with transaction.atomic():
            for _ in range(2):
                client.raise_request_exception = False
                answer = client.generic("POST", form.action, sweep.encoded(values), content_type="application/x-www-form-urlencoded", headers=sweep.ORIGIN)
                if answer.status_code >= 500:
                    broken.append((form.action, answer.status_code))
            transaction.set_rollback(True)
        sign_in(client, network[1])
    assert broken == []


def test_no_search_or_filter_breaks_on_anything_asked_of_it(client, network, every_form):
    sign_in(client, network[1])
    names = {row.name for form in every_form if form.method == "get" for row in form.fields} | {"before", "after", "q", "written", "kind", "next", "in", "code"}
    broken = []
    for number, (address, _) in enumerate(pages(network)):
        for turn in _some(range(4), number):
            query = sweep.encoded({name: HOSTILE[FEW[(place + turn * 3) % len(FEW)]] for place, name in enumerate(sorted(names))}).decode()
            answer = sweep.attempt(client, "GET", f"{address}?{query}")
            if answer.status_code >= 500:
                broken.append((address, query, answer.status_code))
    assert broken == []


def test_what_was_typed_is_still_there_when_something_else_is_missing(client, network, forms):
    sign_in(client, network[1])
    typed = {"email": "kept{}@example.org", "url": "https://kept{}.example", "text": "Kept words {}", "textarea": "Kept words {}"}
    lost = []
    for form in forms:
        fields = [row for row in form.fields if row.kind in typed and row.name not in ("code", "seen")]
        for missing in (row for row in fields if row.needed):
            marks = {row.name: typed[row.kind].format(n) for n, row in enumerate(fields) if row is not missing}
            answer = send(client, form, form.values() | marks | {missing.name: ""})
            page = answer.content.decode()
            gone = [name for name, mark in marks.items() if mark not in page and mark.removeprefix("https://") not in page]
            if answer.status_code != 200 or gone or 'role="alert"' not in page:
                lost.append((form.action, missing.name, answer.status_code, gone))
    assert lost == []


def test_no_form_breaks_on_a_body_that_is_not_what_it_says(client, network, forms):
    sign_in(client, network[1])
    broken = []
    for number, address in enumerate({form.action for form in forms}):
        for kind, body in _some(BODIES, number):
            status = sweep.attempt(client, "POST", address, body, kind).status_code
            if status >= 500:
                broken.append((address, kind, body[:40], status))
    assert broken == []


def test_no_form_takes_a_file_that_is_not_a_picture_and_none_loses_what_was_typed(client, network, forms):
    files = {
        "lies about its type": b"<html><script>alert(1)</script>", "a drawing that runs": b"<svg onload='alert(1)'/>", "empty": b"",
        "900 million pixels": huge_png(30_000, 30_000).getvalue(), "cut half-way": picture().getvalue()[:5000],
        "a script before a picture": b"#!/bin/sh\n" + picture(size=(300, 200)).getvalue(),
    }  # fmt: skip
    sign_in(client, network[1])
    with_file = [form for form in forms if any(row.kind == "file" for row in form.fields)]
    assert len(with_file) >= 2
    for form, (what, content) in itertools.product(with_file, files.items()):
        assert form.multipart, form.action
        parts = [f'--x\r\nContent-Disposition: form-data; name="{row.name}"\r\n\r\nKept words\r\n' for row in form.fields if row.kind == "text"]
        name = next(row.name for row in form.fields if row.kind == "file")
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="..%2F\u202egnp.png"\r\nContent-Type: image/png\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + b"\r\n--x--\r\n"
        answer = sweep.attempt(client, "POST", form.action, body, "multipart/form-data; boundary=x")
        page = answer.content.decode()
        assert (answer.status_code, "Kept words" in page, 'role="alert"' in page) == (200, True, True), (form.action, what)
    assert not Picture.objects.exists()


def test_a_form_sent_after_the_session_ended_shows_all_that_was_typed(client, network, forms):
    sign_in(client, network[1])
    found = [form for form in forms if any(row.kind == "textarea" for row in form.fields)]
    client.logout()
    ended = 0
    for form in found:
        answer = send(client, form, form.values() | {row.name: "Kept words" for row in form.fields if row.kind == "textarea"})
        if answer.status_code == 401:
            ended += 1
            assert "Kept words" in answer.content.decode(), form.action
            assert reverse("account_login") in answer.content.decode()
    assert ended > 5

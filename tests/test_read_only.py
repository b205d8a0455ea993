"""A database session that may only read, as on a standby server: writes are put off politely on either database."""

import pytest
from django.db import connection
from django.urls import reverse

from usi.features.campaigns.models import Signature
from usi.features.campaigns.tests.factories import campaign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storage]
FORM = {"name": "Maria", "email": "maria@example.org", "country": "GR", "password": "not to be shown"}


def may_write(allowed):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET default_transaction_read_only = {'off' if allowed else 'on'}")
        else:
            cursor.execute(f"PRAGMA query_only = {0 if allowed else 1}")


def test_a_write_is_put_off_with_what_was_typed_and_a_page_is_read(client, ours):
    page = reverse("campaigns:page", kwargs={"number": campaign().pk})
    may_write(False)
    try:
        answer = client.post(f"{page}sign/", FORM, headers=ours)
        text = answer.content.decode()
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "maria@example.org" in text
        assert "not to be shown" not in text
        assert f'action="{page}sign/"' in text
        assert client.get(page).status_code == 200
    finally:
        may_write(True)
    assert Signature.objects.count() == 0
    assert client.post(f"{page}sign/", FORM, headers=ours).status_code == 302
    assert Signature.objects.count() == 1

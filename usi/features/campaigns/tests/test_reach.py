import gzip
import re
from pathlib import Path

import pytest

from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Signature
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def test_every_breakdown_adds_up_with_a_row_for_what_is_not_known(client):
    made = factories.campaign()
    rows = [Row("A", f"{n}@example.net", country, language=tag) for n, (country, tag) in enumerate([("GR", "el"), ("GR", "en"), ("", "ar"), ("TN", "")])]
    actions.load_signatures(made, rows)
    tally = queries.tally(made.pk, language="en")
    assert sum(row.confirmed for row in tally.countries) == sum(row.confirmed for row in tally.languages) == 4
    page = html(client.get(url("reach", made.pk)))
    assert "country not given" in page
    assert "language not known" in page
    sections = page.split("<section")[1:3]
    for section in sections:
        numbers = [int(found) for found in re.findall(r'<td class="num">(?:<b>)?(\d+)', section)]
        assert sum(numbers[:-1]) == numbers[-1] == 4


def test_the_share_of_the_country_concerned_is_said_plainly(client):
    made = factories.campaign(country="ZW")
    actions.load_signatures(made, [Row("A", f"{n}@example.net", "ZW" if n < 2 else "GB") for n in range(300)])
    page = html(client.get(url("reach", made.pk)))
    assert "From the country concerned, Zimbabwe" in page
    assert "(0.6 %)" in page
    found = queries.concerned(made, queries.tally(made.pk, language="en"), language="en")
    assert found.weak
    assert queries.concerned(factories.campaign(), queries.tally(made.pk, language="en"), language="en") is None


def test_a_share_code_counts_where_help_comes_from(client, ours):
    made = factories.campaign()
    page = html(client.get(url("page", made.pk), {"via": "PIREA-1"}))
    assert 'name="via" value="pirea-1"' in page
    for code in ("PIREA-1", "", "<script>", "x" * 17):
        factories.post(client, ours, made, email=f"a{len(code)}@example.org", via=code)
    assert queries.breakdown(made.pk, "via")["via"] == {"pirea-1": (0, 1, 0), "": (0, 3, 0)}


def test_the_form_works_in_a_frame_on_any_site(client, ours):
    made = factories.campaign()
    answer = client.get(url("embed", made.pk))
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    page = html(answer)
    assert "<script" not in page
    action = re.search(r'<form method="post" action="([^"]+)"', page).group(1)
    data = {"name": "Rosa", "email": "rosa@example.org", "country": "GR"}
    bad = client.post(action, data | {"country": ""}, headers=ours)
    assert 'value="rosa@example.org"' in html(bad)
    assert "frame-ancestors *" in bad["Content-Security-Policy"]
    done = client.post(action, data, headers=ours)
    assert done["Location"] == url("embed_signed", made.pk)
    assert "mailbox" in html(client.get(done["Location"]))
    assert Signature.objects.count() == 1


def test_only_what_everyone_may_read_stands_in_a_frame(client):
    made = factories.campaign()
    publications.edit(made, by=made.author, version=made.version, visibility="network")
    assert client.get(url("embed", made.pk)).status_code == 404
    assert client.get(url("embed", factories.campaign(out=False).pk)).status_code == 404


@pytest.mark.parametrize("name", ["page", "confirm", "withdraw", "share"])
def test_no_other_page_can_be_framed(client, name):
    from usi.features.campaigns import sealing

    made = factories.campaign()
    row = factories.sign(made)
    answer = client.get(url(name, made.pk if name in ("page", "share") else sealing.token(row.pk)))
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_form_in_a_frame_weighs_little(client):
    from django.contrib.staticfiles import finders

    page = client.get(url("embed", factories.campaign().pk))
    styles = Path(finders.find("usi/usi.css")).read_bytes()
    assert len(gzip.compress(page.content)) + len(gzip.compress(styles)) <= 30 * 1024


def test_what_is_carried_on_is_in_the_reader_s_language_with_the_code(client):
    made = factories.campaign(title="Take them back", demands=["Open the gates"])
    publications.translate(made, language="el", title="Πάρτε τους πίσω", summary="Σύνοψη")
    page = html(client.get(url("share", made.pk).replace("/en/", "/el/"), {"via": "gsee"}))
    assert "Πάρτε τους πίσω" in page
    assert "?via=gsee" in page
    assert "1. Open the gates" in page
    assert "&lt;iframe src=" in page

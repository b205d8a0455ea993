"""Every address of the node, asked in ways nobody should: made up, from another site, or for what belongs to others."""

import pytest

from tests import sweep
from tests.hostile import ELSEWHERE
from tests.sweep import known, pages, sign_in
from usi.base import access
from usi.spine.organisations.queries import reader_of
from usi.spine.publications.models import Publication

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "number"),
    [
        pytest.param("%00", 2**63, marks=pytest.mark.storage), pytest.param("%ed%a0%80", 2**31, marks=pytest.mark.storage),
        ("x" * 3000, 2**63 - 1), ("%E2%80%AE", 10**40), ("..", 0), ("-", 1),
    ],
)  # fmt: skip
def test_no_made_up_address_breaks(client, network, number, word):
    sign_in(client, network[1])
    values = dict.fromkeys(("handle", "language", "kind", "written", "code", "name", "token", "key", "uidb36", "path", "section", "part"), word)
    values |= {"number": number, "pk": number, "what": "publication", "format": "rss"}
    broken = []
    for address, pattern in sweep.addresses(values):
        for method in ("GET", "POST") if pattern.pattern.converters else ():
            status = sweep.attempt(client, method, address).status_code
            if status >= 500:
                broken.append((method, address[:80], status))
    assert broken == []


def test_no_form_is_taken_from_another_site_or_for_a_wrong_host(client, network):
    sign_in(client, network[1])
    taken = []
    for address, pattern in pages(network):
        for headers, refused in (({"Origin": "https://evil.example"}, 403), ({}, 403), ({"Origin": "http://evil.example", "Host": "evil.example"}, 400)):
            status = sweep.attempt(client, "POST", address, headers=headers).status_code
            if status not in (refused, 404) and not getattr(pattern.callback, "cross_site", False):
                taken.append((address, headers, status))
    assert taken == []


def test_what_belongs_to_another_organisation_is_not_found_by_posting_either(client, network):
    _, _, theirs, article = network
    sign_in(client, theirs)
    found, reader = [], reader_of(account_id=theirs.account_id)
    for address, pattern in sweep.addresses(known(network)):
        rule = access.rule_of(pattern.callback)
        of_ours = pattern.pattern.converters and not rule.allows(reader, **{name: known(network).get(name, 1) for name in pattern.pattern.converters})
        if of_ours:
            status = sweep.attempt(client, "POST", address, sweep.encoded(dict.fromkeys(ELSEWHERE, "1"))).status_code
            if status != 404:
                found.append((address, status))
    assert found == []
    assert Publication.objects.get(pk=article.pk).title == "A draft"

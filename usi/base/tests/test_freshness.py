import re

import pytest
from django.http import HttpResponse

from usi.base import access, admission, cache
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.organisations.tests import factories as organisations

pytestmark = pytest.mark.django_db


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    made = factories.campaign()
    first = client.get(url("page", made.pk))
    assert "s-maxage" in first["Cache-Control"]
    assert "stale-while-revalidate" in first["Cache-Control"]
    again = client.get(url("page", made.pk), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.confirm(factories.sign(made))
    assert client.get(url("page", made.pk), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_a_person_sees_is_nobody_else_s_to_keep(signed_in):
    client = signed_in(organisations.person())
    answer = client.get(url("page", factories.campaign().pk))
    assert answer["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer


def test_a_kept_page_answers_whether_it_has_changed(rf, settings):
    settings.PAGE_CACHE_SECONDS = 5

    @access.cached
    def view(request):
        return HttpResponse("page", headers={"ETag": 'W/"1"'})

    def handle(request):
        request.resolver_match = type("Match", (), {"func": view})()
        return view(request)

    middleware = cache.AnonymousPageCache(handle)
    assert middleware(rf.get("/x/")).status_code == 200
    assert middleware(rf.get("/x/", headers={"If-None-Match": 'W/"1"'})).status_code == 304
    assert middleware(rf.get("/x/", headers={"If-None-Match": 'W/"2"'})).status_code == 200
    fresh = cache.AnonymousPageCache(handle)
    assert fresh(rf.get("/x/", headers={"If-None-Match": 'W/"1"'})).status_code == 304
    assert fresh(rf.get("/x/")).content == b"page"


def test_when_no_place_is_left_the_form_comes_back_with_what_was_typed(client, ours, monkeypatch):
    import threading

    from usi.features.campaigns.models import Signature

    made, none = factories.campaign(), threading.BoundedSemaphore(1)
    none.acquire()
    monkeypatch.setattr(admission, "_places", none)
    answer = factories.post(client, ours, made, name='Rosa "X" <b>', email="rosa@example.org")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    page = html(answer)
    assert "rosa@example.org" in page
    assert "<b>" not in page.partition("<form")[2].partition("</form>")[0]
    assert not Signature.objects.exists()
    none.release()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.partition("<main")[2]))
    again = client.post(url("sign", made.pk), fields, headers=ours)
    assert again.status_code == 302
    assert Signature.objects.count() == 1
    assert none.acquire(blocking=False), "the place is given back"


@pytest.mark.parametrize(("offered", "sent"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None)])
def test_pages_are_compressed_as_the_asker_takes_them(client, offered, sent):
    import brotli

    made = factories.campaign(body="Some long text about it. " * 20)
    answer = client.get(url("page", made.pk), headers={"Accept-Encoding": offered})
    assert answer.headers.get("Content-Encoding") == sent
    assert "Accept-Encoding" in answer["Vary"]
    if sent == "br":
        assert made.title in brotli.decompress(answer.content).decode()
        assert len(answer.content) < len(client.get(url("page", made.pk), headers={"Accept-Encoding": "gzip"}).content)


def test_what_is_kept_for_others_is_compressed_as_well_as_can_be_where_a_page_is_worth_it(rf):
    from usi.base import compression

    def sent(*, kept, dense):
        request = rf.get("/x/", headers={"Accept-Encoding": "br"})
        request.kept_for_others = kept
        answer = HttpResponse("".join(f"<p>{number * 7919 % 1009} signed in {number * 31 % 97}.</p>" for number in range(2000)))
        return len(compression.BrotliMiddleware(lambda _: compression.densely(answer) if dense else answer)(request).content)

    usual = sent(kept=False, dense=False)
    assert sent(kept=True, dense=True) < usual
    assert sent(kept=True, dense=False) == sent(kept=False, dense=True) == usual


def test_a_kept_page_is_kept_apart_for_each_encoding(rf, settings):
    settings.PAGE_CACHE_SECONDS = 5

    @access.cached
    def view(request):
        return HttpResponse(request.headers.get("Accept-Encoding", "none"))

    def handle(request):
        request.resolver_match = type("Match", (), {"func": view})()
        return view(request)

    middleware = cache.AnonymousPageCache(handle)
    for offered in ("br", "gzip", "identity"):
        assert middleware(rf.get("/x/", headers={"Accept-Encoding": offered})).content == offered.encode()


def test_a_crowd_does_not_make_a_page_all_at_once(rf, settings, monkeypatch):
    import threading

    settings.PAGE_CACHE_SECONDS = 5
    made, go_on, now = [], threading.Event(), [100.0]
    monkeypatch.setattr(cache.clock, "monotonic", lambda: now[0])

    @access.cached
    def view(request):
        made.append(len(made))
        if len(made) == 2:
            go_on.wait(10)
        return HttpResponse(f"page {len(made)}")

    def handle(request):
        request.resolver_match = type("Match", (), {"func": view})()
        return view(request)

    middleware = cache.AnonymousPageCache(handle)
    assert middleware(rf.get("/x/")).content == b"page 1"
    now[0] += 6
    maker = threading.Thread(target=lambda: middleware(rf.get("/x/")))
    maker.start()
    while len(made) < 2:
        pass
    assert {middleware(rf.get("/x/")).content for _ in range(5)} == {b"page 1"}, "the others get the old one meanwhile"
    go_on.set()
    maker.join()
    assert middleware(rf.get("/x/")).content == b"page 2"
    assert len(made) == 2

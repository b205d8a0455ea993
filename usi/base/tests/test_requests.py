import errno

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from usi.base import access, cache, crosssite, failures, limits
from usi.base.access import ANONYMOUS, Reader

pytestmark = pytest.mark.django_db


def ok(request, **_):
    return HttpResponse("ok")


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Referer": "http://testserver/en/"}, True),
        ({"Referer": "http://evil.example/?http://testserver/"}, False),
        ({}, False),
    ],
)
def test_posts_are_taken_only_from_our_own_pages(headers, ours):
    request = RequestFactory().post("/", headers=headers)
    assert crosssite.is_ours(request) is ours


def test_a_post_from_elsewhere_changes_nothing(client):
    answer = client.post("/en/text-only/", {}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "text_only" not in client.cookies


def test_a_wrong_host_is_refused(client):
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400


def test_a_view_without_a_rule_is_never_called():
    request = RequestFactory().get("/")
    with pytest.raises(Http404):
        access.AccessMiddleware(ok).process_view(request, ok, (), {})


def test_who_may_not_gets_404_and_who_is_not_signed_in_is_asked_to():
    view = access.only(lambda reader, number: reader.speaks_for(number))(lambda request, number: None)
    guard = access.AccessMiddleware(ok)
    request = RequestFactory().get("/x")
    request.reader = Reader(actor_id=1, roles={7: "owner"}, second_factor=True)
    assert guard.process_view(request, view, (), {"number": 7}) is None
    with pytest.raises(Http404):
        guard.process_view(request, view, (), {"number": 8})
    request.reader, request.user = ANONYMOUS, AnonymousUser()
    assert "login" in guard.process_view(request, view, (), {"number": 7}).headers["Location"]


def test_an_officer_without_a_second_factor_is_led_to_it():
    view = access.only(lambda reader, number: reader.speaks_for(number))(lambda request, number: None)
    request = RequestFactory().get("/x")
    request.reader = Reader(actor_id=1, roles={7: "owner"}, second_factor=False)
    assert "protect" in access.AccessMiddleware(ok).process_view(request, view, (), {"number": 7}).headers["Location"]


def test_tries_are_counted_without_keeping_who_tried():
    who = limits.pseudonym("192.0.2.7")
    assert [limits.allow("x", who, times=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert b"192.0.2.7" not in repr(limits._counts).encode()
    assert limits.allow("x", limits.pseudonym("192.0.2.8"), times=2, seconds=60)


@pytest.fixture
def page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 5
    calls = []

    @access.cached
    def view(request):
        return HttpResponse()

    def handle(request):
        calls.append(request.get_full_path())
        request.resolver_match = type("Match", (), {"func": staticmethod(view)})
        return HttpResponse(f"answer {len(calls)}")

    return cache.AnonymousPageCache(handle), calls


def test_a_page_is_kept_for_readers_without_a_session(page_cache):
    middleware, calls = page_cache
    first, second = (middleware(RequestFactory().get("/en/")).content for _ in range(2))
    assert first == second
    assert len(calls) == 1
    middleware(RequestFactory().get("/en/?before=5"))
    assert len(calls) == 2


def test_nobody_with_a_session_is_served_from_the_cache_or_fills_it(page_cache, settings):
    middleware, calls = page_cache
    signed = RequestFactory().get("/en/")
    signed.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    middleware(signed)
    middleware(RequestFactory().get("/en/"))
    again = RequestFactory().get("/en/")
    again.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert middleware(again).content == b"answer 3"
    assert len(calls) == 3


def test_an_answer_that_sets_a_cookie_is_not_kept(page_cache):
    middleware, calls = page_cache
    inner = middleware.get_response

    def handle(request):
        response = inner(request)
        response.set_cookie("a", "b")
        return response

    middleware.get_response = handle
    middleware(RequestFactory().get("/en/"))
    middleware(RequestFactory().get("/en/"))
    assert len(calls) == 2


@pytest.mark.parametrize("failure", [OperationalError("database is locked"), OSError(errno.ENOSPC, "No space left on device"), OperationalError("attempt to write a readonly database")])
def test_a_database_or_disk_that_cannot_take_it_gives_503(failure):
    middleware = failures.FailureMiddleware(ok)
    answer = middleware.process_exception(RequestFactory().post("/en/"), failure)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


def test_other_failures_are_not_swallowed():
    assert failures.FailureMiddleware(ok).process_exception(RequestFactory().get("/"), ValueError()) is None


def test_too_much_is_refused_before_it_is_read(settings):
    request = RequestFactory().post("/en/", CONTENT_LENGTH=str(settings.MAX_UPLOAD_BYTES * 2))
    assert failures.FailureMiddleware(ok)(request).status_code == 413


def test_a_wrong_method_gets_a_page(rf):
    answer = failures.FailureMiddleware(lambda request: HttpResponseNotAllowed(["POST"]))(rf.get("/en/"))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert b"<h1>" in answer.content


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
@pytest.mark.parametrize("language", ["en", "el", "ar"])
def test_every_error_has_a_page_that_needs_no_database(rf, status, language, django_assert_num_queries):
    from django.utils import translation

    from usi.base import errors

    with translation.override(language), django_assert_num_queries(0):
        page = errors.page(rf.get(f"/{language}/x"), status)
    assert page.status_code == status
    assert b"<h1>" in page.content

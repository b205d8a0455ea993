"""Where people end the news they asked for, and where officers see how many asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usi.base import access, errors, languages, limits
from usi.base.templatetags.usi import number as shown_number
from usi.features.campaigns import actions, policies, queries
from usi.features.campaigns.views import helping, links
from usi.spine.actors.models import Actor

# A mail provider ends for all its users from few addresses, and nobody guesses a link.
_ENDS = {"times": 3000, "seconds": 600}


@access.everyone
def news_end(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a button that ends all news of an organisation to an address; a post ends it at once (RFC 8058), whoever sends it.

    A mail program posts without cookies and from no page of ours, and follows no redirect, so the answer is the page itself.
    """
    request.section = "campaigns"  # type: ignore[attr-defined]
    limit = _ENDS if request.method == "POST" else links.LINKS
    if (answer := helping.too_often(request, "campaigns.news_end", limit)) is not None:
        return answer
    if request.method == "POST":
        try:
            actions.end_news(token=token)
        except actions.UnknownSubscription:
            return links.quiet(render(request, "campaigns/news_end.html", status=404))
    row = queries.subscription_by_token(token)
    return links.quiet(render(request, "campaigns/news_end.html", {"row": row}, status=200 if row else 404))


news_end.cross_site = True  # type: ignore[attr-defined]


@access.only(policies.may_edit)
def news(request: HttpRequest, number: int) -> HttpResponse:
    """Say how many want news, in which languages, and who has taken the list when."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    language = languages.current()
    counts = queries.news_by_language(number)
    taken = queries.exports_of(number)
    names = dict(Actor.objects.filter(pk__in=[row.by_id for row in taken if row.by_id]).values_list("pk", "name"))
    context = {
        "campaign": queries.draft(number), "total": sum(counts.values()),
        "rows": [(languages.name(tag, language), count) for tag, count in counts.items()],
        "taken": [(row, names.get(row.by_id or 0, "")) for row in taken],
    }  # fmt: skip
    return render(request, "campaigns/news.html", context)


@access.only(policies.may_edit)
@require_POST
def news_export(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give the list as CSV, once the journal holds who took it."""
    if not limits.allow("campaigns.export", limits.caller(request), times=20, seconds=3600):
        return errors.too_many(request, seconds=3600)
    file, _count = actions.export_consents(queries.draft(number), by=helping.me(request))
    response = FileResponse(file, content_type="text/csv; charset=utf-8", as_attachment=True, filename="news.csv")
    response.headers["Cache-Control"] = "no-store"
    return response


@access.only(policies.may_edit)
@require_POST
def news_delete(request: HttpRequest, number: int) -> HttpResponseBase:
    """Delete the list at once, if the box beside the button is ticked."""
    if request.POST.get("sure"):
        count = actions.delete_consents(queries.draft(number), by=helping.me(request))
        said = ngettext("%(count)s address is deleted.", "%(count)s addresses are deleted.", count)
        messages.success(request, said % {"count": shown_number(count)})
    return HttpResponseRedirect(reverse("campaigns:news", kwargs={"number": number}))

"""Verification and claims: who waits, who vouches, who takes it back, who decides."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from usi.base import access, languages, pages
from usi.base.access import Reader
from usi.spine.organisations import actions, forms, policies, queries
from usi.spine.organisations.models import Claim, Organisation, Verification
from usi.spine.people.models import Person


def _me(request: HttpRequest) -> Person:
    return get_object_or_404(Person.objects.select_related("actor"), pk=request.reader.actor_id)  # type: ignore[attr-defined]


@access.only(policies.may_see_waiting)
def vouch(request: HttpRequest) -> HttpResponse:
    """Show the organisations that wait for verification, those that came first first."""
    request.section = "directory"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    rows, after = queries.waiting_page(after=pages.cursor(request, "after"), language=languages.current())
    context = {
        "rows": rows,
        "after": after,
        "vouchers": queries.vouchers_of(reader),
        "needed": settings.VERIFIERS_NEEDED,
        "mine": reader.organisation_ids,
        "may": reader.moderates() or bool(queries.vouchers_of(reader)),
    }
    return render(request, "organisations/waiting.html", context)


@access.only(policies.may_vouch_for)
def vouch_for(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Verify one organisation, saying how one knows it."""
    request.section = "directory"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    organisation = queries.find(handle)
    if organisation is None:
        raise Http404
    vouchers = [row for row in queries.vouchers_of(reader) if organisation.pk not in reader.roles]
    form = forms.VouchForm(request.POST or None, vouchers=vouchers, moderator=reader.moderates())
    if request.method == "POST" and form.is_valid():
        _vouch(request, organisation, voucher=form.cleaned_data["voucher"], how=form.cleaned_data["how"])
        return HttpResponseRedirect(organisation.actor.get_absolute_url())
    data = queries.page_data(handle, reader=reader, language=languages.current())
    return render(request, "organisations/vouch.html", {"organisation": organisation, "form": form, "data": data})


def _vouch(request: HttpRequest, organisation: Organisation, *, voucher: Organisation | None, how: str) -> None:
    me = _me(request)
    try:
        if voucher is None:
            actions.verify(organisation, by=me.actor, how=how)
        else:
            actions.vouch(organisation, by_organisation=voucher, person=me, how=how)
    except actions.VouchedAlready:
        messages.error(request, _("You or your organisation vouched for it before. Each counts once."))
    except actions.CannotVouch:
        messages.error(request, _("You cannot vouch for this organisation. Whoever vouches is verified, and vouches for others only."))
    else:
        messages.success(request, _("Your word stands on its page."))


@access.only(policies.may_withdraw)
def withdraw(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a verification back, with a reason that everyone can read."""
    request.section = "directory"  # type: ignore[attr-defined]
    rows = Verification.objects.select_related("organisation__actor", "by_organisation__actor", "by_moderator")
    verification = get_object_or_404(rows, pk=number)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(verification, by=_me(request).actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("The verification is withdrawn. The page says why."))
        return HttpResponseRedirect(verification.organisation.actor.get_absolute_url())
    given = queries.vouched_for(verification.organisation)
    return render(request, "organisations/withdraw.html", {"verification": verification, "form": form, "given": given})


@access.only(policies.may_see_waiting)
def claims(request: HttpRequest) -> HttpResponse:
    """Show the claims that one may decide."""
    request.section = "directory"  # type: ignore[attr-defined]
    return render(request, "organisations/claims.html", {"rows": queries.claims_for(request.reader)[:100]})  # type: ignore[attr-defined]


@access.only(policies.may_decide)
def decide_claim(request: HttpRequest, number: int) -> HttpResponseBase:
    """Decide one claim."""
    request.section = "directory"  # type: ignore[attr-defined]
    claim: Claim = get_object_or_404(queries.claims_for(request.reader), pk=number)  # type: ignore[attr-defined]
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["decision"] == "accept"
        try:
            actions.decide_claim(claim, by=_me(request).actor, accept=accept, answer=form.cleaned_data["answer"])
        except (actions.Decided, actions.AlreadyClaimed):
            messages.error(request, _("Somebody else decided this a moment ago."))
        else:
            messages.success(request, _("Decided. They get the answer by mail."))
        return HttpResponseRedirect(reverse("organisations:claims"))
    return render(request, "organisations/claim_decide.html", {"claim": claim, "form": form, "organisation": claim.organisation})

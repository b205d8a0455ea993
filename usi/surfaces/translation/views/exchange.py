"""Texts as files for other tools, out and in again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from usi.base import access
from usi.base.access import Reader
from usi.surfaces.translation import actions, exchange, files, forms, policies, queries


@access.members
@require_GET
def download(request: HttpRequest, number: int, format: str) -> HttpResponse:
    """Send a text's segments as XLIFF or PO to those who may translate or check it."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    job = queries.find(number, reader=reader)
    if job is None or format not in files.FORMATS or not (policies.may_translate(reader, job) or policies.may_check(reader, job)):
        raise Http404
    sheet = files.of(job)
    if not sheet.units:
        # It was not cut yet; a file that holds nothing is none.
        raise Http404
    answer = HttpResponse(exchange.write(sheet, format), content_type=exchange.CONTENT_TYPES[format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{job.pk}.{job.language}.{format}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a file's texts in and report row by row what became of them."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    job = queries.find(number, reader=reader)
    if job is None or not (job.held_by(reader.actor_id) or policies.may_check(reader, job)):
        raise Http404
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"job": job, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            parsed = files.read(form.cleaned_data["file"], job)
            context["merged"] = actions.merge(job, reader=reader, parsed=parsed)
        except exchange.Refused as refused:
            form.add_error("file", str(refused))
        except actions.Refused:
            raise Http404 from None
    return render(request, "translation/upload.html", context)

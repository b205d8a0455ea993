"""Two addresses for whatever watches the node; they say yes or no and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from usi.base import access
from usi.doors.operators import queries


@access.everyone
@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer that this process serves, without asking anything else."""
    return JsonResponse({"alive": True})


@access.everyone
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether database, worker and storage are there; 503 if one is not."""
    database = queries.database_answers()
    parts = {"database": database, "worker": database and queries.worker_runs(), "storage": queries.storage_takes_files()}
    complete = all(parts.values())
    return JsonResponse({"ready": complete, **parts}, status=200 if complete else 503)

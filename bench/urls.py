"""The node's addresses and the trivial page."""

import os

from django.shortcuts import render
from django.urls import path

from usi.base import access, kept
from usi.config.urls import handler400, handler403, handler404, handler500
from usi.config.urls import urlpatterns as node

__all__ = ["handler400", "handler403", "handler404", "handler500"]

if os.environ.get("USI_BENCH_PARTS") == "off":
    kept._MOST_PARTS = 0


@access.everyone
def trivial(request):
    """Render 20 rows."""
    return render(request, "trivial.html", {"rows": [(n, f"Row {n}", f"/row/{n}/") for n in range(20)]})


urlpatterns = [path("bench/trivial/", trivial), *node]

"""Where a page leads on to: an address that came with a request is taken only if it is a path of this node."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is a path from the root of this node, in no browser's reading another site's."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())


def address(request: HttpRequest, wanted: str, *, otherwise: str = "") -> str:
    """Return where somebody wants to go on, or another address where that leads elsewhere."""
    return wanted if is_ours(request, wanted) else otherwise

"""Finds every address and every form of the node, so that a test can send them what nobody should."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

from django.core.cache import cache
from django.db import transaction

from usi.base import checks, limits

ORIGIN = {"Origin": "http://testserver"}


@dataclass
class Field:
    """A field of a form on a page."""

    name: str
    kind: str
    value: str = ""
    needed: bool = False


@dataclass
class Form:
    """A form on a page: where it is sent and what it holds."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    multipart: bool = False

    def values(self) -> dict[str, str]:
        """Return what a browser sends on Enter if nobody typed anything: the fields, and the first button."""
        return {row.name: row.value for row in self.fields if row.kind not in ("file", "button")}


class _Reader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self._area, self._select, self._pressed = address, [], None, None, False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._pressed = False
            self.forms.append(Form(given.get("action") or self.address, (given.get("method") or "get").lower(), multipart="enctype" in given))
        first = tag == "button" and bool(self.forms) and not self._pressed
        self._pressed |= tag == "button"
        if not self.forms or not (given.get("name") or tag == "option"):
            return
        fields, needed = self.forms[-1].fields, "required" in given
        if tag == "input":
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in given or not any(row.name == given["name"] for row in fields):
                fields.append(Field(given["name"], kind, given.get("value") or "", needed))
        elif tag == "textarea":
            self._area = Field(given["name"], "textarea", "", needed)
            fields.append(self._area)
        elif tag == "select":
            self._select = Field(given["name"], "select", "", needed)
            fields.append(self._select)
        elif tag == "button":
            fields.append(Field(given["name"], "first button" if first else "button", given.get("value") or ""))
        elif tag == "option" and self._select is not None and ("selected" in given or not self._select.value):
            self._select.value = given.get("value") or ""

    def handle_data(self, data):
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area is not None:
            self._area.value, self._area = self._area.value.removeprefix("\n"), None
        if tag == "select":
            self._select = None


def forms_of(html: str, address: str) -> list[Form]:
    """Return the forms of a page."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms


def addresses(values: dict) -> list[tuple[str, object]]:
    """Return every address of the node with its pattern, filled with values; names without one are left as `x` or 1."""
    found = []
    for route, pattern in checks.patterns():
        # What is regular expression is static files; what says 503 without a worker is told by its own test.
        if "(?P" in route or route == "readyz":
            continue
        filling = {name: values.get(name, 1 if "Int" in type(converter).__name__ else "x") for name, converter in pattern.pattern.converters.items()}
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda hit, filling=filling: str(filling.get(hit.group(1), values.get(hit.group(1), "x"))), route)
        found.append(("/" + filled.lstrip("/"), pattern))
    return found


def known(network) -> dict:
    """Return a value for each name in addresses, of the network that is swept."""
    ours, officer, _, article = network
    return {
        "number": article.pk, "handle": "ours", "language": "en", "format": "rss", "kind": "article", "written": "el", "code": "gr",
        "what": "publication", "name": "x", "token": "x", "key": "x", "uidb36": "x", "pk": 1, "path": "x", "section": "basics", "part": "about",
    }  # fmt: skip


def pages(network) -> list[tuple[str, object]]:
    """Return the addresses, those with several parts once for each part."""
    found = addresses(known(network))
    more = [f"/en/organisations/ours/edit/{part}/" for part in ("figures", "names", "sectors", "subjects", "affiliations")]
    more += [f"/en/account/profile/{part}/" for part in ("languages", "work", "picture", "visible")]
    more += [f"/en/moderation/actor/{network[0].pk}/", f"/en/report/actor/{network[0].pk}/", f"/en/follow/{network[0].pk}/"]
    rule = {pattern.name: pattern for _, pattern in found}
    return [*found, *((address, rule["edit"]) for address in more)]


def sign_in(client, person) -> None:
    """Sign somebody in, past every form."""
    client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")


def encoded(values) -> bytes:
    """Return a form's body; text goes out as it stands, lone surrogates included."""
    pairs = values.items() if isinstance(values, dict) else values
    raw = [(name, value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value) for name, value in pairs]
    return b"&".join(quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(value).encode() for name, value in raw)


def attempt(client, method: str, address: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded", headers=None):
    """Send a request, take back whatever it changed, and return the answer."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    cache.clear()
    limits.forget()
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.generic(method, address, body, content_type=kind, headers=ORIGIN if headers is None else headers)
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    return answer

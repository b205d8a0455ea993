"""How addresses are made comparable, sealed and turned into links."""

from __future__ import annotations

import base64
import unicodedata

from usi.base import crypto, text

_TABLE = "campaigns_signature"
# Both names lead to the same boxes, and dots in them mean nothing there.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
LONGEST = 254


def normalise(address: str) -> str:
    """Return one form for all the ways to write the address of one mailbox: case, width, white space, `+` tags, domain in Punycode.

    :raises ValueError: if it is no address
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.line(address)).casefold())
    local, _, domain = "".join(folded.split()).rpartition("@")
    domain = _ascii(domain.rstrip("."))
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), _DOTLESS[domain]
    local = local.partition("+")[0] or local
    if not local or not domain or len(address) > LONGEST:
        raise ValueError("not an address")
    return f"{local}@{domain}"


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def address_key(campaign_id: int, address: str) -> bytes:
    """Return what is equal for one mailbox under one campaign, and tells nothing across campaigns."""
    return crypto.blind(f"{campaign_id}:{normalise(address)}", context=f"{_TABLE}.address_key")


def domain_key(campaign_id: int, address: str) -> bytes:
    """Return what is equal for addresses of one mail domain under one campaign."""
    return crypto.blind(f"{campaign_id}:{normalise(address).rpartition('@')[2]}", context=f"{_TABLE}.domain_key")


def news_key(organisation_id: int, address: str) -> bytes:
    """Return what is equal for one mailbox with one organisation, and tells nothing across organisations."""
    return crypto.blind(f"{organisation_id}:{normalise(address)}", context="campaigns_subscription.address_key")


def seal(address: str) -> bytes:
    """Encrypt an address."""
    return crypto.encrypt(address, context=f"{_TABLE}.address")


def unseal(sealed: bytes) -> str:
    """Return the address that was sealed."""
    return crypto.decrypt(sealed, context=f"{_TABLE}.address")


def token(number: int, kind: str = "") -> str:
    """Return the secret of the links of a signature, or of something else of a `kind`, made of its id and the field key.

    So it can be mailed again, but not be read from the database.
    """
    return base64.urlsafe_b64encode(crypto.blind(f"{kind}{number}", context=f"{_TABLE}.token")).decode().rstrip("=")


def token_key(secret: str) -> bytes:
    """Return what is stored of a link's secret."""
    return crypto.blind(secret, context=f"{_TABLE}.token_key")


def seen(number: int, *parts: object) -> str:
    """Return a mark of what a confirmation page shows, so that nothing else is confirmed by its button."""
    return crypto.blind("|".join([str(number), *(str(part) for part in parts)]), context=f"{_TABLE}.seen")[:12].hex()


def paper_key(campaign_id: int, *, name: str, place: str, country: str, email: str = "") -> bytes:
    """Return 16 bytes that are equal for one name at one place under one campaign, however it is written; no name is kept of it."""
    try:
        mailbox = normalise(email) if email else ""
    except ValueError:
        mailbox = ""
    parts = (_words(name), _words(place), country, mailbox)
    return crypto.blind(f"{campaign_id}:" + "\n".join(parts), context="campaigns_paperrow.key")[:16]


def _words(value: str) -> str:
    """Return the words of a text without case, marks and punctuation; vowel signs of Indian scripts are letters here."""
    return " ".join("".join(" " if unicodedata.category(char)[0] in "PZCS" else char for char in text.skeleton(value)).split())

"""The mail that tells somebody what is new in the searches they keep: one a day, with the news itself and a way to end it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, text, time
from usi.spine.mail import actions as mail
from usi.spine.mail.models import Mail
from usi.spine.people.models import Person
from usi.surfaces.search import tokens
from usi.surfaces.search.models import SavedSearch
from usi.surfaces.search.queries import saved
from usi.surfaces.search.queries.results import Result


def _key(person: Person) -> str:
    return f"search.saved:{person.pk}:{time.now().date().isoformat()}"


def told_today(person: Person) -> bool:
    """Whether today's mail was queued already."""
    return Mail.objects.filter(key=_key(person)).exists()


def send(person: Person, news: Sequence[tuple[SavedSearch, list[Result]]]) -> None:
    """Queue today's mail to a person, in the language of their newest search."""
    if person.account is None:
        return
    language = languages.nearest(news[0][0].language)
    with translation.override(language):
        stop_all = settings.URL + reverse("search:stop", kwargs={"token": tokens.make(person_id=person.pk)})
        context = {
            "searches": [_search(row, found) for row, found in news],
            "stop_all": stop_all,
            "site": settings.URL,
            "node": settings.NODE_NAME,
            "language": language,
            "direction": languages.direction(language),
        }
        mail.queue(
            key=_key(person), to=person.account.email, subject=_("New in your saved searches"),
            body=text.prose(render_to_string("search/mail/news.txt", context)) + "\n",
            html=render_to_string("search/mail/news.html", context),
            headers={"List-Unsubscribe": f"<{stop_all}>"},
        )  # fmt: skip


def _search(row: SavedSearch, found: list[Result]) -> dict[str, object]:
    return {
        "question": saved.question_of(row),
        "found": found,
        "address": settings.URL + reverse("search:search") + row.address,
        "stop": settings.URL + reverse("search:stop", kwargs={"token": tokens.make(person_id=row.person_id, number=row.pk)}),
    }

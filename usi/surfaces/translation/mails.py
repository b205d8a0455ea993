"""The mail that answers a suggested correction, in the language of whoever suggested it."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, text
from usi.spine.mail import actions as mail
from usi.spine.people.models import Person
from usi.surfaces.translation.models import Correction


def answer(correction: Correction) -> None:
    """Queue the answer to a suggestion that was decided; nobody is mailed who has no account any more, or who decided it themselves."""
    if correction.by_id is None or correction.by_id == correction.decided_by_id:
        return
    people = Person.objects.select_related("actor", "account").filter(pk=correction.by_id, account__is_active=True)
    person = people.filter(actor__state="active").first()
    if person is None or person.account is None:
        return
    accepted = correction.state == Correction.State.ACCEPTED
    language = languages.nearest(person.actor.language)
    with translation.override(language):
        pattern = _("Your correction is accepted: %(title)s") if accepted else _("Your correction is not accepted: %(title)s")
        context = {
            "correction": correction, "accepted": accepted, "title": correction.title, "original": correction.subject.language,
            "page_url": f"{settings.URL}{correction.subject.get_absolute_url()}?in={correction.language}",
            "node": settings.NODE_NAME, "language": language, "direction": languages.direction(language),
        }  # fmt: skip
        mail.queue(
            key=f"translation.correction:{correction.pk}", to=person.account.email, subject=pattern % {"title": correction.title},
            body=text.prose(render_to_string("translation/mail/correction.txt", context)) + "\n",
            html=render_to_string("translation/mail/correction.html", context),
        )  # fmt: skip

"""Everything the node holds about one person, as data and files. Other rooms reach in by the names of their relations."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage

from usi.spine.actors.models import Follow
from usi.spine.journal.models import Entry
from usi.spine.media.models import Picture
from usi.spine.people.models import Person
from usi.spine.publications.models import Publication, Revision, Translation

README = "data.json holds all that this site keeps about you. Pictures that you brought lie in the folder pictures.\n"


def archive(person: Person) -> bytes:
    """Return a ZIP archive with `data.json` and the person's pictures."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", README)
        bundle.writestr("data.json", json.dumps(data(person), ensure_ascii=False, indent=2, default=str))
        for picture in Picture.objects.filter(uploaded_by=person.pk):
            name = picture.file(picture.widths[-1], "jpg")
            with default_storage.open(name) as file:
                bundle.writestr(f"pictures/{picture.pk}.jpg", file.read())
    return target.getvalue()


def data(person: Person) -> dict[str, Any]:
    """Return what is kept about a person."""
    actor, account, related = person.actor, person.account, person
    others: Any = related
    return {
        "person": {
            "name": actor.name,
            "handle": actor.handle,
            "uri": actor.uri,
            "text": actor.summary,
            "language": actor.language,
            "since": actor.created_at,
            "country": person.country,
            "sectors": person.sectors,
            "skills": person.skills,
            "who_sees_what": person.audiences,
            "languages": list(person.languages.values("language", "translates_into")),
            "themes": [theme.actor.name for theme in person.themes.select_related("actor")],
        },
        "account": {
            "joined": account.date_joined if account else None,
            "addresses": list(EmailAddress.objects.filter(user=account).values("email", "verified", "primary")),
            "second_factors": list(Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at")),
            "sessions": list(UserSession.objects.filter(user=account).values("created_at", "user_agent")),
        },
        "organisations": [
            {"name": row.organisation.actor.name, "role": row.role, "since": row.since}
            for row in others.memberships.select_related("organisation__actor")
        ],
        "claims": [
            {"organisation": row.organisation.actor.name, "evidence": row.evidence, "state": row.state, "answer": row.answer}
            for row in others.claims.select_related("organisation__actor")
        ],
        "requests_to_join": [
            {"organisation": row.organisation.actor.name, "note": row.note, "state": row.state, "asked_at": row.asked_at}
            for row in others.join_requests.select_related("organisation__actor")
        ],
        "checks_translations": list(others.actor.checks.values("from_language", "language", "given_at", "taken_back_at")),
        "asked_to_read": list(others.actor.wishes.values("job__publication__uri", "job__actor__uri", "job__language", "at")),
        "follows": list(Follow.objects.filter(follower=actor).values_list("target__name", "target__uri")),
        "publications": list(
            Publication.objects.filter(typed_by=actor).values("uri", "kind", "language", "title", "summary", "body", "state", "created_at")
        ),
        "unsaved": list(others.actor.unsaved.values("publication__uri", "title", "summary", "body", "at")),
        "translations": list(
            Translation.objects.filter(translated_by=actor).values(
                "publication__uri", "language", "title", "summary", "body", "state", "changed_at"
            )
        ),
        "corrections_suggested": list(
            others.actor.corrections_made.values("publication__uri", "actor__uri", "language", "changes", "words", "state", "answer", "at")
        ),
        "reports_made": list(others.actor.reports_made.values("publication__uri", "actor__uri", "reason", "text", "state", "at")),
        "saved_searches": list(others.saved_searches.values("address", "language", "created_at")),
        "versions": list(Revision.objects.filter(by=actor).values("publication__uri", "version", "title", "summary", "body", "note", "at")),
        "pictures": list(Picture.objects.filter(uploaded_by=actor.pk).values("id", "alt", "credit", "created_at")),
        "what_you_did": list(Entry.objects.filter(by_id=actor.pk).order_by("number").values("at", "verb", "subject_type", "subject_id")),
    }

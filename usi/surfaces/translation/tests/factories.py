"""Makes people who translate and texts that are wanted, for tests of any room."""

from usi.base import time
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.people.models import PersonLanguage
from usi.spine.publications.tests.factories import publication
from usi.surfaces.translation import actions, queries
from usi.surfaces.translation.actions import Typed
from usi.surfaces.translation.models import Checker, Job

BODY = "The port is closed since Monday.\n\nWe ask three things:\n\n- the 27 go back to work\n- the belts run slower\n"
GREEK = {
    "A strike at the port": "Απεργία στο λιμάνι",
    "In short": "Με λίγα λόγια",
    "The port is closed since Monday.": "Το λιμάνι είναι κλειστό από τη Δευτέρα.",
    "We ask three things:": "Ζητάμε τρία πράγματα:",
    "- the 27 go back to work": "- να γυρίσουν στη δουλειά οι 27",
    "- the belts run slower": "- να κινούνται πιο αργά οι ιμάντες",
}
ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"


def translator(*pairs, **fields):
    """Return a person who translates between some languages: (from, into)."""
    made = factories.person(**fields)
    for n, source in enumerate(dict.fromkeys(source for source, _ in pairs)):
        into = [target for one, target in pairs if one == source]
        PersonLanguage.objects.create(person=made, language=source, position=n, translates_into=into)
    return made


def checker(source="en", into="el", **fields):
    """Return a person who is trusted to check a pair."""
    made = factories.person(**fields)
    Checker.objects.create(person=made.actor, from_language=source, language=into, given_at=time.now())
    return made


def reader(person):
    """Return a person as a reader, as they are now."""
    return reader_of(account_id=person.account_id)


def article(*, title="A strike at the port", summary="In short", body=BODY, **fields):
    """Return a published article in English."""
    from usi.features.newsroom.models import Article

    fields.setdefault("facts", Article())
    fields.setdefault("author", factories.organisation().actor)
    return publication(title=title, summary=summary, body=body, **fields)


def wanted(made=None, *, language="el"):
    """Return the job of a text in a language, that nobody has taken."""
    return actions.want(made or article(), language=language, counted=False)


def taken(person, job=None):
    """Return a job that a person has reserved."""
    return actions.take(job or wanted(), reader=reader(person))


def filled(person, job, texts=GREEK):
    """Type translations into a job's segments."""
    typed = {row.pk: Typed(row.version, texts[row.source]) for row in job.segments.all() if row.source in texts}
    return actions.write(job, reader=reader(person), typed=typed)


def finished(person=None, job=None):
    """Return a job that somebody translated whole."""
    person = person or translator(("en", "el"))
    job = taken(person, job)
    filled(person, job)
    return actions.finish(job, by=person.actor)


def checked(job=None, by=None):
    """Return a job that a second person checked."""
    by = by or checker()
    return actions.check(job or finished(), reader=reader(by), by=by.actor)


def sign_in(client, person):
    """Sign a person in."""
    client.force_login(person.account, backend=ALLAUTH)
    return person


def fields(job, texts=GREEK, **more):
    """Return what the page of a job sends when these translations are typed."""
    rows = list(job.segments.all())
    typed = {f"text-{row.pk}": texts.get(row.source, row.target) for row in rows}
    return typed | {f"version-{row.pk}": row.version for row in rows} | {"sheet": "1"} | more


def fresh(job):
    """Return a job as it stands."""
    return Job.objects.get(pk=job.pk)


__all__ = ["queries"]

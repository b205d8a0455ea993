"""What can be moderated, who answers for it, and who must keep out of it."""

from __future__ import annotations

from django.db.models import Q
from django.urls import NoReverseMatch

from usi.base.access import SPEAKING_ROLES, Reader
from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Membership
from usi.spine.people.models import Person
from usi.spine.publications.models import Publication

Subject = Publication | Actor
WHAT = ("publication", "actor")
# ActivityStreams types of those who can be asked about what they do; themes, countries and the node cannot.
_ANSWERABLE = frozenset({"Person", "Organization"})


def subject(what: str, number: int) -> Subject | None:
    """Return a publication or actor, however it stands."""
    found: Subject | None
    if what == "publication":
        found = Publication.objects.select_related("author", "cover", "typed_by").filter(pk=number).first()
    else:
        found = Actor.objects.filter(pk=number, type__in=_answerable()).first()
    return found


def reportable(what: str, number: int, reader: Reader) -> Subject | None:
    """Return a publication or actor that a reader can see and so can report."""
    found: Subject | None
    if what == "publication":
        found = Publication.objects.visible_to(reader).select_related("author").filter(pk=number).first()
    else:
        found = Actor.objects.active().filter(pk=number, type__in=_answerable()).first()
    return found


def _answerable() -> list[str]:
    return [kind.name for kind in types.every() if kind.activity_type in _ANSWERABLE]


def what_is(found: Subject) -> str:
    """Return `publication` or `actor`."""
    return "publication" if isinstance(found, Publication) else "actor"


def standing(found: Subject) -> str:
    """Return a publication's moderation or an actor's state."""
    return found.moderation if isinstance(found, Publication) else found.state


def author_of(found: Subject) -> Actor:
    """Return the actor who answers for a subject: a publication's author, or the actor itself."""
    return found.author if isinstance(found, Publication) else found


def title_of(found: Subject) -> str:
    """Return what a subject is called."""
    return found.title if isinstance(found, Publication) else found.name


def address(found: Subject) -> str:
    """Return the address of its page, empty where no room shows its kind or type."""
    try:
        return found.get_absolute_url()
    except (KeyError, NoReverseMatch):
        return ""


def involved(actor_id: int, found: Subject) -> bool:
    """Whether a subject is a person's own: said, typed or owned by them, or by an organisation they belong to."""
    author = author_of(found)
    if actor_id == author.pk or (isinstance(found, Publication) and found.typed_by_id == actor_id):
        return True
    return Membership.objects.filter(organisation_id=author.pk, person_id=actor_id).exists()


def officers(author: Actor) -> list[Person]:
    """Return who is told about decisions: the person themself, or an organisation's owners and editors; with their accounts."""
    people = Person.objects.filter(account__is_active=True).exclude(actor__state=Actor.State.CLOSED).select_related("account")
    members = Membership.objects.filter(organisation_id=author.pk, role__in=SPEAKING_ROLES)
    return list(people.filter(Q(pk=author.pk) | Q(pk__in=members.values("person_id"))).order_by("pk"))


def answers_for(person_id: int, author: Actor) -> bool:
    """Whether a person may object in an author's name, even while one of them is suspended."""
    return any(person.pk == person_id for person in officers(author))


def other_moderator(*, than: int | None, found: Subject) -> bool:
    """Whether somebody else could decide: a moderator who is there and not involved."""
    people = Person.objects.filter(is_moderator=True, account__is_active=True, actor__state=Actor.State.ACTIVE)
    own = {than, author_of(found).pk, found.typed_by_id if isinstance(found, Publication) else None} - {None}
    members = Membership.objects.filter(organisation_id=author_of(found).pk)
    return people.exclude(pk__in=own).exclude(pk__in=members.values("person_id")).exists()

"""Which organisations stand behind a campaign, and which campaigns wait for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_compact_decimal
from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usi.base import languages, pages, prepared
from usi.base.access import ANONYMOUS, SPEAKING_ROLES, Reader
from usi.base.templatetags.usi import number as shown_number
from usi.features.campaigns.models import Endorsement
from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Moderation, Publication, State, Visibility

FIRST = 5


@dataclass(frozen=True)
class Support:
    """The organisations behind a campaign, those with most members first."""

    rows: Sequence[Endorsement] = ()

    @property
    def first(self) -> Sequence[Endorsement]:
        """Those that a page shows at once."""
        return self.rows[:FIRST]

    @property
    def rest(self) -> Sequence[Endorsement]:
        """Those that a page shows when asked."""
        return self.rows[FIRST:]

    @property
    def members(self) -> int:
        """The sum of the members they say they represent; who belongs to two of them is in it twice."""
        return sum(row.members for row in self.rows)

    @property
    def countries(self) -> dict[str, int]:
        """How many of them each country has, most first; empty key: international, or not known."""
        codes = [row.organisation.country for row in self.rows]
        return {code: codes.count(code) for code in sorted(set(codes), key=lambda code: (-codes.count(code), code))}

    @property
    def sentence(self) -> str:
        """All of it in one sentence, in the reader's language."""
        count, named = len(self.rows), len([code for code in self.countries if code])
        parts = {"organisations": ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": shown_number(count)}}
        if self.members:
            # Languages count large round numbers as they do the last three digits of the exact one.
            said = ngettext("%(count)s worker", "%(count)s workers", self.members)
            parts["workers"] = said % {"count": compact(self.members)}
        if named:
            parts["countries"] = ngettext("%(count)s country", "%(count)s countries", named) % {"count": shown_number(named)}
        return _SENTENCES["workers" in parts, "countries" in parts]() % parts


_SENTENCES = {
    (True, True): lambda: _("%(organisations)s representing %(workers)s in %(countries)s"),
    (True, False): lambda: _("%(organisations)s representing %(workers)s"),
    (False, True): lambda: _("%(organisations)s in %(countries)s"),
    (False, False): lambda: _("%(organisations)s"),
}


def compact(value: int) -> str:
    """Return a number as people say it: 4.2 million, and exact below a million."""
    if value < 1_000_000:
        return shown_number(value)
    return format_compact_decimal(value, format_type="long", locale=languages.locale(languages.current()), fraction_digits=1)


def standing(number: int) -> QuerySet[Endorsement]:
    """Return the endorsements that count: not taken back, and by organisations that are verified now."""
    return Endorsement.objects.filter(
        campaign_id=number, withdrawn_at__isnull=True, organisation__verified=True, organisation__actor__state=Actor.State.ACTIVE
    )


def endorsements(number: int, *, language: str) -> Support:
    """Return the organisations behind a campaign, each as it is `called` in a language or calls itself, in one query."""
    return Support(prepared.rows(_called, language, number=number))


def _called(language: str, *, number: int) -> QuerySet[Endorsement]:
    said = ActorText.objects.filter(actor=OuterRef("organisation"), language=language).values("name")
    called: Any = Coalesce(Subquery(said), F("organisation__actor__name"))
    rows = standing(number).select_related("organisation__actor").annotate(called=called).order_by("-members", "at")
    return rows.defer("organisation__search_key", "organisation__actor__summary")


def endorsed_enough(publication: Publication) -> bool:
    """Whether as many others stand behind it as the node asks for; each organisation and each person counts once."""
    others = standing(publication.pk).exclude(organisation_id=publication.author_id)
    return settings.ENDORSEMENTS_NEEDED <= 0 or others.values("by").distinct().count() >= settings.ENDORSEMENTS_NEEDED


def endorsers_of(reader: Reader, publication: Publication | None = None) -> list[Organisation]:
    """Return the verified organisations in whose name a reader may endorse, the one acted as first.

    None for a campaign of an organisation the reader belongs to.
    """
    numbers = [number for number, role in reader.roles.items() if role in SPEAKING_ROLES] if reader.second_factor else []
    if not numbers or (publication is not None and _own(reader, publication)):
        return []
    rows = Organisation.objects.listed().verified().filter(pk__in=numbers).select_related("actor").order_by("sort_key")
    return sorted(rows, key=lambda row: row.pk != reader.acting_as)


def _own(reader: Reader, publication: Publication) -> bool:
    return publication.author_id in reader.roles or publication.typed_by_id == reader.actor_id


def endorsed_by(number: int, organisations: list[int]) -> list[Endorsement]:
    """Return the endorsements of a campaign that these organisations have not taken back."""
    rows = Endorsement.objects.filter(campaign_id=number, organisation_id__in=organisations, withdrawn_at__isnull=True)
    return list(rows.select_related("organisation__actor").order_by("at"))


def in_waiting() -> QuerySet[Publication]:
    """Return the campaigns that wait for endorsement, whoever asks."""
    gone = Actor.objects.exclude(state=Actor.State.ACTIVE).values("pk")
    return Publication.objects.filter(  # type: ignore[no-any-return]
        kind="campaign", state=State.IN_REVIEW, moderation=Moderation.CLEAR, visibility=Visibility.PUBLIC
    ).exclude(author_id__in=gone)


def waiting_for(reader: Reader) -> QuerySet[Publication] | None:
    """Return the campaigns that wait for endorsement, for those who may see them: who speaks for a verified organisation, and moderators.

    None for everybody else; no query is run, the organisation is looked at with the campaigns.
    """
    if reader.moderates():
        return in_waiting()
    speaking = [number for number, role in reader.roles.items() if role in SPEAKING_ROLES] if reader.second_factor else []
    verified = Organisation.objects.listed().verified().filter(pk__in=speaking)
    return in_waiting().filter(Exists(verified)) if speaking else None


def waiting_page(*, language: str, before: int = 0) -> pages.Page[Publication]:
    """Return one page of the campaigns that wait for endorsement, newest first, with their facts."""
    rows = in_waiting().with_text(language).select_related("author__organisation", "campaign").defer("body", "author__summary")  # type: ignore[attr-defined]
    return pages.cut(rows, before=before)


def endorsable(number: int) -> Publication | None:
    """Return a campaign that can be endorsed now: it waits for endorsement, or is out and not closed."""
    waiting = in_waiting().filter(pk=number).select_related("campaign", "author").first()
    out = Publication.objects.visible_to(ANONYMOUS).filter(pk=number, kind="campaign").select_related("campaign", "author")
    found: Publication | None = waiting or out.first()
    return found if found is not None and not found.campaign.closed else None

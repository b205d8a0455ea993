"""The newsroom's forms."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages
from usi.base.selects import SelectMultiple
from usi.features.newsroom import queries
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Publication, State, Visibility
from usi.spine.taxonomy import countries
from usi.spine.taxonomy import queries as taxonomy

VISIBILITIES = [
    (Visibility.PUBLIC, _("Everyone")),
    (Visibility.NETWORK, _("People signed in to the network")),
    (Visibility.ORGANISATION, _("Only our organisation")),
]


class StartForm(forms.Form):
    """In whose name, in what language, under what title."""

    organisation = django_forms.ChoiceField(label=_("In the name of"))
    language = forms.LanguageField(label=_("Language you write in"))
    title = forms.LineField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        """Offer the organisations the reader may write for."""
        super().__init__(*args, **kwargs)
        self._organisations = {str(row.pk): row for row in organisations}
        self.fields["organisation"].choices = [(number, row.actor.name) for number, row in self._organisations.items()]  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        """Return the organisation itself."""
        return self._organisations[self.cleaned_data["organisation"]]


class ArticleForm(forms.Form):
    """The article's text and where it appears."""

    title = forms.LineField(label=_("Title"), max_length=200)
    summary = forms.ProseField(
        label=_("Summary"),
        max_length=500,
        required=False,
        rows=3,
        help_text=_("One or two sentences. They stand on the front page and in feeds."),
    )
    body = forms.ProseField(
        label=_("Text"),
        max_length=60_000,
        required=False,
        rows=9,
        help_text=_("Write in Markdown: a blank line starts a paragraph, ## starts a heading, **bold**, - starts a list."),
    )
    language = forms.LanguageField(label=_("Language"))
    byline = django_forms.ChoiceField(label=_("Author named"), required=False)
    themes = django_forms.MultipleChoiceField(label=_("Themes"), required=False, widget=django_forms.CheckboxSelectMultiple)
    countries = django_forms.MultipleChoiceField(
        label=_("Countries"), required=False, help_text=_("Hold Ctrl or Cmd to choose several."), widget=SelectMultiple
    )
    visibility = django_forms.ChoiceField(label=_("Who may read it"), choices=VISIBILITIES)
    note = forms.LineField(
        label=_("What did you correct?"), max_length=300, required=False, help_text=_("Readers see this sentence with its date.")
    )
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, article: Publication, **kwargs: Any) -> None:
        """Offer the people, themes and countries there are."""
        language = languages.current()
        super().__init__(*args, **kwargs)
        people = queries.people_of(article)
        self._people = {str(actor.pk): actor for actor in people}
        self.fields["byline"].choices = [("", _("Nobody: the organisation speaks")), *((str(a.pk), a.name) for a in people)]  # type: ignore[attr-defined]
        self.fields["themes"].choices = [(actor.handle, actor.shown_name) for actor in taxonomy.themes(language=language)]  # type: ignore[attr-defined]
        self.fields["countries"].choices = countries.choices(language)  # type: ignore[attr-defined]
        if article.state != State.PUBLISHED:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Turn handles into actors."""
        data = super().clean() or {}
        data["byline"] = self._people.get(data.get("byline", ""))
        data["subjects"] = taxonomy.subjects(themes=data.get("themes", ()), countries=data.get("countries", ()))
        data["country"] = next(iter(data.get("countries", ())), "")
        return data


class CoverForm(forms.Form):
    """A picture with its description."""

    picture = django_forms.FileField(label=_("Picture"), help_text=_("JPEG, PNG, WebP or GIF. Place and camera data are removed."))
    alt = forms.LineField(label=_("What does it show?"), max_length=500, help_text=_("For people who cannot see it."))
    credit = forms.LineField(label=_("Who made it?"), max_length=200, required=False)


class MoveForm(forms.Form):
    """Into which state, when and why."""

    to = django_forms.ChoiceField(choices=State.choices)
    reason = forms.ProseField(label=_("Why is it withdrawn?"), max_length=1000, required=False, rows=3)
    scheduled_for = django_forms.DateTimeField(
        label=_("Publish at (UTC)"),
        required=False,
        widget=django_forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def clean_scheduled_for(self) -> Any:
        """Read the time as UTC."""
        value = self.cleaned_data["scheduled_for"]
        return value.replace(tzinfo=UTC) if value else None


def initial(article: Publication) -> dict[str, Any]:
    """Return the article's values as the form takes them."""
    themes, codes = queries.subject_handles(article)
    facts: Any = article
    return {
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "language": article.language,
        "byline": str(facts.article.byline_id or ""),
        "themes": themes,
        "countries": codes,
        "visibility": article.visibility,
        "version": article.version,
    }

"""The forms of those who write and release updates."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.features.campaigns.actions.updates import LONGEST_REASON, Words
from usi.spine.publications.models import Publication


class UpdateForm(forms.Form):
    """What has happened, in the organisers' words."""

    needed_with_another = ("urgent_reason",)
    title = forms.LineField(label=_("What has happened?"), max_length=200, help_text=_("It is the subject of the mails, too."))
    summary = forms.ProseField(label=_("Summary"), max_length=500, rows=2, required=False, help_text=_("One or two sentences for feeds."))
    body = forms.ProseField(
        label=_("Text"), max_length=20_000, rows=8,
        help_text=_("Write in Markdown: a blank line starts a paragraph, ## starts a heading, **bold**, - starts a list."),
    )
    language = forms.LanguageField(label=_("Language"))
    urgent = django_forms.BooleanField(label=_("It cannot wait until a week after the last one"), required=False)
    urgent_reason = forms.LineField(
        label=_("Why can it not wait?"), max_length=LONGEST_REASON, required=False, help_text=_("Readers see this sentence."),
    )
    note = forms.LineField(
        label=_("What did you correct?"), max_length=300, help_text=_("Readers see this sentence with its date.")
    )
    version = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, *args: Any, released: bool = False, **kwargs: Any) -> None:
        """Ask for a note once it is out, and how urgent it is before."""
        super().__init__(*args, **kwargs)
        for name in ("urgent", "urgent_reason") if released else ("note",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask those in a hurry why."""
        data = super().clean() or {}
        if data.get("urgent") and not data.get("urgent_reason") and "urgent_reason" not in self.errors:
            self.add_error("urgent_reason", ValidationError(_("Say why it cannot wait: people have agreed to one mail a week.")))
        return data

    def words(self) -> Words:
        """Return what the form says, once it is valid."""
        data = self.cleaned_data
        reason = data.get("urgent_reason", "") if data.get("urgent") else ""
        return Words(title=data["title"], summary=data["summary"], body=data["body"], language=data["language"], urgent_reason=reason)


def initial_update(update: Publication) -> dict[str, Any]:
    """Return an update as the form takes it."""
    facts = update.campaign_update
    return {
        "title": update.title, "summary": update.summary, "body": update.body, "language": update.language, "version": update.version,
        "urgent": facts.urgent, "urgent_reason": facts.urgent_reason,
    }  # fmt: skip

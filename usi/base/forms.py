"""Form fields that clean what people type and say politely what to do about the rest."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from usi.base import languages, text
from usi.base.selects import Select


class Form(forms.Form):
    """A form whose errors stand with their fields and which keeps what was typed."""

    required_css_class = "needed"
    use_required_attribute = True
    # Fields that another answer makes necessary: they are not called optional.
    needed_with_another: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the colon after labels to the template."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_to_do(field)
        for name in self.needed_with_another:
            self.fields[name].needed_at_times = True  # type: ignore[attr-defined]


def _say_what_to_do(field: forms.Field) -> None:
    messages = field.error_messages
    if isinstance(field, forms.ChoiceField):
        messages["invalid_choice"] = _("Choose one of the values offered.")
        messages["required"] = _("Choose one.")
    elif isinstance(field, forms.FileField):
        messages["required"] = _("Choose a file.")
        messages["empty"] = _("The file is empty. Choose another one.")
    elif isinstance(field, forms.BooleanField):
        messages["required"] = _("Tick this box to go on.")
    else:
        messages["required"] = _("Fill in this field.")


def _arrived_whole(value: str) -> None:
    if "\ufffd" in value:
        raise ValidationError(_("Some characters did not arrive as they were typed. Type them again where you see �."))


class LineField(forms.CharField):
    """One line of text: NFC, no control characters, no direction overrides, spaces as one."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        """Let the browser pick the direction from what is typed."""
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("dir", "auto")
        self.validators.append(_arrived_whole)

    def to_python(self, value: Any) -> str:
        """Clean the text before it is measured."""
        cleaned = text.line(str(value)) if value not in self.empty_values else ""
        return cleaned if text.is_visible(cleaned) else ""

    def clean(self, value: Any) -> Any:
        """Run the checks on the cleaned text."""
        value = self.to_python(value)
        self.validate(value)
        self.run_validators(value)
        return value


class NameField(LineField):
    """A name of somebody or something: a line with at least one letter or digit."""

    def validate(self, value: Any) -> None:
        """Refuse what nobody could read out."""
        super().validate(value)
        if value and not text.can_be_named(value):
            raise ValidationError(_("Write a name with at least one letter or digit."))


class ProseField(forms.CharField):
    """Text of several lines, cleaned like a line but keeping its breaks."""

    def __init__(self, *, max_length: int = 5000, rows: int = 6, **kwargs: Any) -> None:
        """Show so many rows at first."""
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("dir", "auto")
        self.validators.append(_arrived_whole)

    def to_python(self, value: Any) -> str:
        """Clean the text before it is measured."""
        cleaned = text.prose(str(value)) if value not in self.empty_values else ""
        return cleaned if text.is_visible(cleaned) else ""


class EmailLineField(forms.EmailField):
    """An e-mail address; written left to right in every language."""

    def __init__(self, **kwargs: Any) -> None:
        """Help browsers fill it in."""
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)
        self.widget.attrs |= {"dir": "ltr", "autocomplete": "email"}
        self.error_messages["invalid"] = _("This does not look like an e-mail address. Write it like name@example.org.")

    def to_python(self, value: Any) -> str:
        """Clean the address."""
        return str(super().to_python(text.line(str(value)) if value not in self.empty_values else ""))


class WebField(forms.CharField):
    """A web address with http or https; a missing scheme becomes https."""

    def __init__(self, **kwargs: Any) -> None:
        """Written left to right in every language."""
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.widget.attrs |= {"dir": "ltr", "inputmode": "url"}

    def to_python(self, value: Any) -> str:
        """Clean and complete the address."""
        cleaned = text.line(str(value)) if value not in self.empty_values else ""
        return f"https://{cleaned}" if cleaned and ":" not in cleaned.split("/", 1)[0].split(".", 1)[0] else cleaned

    def validate(self, value: Any) -> None:
        """Accept web addresses only."""
        super().validate(value)
        if value:
            try:
                URLValidator(schemes=["http", "https"])(value)
            except ValidationError:
                raise ValidationError(_("This is not a web address. Write it like https://example.org.")) from None


class LanguageField(forms.ChoiceField):
    """A language, offered by its own name."""

    widget = Select

    def __init__(self, **kwargs: Any) -> None:
        """Offer the languages people can write in."""
        kwargs.setdefault("label", _("Language"))
        super().__init__(choices=lambda: languages.choices(""), **kwargs)

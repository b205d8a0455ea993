"""The reasons that reports and decisions give. Each has a label to choose by, and a sentence that is sent to the author."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Preset(models.TextChoices):
    """A reason, by the words it is chosen by; what may hurt somebody comes first."""

    DANGER = "danger", _("It puts a person in danger")
    NAMES = "names", _("It names someone without their consent")
    FALSE = "false", _("It is false or misleads")
    HATE = "hate", _("It attacks people for who they are")
    SPAM = "spam", _("It is advertising or spam")
    OFF_TOPIC = "off_topic", _("It has nothing to do with work or unions")
    LAW = "law", _("It breaks the law here")
    OTHER = "other", _("Something else")


URGENT = (Preset.DANGER, Preset.NAMES)

_LETTERS: dict[str, str | Promise] = {
    Preset.DANGER: _("It can put a person in danger: an employer, the police or others could find or harm them because of it."),
    Preset.NAMES: _("It names or shows someone who has not agreed to be named or shown."),
    Preset.FALSE: _("It says things that are not true, or leaves out what one must know to understand them."),
    Preset.HATE: _("It attacks people for their origin, religion, sex, orientation, disability or for another trait that is theirs."),
    Preset.SPAM: _("It advertises, or repeats the same thing in many places."),
    Preset.OFF_TOPIC: _("It has nothing to do with work, workers or their organisations, which is what this network is for."),
    Preset.LAW: _("It breaks the law of the country in which this node stands."),
    Preset.OTHER: "",
}


def letter(reason: str) -> str:
    """Return the sentence that tells an author the reason, in the language now active; empty where the moderator's words say it."""
    return str(_LETTERS.get(reason, ""))

"""What a moderator can do, where it leads, and what is said about it to whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usi.spine.actors.models import Actor
from usi.spine.publications.models import Moderation


class Verb(models.TextChoices):
    """A decision, by the word on its button."""

    PUBLISH = "publish", _("Publish")
    KEEP = "keep", _("Leave as it is")
    CHANGES = "changes", _("Ask for changes")
    HIDE = "hide", _("Hide")
    RESTORE = "restore", _("Restore")
    SUSPEND = "suspend", _("Suspend")
    READMIT = "readmit", _("End the suspension")
    REFER = "refer", _("Refer to another moderator")
    REVERSE = "reverse", _("Take back")


_STAYS = _("A moderator has looked at it and found that it can be shown.")


@dataclass(frozen=True)
class Rule:
    """`to` is where a verb brings its subject, empty for where it is; `done` says in a log what happened.

    `letter` tells the author, who gets no mail where it is empty; `answer` tells those who reported.
    """

    to: str
    done: str | Promise
    letter: str | Promise = ""
    answer: str | Promise = ""
    needs_reason: bool = False
    needs_text: bool = False
    appealable: bool = False


RULES: dict[str, Rule] = {
    Verb.PUBLISH: Rule(to=Moderation.CLEAR, done=_("Published"), letter=_STAYS, answer=_STAYS),
    Verb.KEEP: Rule(to="", done=_("Left as it is"), answer=_("A moderator has looked at it and left it as it is.")),
    Verb.CHANGES: Rule(
        to=Moderation.HELD, done=_("Held until it is changed"), needs_reason=True, needs_text=True, appealable=True,
        letter=_(
            "A moderator asks you to change something. Until then only you and your colleagues see it. "
            "Once you have saved a change, a moderator looks again."
        ),
        answer=_("A moderator has asked its author to change it. Until then it is not shown."),
    ),
    Verb.HIDE: Rule(
        to=Moderation.HIDDEN, done=_("Hidden"), needs_reason=True, appealable=True,
        letter=_("A moderator has hidden it. Only you and your colleagues see it now."),
        answer=_("A moderator has hidden it."),
    ),
    Verb.RESTORE: Rule(to=Moderation.CLEAR, done=_("Restored"), letter=_("A moderator has restored it. It is shown again."), answer=_STAYS),
    Verb.SUSPEND: Rule(
        to=Actor.State.SUSPENDED, done=_("Suspended"), needs_reason=True, appealable=True,
        letter=_(
            "A moderator has suspended this page. Neither the page nor anything published in its name is shown, "
            "and nobody can act in its name."
        ),
        answer=_("A moderator has suspended this page and all that was published in its name."),
    ),
    Verb.READMIT: Rule(
        to=Actor.State.ACTIVE, done=_("Suspension ended"),
        letter=_("A moderator has ended the suspension. The page and what was published in its name are shown again."),
        answer=_STAYS,
    ),
    Verb.REFER: Rule(to="", done=_("Referred to another moderator"), needs_text=True),
    Verb.REVERSE: Rule(to="", done=_("Decision taken back"), letter=_("A moderator has taken an earlier decision back.")),
}

_OFFERED: dict[str, tuple[Verb, ...]] = {
    Moderation.CLEAR: (Verb.KEEP, Verb.CHANGES, Verb.HIDE, Verb.REFER),
    Moderation.HELD: (Verb.PUBLISH, Verb.CHANGES, Verb.HIDE, Verb.REFER),
    Moderation.HIDDEN: (Verb.RESTORE, Verb.KEEP, Verb.REFER),
    Actor.State.ACTIVE: (Verb.KEEP, Verb.SUSPEND, Verb.REFER),
    Actor.State.SUSPENDED: (Verb.READMIT, Verb.KEEP, Verb.REFER),
    Actor.State.NEW: (Verb.KEEP,),
    Actor.State.CLOSED: (Verb.KEEP,),
}

TAKEN = (Moderation.HELD, Moderation.HIDDEN, Actor.State.SUSPENDED)

# How it stands, by moderation or state: for tags, and for the author when a decision is taken back.
STANDINGS: dict[str, str | Promise] = {
    Moderation.CLEAR: _("Shown"),
    Moderation.HELD: _("Held"),
    Moderation.HIDDEN: _("Hidden"),
    Actor.State.ACTIVE: _("Active"),
    Actor.State.NEW: _("New"),
    Actor.State.SUSPENDED: _("Suspended"),
    Actor.State.CLOSED: _("Closed"),
}


def offered(standing: str, *, reported: bool) -> tuple[Verb, ...]:
    """Return what can be decided from where a subject stands; leaving it as it is answers reports, so it needs some."""
    return tuple(verb for verb in _OFFERED[standing] if verb != Verb.KEEP or reported)

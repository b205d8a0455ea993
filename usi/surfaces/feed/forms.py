"""What comes with a follow button."""

from __future__ import annotations

from django import forms


class FollowForm(forms.Form):
    """Follow or stop following, and where to go on."""

    action = forms.ChoiceField(choices=[("follow", "follow"), ("unfollow", "unfollow")])
    next = forms.CharField(required=False, max_length=500)

"""Selects written in one go say exactly what Django's own say."""

import pytest
from django import forms
from django.test.html import parse_html

from usi.base.selects import Select, SelectMultiple

CHOICES = [("", "—"), ("el", "Ελληνικά"), ("x\"'&<y>", "<b>&\"'"), (7, "seven"), ("ar", "العربية")]


@pytest.mark.parametrize("value", ["", None, "el", "x\"'&<y>", 7, "7", "not there"])
@pytest.mark.parametrize("attrs", [{}, {"id": "a", "required": True, "disabled": False, "title": "\"<&>'", "aria-describedby": "b"}])
def test_one_of_many(value, attrs):
    ours, theirs = (kind(choices=CHOICES).render("na<me", value, dict(attrs)) for kind in (Select, forms.Select))
    assert parse_html(ours) == parse_html(theirs)


@pytest.mark.parametrize("value", [[], None, ["el", "ar"], [7], ["not there", ""]])
def test_some_of_many(value):
    ours, theirs = (kind(choices=CHOICES).render("name", value, {"size": 8}) for kind in (SelectMultiple, forms.SelectMultiple))
    assert parse_html(ours) == parse_html(theirs)
    assert SelectMultiple(choices=CHOICES).value_from_datadict(forms.Form({}).data, {}, "name") is None

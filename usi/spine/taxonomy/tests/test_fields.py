"""A country in a form, by its code or by its name."""

import pytest
from django import forms
from django.utils import translation

from usi.spine.taxonomy import countries
from usi.spine.taxonomy.fields import CountryByNameField


class Form(forms.Form):
    """A form that asks for nothing but a country."""

    country = CountryByNameField()


@pytest.mark.parametrize("language", ["en", "el", "ar"])
def test_every_name_that_is_offered_is_understood_where_it_is_offered(language):
    with translation.override(language):
        for code, name in countries.choices(language):
            form = Form({"country": name})
            assert form.is_valid()
            assert form.cleaned_data == {"country": code}


def test_a_code_is_understood_too_and_shown_by_its_name():
    with translation.override("el"):
        form = Form({"country": "GR"})
        assert form.is_valid()
        assert form.cleaned_data == {"country": "GR"}
        assert "<option selected>Ελλάδα\n" in str(Form(initial={"country": "GR"})["country"])


@pytest.mark.parametrize("said", ["", "XX", "Nowhere", "<option>", "x" * 100_000])
def test_what_is_no_country_is_refused_and_not_written_on_the_page(said):
    form = Form({"country": said})
    assert not form.is_valid()
    assert "Nowhere" not in str(form["country"])
    assert "<option>\n" not in str(form["country"])


def test_what_was_chosen_stays_chosen():
    assert str(Form({"country": "Côte d’Ivoire"})["country"]).count(" selected>") == 1

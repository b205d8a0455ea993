"""The invented languages by which tests see texts that do not fit."""

import polib
import pytest

from usi.base import languages
from usi.config import env
from usi.doors.operators import pseudo

TEXT = 'The letter of <a href="%(url)s">%(name)s</a> was sent to {count} people &amp; 100 %% of the board.'


@pytest.mark.parametrize("tag", languages.PSEUDO)
def test_a_text_is_a_third_longer_in_brackets_and_keeps_what_machines_read(tag):
    made = pseudo.pseudo(f"\n{TEXT} ", tag)
    assert (made[:2], made[-2:]) == ("\n[", "] ")
    for kept in ('<a href="%(url)s">', "%(name)s", "</a>", "{count}", "&amp;", "%%"):
        assert made.count(kept) == 1
    plain = "A sentence without anything that machines would have to read in it."
    assert 1.3 <= (len(pseudo.pseudo(plain, tag)) - 2) / len(plain) <= 1.4
    assert not {"a", "e", "s"} & set(pseudo.pseudo(plain, tag))


def test_the_one_is_written_in_arabic_letters_and_the_other_in_latin_ones_with_marks():
    assert pseudo.pseudo("Sign", "ar-XB") == "[سييغن]"
    assert pseudo.pseudo("Sign", "en-XA") == "[Šîîĝñ]"


@pytest.mark.parametrize("tag", languages.PSEUDO)
def test_every_text_and_plural_form_is_there(tmp_path, tag):
    locale = tmp_path / "locale"
    (locale / "el" / "LC_MESSAGES").mkdir(parents=True)
    source = polib.POFile()
    source.append(polib.POEntry(msgid="Name", msgstr="Όνομα"))
    source.append(polib.POEntry(msgid="%(n)s name", msgid_plural="%(n)s names", msgstr_plural={0: "", 1: ""}))
    source.save(str(locale / "el" / "LC_MESSAGES" / "django.po"))
    pseudo.write(locale, tmp_path / "pseudo")
    made = polib.pofile(str(tmp_path / "pseudo" / tag.replace("-", "_") / "LC_MESSAGES" / "django.po"))
    assert made.percent_translated() == 100
    assert len(made[1].msgstr_plural) == (6 if tag == "ar-XB" else 2)


def test_they_are_refused_on_a_real_node():
    with pytest.raises(env.SettingError, match="USI_PSEUDO"):
        env.pseudo({"USI_PSEUDO": "on"})
    assert env.pseudo({"USI_PSEUDO": "on", "USI_DEMO": "on"})
    assert env.pseudo({"USI_PSEUDO": "on", "USI_TESTING": "on"})
    assert not env.pseudo({"USI_DEMO": "on"})


def test_they_are_never_offered(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, *((tag.lower(), tag) for tag in languages.PSEUDO)]
    assert not set(languages.PSEUDO) & set(dict(languages.interface()))
    assert languages.nearest("en-XA", "ar-XB") == "en"


@pytest.mark.parametrize(("tags", "nearest"), [(("pt-BR",), "pt-BR"), (("pt",), "pt-BR"), (("es-419",), "es"), (("sw", "fr"), "fr"), (("sw",), "en"), ((), "en")])
def test_a_mail_is_in_the_nearest_language_of_the_interface(tags, nearest):
    assert languages.nearest(*tags) == nearest

"""The two scripts that keep texts translatable and translations whole: each finds a fault that is planted."""

import importlib.util
from pathlib import Path

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation

from usi.base import languages

ROOT = Path(__file__).parents[1]


def script(name):
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues, untranslated = script("catalogues"), script("untranslated")


def faults(tmp_path, monkeypatch, entry, said, *, header="nplurals=2; plural=(n != 1);", **more):
    """Return what is found in a catalogue with one text."""
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    path = catalogues.catalogue("es")
    path.parent.mkdir(parents=True, exist_ok=True)
    made = polib.POFile(wrapwidth=0)
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": header}
    text = {"msgstr_plural": dict(enumerate(said))} if isinstance(said, list) else {"msgstr": said}
    made.append(polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural, **text, **more))
    made.save(str(path))
    return [fault.partition(":")[0] for fault in catalogues.faults("es", [entry])]


def one(text, *, plural="", python=False):
    return polib.POEntry(msgid=text, msgid_plural=plural, flags=["python-format"] if python else [])


SIGNED = one("%(name)s signed <b>%(title)s</b>.\n", python=True)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("%(name)s firmó <b>%(title)s</b>.\n", None),
        ("<b>%(title)s</b>: la firma de %(name)s\n", None),
        ("%(name)s firmó <b>%(titulo)s</b>.\n", "other placeholders"),
        ("%(name)s firmó <b>eso</b>.\n", "other placeholders"),
        ("%(name)d firmó <b>%(title)s</b>.\n", "other placeholders"),
        ("%(name)s firmó %(title)s.\n", "other tags"),
        ("%(name)s firmó <i>%(title)s</i>.\n", "other tags"),
        ("%(name)s firmó <b>%(title)s<b>.\n", "other tags"),
        ("%(name)s firmó al 100 % <b>%(title)s</b>.\n", "a per cent sign that is not doubled"),
        ("%(name)s firmó <b>%(title)s</b>.", "other white space at its ends"),
        (" %(name)s firmó <b>%(title)s</b>.\n", "other white space at its ends"),
        ("\u202b%(name)s firmó <b>%(title)s</b>.\n", "direction marks that are not closed"),
        ("\u2068%(name)s\u202c firmó <b>%(title)s</b>.\n", "direction marks that are not closed"),
        ("\u2068%(name)s\u2069 firmó <b>%(title)s</b>.\n", None),
        ("", "not translated"),
    ],
)
def test_a_broken_translation_is_found(tmp_path, monkeypatch, said, fault):
    assert faults(tmp_path, monkeypatch, SIGNED, said) == ([fault] if fault else [])


def test_a_missing_and_a_fuzzy_text_are_found(tmp_path, monkeypatch):
    assert faults(tmp_path, monkeypatch, SIGNED, "%(name)s firmó <b>%(title)s</b>.\n", flags=["fuzzy"]) == ["fuzzy"]
    faults(tmp_path, monkeypatch, SIGNED, "%(name)s firmó <b>%(title)s</b>.\n")
    assert [fault.partition(":")[0] for fault in catalogues.faults("es", [SIGNED, one("Another")])] == ["missing"]


MANY = one("<b>%(count)s</b> name", plural="<b>%(count)s</b> names", python=True)


def test_every_plural_form_of_the_header_is_wanted_and_no_other(tmp_path, monkeypatch):
    arabic = "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"
    assert faults(tmp_path, monkeypatch, MANY, ["<b>%(count)s</b> nombre", "<b>%(count)s</b> nombres"]) == []
    assert faults(tmp_path, monkeypatch, MANY, ["un nombre", "dos nombres", "<b>%(count)s</b> nombres"], header=arabic) == []
    assert faults(tmp_path, monkeypatch, MANY, ["un nombre", "<b>%(count)s</b> nombres"], header=arabic) == ["not 3 plural forms"]
    assert faults(tmp_path, monkeypatch, MANY, ["<i>un</i> nombre", "<b>%(count)s</b> nombres"]) == ["other tags"]


@pytest.mark.parametrize("header", ["", "nplurals=2", "nplurals=3; plural=(n != 1);", "nplurals=1; plural=(n != 1);", "nplurals=2; plural=n !!;"])
def test_a_header_whose_plural_rule_does_not_fit_is_found(tmp_path, monkeypatch, header):
    found = faults(tmp_path, monkeypatch, one("Name"), "Nombre", header=header)
    assert found == ["its header says no usable Plural-Forms"]


def test_a_new_language_needs_a_catalogue_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    for tag in ("pt-BR", "zh-Hans", "sw", "pl"):
        catalogues.begin(tag)
    assert catalogues.languages() == ["pl", "pt_BR", "sw", "zh_Hans"]
    assert [catalogues.plural_forms(polib.pofile(str(catalogues.catalogue(folder)))) for folder in catalogues.languages()] == [3, 2, 2, 1]
    assert dict(languages.offered(languages.catalogued(tmp_path))) == {
        "en": "English", "pt-br": "Português (Brasil)", "sw": "Kiswahili", "zh-hans": "中文 (简体)", "pl": "Polski",
    }  # fmt: skip
    with pytest.raises(SystemExit, match="is no language"):
        catalogues.begin("xx-yy-zz")


@pytest.mark.parametrize(("language", "said"), [("es", ["1 letra", "2 letras", "1000000 letras"]), ("pt_BR", ["0 letra", "1 letra", "2 letras"])])
def test_two_plural_forms_of_ours_stand_beside_three_of_djangos(tmp_path, settings, language, said):
    path = tmp_path / language / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": polib.pofile(str(catalogues.catalogue(language))).metadata["Plural-Forms"]}
    made.append(polib.POEntry(msgid="%(n)s letter", msgid_plural="%(n)s letters", msgstr_plural={0: "%(n)s letra", 1: "%(n)s letras"}))
    made.save_as_mofile(str(path))
    settings.LOCALE_PATHS = [tmp_path]
    both = DjangoTranslation(language)
    numbers = [int(text.split()[0]) for text in said]
    assert [both.ngettext("%(n)s letter", "%(n)s letters", number) % {"n": number} for number in numbers] == said
    library = "Ensure this value has at most %(limit_value)d character (it has %(show_value)d)."
    plural = library.replace("character", "characters")
    assert both.ngettext(library, plural, 1) != both.ngettext(library, plural, 2) != plural


def test_every_catalogue_of_the_program_has_a_usable_header():
    assert catalogues.languages() == ["ar", "el", "es", "fr", "pt_BR"]
    assert all(catalogues.plural_forms(polib.pofile(str(catalogues.catalogue(language)))) for language in catalogues.languages())


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>{% translate \"Sign\" %} {{ name }}, 12 &nbsp;·</p>", []),
        ("<p>{% blocktranslate trimmed %}Sign <b>now</b>{% endblocktranslate %}</p>", []),
        ("{% comment %}Sign{% endcomment %}<script>let sign</script>{# Sign #}<!-- Sign -->", []),
        ("<p>Sign</p>", ["Sign"]),
        ("<p>{{ count }} people</p>", ["… people"]),
        ("<p>{% if a %}Sign{% endif %}</p>", ["…Sign…"]),
        ("<p>&nbsp;&eacute;t&eacute;</p>", ["été"]),
        ("<{{ level }} class=\"a\">Sign</{{ level }}>", ["Sign"]),
        ("<img alt=\"A crane\" src=\"crane.png\">", ["A crane"]),
        ("<img alt=\"{% translate \"A crane\" %}\" src=\"crane.png\">", []),
        ("<input placeholder=\"Name\" name=\"name\" value=\"1\">", ["Name"]),
        ("<nav aria-label=\"Main\"></nav>", ["Main"]),
        ("<a title=\"{{ name }} signs\" href=\"/x\"></a>", ["… signs"]),
        ("<meta name=\"description\" content=\"News\"><meta name=\"viewport\" content=\"width=device-width\">", ["News"]),
        ("<c-form heading=\"Sign here\" :title=\"heading\" name=\"sign\" />", ["Sign here"]),
        ("{{ name|default:\"Nobody\" }} {{ when|default:\"–\" }}", ["Nobody"]),
        ("{% include \"a.html\" with title=\"Sign here\" %}", ["Sign here"]),
        ("{# not translated: RSS, JSON Feed #}<a href=\"/x\">RSS</a> <a href=\"/y\">JSON Feed</a>", []),
        ("{# not translated: RSS #}<a href=\"/x\">RSS feed</a>", ["RSS feed"]),
    ],
)
def test_a_text_outside_a_message_is_found(tmp_path, template, found):
    path = tmp_path / "page.html"
    path.write_text(template, "utf-8")
    assert [text for _line, text in untranslated.texts(path)] == found


def test_a_word_outside_a_message_in_a_plain_mail_is_found_with_its_line(tmp_path):
    path = tmp_path / "mail.txt"
    path.write_text("{% translate \"Hello\" %},\n\n{% if a %}sign: {% endif %}{{ url }}\n", "utf-8")
    assert list(untranslated.texts(path)) == [(3, "…sign: ……")]


def test_the_templates_of_the_program_say_nothing_outside_messages():
    paths = [path for path in (ROOT / "usi").rglob("templates/**/*") if path.suffix in {".html", ".txt"}]
    assert len(paths) > 200
    assert [(path.name, text) for path in paths for text in untranslated.texts(path)] == []


def test_only_the_languages_module_asks_django_for_the_language():
    """Django says `pt-br`; contents carry `pt-BR`."""
    own = ROOT / "usi" / "base" / "languages.py"
    paths = [path for path in (ROOT / "usi").rglob("*.py") if path != own and "tests" not in path.parts]
    assert [str(path) for path in paths if "get_language()" in path.read_text("utf-8")] == []

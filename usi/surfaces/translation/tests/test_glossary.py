import tomllib

import pytest
from django.core.management import call_command

from usi.spine.journal.models import Entry
from usi.spine.publications.tests.factories import actor
from usi.surfaces.translation import glossary
from usi.surfaces.translation.glossary import starter
from usi.surfaces.translation.models import Term, TermText

pytestmark = pytest.mark.django_db


@pytest.fixture
def installed(db):
    glossary.install()


def names(source, *, of="en", to="el"):
    return [hit.source for hit in glossary.found_in(source, from_language=of, to_language=to)]


def test_the_starter_has_150_terms_and_more_in_all_seven_languages():
    entries = starter.entries()
    assert len(entries) >= 150
    for key, entry in entries.items():
        assert all(entry.get(language, "").strip() for language in starter.LANGUAGES), key
        assert all(language in (*starter.LANGUAGES, *(f"note_{each}" for each in starter.LANGUAGES)) for language in entry), key
        assert all(0 < len(name.strip()) <= 120 for language in starter.LANGUAGES for name in entry[language].split("|")), key
        assert all(len(entry.get(f"note_{language}", "")) <= 400 for language in starter.LANGUAGES), key


def test_no_name_of_the_starter_is_a_copy_of_another_languages_by_mistake():
    scripts = {"el": ("Ͱ", "Ͽ"), "ar": ("؀", "ۿ")}
    for key, entry in starter.entries().items():
        for language, (first, last) in scripts.items():
            assert any(first <= char <= last for char in entry[language].split("|")[0]), (key, language)


def test_a_term_is_named_once_in_each_language():
    for key, entry in starter.entries().items():
        for language in starter.LANGUAGES:
            folded = [glossary.deciding.folded(name) for name in entry[language].split("|")]
            assert len(folded) == len(set(folded)), (key, language)


def test_the_file_is_valid_toml():
    assert tomllib.loads(starter.FILE.read_text("utf-8"))


def test_installing_twice_changes_nothing(installed, django_assert_num_queries):
    before = list(TermText.objects.values_list().order_by("pk"))
    assert glossary.install() == 0
    assert list(TermText.objects.values_list().order_by("pk")) == before


def test_what_reviewers_refused_stays_refused_and_what_is_missing_comes_back(installed):
    TermText.objects.filter(text="scab").update(state="refused", reason="An insult")
    Term.objects.get(key="lockout").delete()
    assert glossary.install() > 0
    assert TermText.objects.get(text="scab").state == "refused"
    assert Term.objects.filter(key="lockout").exists()


def test_the_command_installs_it(db, capsys):
    call_command("install_glossary")
    assert "names added" in capsys.readouterr().out
    assert TermText.objects.exists()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The strikes were called off", "strike"), ("en", "They are STRIKING again", "strike"), ("en", "Two collective agreements were signed", "collective agreement"),
        ("el", "Οι απεργίες συνεχίζονται", "απεργία"), ("el", "ΤΗΣ ΑΠΕΡΓΙΑΣ", "απεργία"), ("el", "τροποποίηση των συλλογικών συμβάσεων εργασίας", "συλλογική σύμβαση εργασίας"),
        ("el", "της συλλογικης συμβασης", "συλλογική σύμβαση"), ("el", "χιλιάδες απολύσεων", "απόλυση"),
        ("ar", "يستمر الإضراب في الميناء", "إضراب"), ("ar", "وإضراب آخر", "إضراب"), ("ar", "إضرابات واسعة", "إضراب"), ("ar", "اضراب", "إضراب"), ("ar", "بالنقابات", "نقابة"), ("ar", "مع النقابة", "نقابة"),
        ("es", "Las huelgas siguen", "huelga"), ("es", "los convenios colectivos", "convenio colectivo"),
        ("fr", "Les grèves continuent", "grève"), ("fr", "LES CONVENTIONS COLLECTIVES", "convention collective"), ("fr", "Les gréves", "grève"),
        ("pt-BR", "As greves seguem", "greve"), ("pt-BR", "as demissões", "demissão"), ("pt", "as demissões", "demissão"),
        ("sw", "Migomo inaendelea", "migomo"), ("sw", "vyama vya wafanyakazi", "vyama vya wafanyakazi"),
    ],
)  # fmt: skip
def test_a_term_is_found_however_it_is_inflected_accented_and_cased(installed, language, text, name):
    assert name in names(text, of=language, to="en" if language != "en" else "el")


@pytest.mark.parametrize(("language", "text"), [("pt-BR", "As oito horas"), ("es", "El contrato firmado"), ("pt-BR", "Perdeu o emprego"), ("el", "Η δουλειά μας"), ("en", "A local issue in March")])
def test_words_that_only_resemble_a_term_are_not_taken_for_it(installed, language, text):
    assert names(text, of=language, to="el" if language != "el" else "en") == []


def test_the_very_word_decides_where_two_terms_have_one_stem(installed):
    assert names("Οι απεργοί", of="el", to="en") == ["απεργοί"]
    assert names("Η απεργία", of="el", to="en") == ["απεργία"]


def test_a_hit_names_what_to_use_first_what_else_there_is_and_what_to_know(installed):
    (hit,) = glossary.found_in("The lockout goes on", from_language="en", to_language="el")
    assert (hit.found, hit.source, hit.targets[0]) == ("lockout", "lockout", "ανταπεργία")
    assert "λοκ-άουτ" in hit.targets
    assert "gate" in hit.note


def test_a_term_inside_a_longer_one_is_not_found_on_its_own(installed):
    assert names("A general strike") == ["general strike"]
    assert names("The European Union and the unions") == ["European Union", "union"]


def test_a_language_of_another_country_is_used_where_there_is_none_of_its_own(installed):
    assert names("The strike", to="pt") == ["strike"]
    assert names("The strike", to="zh-Hans") == []


def test_terms_in_scripts_without_spaces_are_found_inside_a_sentence(db):
    term = glossary.propose(from_language="zh-Hans", source="集体协议", to_language="en", target="collective agreement", by=actor())
    TermText.objects.filter(term=term).update(state="kept", decided_at=term.made_at)
    assert names("工会签订了集体协议并宣布", of="zh-Hans", to="en") == ["集体协议"]


def test_only_kept_names_are_found(db):
    glossary.propose(from_language="en", source="green ban", to_language="el", target="πράσινο μποϊκοτάζ", by=actor())
    assert names("The green ban") == []


def test_a_text_takes_one_query_and_many_texts_too(installed, django_assert_num_queries):
    with django_assert_num_queries(1):
        book = glossary.Book(from_language="en", to_language="el")
        for _ in range(30):
            assert book.found_in("The strike and the lockout")


def test_odd_texts_find_nothing_and_break_nothing(installed):
    for text in ("", " ", "\u0301", "ـــ", "!!!", "\u200f", "- " * 5000):
        assert names(text) == []


@pytest.mark.parametrize(("name", "text", "language", "there"), [
    ("απεργία", "Στις απεργίες", "el", True), ("απεργία", "Στις διακοπές", "el", False), ("إضراب", "الإضراب", "ar", True), ("", "x", "en", False), ("huelga general", "la huelga", "es", False),
])  # fmt: skip
def test_a_name_is_recognised_in_a_translation(name, text, language, there):
    assert glossary.occurs(name, text, language=language) is there


def test_a_proposal_waits_and_a_reviewer_keeps_both_of_its_names(db):
    translator, reviewer = actor(), actor()
    term = glossary.propose(from_language="en", source="green ban", to_language="el", target="πράσινο μποϊκοτάζ", note="Αυστραλία", by=translator)
    texts = list(TermText.objects.filter(term=term))
    assert {row.state for row in texts} == {"proposed"}
    glossary.decide(texts[0].pk, keep=True, seen="proposed", by=reviewer)
    assert names("The green bans") == ["green ban"]
    assert set(Entry.objects.filter(subject_id=term.pk).values_list("verb", "by_id")) == {("term.proposed", translator.pk), ("term.kept", reviewer.pk)}


def test_a_name_in_a_new_language_joins_the_term_that_is_there(installed):
    before = Term.objects.count()
    term = glossary.propose(from_language="en", source="Strike", to_language="tr", target="grev", by=actor())
    assert term.key == "strike"
    assert Term.objects.count() == before
    assert TermText.objects.filter(term=term, state="proposed").count() == 1


def test_a_second_name_in_a_language_stands_after_the_first(installed):
    term = glossary.propose(from_language="en", source="strike", to_language="el", target="απεργιακή κινητοποίηση", by=actor())
    assert TermText.objects.get(term=term, state="proposed").place == 1


def test_what_the_glossary_has_cannot_be_proposed_again(installed):
    with pytest.raises(glossary.Known):
        glossary.propose(from_language="en", source="strike", to_language="el", target="ΑΠΕΡΓΙΑ", by=actor())
    assert not Entry.objects.filter(verb="term.proposed").exists()


def test_what_was_refused_says_why(installed):
    TermText.objects.filter(text="απεργία").update(state="refused", reason="Too long")
    with pytest.raises(glossary.WasRefused, match="Too long"):
        glossary.propose(from_language="en", source="strike", to_language="el", target="απεργία", by=actor())


def test_nobody_keeps_a_proposal_of_their_own(db):
    translator = actor()
    term = glossary.propose(from_language="en", source="green ban", to_language="el", target="πράσινο", by=translator)
    with pytest.raises(glossary.NotYours):
        glossary.decide(term.texts.first().pk, keep=True, seen="proposed", by=translator)
    assert {row.state for row in term.texts.all()} == {"proposed"}


def test_of_two_reviewers_the_second_learns_that_the_first_decided(db):
    term = glossary.propose(from_language="en", source="green ban", to_language="el", target="πράσινο", by=actor())
    number = term.texts.first().pk
    glossary.decide(number, keep=False, seen="proposed", by=actor(), reason="Nobody says so")
    with pytest.raises(glossary.Overtaken):
        glossary.decide(number, keep=True, seen="proposed", by=actor())
    assert {row.reason for row in term.texts.all()} == {"Nobody says so"}


def test_a_kept_name_can_be_refused_alone_and_taken_back(installed):
    row = TermText.objects.get(text="scab")
    glossary.decide(row.pk, keep=False, seen="kept", by=actor(), reason="An insult")
    assert names("A scab") == []
    assert names("A strikebreaker") == ["strikebreaker"]
    glossary.decide(row.pk, keep=True, seen="refused", by=actor())
    assert names("A scab") == ["scab"]


def test_one_person_does_not_fill_the_list_of_what_waits(db, monkeypatch):
    monkeypatch.setattr("usi.surfaces.translation.glossary.deciding.MOST_WAITING", 2)
    translator = actor()
    glossary.propose(from_language="en", source="green ban", to_language="el", target="πράσινο", by=translator)
    with pytest.raises(glossary.TooMany):
        glossary.propose(from_language="en", source="red ban", to_language="el", target="κόκκινο", by=translator)

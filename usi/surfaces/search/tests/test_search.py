import pytest

from usi.base.access import ANONYMOUS, Reader
from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds
from usi.spine.publications.tests.factories import actor, publication
from usi.surfaces.search import actions, queries
from usi.surfaces.search.queries import Question

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setattr("usi.surfaces.search.actions.renewing.SECONDS_OF_GRACE", 0)
    yield kinds.register(kinds.Kind(name="toy", label="Toy", label_plural="Toys", url_name="newsroom:page"))
    kinds.unregister("toy")


@pytest.fixture
def union():
    return factories.organisation(name="Cranes of Piraeus").actor


@pytest.fixture
def titles(react):
    def found(q, reader=ANONYMOUS, language="en", **facets):
        react()
        question = Question.read({"q": q} | facets, language=language)
        if question.empty:
            return []
        return [row.title for row in queries.listing(question, reader=reader, close=queries.Near(language)).items]

    return found


SPELT = [
    ("el", "Απεργία στον Πειραιά", ["απεργια", "ΑΠΕΡΓΙΑ", "Πειραια", "απεργίες"]),
    ("el", "Ο αγώνας συνεχίζεται", ["αγωνασ", "ΑΓΩΝΑΣ", "αγώνας"]),
    ("ar", "إضراب العمّال في الميناء", ["اضراب", "الإضراب", "عمال", "ميناء", "والعمال"]),
    ("he", "הַשְּׁבִיתָה בנמל", ["שביתה", "השביתה", "נמל"]),
    ("hi", "मज़दूरों की हड़ताल", ["हडताल", "मजदूरों"]),
    ("zh-Hans", "深圳建筑工人罢工三天", ["罢工", "建筑工人", "工"]),
    ("ja", "港湾労働者のストライキ", ["ストライキ", "労働者"]),
    ("tr", "İstanbul'da ışık işçileri", ["istanbul", "ISTANBUL", "isik", "IŞIK"]),
    ("de", "Gewerkschaftsbund tagt", ["Gewerkschaft", "gewerkschaftsb"]),
    ("fr", "L’été des grévistes à Saint-Étienne", ["ete", "ÉTÉ", "greviste", "saint etienne"]),
    ("es", "Organización de las trabajadoras", ["organizacion", "organizaciones", "trabajadora"]),
    ("en", "Strikes at the docks", ["strike", "dock", "STRIKING"]),
    ("ru", "Забастовка докеров", ["забастовки", "ЗАБАСТОВКА"]),
]


@pytest.mark.parametrize(("language", "title", "words"), SPELT, ids=[row[0] + str(n) for n, row in enumerate(SPELT)])
def test_words_are_found_however_they_are_typed(titles, union, language, title, words):
    publication(author=union, kind="toy", title=title, language=language)
    for word in words:
        assert titles(word) == [title], word

"""Makes a piece in several languages, and reads it the way a browser does."""

from django.utils import translation

from usi.features.newsroom.models import Article
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions
from usi.spine.publications.tests.factories import publication


def article(language="tr", **translations):
    """Return an article that is out, with translations: language to how it was checked."""
    union = factories.organisation()
    made = publication(author=union.actor, language=language, title=f"Title {language}", summary=f"Summary {language}", body=f"Body {language}")
    Article.objects.create(publication=made)
    for tag, state in translations.items():
        actions.translate(made, language=tag, title=f"Title {tag}", summary=f"Summary {tag}", body=f"Body {tag}", state=state)
    return made


def page(client, made, path="/en/", accept="", **query):
    """Return the page of a piece in the interface of `path`, for a browser that sends `accept`."""
    headers = {"Accept-Language": accept} if accept else {}
    return client.get(f"{path}news/{made.pk}/", query, headers=headers).content.decode()


def lists(client, made, path="/en/", accept=""):
    """Return the pages that show a piece as a card: the start, the news and its organisation's."""
    headers = {"Accept-Language": accept} if accept else {}
    with translation.override(path.strip("/")):
        union = made.author.get_absolute_url()
    return [client.get(where, headers=headers).content.decode() for where in (path, f"{path}news/", union)]

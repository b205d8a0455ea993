"""Makes people who want news, and updates, for tests."""

from itertools import count

from usi.features.campaigns import actions, consents, queries, sealing
from usi.features.campaigns.models import Subscription
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.helpers import officer
from usi.spine.organisations.tests import factories as organisations

_numbers = count(1)


def reader(made, *, address="", language="en", **more):
    """Return a confirmed signature of somebody who asked for news."""
    address = address or f"reader{next(_numbers)}@example.org"
    return factories.confirm(factories.sign(made, address=address, language=language, news=True, **more))


def readers(made):
    """Return the addresses that get news about a campaign."""
    rows = Subscription.objects.filter(consents__campaign=made, ended_at__isnull=True).order_by("pk")
    return [sealing.unseal(bytes(row.address)) for row in rows]


def words(**changes):
    """Return what an update says."""
    start = {"title": f"News {next(_numbers)}", "summary": "In short", "body": "They **talk** with us.", "language": "en"}
    return actions.Words(**start | changes)


def written(made, *, by=None, asked=True, **changes):
    """Return an update that waits for review, or a draft."""
    by = by or officer(made).actor
    update = actions.write_update(made, by=by, words=words(**changes))
    return actions.move_update(update, to="in_review", by=by) if asked else update


def release(update, *, by=None):
    """Let a second officer release an update."""
    update = queries.update_draft(update.pk)
    by = by or organisations.member(update.author.organisation, role="editor").actor
    return actions.release_update(update, by=by, mark=queries.update_mark(update, update.campaign_update))


def released(made, **changes):
    """Return an update that is out."""
    return release(written(made, **changes))


def end_url(subscription):
    """Return the link that ends news."""
    return factories.url("news_end", sealing.token(subscription.pk, consents.KIND))


def mail_all():
    """Do what the worker would, until nobody waits for an update."""
    while actions.send_news():
        pass

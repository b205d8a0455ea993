"""Makes campaigns and signatures for tests of any room."""

import re
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.urls import reverse

from usi.base import moments, time
from usi.features.campaigns import actions, sealing
from usi.features.campaigns.actions.load import Row
from usi.spine.organisations.tests import factories

_numbers = count(1)
ADDRESS = "Rosa.Canary@Example.org"


def campaign(*, union=None, days=20, out=True, language="en", title="", goal=1000, demands=("Take them back", "Talk with us"), **changes):
    """Return a new campaign, open until the end of the day (UTC) so many days from now."""
    union = union or factories.organisation()
    by = union.actor
    made = actions.open(by=by, organisation=union, language=language, title=title or f"Campaign {next(_numbers)}")
    changes = {"summary": "What it is about", "body": "Some **text**"} | changes
    made = actions.save(made, by=by, version=made.version, subjects=(), **changes)
    actions.set_aim(
        made, by=by, version=1, target="The board", demands=demands, closes_at=closing(min(max(days, 0), 92)), zone="UTC", goal=goal
    )
    if out:
        made = publish(made)
    if not 0 <= days <= 92:
        close(made, days=days)
    return made


def publish(made):
    """Ask for publication and let other unions endorse it, as many as it needs."""
    made = actions.move(made, to="published", by=made.author)
    for _ in range(settings.ENDORSEMENTS_NEEDED):
        endorse(made)
    made.refresh_from_db()
    return made


def endorse(made, *, union=None, by=None, members=1200, as_of=None):
    """Return another union's endorsement."""
    union = union or factories.organisation(name=f"Friends {next(_numbers)}")
    return actions.endorse(made, organisation=union, by=by or union.actor, members=members, as_of=as_of or time.now().date())


def closing(days, zone="UTC"):
    """Return the end of the day so many days from now."""
    return moments.end(moments.day_of(time.now(), zone) + timedelta(days=days), zone)


def close(made, days=-1):
    """Move a campaign's closing into the past."""
    from usi.features.campaigns.models import Campaign

    Campaign.objects.filter(pk=made.pk).update(closes_at=closing(days))


def sign(made, *, address="", name="Rosa Maria", country="GR", show_name=True, language="en", **more):
    """Return a signature that waits for its confirmation."""
    address = address or f"signer{next(_numbers)}@example.org"
    wish = actions.Wish(name=name, country=country, show_name=show_name, language=language, **more)
    return actions.sign(campaign_id=made.pk, address=address, wish=wish)


def confirm(signature):
    """Press the button behind the mailed link."""
    from usi.features.campaigns import queries

    signature.refresh_from_db()
    return actions.confirm(token=sealing.token(signature.pk), seen=queries.mark_of(signature))


def links(mail):
    """Return the paths of a mail's confirm and withdraw links."""
    body = mail.get_body(("plain",)).get_content()
    return [re.search(rf"http://testserver(/\w+/campaigns/{name}/\S+)", body) for name in ("confirm", "withdraw")]


def url(name, *args):
    """Return the address of a page of the campaigns."""
    return reverse(f"campaigns:{name}", args=args)


def count_url(made, format="json"):
    """Return the address of a campaign's count."""
    return reverse("campaigns_plain:count", args=[made.pk, format])


def post(client, ours, made, **changes):
    """Send the form of a campaign; a value of None leaves a field out."""
    data = {"name": "Rosa Maria", "email": "rosa@example.org", "country": "GR", "show_name": "on"} | changes
    return client.post(url("sign", made.pk), {key: value for key, value in data.items() if value is not None}, headers=ours)


def day(days):
    """Return the day so many days from now, as a form sends it."""
    return (time.now().date() + timedelta(days=days)).isoformat()


def aim(version=1, **changes):
    """Return what the form of a campaign's aim sends: whom it addresses, what it demands, until when."""
    demands = "1. Take them back\n\n- Talk with the union "
    return {"target": "The board", "demands": demands, "closes_on": day(30), "closes_time": "", "zone": "UTC", "goal": 500, "version": version} | changes


def text(made, **changes):
    """Return what the form of a campaign's text sends when it is saved."""
    made.refresh_from_db()
    data = {"title": made.title, "summary": "What happened", "body": "**Four hundred**", "language": "en", "version": made.version}
    return data | {"save": "1"} | changes


def state(made):
    """Return what state a campaign is in by now."""
    made.refresh_from_db()
    return made.state


def html(answer):
    """Return an answer's text."""
    return answer.content.decode()


__all__ = [
    "ADDRESS", "Row", "aim", "campaign", "close", "closing", "confirm", "count_url", "day", "endorse", "html",
    "links", "post", "publish", "sign", "state", "text", "url",
]  # fmt: skip

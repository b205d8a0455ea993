"""Makes pledges and messages of support for tests."""

import io
from datetime import timedelta
from itertools import count

from PIL import Image

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Campaign, SupportMessage
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import url
from usi.spine.organisations.tests import factories as organisations

_numbers = count(1)
EVERYTHING = ["sign", "write", "pledge", "support"]


def campaign(*, asks=EVERYTHING, **fields):
    """Return an open campaign that asks for everything."""
    made = factories.campaign(**fields)
    Campaign.objects.filter(pk=made.pk).update(asks=list(asks))
    return made


def action(made, *, days=5, **plan):
    """Return an action some days from now, or whenever people can."""
    plan = {"kind": "picket", "title": f"Picket {next(_numbers)}"} | plan
    if days is not None:
        plan.setdefault("on", (time.now() + timedelta(days=days)).date())
    return actions.add_action(made, by=made.author, plan=actions.Plan(**plan))


def sender(**changes):
    """Return somebody who takes part."""
    return actions.Sender(**{"name": "Rosa Maria", "country": "GR"} | changes)


def pledge(made, *chosen, address="", **who):
    """Return whoever has promised actions, not confirmed yet."""
    address = address or f"pledger{next(_numbers)}@example.org"
    return actions.pledge(campaign=made, address=address, actions=[each.pk for each in chosen], sender=sender(**who))


def confirm_pledge(row):
    """Press the button behind the mailed link."""
    row.refresh_from_db()
    return actions.confirm_pledge(token=sealing.token(row.pk, "pledge"), seen=queries.pledge_mark(row, queries.waiting_of(row)))


def write(made, *, text="We stand with you", address="", language="en", show_name=True, upload=None, alt="", **who):
    """Return a message, not confirmed yet."""
    note = actions.Note(text=text, language=language, show_name=show_name, upload=upload, alt=alt)
    return actions.support(campaign=made, address=address or f"writer{next(_numbers)}@example.org", sender=sender(**who), note=note)


def confirm_message(row):
    """Press the button behind the mailed link."""
    row = SupportMessage.objects.select_related("picture").get(pk=row.pk)
    return actions.confirm_message(token=sealing.token(row.pk, "message"), seen=queries.message_mark(row))


def shown(made, **fields):
    """Return a message that is shown."""
    row = confirm_message(write(made, **fields))
    return actions.decide_message(made, number=row.pk, verb="show", by=made.author, for_node=False)


def picture(size=(600, 400)):
    """Return a picture file."""
    out = io.BytesIO()
    Image.new("RGB", size, "#c4160c").save(out, "JPEG")
    out.seek(0)
    out.name = "a.jpg"
    return out


def officer(made, role="editor"):
    """Return somebody who speaks for a campaign's organisation."""
    return organisations.member(made.author.organisation, role=role)


def counts(made):
    """Return title to (confirmed, waiting) of a campaign's actions."""
    return {row.title: (row.confirmed, row.waiting) for row in queries.actions_of(made.pk)}


WHO = {"name": "Rosa Maria", "email": "rosa@example.org", "country": "GR"}


def post_pledge(client, ours, made, *chosen, **changes):
    """Send the form of a pledge; a value of None leaves a field out."""
    data = WHO | {"actions": [each.pk for each in chosen]} | changes
    return client.post(url("pledge", made.pk), {key: value for key, value in data.items() if value is not None}, headers=ours)


def post_message(client, ours, made, **changes):
    """Send the form of a message; a value of None leaves a field out."""
    data = WHO | {"text": "We stand with you", "text_language": "en"} | changes
    return client.post(url("support", made.pk), {key: value for key, value in data.items() if value is not None}, headers=ours)


def mark(page):
    """Return the mark on a confirmation page's button."""
    return page.split('name="seen" value="')[1].split('"')[0]


def link(mail, name):
    """Return a mail's link."""
    body = mail.get_body(("plain",)).get_content()
    return next(word.removeprefix("http://testserver") for word in body.split() if f"/{name}/" in word)

"""Makes targets, proposed letters and letters for tests."""

from itertools import count

from usi.features.campaigns import actions, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories

_numbers = count(1)


def who(**changes):
    """Return who a target is."""
    values = {"name": "The Minister", "office": "Minister of Labour", "organisation": "", "country": "GR", "language": "en"}
    return actions.Who(**(values | changes))


def target(made, *, address="minister@gov.example", zone="Europe/Athens", hourly=60, pace="batch", opens=0, shuts=24, public=False, **changes):
    """Return a new target; it works round the clock where no hours are given."""
    post = actions.Post(zone=zone, hourly=hourly, pace=pace, opens=opens, shuts=shuts, public_address=public)
    return actions.add_target(made, by=made.author, who=who(**changes), address=address, post=post)


def campaign(*, languages=("en",), targets=1, **changes):
    """Return an open campaign that asks people to write, and its targets."""
    out = changes.pop("out", True)
    post = changes.pop("post", {})
    made = factories.campaign(out=False, **changes)
    Campaign.objects.filter(pk=made.pk).update(asks=["sign", "write"])
    found = [target(made, **({"address": f"target{n}@gov.example"} | post)) for n in range(targets)]
    for tag in languages:
        actions.save_model_letter(made, by=made.author, language=tag, subject=f"Subject {tag}", body=f"Dear Sir,\n\nbody {tag}")
    if out:
        made = factories.publish(made)
    return made, found


def draft(**changes):
    """Return what somebody writes."""
    values = {
        "name": "Rosa Maria", "country": "IT", "subject": "Take them back", "body": "Dear Minister,\n\nplease.", "letter_language": "en",
        "workplace": "Dockers' Union",
    }  # fmt: skip
    return actions.Draft(**(values | changes))


def write(made, found, *, address="", **changes):
    """Return a letter that waits for its confirmation."""
    address = address or f"writer{next(_numbers)}@example.org"
    return actions.write(campaign=made.pk, address=address, draft=draft(**changes), targets=[row.pk for row in found])


def send(row):
    """Press the button behind the mailed link."""
    row.refresh_from_db()
    return actions.send(token=sealing.token(row.pk), seen=queries.mark_of_writing(row, queries.letters_of(row)))


def sent(made, found, **changes):
    """Return a letter that waits for its turn."""
    return send(write(made, found, **changes))

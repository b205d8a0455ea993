"""Counts the signatures that are there already in the new way."""

from collections import Counter

from django.db import migrations


def count(apps, schema_editor):
    """Write one change for each place that signatures stand in; the worker folds them."""
    signature, change = apps.get_model("campaigns", "Signature"), apps.get_model("campaigns", "Change")
    places = Counter()
    for row in signature.objects.exclude(state="withdrawn").iterator():
        moment = row.confirmed_at if row.state == "confirmed" else row.signed_at
        places[row.campaign_id, row.country, row.language, moment.strftime("%Y-%m-%dT%H"), row.state] += 1
    for (campaign, country, language, hour, state), number in sorted(places.items()):
        kind = {"confirmed": "confirmed", "waiting": "waiting"}[state]
        change.objects.create(campaign_id=campaign, country=country, language=language, via="", hour=hour, **{kind: number})


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("campaigns", "0002_whole_campaign")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]

"""What a campaign says in other languages moves into the translations of its envelope."""

from django.db import migrations


def move(apps, schema_editor):
    """Put target, demands, thresholds and outcome beside the title in the same language; nothing was ever shown without one."""
    campaign, translation = apps.get_model("campaigns", "Campaign"), apps.get_model("publications", "Translation")
    for number, said in campaign.objects.exclude(translations={}).values_list("pk", "translations").iterator():
        for row in translation.objects.filter(publication_id=number, language__in=list(said)):
            row.pieces = row.pieces | pieces(said[row.language])
            row.save(update_fields=["pieces"])


def pieces(said):
    """Return one language's texts by the keys of the kind."""
    found = {f"demands.{place}": demand for place, demand in enumerate(said.get("demands", ()))}
    found |= {f"thresholds.{count}": words for count, words in (said.get("thresholds") or {}).items()}
    found |= {name: said.get(name, "") for name in ("target", "outcome")}
    return {key: text for key, text in found.items() if text}


def move_back(apps, schema_editor):
    """Put them beside the campaign's facts again."""
    campaign, translation = apps.get_model("campaigns", "Campaign"), apps.get_model("publications", "Translation")
    for row in translation.objects.filter(publication__kind="campaign").exclude(pieces={}):
        facts = campaign.objects.get(pk=row.publication_id)
        demands = sorted((int(key.split(".")[1]), text) for key, text in row.pieces.items() if key.startswith("demands."))
        said = {"target": row.pieces.get("target", ""), "outcome": row.pieces.get("outcome", ""), "demands": [text for _, text in demands]}
        said["thresholds"] = {key.split(".")[1]: text for key, text in row.pieces.items() if key.startswith("thresholds.")}
        facts.translations = facts.translations | {row.language: said}
        facts.save(update_fields=["translations"])


class Migration(migrations.Migration):
    """After translations have pieces."""

    dependencies = [("campaigns", "0009_handover"), ("publications", "0002_pieces")]

    operations = [
        migrations.RunPython(move, move_back),
        migrations.RemoveField(model_name="campaign", name="translations"),
    ]

"""Translations carry the pieces of their kind; whether the original has changed since follows from the versions."""

from django.db import migrations, models


def name_anew(apps, schema_editor):
    """Give `translated` its new name; `outdated` says nothing that the version does not, so it becomes what it was before."""
    translation = apps.get_model("publications", "Translation")
    translation.objects.filter(state="translated").update(state="unchecked")
    old = translation.objects.filter(state="outdated")
    old.filter(checked_by__isnull=False).update(state="checked")
    translation.objects.filter(state="outdated").update(state="unchecked")


def name_as_before(apps, schema_editor):
    """Take the old name again."""
    apps.get_model("publications", "Translation").objects.filter(state="unchecked").update(state="translated")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("publications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="translation",
            name="pieces",
            field=models.JSONField(blank=True, default=dict, help_text="Key of a piece (as its kind lists them) to its text."),
        ),
        migrations.AlterField(
            model_name="translation",
            name="state",
            field=models.CharField(
                choices=[("machine", "Machine"), ("unchecked", "Unchecked"), ("checked", "Checked")], default="unchecked", max_length=12
            ),
        ),
        migrations.RunPython(name_anew, name_as_before),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", ["machine", "unchecked", "checked"])), name="translation_state"),
        ),
    ]

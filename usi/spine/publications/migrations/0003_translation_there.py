"""In which languages there are translations is asked for often."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After translations have pieces."""

    dependencies = [("publications", "0002_pieces")]

    operations = [
        migrations.AddIndex(model_name="translation", index=models.Index(fields=["language"], name="translation_there")),
    ]

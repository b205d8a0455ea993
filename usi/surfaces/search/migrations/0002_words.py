from django.db import migrations

from usi.surfaces.search import engine


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(engine.install, engine.remove_tables)]

"""Makes the journal append-only in the database itself."""

from django.db import migrations

from usi.spine.journal import guards


class Migration(migrations.Migration):
    """Installs the triggers."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(guards.install, guards.remove)]

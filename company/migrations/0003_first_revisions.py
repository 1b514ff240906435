from django.db import migrations

from publishing.first_revisions import record


def forwards(apps, schema_editor):
    record(apps, "company")


class Migration(migrations.Migration):
    """Gives what is stored its first revisions, before rows of texts stop saying whether they are live."""

    dependencies = [("company", "0002_known_choices"), ("publishing", "0003_editions_and_revisions")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

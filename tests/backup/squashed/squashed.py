from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("demo", "0001_initial"), ("demo", "0002_key")]
    initial = True
    dependencies = [("publishing", "0001_initial")]
    operations = [
        migrations.CreateModel(
            "Loaded",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("key", models.CharField(max_length=150, unique=True)),
            ],
        )
    ]

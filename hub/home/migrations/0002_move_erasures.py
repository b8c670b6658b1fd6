"""The book of erasures goes to hub.community, where every app reaches it: its table changes its name only."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name='ErasureRecord')],
            database_operations=[migrations.AlterModelTable('erasurerecord', 'community_erasurerecord')],
        ),
    ]

"""The book of erasures, taken over from hub.home: of accounts and proposals too, and whether each line is settled."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0001_initial'),
        ('home', '0002_move_erasures'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ErasureRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address_hash', models.CharField(db_index=True, max_length=64, verbose_name='empreinte de l’adresse')),
                        ('at', models.DateTimeField(verbose_name='effacé le')),
                        ('keep_published', models.BooleanField(verbose_name='témoignages publiés gardés sans nom')),
                    ],
                    options={
                        'verbose_name': 'effacement',
                        'verbose_name_plural': 'effacements',
                        'ordering': ['at', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('address_hash', 'at'), name='erasure_once')],
                    },
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name='erasurerecord', name='erasure_once'),
        migrations.RenameField(model_name='erasurerecord', old_name='address_hash', new_name='thing_hash'),
        migrations.AlterField(
            model_name='erasurerecord',
            name='thing_hash',
            field=models.CharField(db_index=True, max_length=64, verbose_name='empreinte'),
        ),
        migrations.AddField(
            model_name='erasurerecord',
            name='kind',
            field=models.CharField(default='personne', max_length=20, verbose_name='sorte'),
        ),
        migrations.AddField(
            model_name='erasurerecord',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='terminé le'),
        ),
        migrations.AddConstraint(
            model_name='erasurerecord',
            constraint=models.UniqueConstraint(fields=('kind', 'thing_hash', 'at'), name='erasure_once'),
        ),
    ]

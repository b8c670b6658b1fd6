# Generated

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0007_hosts_speakers_and_rooms'),
    ]

    operations = [
        migrations.AddField(
            model_name='announcement',
            name='mode_before',
            field=models.CharField(blank=True, choices=[('online', 'Visioconférence'), ('on_site', 'Sur place'), ('hybrid', 'Sur place et en visioconférence')], max_length=10, verbose_name='forme, avant'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='place_before',
            field=models.CharField(blank=True, max_length=160, verbose_name='lieu, avant'),
        ),
        migrations.CreateModel(
            name='SentInvitations',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('workshop', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workshops.workshoppage', verbose_name='atelier')),
            ],
            options={
                'verbose_name': 'invitations envoyées',
                'verbose_name_plural': 'invitations envoyées',
            },
        ),
    ]

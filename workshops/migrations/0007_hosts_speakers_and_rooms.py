# Generated

import django.db.models.deletion
import django.utils.timezone
import hub.core.lines
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0006_french_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='MeetingLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.URLField(max_length=500, verbose_name='adresse de la visioconférence')),
                ('code', models.CharField(blank=True, max_length=60, verbose_name='code d’accès')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='numéro de téléphone')),
                ('host_notes', models.TextField(blank=True, verbose_name='notes pour les hôtes')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('workshop', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_link', to='workshops.workshoppage', verbose_name='atelier')),
            ],
            options={
                'verbose_name': 'salle de visioconférence',
                'verbose_name_plural': 'salles de visioconférence',
            },
            bases=(hub.core.lines.VisibleLines, models.Model),
        ),
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('host', 'Hôte'), ('second_host', 'Second hôte'), ('speaker', 'Intervention')], default='speaker', max_length=12, verbose_name='rôle')),
                ('part', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Comment on fait ?'), (2, 'Qu’est-ce que cela produit ?')], null=True, verbose_name='partie')),
                ('name', models.CharField(max_length=120, verbose_name='prénom et nom')),
                ('organisation', models.CharField(blank=True, max_length=160, verbose_name='collectivité ou organisation')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('email_key', models.CharField(editable=False, max_length=254)),
                ('standing', models.CharField(choices=[('to_ask', 'À solliciter'), ('asked', 'Réponse attendue'), ('confirmed', 'Confirmé'), ('declined', 'Décliné')], default='to_ask', max_length=10, verbose_name='où on en est')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='depuis le')),
                ('recording', models.CharField(choices=[('silent', 'Pas encore dit'), ('agreed', 'Accepte l’enregistrement'), ('refused', 'Refuse l’enregistrement')], default='silent', max_length=8, verbose_name='enregistrement')),
                ('recording_version', models.CharField(blank=True, editable=False, max_length=20)),
                ('recording_at', models.DateTimeField(editable=False, null=True)),
                ('awaited', models.CharField(blank=True, help_text='Par exemple : le diaporama.', max_length=240, verbose_name='ce qui manque encore')),
                ('last_written_at', models.DateTimeField(editable=False, null=True, verbose_name='dernier message le')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributors', to='workshops.workshoppage', verbose_name='atelier')),
            ],
            options={
                'verbose_name': 'hôte ou intervention',
                'verbose_name_plural': 'hôtes et interventions',
                'ordering': ['role', 'part', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('workshop', 'email_key'), name='one_contributor_per_address')],
            },
            bases=(hub.core.lines.VisibleLines, models.Model),
        ),
    ]

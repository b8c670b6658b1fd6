# Generated

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0002_bounces'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoingmail',
            name='calendar',
            field=models.TextField(blank=True, verbose_name='agenda'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='calendar_method',
            field=models.CharField(blank=True, choices=[('REQUEST', 'Ajoute ou change'), ('CANCEL', 'Retire')], max_length=7, verbose_name='effet sur l’agenda'),
        ),
    ]

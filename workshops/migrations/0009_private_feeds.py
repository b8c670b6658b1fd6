# Generated

import django.db.models.deletion
import django.utils.timezone
import hub.core.lines
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0008_invitations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PrivateFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('name', models.CharField(max_length=40, verbose_name='nom')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='créée le')),
                ('last_read_on', models.DateField(null=True, verbose_name='dernière lecture le')),
                ('revoked_at', models.DateTimeField(db_index=True, null=True, verbose_name='coupée le')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='private_feeds', to=settings.AUTH_USER_MODEL, verbose_name='membre')),
                ('registration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='private_feeds', to='workshops.registration', verbose_name='inscription')),
            ],
            options={
                'verbose_name': 'agenda privé',
                'verbose_name_plural': 'agendas privés',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('member', 'name'), name='one_private_feed_of_a_member_by_name'), models.UniqueConstraint(fields=('registration', 'name'), name='one_private_feed_of_a_registration_by_name')],
            },
            bases=(hub.core.lines.VisibleLines, models.Model),
        ),
    ]

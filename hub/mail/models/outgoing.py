"""One mail to one person, from its cause to its delivery."""

from django.db import models
from django.utils import timezone

from hub.mail.enums import Bounce, CalendarMethod, MailState


class OutgoingMail(models.Model):
    """A row of the outbox, written in the transaction of its cause by `hub.mail.actions.queue_mail`.

    `dedup_key` says which fact the mail tells (`proposal-12-event-40`): the same fact is told once. `message_id` is
    made from it and stored, so that a mail sent again after a fault is the same mail for the reader's program.
    """

    kind = models.SlugField("sorte", max_length=40)
    dedup_key = models.CharField("clef", max_length=200, unique=True, editable=False)
    message_id = models.CharField("Message-ID", max_length=255, unique=True, editable=False)
    recipient = models.EmailField("destinataire", max_length=254)
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte", blank=True)
    #: An invitation, with the reader's own links: emptied as soon as it is sent, never shown in the administration.
    calendar = models.TextField("agenda", blank=True)
    calendar_method = models.CharField("effet sur l’agenda", max_length=7, choices=CalendarMethod, blank=True)
    #: Holds a code or a private link: emptied as soon as it is sent, never shown in the administration.
    is_confidential = models.BooleanField("confidentiel", default=False)
    #: RFC 8058: the address of a one-click unsubscription; digests only.
    unsubscribe_url = models.CharField("adresse de désabonnement", max_length=500, blank=True)
    state = models.CharField("état", max_length=8, choices=MailState.choices, default=MailState.QUEUED, db_index=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    next_attempt_at = models.DateTimeField("prochain essai le", default=timezone.now, db_index=True)
    leased_until = models.DateTimeField("pris jusqu’au", null=True, blank=True)
    #: After this instant the mail makes no sense any more (a code that expired).
    not_after = models.DateTimeField("inutile après le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    #: What came back, read in the mailbox of returns; the code is that of RFC 3463. Goes with the row.
    bounce = models.CharField("retour", max_length=9, choices=Bounce, blank=True)
    bounced_at = models.DateTimeField("revenu le", null=True, blank=True)
    bounce_code = models.CharField("code du retour", max_length=11, blank=True)
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject

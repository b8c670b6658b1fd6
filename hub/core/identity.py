"""What an organisation decides once for the whole site: words, mail, look, menus."""

from django.conf import settings
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting

from hub.core.enums import HomeSection, Palette
from hub.core.lines import VisibleLines


class SiteIdentity(VisibleLines, BaseSiteSetting):
    """One row for each site, written by `hub.home.site_settings.actions`; what is empty has its usual value.

    A menu is a list of entries (`hub.home.site_settings.menus.Entry`) as plain values.
    """

    name = models.CharField("nom du site", max_length=60, default="Agorathèque")
    organisation = models.CharField(
        "organisation", max_length=200, default="Institut de la Concertation et de la Participation Citoyenne (ICPC)"
    )
    description = models.TextField(
        "en une phrase",
        max_length=300,
        default="Un groupe d’échanges de pratiques sur les assemblées citoyennes permanentes.",
        help_text="Affichée par les moteurs de recherche et au bas des pages.",
    )
    question_practice = models.CharField("première question", max_length=60, default="Comment on fait ?")
    question_outcome = models.CharField("seconde question", max_length=60, default="Qu’est-ce que cela produit ?")
    practice_hint = models.CharField(
        "sous la première question", max_length=160, default="Des retours d’expérience, pour s’outiller collectivement."
    )
    outcome_hint = models.CharField(
        "sous la seconde question", max_length=160, default="Un regard réflexif sur les pratiques et leurs effets."
    )
    accessibility_state = models.CharField(
        "état d’accessibilité",
        max_length=40,
        default="non conforme",
        choices=[
            ("non conforme", "non conforme"),
            ("partiellement conforme", "partiellement conforme"),
            ("totalement conforme", "totalement conforme"),
        ],
        help_text="« Non conforme » tant qu’aucun audit n’a été fait.",
    )
    contact_email = models.EmailField("adresse de contact", blank=True)
    sender_name = models.CharField("nom de l’expéditeur", max_length=60, blank=True)
    reply_to = models.EmailField("adresse de réponse", blank=True)
    signature = models.TextField("signature", max_length=500, blank=True)
    #: Drawn anew; a copy of the same name stands among the public files.
    logo = models.FileField("logo", upload_to="logo", blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_alternative = models.CharField("texte de remplacement du logo", max_length=120, blank=True)
    palette = models.CharField("couleurs", max_length=12, choices=Palette.choices, default=Palette.SAFFRON)
    main_menu = models.JSONField("menu principal", default=list, blank=True)
    foot_links = models.JSONField("liens du bas de page", default=list, blank=True)
    hidden_sections = models.JSONField("parties cachées de l’accueil", default=list, blank=True)

    class Meta:
        verbose_name = "réglages du site"

    @property
    def contact(self) -> str:
        """The role address shown on the site; that of the environment until somebody chose one."""
        return self.contact_email or settings.CONTACT_EMAIL

    @property
    def sender(self) -> str:
        return self.sender_name or self.name

    @property
    def reply_address(self) -> str:
        return self.reply_to or self.contact

    @property
    def other_palette(self) -> str:
        """The name of the colours in style sheets, unless they are the usual ones."""
        return "" if self.palette == Palette.SAFFRON else self.palette

    @property
    def home_sections(self) -> set[str]:
        """The sections that the home page shows."""
        return set(HomeSection.values) - set(self.hidden_sections)

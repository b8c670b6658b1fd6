"""Public authorities that carry or study an assembly."""

from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from hub.community.enums import AuthorityKind
from hub.core.models import VisibleLines
from hub.core.panels import QuestionPanel


class Authority(VisibleLines, index.Indexed, models.Model):
    """A collectivité, identified by its code and never by its name alone (three communes are called Montreuil)."""

    name = models.CharField("nom", max_length=160, help_text="Le nom officiel, par exemple « Ville de Rouen ».")
    article = models.CharField(
        "article",
        max_length=3,
        blank=True,
        choices=[("la", "la"), ("le", "le"), ("l’", "l’"), ("les", "les")],
        help_text="Pour les phrases : « avec la Ville de Rouen ». Vide pour un nom étranger.",
    )
    short_name = models.CharField("nom court", max_length=60, help_text="Par exemple « Rouen ».")
    slug = models.SlugField("identifiant", max_length=80, unique=True)
    kind = models.CharField("échelle", max_length=20, choices=AuthorityKind.choices)
    country = models.CharField("pays", max_length=2, default="FR", help_text="Code ISO 3166-1 en deux lettres.")
    insee_code = models.CharField(
        "code INSEE ou SIREN",
        max_length=9,
        blank=True,
        help_text="Commune : code INSEE ; département : numéro ; intercommunalité : SIREN. Vide hors de France.",
    )
    department_code = models.CharField("département", max_length=3, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    population_source = models.CharField("source de la population", max_length=200, blank=True)
    #: For the organisers only: no list, feed, search nor file shows it.
    contact_email = models.EmailField(
        "adresse de contact",
        max_length=254,
        blank=True,
        help_text="Pour demander si les faits sont toujours exacts. L’adresse d’un service plutôt que d’une personne. "
        "Jamais publiée.",
    )

    panels = [
        FieldPanel("name"),
        QuestionPanel("another"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("department_code")]),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("article")]),
        FieldRowPanel([FieldPanel("insee_code"), FieldPanel("country")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("population"), FieldPanel("population_source")]),
        FieldPanel("contact_email"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("short_name"),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
        index.FilterField("country"),
    ]

    class Meta:
        verbose_name = "collectivité"
        verbose_name_plural = "collectivités"
        ordering = ["short_name__french", "name__french", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "insee_code"],
                condition=~Q(insee_code=""),
                name="authority_code_unique",
                violation_error_message="Cette collectivité existe déjà, avec le même code.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.insee_code})" if self.insee_code else self.name

    @property
    def in_a_sentence(self) -> str:
        """The name with its article: «la Ville de Rouen»."""
        if not self.article:
            return self.name
        return f"{self.article}{'' if self.article.endswith('’') else ' '}{self.name}"

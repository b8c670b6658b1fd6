"""What prose hides, each in its own box: numbers of a draw by lot, what is paid besides money, who answers and when."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from casestudies.evidence.enums import Confidence, Detail, FactKey, Invited
from hub.core.dates.when import When
from hub.french.numbers import grouped

_DRAW = (Detail.INVITED, Detail.VOLUNTEERS, Detail.DRAWN, Detail.SEATED, Detail.SUBSTITUTES)
_ANSWER = (Detail.ANSWERED_BY, Detail.ANSWER_WITHIN, Detail.ANSWER_FORM, Detail.LEGAL_GROUND)
#: The boxes of each subject, in the order of the pages. Any other subject has its sentence and nothing else.
DETAILS: dict[str, tuple[Detail, ...]] = {
    FactKey.SIZE: (Detail.DRAWN, Detail.SEATED, Detail.SUBSTITUTES),
    FactKey.SELECTION: (*_DRAW, Detail.POOL, Detail.STRATA),
    FactKey.MANDATE: (Detail.MONTHS, Detail.RENEWAL),
    FactKey.COMPENSATION: (Detail.AMOUNT, Detail.CONDITION, Detail.EXTRAS, Detail.EMPLOYER),
    FactKey.FOLLOW_UP: _ANSWER,
    FactKey.RIGHT_OF_FOLLOW_UP: _ANSWER,
    FactKey.MEANS: (Detail.BUDGET, Detail.STAFF),
}
#: Details held by the boxes that every fact has: number, up to, unit, condition.
SHARED = (Detail.AMOUNT, Detail.MONTHS, Detail.CONDITION)
OWN = tuple(detail for detail in Detail if detail not in SHARED)

#: Fields of a fact besides its sentence and what every fact has.
STRUCTURE_FIELDS = (*(detail.value for detail in OWN), "invited_unit", "sought", "looked_on")

ZERO_INVITED = "Zéro invitation : laissez vide si le nombre n’est pas connu. Un taux ne se calcule pas sur zéro."
NOT_YET = "Cette date n’est pas encore arrivée."
ONLY_NOT_FOUND = "Seulement pour un fait dont la confiance est « Non trouvé »."
SAID_ONCE = "Paraît avec l’ancienne valeur dans « Ce qui a changé ». À récrire chaque fois."
NOTHING_FOUND = "Rien n’a été trouvé : videz cette case, ou changez la confiance."


def _number(label: str) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _words(label: str, **given: Any) -> Any:
    return models.CharField(label, max_length=300, blank=True, **given)


class Structured(models.Model):
    """The question that a fact answers, and its boxes. An empty one is no zero, and no search in vain."""

    theme = models.ForeignKey(
        "glossary.Theme",
        verbose_name="thème",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="facts",
        help_text="La question à laquelle ce fait répond. Vide : celle de son sujet.",
    )
    invited = _number("invitations")
    invited_unit = models.CharField("ce que l’on compte", max_length=10, choices=Invited.choices, blank=True)
    volunteers = _number("volontaires qui ont répondu oui")
    drawn = _number("membres issus d’un tirage")
    seated = _number("membres qui siègent")
    substitutes = _number("suppléantes et suppléants")
    pool = _words("vivier", help_text="D’où l’on tire : listes électorales, adresses, candidatures…")
    strata = _words("strates : âge, genre, quartier…")
    extras = _words("frais pris en charge", help_text="Garde d’enfants, transport, repas…")
    employer = _words("du côté de l’employeur", help_text="Congé, autorisation d’absence, salaire maintenu…")
    renewal = _words("renouvellement du mandat")
    answered_by = _words("qui répond", help_text="Une institution ou une fonction, jamais le nom d’une personne.")
    answer_within = _words("sous quel délai")
    answer_form = _words("sous quelle forme")
    legal_ground = _words("fondement juridique")
    budget = models.DecimalField(
        "budget annuel, en euros",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Un budget ne peut pas être négatif.")],
    )
    staff = models.DecimalField(
        "équivalents temps plein",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Un nombre d’emplois ne peut pas être négatif.")],
    )
    sought = models.CharField(
        "ce qui n’a pas été trouvé",
        max_length=20,
        choices=Detail.choices,
        blank=True,
        help_text="Pour un fait « Non trouvé ». Vide : tout le sujet.",
    )
    looked_on = models.DateField("cherché le", null=True, blank=True)

    #: Fields of the fact, read here.
    key: Any
    confidence: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(invited__gte=1), name="fact_invited_some", violation_error_message=ZERO_INVITED
            ),
            models.CheckConstraint(
                condition=Q(volunteers__lte=F("invited"), drawn__lte=F("invited"), seated__lte=F("invited")),
                name="fact_no_more_than_invited",
                violation_error_message="Plus de personnes que d’invitations.",
            ),
        ]

    def wrong_details(self) -> dict[str, str]:
        """Name of a box → what is wrong in it, in a sentence."""
        wrong = {**self._out_of_place(), **self._more_than_invited(), **self._about_the_search()}
        if self.invited == 0:
            wrong["invited"] = ZERO_INVITED
        if self.invited_unit and self.invited is None:
            wrong["invited_unit"] = "Écrivez d’abord le nombre d’invitations."
        return wrong

    def _out_of_place(self) -> dict[str, str]:
        own, subject = DETAILS.get(self.key, ()), FactKey(self.key).label if self.key in FactKey.values else ""
        filled = [detail for detail in OWN if self.has(detail) and detail not in own]
        return {detail.value: f"Cette case ne va pas avec le sujet « {subject} » : videz-la." for detail in filled}

    def _more_than_invited(self) -> dict[str, str]:
        if not self.invited:
            return {}
        people = {"volunteers": "de volontaires", "drawn": "de personnes tirées au sort", "seated": "de membres"}
        counted = {name: getattr(self, name) for name in people}
        return {
            name: f"Plus {people[name]} ({grouped(count)}) que d’invitations ({grouped(self.invited)}) : vérifiez."
            for name, count in counted.items()
            if count is not None and count > self.invited
        }

    def _about_the_search(self) -> dict[str, str]:
        if self.confidence != Confidence.UNKNOWN:
            given = {"sought": self.sought, "looked_on": self.looked_on}
            return {name: ONLY_NOT_FOUND for name, value in given.items() if value}
        wrong = {detail.value: NOTHING_FOUND for detail in OWN if self.has(detail)}
        if self.looked_on and self.looked_on > timezone.localdate():
            wrong["looked_on"] = NOT_YET
        if self.sought and self.sought not in DETAILS.get(self.key, ()):
            wrong["sought"] = "Ce point n’appartient pas à ce sujet."
        return wrong

    def has(self, detail: Detail) -> bool:
        """Does its own box say something? Zero is something."""
        return getattr(self, detail.value) not in (None, "")

    @property
    def structure(self) -> tuple[Any, ...]:
        """What the boxes say, to compare with another fact."""
        return tuple(getattr(self, detail.value) for detail in OWN)

    @property
    def rate(self) -> Decimal | None:
        """Volunteers among a hundred invitations, computed from both; None when it can't be."""
        if not self.invited or self.volunteers is None:
            return None
        return Decimal(100) * self.volunteers / self.invited

    @property
    def rate_words(self) -> str:
        """«= 7,5 %», to one decimal."""
        if self.rate is None:
            return ""
        return f"= {f'{self.rate:.1f}'.replace('.', ',').removesuffix(',0')} %"

    @property
    def rate_division(self) -> str:
        """«748 ÷ 10 000 foyers»: how the rate was computed."""
        if self.rate is None:
            return ""
        return (
            f"{grouped(self.volunteers or 0)} ÷ {grouped(self.invited or 0)} {self.get_invited_unit_display()}".strip()
        )

    @property
    def search_words(self) -> str:
        """When it was looked for in vain."""
        return f"Cherché le {When.parse(self.looked_on.isoformat()).french()}." if self.looked_on else ""


def structure_panels() -> list[Any]:
    """The boxes, those of one subject side by side."""
    rows = [
        ["invited", "invited_unit", "volunteers"],
        ["drawn", "seated", "substitutes"],
        ["pool", "strata", "renewal"],
        ["extras", "employer"],
        ["answered_by", "answer_within"],
        ["answer_form", "legal_ground"],
        ["budget", "staff"],
        ["sought", "looked_on"],
    ]
    return [FieldRowPanel([FieldPanel(name) for name in names]) for names in rows]

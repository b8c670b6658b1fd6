"""Choices about what is learnt: evidence, assemblies, proposals."""

from django.db import models


class SourceKind(models.TextChoices):
    OFFICIAL = "official", "Page officielle"
    LEGAL = "legal", "Décision ou texte juridique"
    ACADEMIC = "academic", "Recherche"
    PRESS = "press", "Presse"
    THIRD_PARTY = "third_party", "Site tiers"
    DATASET = "dataset", "Jeu de données"
    FOUNDING_TEXT = "founding_text", "Texte fondateur"


class Licence(models.TextChoices):
    """Licences under which a copy of a document may be kept and given away."""

    ETALAB = "etalab", "Licence ouverte (Etalab)"
    CC0 = "cc0", "Domaine public"
    CC_BY = "cc-by", "Creative Commons, attribution"
    CC_BY_SA = "cc-by-sa", "Creative Commons, attribution et partage à l’identique"
    OGL = "ogl", "Licence ouverte du gouvernement britannique"


class Status(models.TextChoices):
    """Whether an assembly is at work. Permanence is an intention, told apart (founding text)."""

    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspendue"
    ENDED = "ended", "Terminée"
    UNKNOWN = "unknown", "Statut à vérifier"

    @property
    def mark(self) -> str:
        """The small mark beside the word, as the style sheet names it."""
        return {"active": "yes", "suspended": "part", "ended": "no"}.get(self.value, "unknown")


class AnswerState(models.TextChoices):
    """Graded answer to a criterion. Every answer but the last has a reason and a source."""

    YES = "yes", "Oui"
    PARTLY = "partly", "Partiellement"
    NO = "no", "Non"
    DEBATED = "debated", "En débat"
    UNDOCUMENTED = "undocumented", "Non documenté"

    @property
    def mark(self) -> str:
        """The small mark beside the word, as the style sheet names it; never a score."""
        marks = {"yes": "yes", "partly": "part", "no": "no", "debated": "debate", "undocumented": "unknown"}
        return marks[self.value]


class Confidence(models.TextChoices):
    HIGH = "high", "Élevée"
    MEDIUM = "medium", "Moyenne"
    LOW = "low", "Faible"
    UNKNOWN = "unknown", "Non trouvé"


class FactKey(models.TextChoices):
    """What a fact is about; the order is that of the pages and of the comparison."""

    CREATION = "creation", "Création"
    AUTHORITY = "authority", "Autorité"
    NATURE = "nature", "Nature"
    DATES = "dates", "Dates"
    SIZE = "size", "Taille"
    COMPOSITION = "composition", "Composition"
    SELECTION = "selection", "Sélection"
    SOCIOLOGY = "sociology", "Sociologie"
    SAFEGUARDS = "safeguards", "Garanties"
    MANDATE = "mandate", "Mandat"
    RHYTHM = "rhythm", "Rythme"
    COMPENSATION = "compensation", "Indemnisation"
    TRIGGER = "trigger", "Déclenchement"
    TOPICS = "topics", "Sujets"
    FOLLOW_UP = "follow_up", "Suites"
    RIGHT_OF_FOLLOW_UP = "right_of_follow_up", "Droit de suite"
    MEANS = "means", "Moyens"
    LITIGATION = "litigation", "Contentieux"
    TRACK_RECORD = "track_record", "Bilan"
    ENDING = "ending", "Fin"


class Invited(models.TextChoices):
    """What an invitation was sent to: rates on different grounds can't be compared."""

    PEOPLE = "people", "personnes"
    HOUSEHOLDS = "households", "foyers"
    ADDRESSES = "addresses", "adresses"
    LETTERS = "letters", "courriers"


class Detail(models.TextChoices):
    """What a fact may say besides its sentence; the value is the name of its box, and of its column in files."""

    INVITED = "invited", "Invitations"
    VOLUNTEERS = "volunteers", "Volontaires"
    DRAWN = "drawn", "Tirées au sort"
    SEATED = "seated", "Membres"
    SUBSTITUTES = "substitutes", "Suppléantes et suppléants"
    POOL = "pool", "Vivier"
    STRATA = "strata", "Strates"
    MONTHS = "months", "Durée du mandat"
    RENEWAL = "renewal", "Renouvellement"
    AMOUNT = "amount", "Montant"
    CONDITION = "condition", "Condition"
    EXTRAS = "extras", "Frais pris en charge"
    EMPLOYER = "employer", "Du côté de l’employeur"
    ANSWERED_BY = "answered_by", "Qui répond"
    ANSWER_WITHIN = "answer_within", "Sous quel délai"
    ANSWER_FORM = "answer_form", "Sous quelle forme"
    LEGAL_GROUND = "legal_ground", "Fondement juridique"
    BUDGET = "budget", "Budget annuel"
    STAFF = "staff", "Personnel"


#: Subjects that tell what happened: a later event does not make an earlier one untrue.
EVENTS = frozenset({FactKey.CREATION, FactKey.FOLLOW_UP, FactKey.LITIGATION, FactKey.ENDING})


class Unit(models.TextChoices):
    """Unit of a numeric fact."""

    SESSION = "session", "par séance"
    HALF_DAY = "half_day", "par demi-journée"
    DAY = "day", "par jour"
    HOUR = "hour", "par heure"
    LUMP_SUM = "lump_sum", "forfait"
    PEOPLE = "people", "personnes"
    MONTHS = "months", "mois"


class CompensationType(models.TextChoices):
    ALLOWANCE = "allowance", "Indemnité"
    EXPENSES_ONLY = "expenses_only", "Frais seulement"
    NONE = "none", "Aucune"
    UNKNOWN = "unknown", "Inconnue"


class Route(models.TextChoices):
    """How people enter an assembly."""

    SORTITION = "sortition", "Tirage au sort"
    SORTITION_AMONG_VOLUNTEERS = "sortition_among_volunteers", "Tirage au sort parmi des volontaires"
    VOLUNTEERS = "volunteers", "Volontariat"
    OTHER_BODY = "other_body", "Membres d’une autre instance"
    NOMINATION = "nomination", "Désignation"

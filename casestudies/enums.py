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


class Status(models.TextChoices):
    """Whether an assembly is at work. Permanence is an intention, told apart (founding text)."""

    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspendue"
    ENDED = "ended", "Terminée"
    UNKNOWN = "unknown", "Statut à vérifier"


class AnswerState(models.TextChoices):
    """Graded answer to a criterion. Every answer but the last has a reason and a source."""

    YES = "yes", "Oui"
    PARTLY = "partly", "Partiellement"
    NO = "no", "Non"
    DEBATED = "debated", "En débat"
    UNDOCUMENTED = "undocumented", "Non documenté"


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


class ProposalState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposée"
    TO_COMPLETE = "to_complete", "À compléter"
    ACCEPTED = "accepted", "Retenue"
    ON_HOLD = "on_hold", "En réserve"
    DECLINED = "declined", "Non retenue"
    SCHEDULED = "scheduled", "Programmée"
    REPORTED_BACK = "reported_back", "Restituée"
    PUBLISHED = "published", "Publiée"
    WITHDRAWN = "withdrawn", "Retirée"
    SPAM = "spam", "Indésirable"


#: Proposals that wait for an organiser or for their author.
OPEN_PROPOSALS = frozenset({ProposalState.SUBMITTED, ProposalState.TO_COMPLETE})
#: What its author may still write in.
WRITABLE_PROPOSALS = frozenset({ProposalState.DRAFT, ProposalState.TO_COMPLETE})
#: What nobody works on any more: purged after six months (trust.md, privacy).
CLOSED_PROPOSALS = frozenset({ProposalState.DECLINED, ProposalState.WITHDRAWN, ProposalState.SPAM})


class ShownAs(models.TextChoices):
    """How the person appears if the testimony is published."""

    ANONYMOUS = "anonymous", "Sans mon nom"
    NAMED = "named", "Avec mon nom"
    WITH_EMPLOYER = "with_employer", "Avec mon nom et l’accord de mon employeur"


class ReviewAnswer(models.TextChoices):
    """What an authority says of a draft."""

    GOOD = "good", "Bon à publier"
    TO_CORRECT = "to_correct", "À corriger"


class ReviewStep(models.TextChoices):
    SENT = "sent", "Lien envoyé"
    ANSWERED = "answered", "Réponse reçue"
    REVOKED = "revoked", "Lien annulé"


class FactReportState(models.TextChoices):
    NEW = "new", "À traiter"
    CORRECTED = "corrected", "Corrigé"
    NOT_AN_ERROR = "not_an_error", "Pas une erreur"
    SPAM = "spam", "Indésirable"


class VerificationAnswer(models.TextChoices):
    """What an authority says of the facts of its assembly."""

    STILL_EXACT = "still_exact", "Toujours exact"
    TO_CORRECT = "to_correct", "À corriger"

"""The register as columns to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from casestudies.evidence.exports import sources_column
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import RecommendationState
from hub.core.addresses import site_url
from hub.core.exports import Exported, by_key, exported, key_column, key_of, loading
from hub.core.tabular import Kind, Table, column, computed

RECOMMENDATIONS = Table(
    "recommandations",
    "Recommandations des assemblées",
    (
        key_column(Recommendation, note="Il reste le même quand l’adresse de la page change."),
        key_of(Recommendation, "assemblee", "assembly", label="assemblée"),
        column(Recommendation, "generation", "generation", note="La génération ou le mandat, quand on le connaît."),
        column(Recommendation, "titre", "title", note="Ce qui est demandé, en quelques mots du site."),
        column(
            Recommendation,
            "libelle",
            "wording",
            note="Les mots de l’assemblée. Vide : nos sources ne les donnent pas.",
        ),
        column(Recommendation, "resume", "summary", note="Ce que l’on en sait, dans les mots du site."),
        computed("sujets", "sujets traités", lambda each: each.topic_list, Kind.LIST, note="Vide : sujet à retrouver."),
        column(Recommendation, "date", "made_on", note="Quand elle a été remise ou votée. Vide : date non connue."),
        column(
            Recommendation,
            "adressee_a",
            "addressed_to",
            note="Une institution ou une fonction, jamais une personne. Vide : non trouvé.",
        ),
        column(
            Recommendation,
            "reponse_due_le",
            "due_on",
            note="Le dernier jour pour répondre. Vide : délai non connu ; rien n’est alors dit en retard.",
        ),
        computed(
            "etat",
            "où elle en est",
            lambda each: each.standing(timezone.localdate()).label,
            note="Calculé d’après les états de la table « etats_des_recommandations » et, sans réponse connue, d’après "
            "la date : « Délai non échu » jusqu’au jour où la réponse est due. Ni taux, ni classement.",
        ),
        column(
            Recommendation,
            "fiche_de_demarrage",
            "is_starter",
            note="Oui : composée d’après des pages publiques, pas encore relue.",
        ),
        sources_column(),
        computed("adresse", "adresse de la page", lambda each: site_url(each.get_absolute_url()), Kind.ADDRESS),
    ),
    "Ce que des assemblées ont demandé, et où cela en est : une ligne par recommandation.",
)

STATES = Table(
    "etats_des_recommandations",
    "États des recommandations",
    (
        key_of(RecommendationState, "recommandation", "recommendation"),
        column(
            RecommendationState, "numero", "number", note="Dans l’ordre où les états sont inscrits ; il ne change pas."
        ),
        column(RecommendationState, "etat", "kind"),
        column(RecommendationState, "date", "when", note="La date de ce qui s’est passé, aussi précise que la source."),
        column(
            RecommendationState,
            "precision",
            "details",
            note="L’acte qui la reprend, la raison donnée, ou les endroits où l’on a cherché en vain.",
        ),
        column(RecommendationState, "reponse", "answer", note="La réponse de la collectivité, dans ses mots."),
        column(RecommendationState, "desaccord", "conflict", note="Ce que les sources disent différemment."),
        computed(
            "rectifie",
            "numéro de l’état rectifié",
            lambda state: state.rectifies.number if state.rectifies_id else None,
            Kind.INTEGER,
            note="L’état que celui-ci corrige ; l’ancien reste dans la table.",
        ),
        column(RecommendationState, "pourquoi", "because", note="Pourquoi l’état a été rectifié."),
        column(RecommendationState, "inscrit_le", "recorded_at", note="Quand il est entré dans le registre."),
        sources_column(),
    ),
    "Un état par ligne, avec sa date et sa source. Un état n’est jamais effacé : il est rectifié par un autre.",
)


def for_export(recommendations: Any) -> Any:
    """With what the columns read."""
    return recommendations.with_states()


def _visible() -> Any:
    return for_export(Recommendation.objects.visible_to_all())


def _states() -> QuerySet:
    visible = Recommendation.objects.visible_to_all().values("pk")
    return RecommendationState.objects.filter(recommendation__in=visible)


def citing() -> list[QuerySet]:
    """All that rests on sources."""
    return [Recommendation.objects.visible_to_all(), _states()]


def _of(recommendation: Recommendation) -> list[RecommendationState]:
    """Its states by number, each knowing its recommendation and what it rectifies without a query."""
    states = {state.pk: state for state in recommendation.states.all()}
    for state in states.values():
        state.recommendation = recommendation
        if state.rectifies_id:
            state.rectifies = states[state.rectifies_id]
    return sorted(states.values(), key=lambda state: state.number)


def _states_of(few: Sequence[int]) -> Iterator[RecommendationState]:
    return (state for each in loading(_visible)(few) for state in _of(each))


EXPORTED = (
    exported(RECOMMENDATIONS, _visible),
    Exported(STATES, lambda: by_key(_visible()), _states_of, lambda: _states().count()),
)

"""The register of follow-ups in a document of open data: recommendations, then their states in order."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from casestudies.followups.exports import RECOMMENDATIONS, STATES
from casestudies.models import Recommendation, RecommendationState
from hub.core.former.keys import open_keys
from hub.home.open_data.loading_pages import Known
from hub.home.open_data.reading import Document, Refused, Row, cited, instant, one, valid, values


def load_register(document: Document, known: Known) -> None:
    """Add what is missing; a recommendation that is there already keeps the states it has."""
    keys = open_keys(Recommendation)
    present = {keys.get(pk, slug) for pk, slug in Recommendation.objects.values_list("pk", "slug")}
    states: dict[str, list[Row]] = defaultdict(list)
    for row in document.rows(STATES):
        states[row["recommandation"]].append(row)
    for row in document.rows(RECOMMENDATIONS):
        slug = row["identifiant"]
        if slug in present:
            document.report.kept[RECOMMENDATIONS.title] += 1
            continue
        try:
            recommendation = valid(_recommendation(row, known))
        except (ValidationError, Refused) as error:
            document.refuse(RECOMMENDATIONS, row, error)
            continue
        recommendation.save()
        document.report.created[RECOMMENDATIONS.title] += 1
        _load_states(document, recommendation, states[slug], known)


def _recommendation(row: Row, known: Known) -> Recommendation:
    page = one(known.assemblies, row["assemblee"], "l’assemblée")
    if page is None:
        raise Refused("son assemblée n’est pas dite.")
    fields = values(RECOMMENDATIONS, row)
    return Recommendation(assembly=page, topics="\n".join(row["sujets"]), **fields, **cited(row, known.sources))


def _load_states(document: Document, recommendation: Recommendation, rows: list[Row], known: Known) -> None:
    """By number: what is rectified stands before what rectifies it."""
    written: dict[Any, RecommendationState] = {}
    for row in sorted(rows, key=lambda row: row["numero"] or 0):
        try:
            state = RecommendationState(
                recommendation=recommendation,
                rectifies=one(written, row["rectifie"], "l’état rectifié"),
                recorded_at=instant(row["inscrit_le"]) or timezone.now(),
                **values(STATES, row, without=["inscrit_le"]),
                **cited(row, known.sources),
            )
            valid(state).save()
        except (ValidationError, Refused) as error:
            document.refuse(STATES, row, error)
            continue
        written[state.number] = state
        document.report.created[STATES.title] += 1

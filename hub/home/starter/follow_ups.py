"""The register of follow-ups: what our sources say became of what assemblies asked."""

from casestudies.models import AssemblyPage, Recommendation, RecommendationState
from hub.home.site_tree.data import Created, Row, fill, read
from hub.home.site_tree.text import Sources
from hub.home.starter.references import cited

FIELDS = ("slug", "generation", "title", "wording", "summary", "made_on", "addressed_to")
STATE_FIELDS = ("kind", "when", "details", "conflict")


def load_recommendations(*, assemblies: dict[str, AssemblyPage], sources: Sources, created: Created) -> None:
    """Each with its states; one that is there already keeps those it has."""
    rows = read("recommendations")
    before = set(Recommendation.objects.values_list("slug", flat=True))

    def make(row: Row) -> Recommendation:
        values = {name: row[name] for name in FIELDS}
        topics, page = "\n".join(row["topics"]), assemblies[row["assembly"]]
        return Recommendation(assembly=page, topics=topics, is_starter=True, **values, **cited(row, sources))

    found = fill(Recommendation, rows, make=make, identities=[("slug",)], created=created)
    for row in rows:
        if row["slug"] not in before:
            RecommendationState.objects.bulk_create(_states(row, found[row["slug"]], sources))


def _states(row: Row, recommendation: Recommendation, sources: Sources) -> list[RecommendationState]:
    return [
        RecommendationState(
            recommendation=recommendation,
            number=number,
            **{name: state[name] for name in STATE_FIELDS},
            **cited(state, sources),
        )
        for number, state in enumerate(row["states"], 1)
    ]

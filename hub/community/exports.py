"""Public authorities, as columns to take away."""

from hub.community.models import Authority
from hub.core.exports import key_column
from hub.core.tabular import Table, column

AUTHORITIES = Table(
    "collectivites",
    "Collectivités",
    (
        key_column(Authority),
        column(Authority, "nom", "name"),
        column(Authority, "article", "article"),
        column(Authority, "nom_court", "short_name"),
        column(Authority, "echelle", "kind"),
        column(Authority, "pays", "country"),
        column(Authority, "code", "insee_code"),
        column(Authority, "departement", "department_code"),
        column(Authority, "population", "population", unit="habitants"),
        column(Authority, "source_population", "population_source"),
    ),
    "Les collectivités des assemblées et des ateliers publiés.",
)

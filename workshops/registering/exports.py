"""Who comes, as columns for organisers. What people need to take part stays on the screen."""

from hub.core.tabular import Table, column
from workshops.registering.models import Registration

ATTENDANCE = Table(
    "inscriptions",
    "Inscriptions",
    (
        column(Registration, "nom", "name"),
        column(Registration, "organisation", "organisation"),
        column(Registration, "adresse", "email"),
        column(Registration, "etat", "state"),
        column(Registration, "depuis_le", "since"),
        column(Registration, "question_1", "question_practice"),
        column(Registration, "question_2", "question_outcome"),
        column(Registration, "presence", "has_come"),
    ),
)

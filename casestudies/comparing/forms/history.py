"""The date for which somebody asks what was true."""

from casestudies.evidence.fact_history import read_moment
from hub.core.dates.when import When
from hub.core.forms import QueryForm, TextQueryField


class HistoryQuery(QueryForm):
    """`?le=2023-06`."""

    le = TextQueryField()

    @property
    def typed(self) -> str:
        return self.values().get("le", "")

    @property
    def asked(self) -> When | None:
        return read_moment(self.typed) if self.typed else None

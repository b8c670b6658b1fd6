"""What organisers type to bring a calendar of others."""

from datetime import date
from typing import Any

from django import forms

from hub.core.dates.when_widget import WhenFormField
from hub.core.forms import QueryForm
from hub.core.validators import one_line
from workshops.conflicts.enums import ConstraintKind
from workshops.conflicts.importing import MAX_BYTES
from workshops.conflicts.models import CalendarImport
from workshops.conflicts.radar import Asked
from workshops.workshop.enums import PartnerCertainty

#: Rows of partners that are read.
MAX_PARTNERS = 200


class ImportForm(forms.Form):
    """A calendar as a file or as an address, and the name under which what it brings is kept."""

    name = forms.CharField(
        label="Nom",
        max_length=160,
        help_text="Importer de nouveau sous le même nom remplace tout ce que le précédent import avait apporté.",
    )
    kind = forms.ChoiceField(label="Nature des dates", choices=ConstraintKind.choices, initial=ConstraintKind.EVENT)
    file = forms.FileField(
        label="Fichier",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,text/calendar,text/csv"}),
        help_text="Calendrier .ics, ou tableau CSV : titre ; du ; au ; lieu ; adresse. 2 Mo au plus.",
    )
    url = forms.CharField(
        label="Ou adresse",
        max_length=500,
        required=False,
        help_text="Adresse publique d’un calendrier, qui commence par https:// ou webcal://.",
    )

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"]) or self._refuse_name()

    def _refuse_name(self) -> str:
        raise forms.ValidationError("Donnez un nom lisible.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 2 Mo.")
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("url")):
            raise forms.ValidationError("Choisissez un fichier, ou écrivez une adresse : l’un des deux.")
        return given


class AgainForm(QueryForm):
    """`?again=<key>`: fill the form with what an earlier import was given."""

    again = forms.ModelChoiceField(CalendarImport.objects.defer("report"), required=False)

    def initial_values(self) -> dict[str, str]:
        earlier = self.values().get("again")
        if earlier is None:
            return {}
        kind = earlier.constraints.values_list("kind", flat=True).first() or ConstraintKind.EVENT
        return {"name": earlier.name, "url": earlier.url, "kind": kind}


class MonthForm(QueryForm):
    """`?mois=2027-03`."""

    mois = forms.RegexField(r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$", required=False)

    def first_day(self, today: date) -> date:
        """The first day of the month asked for, or of this one."""
        asked = self.values().get("mois")
        return date.fromisoformat(f"{asked}-01") if asked else today.replace(day=1)


class RadarForm(forms.Form):
    """What the form of a workshop says of its date and of who comes, in whatever state it is."""

    when = WhenFormField(required=False)
    fallback_for = forms.CharField(required=False)
    host_event = forms.CharField(required=False)

    def asked(self, pk: int | None) -> Asked:
        given = self.cleaned_data
        keys = (_key(given[name]) for name in ("fallback_for", "host_event"))
        return Asked(given["when"], self._authorities(), pk, *keys)

    def _authorities(self) -> list[int]:
        """Partners that are neither taken away nor withdrawn."""
        rows = range(min(_key(self.data.get("partners-TOTAL_FORMS")) or 0, MAX_PARTNERS))
        left = [f"partners-{row}" for row in rows if not self.data.get(f"partners-{row}-DELETE")]
        here = [row for row in left if self.data.get(f"{row}-certainty") != PartnerCertainty.WITHDRAWN]
        return [key for row in here if (key := _key(self.data.get(f"{row}-authority"))) is not None]


def _key(text: str | None) -> int | None:
    """The key that a box of the form holds, if it is one."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None

"""The screen of menus: one line for each entry."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from hub.core.email_addresses import one_owner
from hub.core.forms import LineField
from hub.core.models import SiteIdentity
from hub.core.validators import no_html
from hub.french.sorting import sort_key
from hub.home.site_settings.menus import FOOT_LINKS, NAVIGATION, PLACES, Entry, Link, entries, links

BLANK_LINES, MOST = 2, 30
FILLED = ("label", "place", "page", "address")
NOT_AN_ADDRESS = "Écrivez une adresse complète (https://…), un chemin du site (/agenda/) ou mailto: et une adresse."
#: Field of the identity → the usual entries, the words above.
MENUS = {"main_menu": (NAVIGATION, "Menu principal"), "foot_links": (FOOT_LINKS, "Liens du bas de page")}


class EntryForm(forms.Form):
    """One line of a menu; without label it is left out."""

    position = forms.IntegerField(label="Ordre", min_value=1, max_value=999, required=False)
    label = LineField(label="Libellé", max_length=40, required=False, validators=[no_html])
    place = forms.ChoiceField(label="Partie du site", required=False)
    page = forms.ModelChoiceField(
        label="ou page", queryset=Page.objects.filter(depth__gt=1), required=False, widget=AdminPageChooser
    )
    address = LineField(label="ou adresse", max_length=300, required=False)
    link: Link | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = [("", "—"), *sorted(PLACES.items(), key=lambda pair: sort_key(pair[1]))]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address:
            check_address(address)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        targets = [cleaned.get(name) for name in ("place", "page", "address") if cleaned.get(name)]
        if self.errors or self.is_left_out(cleaned):
            return cleaned
        if not cleaned.get("label"):
            raise ValidationError("Donnez un libellé à cette entrée, ou cochez « Retirer ».")
        if len(targets) != 1:
            raise ValidationError("Choisissez une seule cible : une partie du site, une page ou une adresse.")
        return cleaned

    def is_left_out(self, cleaned: dict[str, Any]) -> bool:
        return bool(cleaned.get("DELETE")) or not any(
            cleaned.get(name) for name in ("label", "place", "page", "address")
        )

    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(data["label"], data["place"], data["page"].pk if data["page"] else None, data["address"])


class Lines(forms.BaseFormSet):
    """The lines of one menu."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Retirer"


EntryFormSet = forms.formset_factory(
    EntryForm, Lines, extra=BLANK_LINES, can_delete=True, max_num=MOST, absolute_max=MOST + 10, validate_max=True
)


def check_address(address: str) -> None:
    """Only what leads somewhere: no script."""
    scheme = urlsplit(address).scheme
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return
    try:
        if scheme == "mailto":
            one_owner(address.removeprefix("mailto:"))
        else:
            URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        raise ValidationError(NOT_AN_ADDRESS) from None


class MenusForm:
    """Both menus at once, with the face of the other screens."""

    def __init__(self, data: Any = None, files: Any = None, *, instance: SiteIdentity) -> None:
        self.parts = {name: self._part(name, data, instance) for name in MENUS}

    @classmethod
    def names(cls) -> list[str]:
        return list(MENUS)

    @property
    def media(self) -> forms.Media:
        return next(iter(self.parts.values())).media

    def sections(self) -> list[tuple[str, Any]]:
        return [(MENUS[name][1], part) for name, part in self.parts.items()]

    def is_valid(self) -> bool:
        problems = [part for part in self.parts.values() if not part.is_valid()]
        return not problems

    def values(self) -> dict[str, Any]:
        """The usual entries are stored as nothing: they follow the site when it gets better ones."""
        return {name: self._chosen(name) for name in self.parts}

    def _part(self, name: str, data: Any, instance: SiteIdentity) -> Any:
        found = links(entries(getattr(instance, name), MENUS[name][0]))
        initial = [{**vars(link.entry), "position": number * 10} for number, link in enumerate(found, start=1)]
        part = EntryFormSet(data, initial=initial, prefix=name)
        for form, link in zip(part.forms, found, strict=False):
            form.link = link
        return part

    def _chosen(self, name: str) -> list[dict[str, Any]]:
        kept = [form for form in self.parts[name].forms if not form.is_left_out(form.cleaned_data)]
        # What has no number comes last; two of one number stay as they stand.
        kept.sort(key=lambda form: form.cleaned_data["position"] or 1000)
        rows = [form.entry().plain() for form in kept]
        usual = [entry.plain() for entry in entries([], MENUS[name][0])]
        return [] if rows == usual else rows

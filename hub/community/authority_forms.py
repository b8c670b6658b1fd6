"""What organisers type about an authority: most of it proposes itself, and a likely double is asked about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.community.codes import code_problem, department_of, written
from hub.community.enums import AuthorityKind
from hub.community.models import Authority
from hub.community.official import Official, lists
from hub.community.territories import COUNTRIES, DEPARTMENTS, territory_label
from hub.core.forms import LineField, QueryForm, TextQueryField
from hub.core.slugs import ProposedSlugField, SluggedForm
from hub.core.validators import too_long
from hub.french.sorting import folded

FRANCE = "FR"
NAME_HELP = "Le nom officiel, par exemple « Ville de Rouen ». Pour la France, le site propose pendant que vous tapez."
CODE_HELP = (
    "Commune : code INSEE ; département : numéro ; région : code INSEE ; intercommunalité : SIREN. Vide hors de France."
)


class SuggestionForm(QueryForm):
    """`?q=…`: what is typed of a name."""

    q = TextQueryField()

    @property
    def text(self) -> str:
        return str(self.values().get("q", ""))


class SuggestingInput(forms.TextInput):
    """The name: official ones are proposed while one types (search.js), and fill in the rest (authority.js)."""

    template_name = "community/admin/suggesting_input.html"

    class Media:
        js = [forms.Script("js/search.js", type="module"), forms.Script("js/authority.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "autocomplete": "off"})
        return {**context, "address": reverse("authority_suggestions")}


class KnownCodesInput(forms.TextInput):
    """A code, typed or taken from a list that says what each one means."""

    template_name = "community/admin/known_codes.html"
    known: dict[str, str]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-codes", "autocomplete": "off"})
        return {**context, "known": self.known.items()}


class KnownCodeField(forms.CharField):
    """A code of a list, or the name that it stands for: «be» and «Belgique» are BE. Other codes are taken as typed."""

    widget = KnownCodesInput

    def __init__(self, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.known = known
        self._codes = {folded(name): code for code, name in known.items()}

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return self._codes.get(folded(text).replace("'", "’"), text.upper())


class AuthorityForm(SluggedForm):
    """On a new one, what is left empty is taken from the official lists when the name is that of one authority only."""

    named_by = ("short_name",)

    name = LineField(
        label="Nom",
        max_length=160,
        help_text=NAME_HELP,
        widget=SuggestingInput,
        error_messages={"required": "Écrivez le nom de la collectivité.", "max_length": too_long("Nom", 160)},
    )
    short_name = LineField(
        label="Nom court",
        max_length=60,
        required=False,
        help_text="Par exemple « Rouen ». Se propose d’après le nom.",
        error_messages={"max_length": too_long("Nom court", 60)},
    )
    kind = forms.ChoiceField(label="Échelle", choices=[("", "D’après le nom"), *AuthorityKind.choices], required=False)
    country = KnownCodeField(
        COUNTRIES,
        label="Pays",
        max_length=2,
        initial=FRANCE,
        error_messages={"max_length": "Écrivez le code du pays en deux lettres, ou choisissez-le dans la liste."},
        help_text="Deux lettres, par exemple BE pour la Belgique.",
    )
    department_code = KnownCodeField(
        DEPARTMENTS,
        label="Département",
        max_length=3,
        required=False,
        error_messages={"max_length": "Écrivez le numéro du département, ou choisissez-le dans la liste."},
        help_text="Son numéro, par exemple 76. Vide pour une région, et hors de France.",
    )
    insee_code = LineField(
        label="Code INSEE ou SIREN",
        required=False,
        help_text=CODE_HELP,
    )
    slug = ProposedSlugField(
        label="Identifiant",
        help_text="Nomme la collectivité dans les données ouvertes. Se propose d’après le nom court.",
    )
    another = forms.BooleanField(label="C’est une autre collectivité", required=False, widget=forms.HiddenInput)

    #: The one there is already, once the form is checked.
    double: Authority | None = None

    def clean_country(self) -> str:
        code = self.cleaned_data["country"]
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise ValidationError(self.fields["country"].error_messages["max_length"])
        return code

    def clean_insee_code(self) -> str:
        code = written(self.cleaned_data["insee_code"])
        if len(code) > 9:
            raise ValidationError("Un code a neuf signes au plus : cinq pour une commune, neuf pour un numéro SIREN.")
        return code

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None and self._is_french():
            self._complete()
        data = self.cleaned_data
        if not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Choisissez l’échelle.")
        if not data.get("short_name") and "short_name" not in self.errors:
            self._shorten()
        if data.get("kind") and data.get("insee_code") and self._is_french():
            self._check_code(data["kind"], data["insee_code"])
        self._look_for_double()
        return super().clean()

    def _is_french(self) -> bool:
        return self.cleaned_data.get("country") == FRANCE

    def _complete(self) -> None:
        """Fill in what is empty from the lists; say it when several have that name."""
        data = self.cleaned_data
        kind, code = data.get("kind", ""), data.get("insee_code", "")
        if code:
            known = lists().coded(kind, code)
            found = [known] if known else []
        else:
            found = lists().named(data.get("name", ""), kind, data.get("department_code", ""))
        if len(found) == 1:
            self._fill(found[0])
        elif found and len({each.kind for each in found}) == 1 and not data.get("department_code"):
            places = ", ".join(sorted(each.department for each in found))
            self.add_error(
                "department_code",
                f"Plusieurs collectivités ont ce nom, dans ces départements : {places}. Écrivez lequel.",
            )

    def _fill(self, official: Official) -> None:
        values = {
            "kind": official.kind,
            "short_name": official.short_name,
            "insee_code": official.code,
            "department_code": official.department,
            "article": official.article if self.cleaned_data.get("name") == official.name else "",
            "population": official.population,
            "population_source": lists().source,
        }
        if self.cleaned_data.get("population"):
            del values["population_source"]
        for name, value in values.items():
            if name not in self.fields:
                setattr(self.instance, name, value)
            elif name not in self.errors:
                self.cleaned_data[name] = self.cleaned_data.get(name) or value

    def _shorten(self) -> None:
        """«Ville de Liège» is «Ville de Liège» in lists too, unless that is too long."""
        name = self.cleaned_data.get("name", "")
        longest = self.fields["short_name"].max_length
        if len(name) > longest:
            self.add_error("short_name", f"Écrivez un nom court : {longest} signes au plus.")
        self.cleaned_data["short_name"] = name[:longest]

    def _check_code(self, kind: str, code: str) -> None:
        problem = code_problem(kind, code)
        if problem:
            self.add_error("insee_code", problem)
            return
        expected, given = department_of(kind, code), self.cleaned_data.get("department_code", "")
        if expected and given and given != expected:
            place = territory_label(FRANCE, expected)
            self.add_error("department_code", f"Le code {code} dit un autre département : {place}.")
        self.cleaned_data["department_code"] = given or expected

    def _look_for_double(self) -> None:
        data = self.cleaned_data
        others = Authority.objects.exclude(pk=self.instance.pk)
        same = others.filter(country=data.get("country", ""), kind=data.get("kind", ""))
        code = data.get("insee_code", "")
        self.double = same.filter(insee_code=code).first() if code else None
        if self.double:
            self.ask("insee_code", format_html("Elle existe déjà : {}.", _link(self.double)))
        elif self.instance.pk is None or "name" in self.changed_data:
            self.double = next((each for each in same if self._may_be(each, code)), None)
            if self.double and not data.get("another"):
                words = "{} a le même nom et la même échelle. Cochez si c’est une autre."
                self.ask("another", format_html(words, _link(self.double)))

    def _may_be(self, other: Authority, code: str) -> bool:
        """The same name; two different codes are two authorities."""
        same_name = folded(other.name) == folded(self.cleaned_data.get("name", ""))
        return same_name and not (code and other.insee_code)

    def ask(self, name: str, words: SafeString) -> None:
        self.add_error(name, words)
        if name == "another":
            self.fields[name].widget = forms.CheckboxInput()


class NewAuthorityForm(AuthorityForm):
    """An authority added from the page that needs it; the one there is already may be taken instead."""

    slug = None  # type: ignore[assignment]  # how a form leaves out a field it inherits
    existing = forms.BooleanField(label="Prendre celle qui existe déjà", required=False, widget=forms.HiddenInput)

    class Meta:
        model = Authority
        fields = ["name", "kind", "short_name", "department_code", "insee_code", "country"]

    field_order = ["name", "kind", "department_code", "short_name", "insee_code", "existing", "another", "country"]

    @property
    def taken_instead(self) -> Authority | None:
        """The one that the person takes rather than adding it a second time."""
        return self.double if self.cleaned_data.get("existing") else None

    def ask(self, name: str, words: SafeString) -> None:
        super().ask(name, words)
        self.fields["existing"].widget = forms.CheckboxInput()


def _link(authority: Authority) -> SafeString:
    """To its page in the administration, beside the one that is being edited."""
    address = reverse(Authority.snippet_viewset.get_url_name("edit"), args=[authority.pk])
    return format_html('<a href="{}" target="_blank">« {} »</a>', address, authority)

"""What members type in their space."""

from typing import Any, cast

from django import forms

from glossary.models import Theme
from hub.community.models import Authority, Member
from hub.core.validators import no_html, one_line
from hub.home.my_space.enums import Rhythm
from hub.home.my_space.models import NewsSubscription

KEEP, LEAVE = "keep", "leave"
NAME_LENGTH = 150


class NewsForm(forms.Form):
    """Which themes, how often."""

    themes = forms.MultipleChoiceField(
        label="M’écrire quand paraît quelque chose sur",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins un thème, ou arrêtez les nouvelles.",
            "invalid_choice": "Un des thèmes choisis n’existe pas. Choisissez de nouveau.",
            "invalid_list": "Choisissez les thèmes dans la liste.",
        },
    )
    rhythm = forms.ChoiceField(
        label="Un message au plus",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un rythme : chaque semaine ou chaque mois.",
            "invalid_choice": "Choisissez un rythme : chaque semaine ou chaque mois.",
        },
    )

    def __init__(self, *args: Any, subscription: NewsSubscription | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(theme.pk): theme for theme in Theme.objects.all()}
        themes = cast("forms.MultipleChoiceField", self.fields["themes"])
        themes.choices = [(key, theme.label) for key, theme in self.known.items()]
        if subscription is None:
            self.initial = {"rhythm": Rhythm.WEEKLY}
        else:
            chosen = [str(theme.pk) for theme in subscription.themes.all()]
            self.initial = {"themes": chosen, "rhythm": subscription.rhythm}

    def clean_themes(self) -> list[Theme]:
        return [self.known[key] for key in self.cleaned_data["themes"]]


class NameField(forms.CharField):
    """A name on one line, without markup, too long or not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=NAME_LENGTH,
            validators=[no_html],
            error_messages={"max_length": f"Écrivez un nom plus court : {NAME_LENGTH} caractères au plus."},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class ProfileForm(forms.Form):
    """One's own name and authority."""

    first_name = NameField(label="Prénom", help_text="Facultatif.")
    last_name = NameField(label="Nom", help_text="Facultatif.")
    authority = forms.ModelChoiceField(
        label="Collectivité",
        queryset=Authority.objects.all(),
        required=False,
        empty_label="Aucune, ou pas dans la liste",
        help_text="Facultatif.",
        error_messages={"invalid_choice": "Cette collectivité n’est pas dans la liste. Choisissez de nouveau."},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "first_name": member.first_name,
            "last_name": member.last_name,
            "authority": member.authority_id,
        }
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"


class ErasureForm(forms.Form):
    """What becomes of published testimonies; asked only to those who have one."""

    published = forms.ChoiceField(
        label="Que deviennent-ils ?",
        choices=[(KEEP, "Ils restent, sans votre nom ni votre fonction"), (LEAVE, "Ils partent avec vous")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites ce que deviennent vos témoignages publiés.",
            "invalid_choice": "Dites ce que deviennent vos témoignages publiés : ils restent sans nom, ou ils partent.",
        },
    )

    def __init__(self, *args: Any, has_published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_published:
            del self.fields["published"]

    @property
    def keep_published(self) -> bool:
        """Whoever has published nothing is not asked; a page published in this very moment stays, without the name."""
        return self.cleaned_data.get("published", KEEP) == KEEP

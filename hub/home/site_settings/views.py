"""The screens of settings, in the administration."""

from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.limits import HOUR, allow
from hub.core.sites import site_identity
from hub.home.site_settings.actions import PERMISSION, ChangedMeanwhile, fingerprint, save_settings
from hub.home.site_settings.forms import HomeForm, LookForm, MailForm, SeenForm, TrialForm, WordsForm
from hub.home.site_settings.hosting import hosted_settings
from hub.home.site_settings.menu_forms import MenusForm
from hub.home.site_settings.wording import differences
from hub.mail.actions import send_trial
from hub.mail.mails import TRIAL
from hub.mail.models import OutgoingMail

#: Address and title of each screen, in the order of their tabs.
SCREENS = [
    ("site_settings", "Nom et présentation"),
    ("site_look", "Logo et couleurs"),
    ("site_mail", "Contact et courrier"),
    ("site_menus", "Menus"),
    ("site_home", "Page d’accueil"),
    ("site_hosting", "Hébergement"),
]
TRIALS_PER_HOUR, SHOWN_TRIALS = 10, 5


class SettingsScreen(View):
    """One screen. What is sent carries the fingerprint of what was shown."""

    name = "site_settings"
    form_class: ClassVar[Any] = WordsForm
    template_name = "home/admin/settings/form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        _check(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        identity = site_identity()
        return self.show(self.form_class(instance=identity), fingerprint(identity, self.form_class.names()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES, instance=site_identity())
        seen = SeenForm.read(request.POST)
        if not form.is_valid():
            return self.show(form, seen, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        values = form.values()
        try:
            save_settings(values, seen=seen, by=cast("Member", request.user))
        except ChangedMeanwhile as refusal:
            found = {"problem": str(refusal), "differences": differences(refusal.saved, values)}
            return self.show(form, fingerprint(refusal.saved, values), status=HTTPStatus.CONFLICT, **found)
        except ActionError as refusal:
            status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
            return self.show(form, seen, status=status, problem=str(refusal))
        messages.success(request, "C’est enregistré, et déjà sur le site.")
        return HttpResponseRedirect(request.path)

    def show(self, form: Any, seen: str, *, status: HTTPStatus = HTTPStatus.OK, **more: Any) -> HttpResponse:
        return _page(self.request, self.name, self.template_name, status, form=form, seen=seen, **self.beside(), **more)

    def beside(self) -> dict[str, Any]:
        """What stands beside the form."""
        return {}


class LookScreen(SettingsScreen):
    name = "site_look"
    form_class = LookForm
    template_name = "home/admin/settings/look.html"

    def beside(self) -> dict[str, Any]:
        return {"saved": site_identity()}


class MailScreen(SettingsScreen):
    name = "site_mail"
    form_class = MailForm
    template_name = "home/admin/settings/mail.html"

    def beside(self) -> dict[str, Any]:
        return _trials(TrialForm(initial={"to": cast("Member", self.request.user).email}))


class MenusScreen(SettingsScreen):
    name = "site_menus"
    form_class = MenusForm
    template_name = "home/admin/settings/menus.html"


class HomeScreen(SettingsScreen):
    name = "site_home"
    form_class = HomeForm


@require_safe
def hosting(request: HttpRequest) -> HttpResponse:
    """What organisers can't change here, with its reason."""
    _check(request)
    return _page(request, "site_hosting", "home/admin/settings/hosting.html", HTTPStatus.OK, hosted=hosted_settings())


@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """Send one mail to see what people receive."""
    _check(request)
    form, person = TrialForm(request.POST), cast("Member", request.user)
    if not form.is_valid():
        return _trial_refused(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not allow("mail_trial", str(person.pk), limit=TRIALS_PER_HOUR, per=HOUR):
        form.add_error("to", f"Vous avez envoyé {TRIALS_PER_HOUR} essais en une heure. Attendez un peu.")
        return _trial_refused(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    mail = send_trial(form.cleaned_data["to"], site_identity().name, by=person)
    messages.success(request, f"L’essai pour {mail.recipient} est dans la file. Ce qu’il devient s’affiche plus bas.")
    return HttpResponseRedirect(reverse("site_mail"))


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def _trials(form: TrialForm) -> dict[str, Any]:
    return {"trial": form, "trials": OutgoingMail.objects.filter(kind=TRIAL)[:SHOWN_TRIALS]}


def _trial_refused(request: HttpRequest, form: TrialForm, status: HTTPStatus) -> HttpResponse:
    identity = site_identity()
    settings_form = MailForm(instance=identity)
    context = {"form": settings_form, "seen": fingerprint(identity, MailForm.names()), **_trials(form)}
    return _page(request, "site_mail", MailScreen.template_name, status, **context)


def _page(request: HttpRequest, name: str, template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    title = dict(SCREENS)[name]
    frame = {
        "tabs": [(label, reverse(screen), screen == name) for screen, label in SCREENS],
        "page_title": f"Réglages du site : {title.lower()}",
        "header_title": f"Réglages du site : {title.lower()}",
        "header_icon": "site",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("site_settings"), "label": "Réglages du site"},
            {"url": "", "label": title},
        ],
    }
    return render(request, template, {"problem": "", "differences": [], **frame, **context}, status=status)

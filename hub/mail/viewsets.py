"""Mails in the administration: what was sent to whom, what failed, and the models of all mails."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.conf import settings
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from hub.core.dates.moments import in_words
from hub.core.errors import ActionError, NotAllowed
from hub.core.french_order import InFrenchOrder
from hub.core.limits import HOUR, allow
from hub.core.viewsets import ReadOnlyViewSet
from hub.mail.actions import READING, drop_mail, retry_failed_mails, retry_mail
from hub.mail.dns_records import ask, needed
from hub.mail.enums import Bounce, MailState
from hub.mail.forms import DecisionForm
from hub.mail.letters import Letter
from hub.mail.models import DailyRun, OutgoingMail
from hub.mail.registries import previews
from hub.mail.rendering import headers, html_of, signed
from hub.mail.returns import came_back
from hub.mail.sender import from_line

#: The page of an example: it loads nothing, runs nothing, and only the administration may frame it.
EXAMPLE_CSP = "default-src 'none'; sandbox; frame-ancestors 'self'"

#: One person asks the DNS this often: each time holds a worker for some seconds when nothing answers.
ASKED_PER_HOUR = 30
#: Stands for what only the reader of a mail may see.
PRIVATE = "[lien personnel]"


class MailFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label="État", choices=MailState.choices, widget=CheckboxSelectMultiple)
    bounce = django_filters.MultipleChoiceFilter(label="Retour", choices=Bounce.choices, widget=CheckboxSelectMultiple)

    class Meta:
        model = OutgoingMail
        fields: list[str] = []


def _shown(mail: OutgoingMail) -> dict[str, Any]:
    """Headers and text as the administration shows them: without the private address that stops a digest."""
    if not mail.unsubscribe_url:
        return {"headers": headers(mail), "text": signed(mail.text)}
    without = {name: value.replace(mail.unsubscribe_url, PRIVATE) for name, value in headers(mail).items()}
    return {"headers": without, "text": signed(mail.text).replace(mail.unsubscribe_url, PRIVATE)}


def _trouble(mail: OutgoingMail) -> str:
    return came_back(mail) or mail.last_error


def _next_attempt(mail: OutgoingMail) -> str:
    is_waiting = mail.state == MailState.QUEUED
    return in_words(mail.next_attempt_at) if is_waiting else ""


class MailList(InFrenchOrder, generic.IndexView):
    page_title = "Messages"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("mail.change_outgoingmail"):
            return []
        return [HeaderButton("Réessayer les échecs", reverse("messages:retry_all"), icon_name="rotate")]


class MailInspect(generic.InspectView):
    """One mail as it was sent, and what may be decided."""

    page_title = "Message"
    template_name = "mail/admin/mail.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, "La décision n’est pas comprise : choisissez-la de nouveau.")
            return self._show(HTTPStatus.UNPROCESSABLE_ENTITY)
        decide = retry_mail if form.cleaned_data["decision"] == "retry" else drop_mail
        try:
            decide(self.object, by=request.user)
        except ActionError as refusal:
            messages.error(request, str(refusal))
            return self._show(HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT)
        messages.success(request, f"C’est noté : {self.object.get_state_display().lower()}.")
        return HttpResponseRedirect(request.path)

    def _show(self, status: HTTPStatus) -> HttpResponse:
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(), status=status)

    def get_fields_context(self) -> list:
        """The template lays the fields out itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.object
        may_change = self.request.user.has_perm("mail.change_outgoingmail")
        return {
            **super().get_context_data(**kwargs),
            "mail": mail,
            "came_back": came_back(mail),
            "sender": from_line(),
            **_shown(mail),
            "may_retry": may_change and mail.state == MailState.FAILED and bool(mail.text),
            "may_drop": may_change and mail.state in {MailState.QUEUED, MailState.FAILED},
        }


class MailPageMixin:
    """A page of this menu that shows no single mail."""

    permission = "mail.view_outgoingmail"
    page_title = ""
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("messages:index"), "label": "Messages"},
            {"url": "", "label": self.page_title},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            messages.error(request, "Cette page n’est pas ouverte à votre compte.")
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin of views


class RetryAll(MailPageMixin, generic.WagtailAdminTemplateMixin, View):
    """Asks before every failed mail is tried again."""

    permission = "mail.change_outgoingmail"
    page_title = "Réessayer les échecs"
    header_icon = "mail"
    template_name = "mail/admin/retry_all.html"
    _show_breadcrumbs = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest) -> HttpResponse:
        count = retry_failed_mails(by=request.user)
        messages.success(request, f"Messages remis dans la file : {count}.")
        return redirect("messages:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        failed = OutgoingMail.objects.filter(state=MailState.FAILED).count()
        return {**super().get_context_data(**kwargs), "failed": failed}


class Arrival(MailPageMixin, generic.WagtailAdminTemplateMixin, View):
    """What the DNS must say of our domain, and what comes back. The DNS is asked by a button only."""

    page_title = "Les mails arrivent-ils ?"
    header_icon = "globe"
    template_name = "mail/admin/arrival.html"
    _show_breadcrumbs = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(findings=needed()))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.ASKS_DNS:
            return self.get(request)
        if not allow("dns", str(request.user.pk), limit=ASKED_PER_HOUR, per=HOUR):
            messages.error(request, "Le DNS a été interrogé souvent : attendez une heure.")
            context = self.get_context_data(findings=needed())
            return self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS)
        return self.render_to_response(self.get_context_data(findings=ask(), asked_at=timezone.now()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "sender": from_line(),
            "asks_dns": settings.ASKS_DNS,
            "inbox": settings.BOUNCES_IMAP_HOST,
            "inbox_error": DailyRun.objects.filter(name=READING).values_list("last_error", flat=True).first(),
            "came_back": OutgoingMail.objects.exclude(bounce="").count(),
        }


class MailViewSet(ReadOnlyViewSet):
    """What the site wrote to people."""

    name = "messages"
    model = OutgoingMail
    icon = "mail"
    menu_label = "Messages"
    add_to_admin_menu = False
    index_view_class = MailList
    inspect_view_class = MailInspect
    inspect_template_name = MailInspect.template_name
    filterset_class = MailFilterSet
    search_fields = ["recipient", "subject"]
    list_display = [
        TitleColumn("subject", label="Objet", sort_key="subject", url_name="messages:inspect", width="26%"),
        Column("recipient", label="Destinataire", sort_key="recipient"),
        Column("state", label="État", accessor="get_state_display", sort_key="state"),
        Column("attempts", label="Essais", sort_key="attempts"),
        DateColumn("created_at", label="Écrit", sort_key="created_at"),
        Column("next_attempt_at", label="Prochain essai", accessor=_next_attempt),
        Column("last_error", label="Dernière erreur, retour", accessor=_trouble),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("reessayer/", RetryAll.as_view(), name="retry_all"),
            path("arrivee/", Arrival.as_view(), name="arrival"),
            path("modeles/", Examples.as_view(), name="examples"),
            path("modeles/<slug:kind>/", ExampleShow.as_view(), name="example"),
            path("modeles/<slug:kind>/html/", ExampleHtml.as_view(), name="example_html"),
        ]


# ---------------------------------------------------------------- models of mails
class Examples(MailPageMixin, generic.WagtailAdminTemplateMixin, View):
    """Every kind of mail, with the subject of its example."""

    page_title = "Modèles de messages"
    header_icon = "mail"
    template_name = "mail/admin/examples.html"
    _show_breadcrumbs = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(examples=[make() for make in previews().values()]))


class ExampleShow(MailPageMixin, generic.WagtailAdminTemplateMixin, View):
    """One kind of mail: subject, text, and the HTML beside it in a closed frame."""

    page_title = "Modèle de message"
    header_icon = "mail"
    template_name = "mail/admin/example.html"
    _show_breadcrumbs = True

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        letter = _example(kind)
        return self.render_to_response(self.get_context_data(letter=letter, text=signed(letter.text)))


class ExampleHtml(MailPageMixin, View):
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        letter = _example(kind)
        return HttpResponse(
            html_of(letter.subject, signed(letter.text)), headers={"Content-Security-Policy": EXAMPLE_CSP}
        )


def _example(kind: str) -> Letter:
    make = previews().get(kind)
    if make is None:
        raise Http404
    return make()

"""Addresses of what is learnt, outside the page tree."""

from django.urls import path

from casestudies.across import views as across
from casestudies.checking.views import fact_reports, verification
from casestudies.checking.views.copies import source_copy
from casestudies.comparing.views import comparison, dossier, history, self_assessment
from casestudies.followups import views as follow_ups
from casestudies.landmarks import views as landmarks
from casestudies.proposing.views import consent, follow, links, propose
from casestudies.publications import views as publications
from casestudies.reviewing import views as reviewing
from casestudies.tagging import views as tagging

urlpatterns = [
    path("assemblees/comparer/", comparison.compare, name="compare"),
    path("assemblees/comparer/preuves/", comparison.compare_notes, name="compare_notes"),
    path("assemblees/comparer.csv", comparison.compare_csv, name="compare_csv"),
    path("themes/<slug:slug>/comparer/", across.theme_compare, name="theme_compare"),
    path("themes/<slug:slug>/comparer.<slug:extension>", across.theme_compare_file, name="theme_compare_file"),
    path("definition/mon-dispositif/", self_assessment.self_assessment, name="self_assessment"),
    path("reperes/", landmarks.landmarks, name="landmarks"),
    path("citer/<slug:kind>/<slug:slug>.<slug:extension>", publications.cite, name="cite"),
    path("dossier/", dossier.dossier, name="dossier"),
    path("etiquettes/", tagging.tags, name="tags"),
    path("etiquettes/<str:slug>/", tagging.tag, name="tag"),
    path("etiquettes/proposer/<slug:slug>/", tagging.propose, name="tag_propose"),
    path("etiquettes/retirer/<int:pk>/", tagging.remove, name="tag_remove"),
    path("historique/<slug:slug>/", history.history, name="fact_history"),
    path("suites/", follow_ups.register, name="follow_ups"),
    path("suites/regles/", follow_ups.rules, name="follow_up_rules"),
    path("suites/assemblee/<slug:slug>/", follow_ups.assembly, name="follow_ups_of_assembly"),
    path("suites/<slug:slug>/", follow_ups.recommendation, name="follow_up"),
    path("signaler-une-erreur/", fact_reports.report_error, name="report_error"),
    path("signaler-une-erreur/<int:pk>/<str:token>/", fact_reports.confirm, name="report_error_confirm"),
    path("signaler-une-erreur/merci/", fact_reports.thanks, name="report_error_thanks"),
    path("sources/<int:pk>/copie/", source_copy, name="source_copy"),
    path("verifier/merci/", verification.thanks, name="verify_thanks"),
    path("verifier/suites/merci/", follow_ups.proposed, name="follow_up_proposed"),
    path("verifier/<str:token>/", verification.verify, name="verify"),
    path("verifier/<str:token>/suites/<slug:slug>/", follow_ups.propose, name="follow_up_propose"),
    path("proposer-un-temoignage/", propose.propose, name="propose"),
    path("ma-proposition/lien/", links.links, name="proposal_links"),
    path("ma-proposition/<int:pk>/<str:token>/", follow.follow, name="proposal"),
    path("ma-proposition/<int:pk>/<str:token>/confirmer/", links.confirm, name="proposal_confirm"),
    path("ma-proposition/<int:pk>/<str:token>/nouveau-lien/", links.renew, name="proposal_renew"),
    path("ma-proposition/<int:pk>/<str:token>/accord/", consent.consent, name="proposal_consent"),
    path("relecture/<str:token>/", reviewing.review, name="review"),
    path("ma-proposition/<int:pk>/<str:token>/etape/5/", propose.send, name="proposal_send"),
    path("ma-proposition/<int:pk>/<str:token>/etape/<int:number>/", propose.step, name="proposal_step"),
    path("ma-proposition/<int:pk>/<str:token>/merci/", propose.sent, name="proposal_sent"),
    path("ma-proposition/<int:pk>/<str:token>/message/", follow.write, name="proposal_message"),
    path("ma-proposition/<int:pk>/<str:token>/retirer/", follow.withdraw, name="proposal_withdraw"),
    path("ma-proposition/<int:pk>/<str:token>/fichier/<int:file_pk>/", follow.download, name="proposal_file"),
]

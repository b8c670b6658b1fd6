"""Addresses of what is learnt, outside the page tree."""

from django.urls import path

from casestudies.views import (
    follow,
    history,
    propose,
    reading,
    report_error,
    review,
    self_assessment,
    tags,
    verify,
)

urlpatterns = [
    path("assemblees/comparer/", reading.compare, name="compare"),
    path("assemblees/comparer/preuves/", reading.compare_notes, name="compare_notes"),
    path("assemblees/comparer.csv", reading.compare_csv, name="compare_csv"),
    path("definition/mon-dispositif/", self_assessment.self_assessment, name="self_assessment"),
    path("reperes/", reading.landmarks, name="landmarks"),
    path("citer/<slug:kind>/<slug:slug>.<slug:extension>", reading.cite, name="cite"),
    path("dossier/", reading.dossier, name="dossier"),
    path("etiquettes/", tags.tags, name="tags"),
    path("etiquettes/<str:slug>/", tags.tag, name="tag"),
    path("etiquettes/proposer/<slug:slug>/", tags.propose, name="tag_propose"),
    path("etiquettes/retirer/<int:pk>/", tags.remove, name="tag_remove"),
    path("historique/<slug:slug>/", history.history, name="fact_history"),
    path("signaler-une-erreur/", report_error.report_error, name="report_error"),
    path("signaler-une-erreur/merci/", report_error.thanks, name="report_error_thanks"),
    path("verifier/merci/", verify.thanks, name="verify_thanks"),
    path("verifier/<str:token>/", verify.verify, name="verify"),
    path("proposer-un-temoignage/", propose.propose, name="propose"),
    path("proposer-un-temoignage/merci/", propose.thanks, name="propose_thanks"),
    path("ma-proposition/lien/", follow.links, name="proposal_links"),
    path("ma-proposition/<int:pk>/<str:token>/", follow.follow, name="proposal"),
    path("ma-proposition/<int:pk>/<str:token>/accord/", review.consent, name="proposal_consent"),
    path("relecture/<str:token>/", review.review, name="review"),
    path("ma-proposition/<int:pk>/<str:token>/etape/5/", propose.send, name="proposal_send"),
    path("ma-proposition/<int:pk>/<str:token>/etape/<int:number>/", propose.step, name="proposal_step"),
    path("ma-proposition/<int:pk>/<str:token>/merci/", propose.sent, name="proposal_sent"),
    path("ma-proposition/<int:pk>/<str:token>/message/", follow.write, name="proposal_message"),
    path("ma-proposition/<int:pk>/<str:token>/retirer/", follow.withdraw, name="proposal_withdraw"),
    path("ma-proposition/<int:pk>/<str:token>/fichier/<int:file_pk>/", follow.download, name="proposal_file"),
]

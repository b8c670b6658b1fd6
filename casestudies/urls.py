"""Addresses of what is learnt, outside the page tree."""

from django.urls import path

from casestudies.views import follow, propose, reading

urlpatterns = [
    path("assemblees/comparer/", reading.compare, name="compare"),
    path("assemblees/comparer.csv", reading.compare_csv, name="compare_csv"),
    path("reperes/", reading.landmarks, name="landmarks"),
    path("citer/<slug:kind>/<slug:slug>.<slug:extension>", reading.cite, name="cite"),
    path("dossier/", reading.dossier, name="dossier"),
    path("etiquettes/", reading.tags, name="tags"),
    path("etiquettes/<str:slug>/", reading.tag, name="tag"),
    path("proposer-un-temoignage/", propose.propose, name="propose"),
    path("proposer-un-temoignage/merci/", propose.thanks, name="propose_thanks"),
    path("ma-proposition/lien/", follow.links, name="proposal_links"),
    path("ma-proposition/<int:pk>/<str:token>/", follow.follow, name="proposal"),
    path("ma-proposition/<int:pk>/<str:token>/etape/5/", propose.send, name="proposal_send"),
    path("ma-proposition/<int:pk>/<str:token>/etape/<int:number>/", propose.step, name="proposal_step"),
    path("ma-proposition/<int:pk>/<str:token>/merci/", propose.sent, name="proposal_sent"),
    path("ma-proposition/<int:pk>/<str:token>/message/", follow.write, name="proposal_message"),
    path("ma-proposition/<int:pk>/<str:token>/retirer/", follow.withdraw, name="proposal_withdraw"),
    path("ma-proposition/<int:pk>/<str:token>/fichier/<int:file_pk>/", follow.download, name="proposal_file"),
]

"""Who may read each address of the site: said here by hand, never read from the code that decides it.

Every route stands in one area. A new one makes `test_every_address_stands_in_one_area` fail: put it where it belongs;
when it belongs nowhere, think twice before you make an area. `{a,b}` stands for a and for b, `{,x/}` for with and
without x.
"""

import re

from tests.harness.walk import DOOR, PROOF, REFUSED, SET_UP, SHOWN

#: Area → what GET gives to everybody, in the order of `ROLES`: an anonymous reader, a member, an organiser without
#: second factor, an organiser, an administrator.
EXPECTED = {
    "public": (SHOWN, SHOWN, SHOWN, SHOWN, SHOWN),
    "private link": (SHOWN, SHOWN, SHOWN, SHOWN, SHOWN),
    "sent only": (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    "no page": (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    "signed in": (DOOR, SHOWN, SHOWN, SHOWN, SHOWN),
    "signed in, sent only": (DOOR, REFUSED, REFUSED, REFUSED, REFUSED),
    "factor to add": (DOOR, SHOWN, SHOWN, PROOF, PROOF),
    "factor to change": (DOOR, REFUSED, REFUSED, PROOF, PROOF),
    "factor to prove": (DOOR, REFUSED, REFUSED, SHOWN, SHOWN),
    "organisers": (DOOR, DOOR, SET_UP, SHOWN, SHOWN),
    "organisers, sent only": (DOOR, DOOR, SET_UP, REFUSED, REFUSED),
    "administrators": (DOOR, DOOR, SET_UP, REFUSED, SHOWN),
    "administrators, sent only": (DOOR, DOOR, SET_UP, REFUSED, REFUSED),
    "organisers, proof first": (DOOR, DOOR, SET_UP, PROOF, PROOF),
    "nobody": (DOOR, DOOR, SET_UP, REFUSED, REFUSED),
    "parts of the administration": (SHOWN, SHOWN, SET_UP, SHOWN, SHOWN),
    "closed doors": (REFUSED, REFUSED, SET_UP, REFUSED, REFUSED),
}
#: Areas whose forms an organiser must not be able to send either.
ABOVE_ORGANISERS = ("administrators", "administrators, sent only", "nobody")

#: Forms that need no secret of forms, because the address holds a better one, or because nothing is done in the name
#: of a session (docs/decisions/0012-private-links-instead-of-csrf-tokens.md).
WITHOUT_FORM_SECRET = {
    "proposer-un-temoignage/": "begins a draft with a signed key, never in the name of a session",
    "ma-proposition/lien/": "writes to the owner of the address only, a few times an hour",
    "ma-proposition/<int:pk>/<str:token>/confirmer/": "the private link is the right",
    "ma-proposition/<int:pk>/<str:token>/nouveau-lien/": "the private link is the right",
    "ma-proposition/<int:pk>/<str:token>/etape/5/": "the private link is the right",
    "ma-proposition/<int:pk>/<str:token>/etape/<int:number>/": "the private link is the right",
    "ma-proposition/<int:pk>/<str:token>/message/": "the private link is the right",
    "ma-proposition/<int:pk>/<str:token>/retirer/": "the private link is the right",
    "ateliers/<slug:slug>/inscription/": "writes to the owner of the address only, never in the name of a session",
    "sondage/<int:pk>/<str:token>/": "the private link is the right",
    "intervention/<int:pk>/<str:token>/": "the private link is the right",
    "inscription/<int:pk>/<str:token>/": "the private link is the right",
    "inscription/<int:pk>/<str:token>/agenda/": "the private link is the right",
    "retour/<int:pk>/<str:token>/": "the private link is the right",
    "desabonnement/<int:pk>/<str:token>/": "mail programs send it by themselves (RFC 8058)",
}
#: Wagtail's own trial of the page of errors, for who organises: it fails on purpose.
FAILS_ON_PURPOSE = {"admin/failwhale/"}

WRITTEN_BY_HAND = (
    "casestudies/source,community/authority,glossary/definitionversion,glossary/equivalentwords,"
    "glossary/term,glossary/theme,"
    "workshops/calendarconstraint,workshops/cycle,workshops/outsideevent"
)
#: Imports of calendars are made from a file and never changed.
SNIPPETS = f"{WRITTEN_BY_HAND},workshops/calendarimport"
#: What entered the register is never deleted.
REGISTER = "casestudies/recommendation"

AREAS = {
    "public": r"""
        {,sitemap.xml,robots.txt,favicon.ico,.well-known/security.txt,sante/}
        ^((?:[\w\-]+/)*)$
        documents/^(\d+)/(.*)$
        documents/<int:pk>/<path:name>
        documents/authenticate_with_password/<int:restriction_id>/
        _util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/
        {agenda,reperes,dossier,recherche,themes,donnees,etiquettes,connexion,deconnexion}/
        agenda/{ateliers.ics,ateliers-previsionnels.ics,themes/<slug:slug>.ics,themes/<slug:slug>-previsionnels.ics}
        ateliers/<slug:slug>/{atelier.ics,conducteur/,inscription/,inscription/merci/}
        recherche/suggestions/
        assemblees/{comparer/,comparer/preuves/,comparer.csv}
        definition/mon-dispositif/
        sources/<int:pk>/copie/
        cartes/<int:pk>/<slug:digest>.png
        citer/<slug:kind>/<slug:slug>.<slug:extension>
        donnees/{datapackage.json,<slug:name>/,<slug:name>.<slug:extension>}
        etiquettes/<str:slug>/
        {glossaire,historique,themes}/<slug:slug>/
        themes/<slug:slug>/{comparer/,comparer.<slug:extension>}
        {nouveautes/,nouveautes.atom,nouveautes/themes/<slug:slug>.atom}
        signaler-une-erreur/{,merci/}
        suites/{,regles/,<slug:slug>/,assemblee/<slug:slug>/}
        {suites.atom,verifier/suites/merci/}
        {proposer-un-temoignage/,ma-proposition/lien/,verifier/merci/,mon-espace/efface/}
        compte/{inactif/,adresse-a-confirmer/,ouvrir/,ouvrir/courrier/}
    """,
    "private link": """
        ma-proposition/<int:pk>/<str:token>/{,accord/,merci/,retirer/,etape/5/,etape/<int:number>/,fichier/<int:file_pk>/}
        ma-proposition/<int:pk>/<str:token>/{confirmer/,nouveau-lien/}
        {intervention,rejoindre,rejoindre/intervention}/<int:pk>/<str:token>/
        agenda/prive/<str:token>/ateliers.ics
        inscription/<int:pk>/<str:token>/agenda/
        {compte/invitation,inscription/<int:pk>,retour/<int:pk>,sondage/<int:pk>,relecture,verifier,desabonnement/<int:pk>,signaler-une-erreur/<int:pk>}/<str:token>/
        verifier/<str:token>/suites/<slug:slug>/
    """,
    "sent only": """
        ma-proposition/<int:pk>/<str:token>/message/
        etiquettes/retirer/<int:pk>/
    """,
    "no page": "{_util/login,sante/mesures}/",
    "signed in": """
        mon-espace/{,nouvelles/,mes-donnees/,effacer/}
        agenda/prive/
        compte/securite/
        compte/second-facteur/{,webauthn/,authenticate/}
        connexion/code/
        etiquettes/proposer/<slug:slug>/
    """,
    "signed in, sent only": """
        mon-espace/{nouvelles/arreter/,nouvelles/reprendre/,telecharger/}
        compte/securite/deconnexion/
        connexion/acces/
    """,
    "factor to add": "compte/second-facteur/{totp/activate/,recovery-codes/generate/,webauthn/add/}",
    "factor to change": """
        compte/confirmer/
        compte/second-facteur/{totp/deactivate/,recovery-codes/,recovery-codes/download/,webauthn/reauthenticate/}
        compte/second-facteur/webauthn/keys/<int:pk>/{edit,remove}/
    """,
    "factor to prove": "compte/second-facteur/reauthenticate/",
    "organisers": rf"""
        admin/{{,test404/,failwhale/,account/,dismissibles/,invitations/,a-reverifier/,a-reverifier/confirmer/}}
        admin/guide/{{,<slug:slug>/}}
        sante/details/
        admin/api/main/{{pages,documents,images}}/{{,<int:pk>/}}
        admin/bulk/<str:app_label>/<str:model_name>/<str:action>/
        admin/choose-{{page/,external-link/,email-link/,phone-link/,anchor-link/}}
        admin/choose-page/{{<int:parent_page_id>/,search/,chosen-multiple/}}
        admin/tag-autocomplete/{{,<slug:app_name>/<slug:model_name>/}}
        admin/pages/{{,search/,search/results/}}
        admin/pages/<int:parent_page_id>/{{,results/,add_subpage/}}
        admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/{{,preview/}}
        admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/{{,results/}}
        admin/pages/create/<slug:app_label>/<slug:model_name>
        admin/pages/<int:page_id>/{{usage,edit,edit/preview,view_draft,delete,unpublish,copy,privacy,revisions}}/
        admin/pages/<int:page_id>/{{history/,history/results/,workflow_history/,workflow_history/detail/<int:workflow_state_id>/}}
        admin/pages/<int:page_id>/revisions/<int:revision_id>/{{view,revert,unschedule}}/
        admin/pages/^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$
        admin/pages/<int:page_to_move_id>/{{move/,move/<int:destination_id>/confirm/,set_position/}}
        admin/pages/workflow/{{action,collect_action_data}}/<int:page_id>/<slug:action_name>/<int:task_state_id>/
        admin/pages/workflow/{{confirm_cancellation/<int:page_id>/,preview/<int:page_id>/<int:task_id>/}}
        admin/workflows/task_chooser/{{,results/,create/,<int:task_id>/}}
        admin/reports/{{locked,workflow,workflow_tasks,site-history,aging-pages,page-types-usage}}/{{,results/}}
        admin/reglages/{{,apparence/,courrier/,menus/,accueil/,hebergement/}}
        admin/forms/{{,results/}}
        admin/recherches-sans-resultat/{{,results/,inspect/<int:pk>/}}
        admin/{{vue-du-mois/,ateliers/cycles/<int:pk>/suite/,propositions/lien/<int:pk>/,collectivites/suggestions/}}
        admin/documents-lus/{{,results/,inspect/<int:pk>/}}
        admin/embeds/chooser/{{,upload/}}
        admin/documents/{{,results/,add/,multiple/add/}}
        admin/documents/{{edit,delete,usage}}/<int:document_id>/
        admin/images/{{,results/,add/,multiple/add/,usage/<int:image_id>/}}
        admin/images/<int:image_id>/{{,delete/,preview/<str:filter_spec>/}}
        admin/{{documents,images}}/chooser/{{,results/,chosen/<str:pk>/,chosen-multiple/,create/}}
        admin/images/chooser/<int:image_id>/select_format/
        admin/{{ateliers,fiches-assemblees,etudes-de-cas,temoignages,comptes-rendus}}/{{,results/,choose_parent/}}
        admin/ateliers/<int:pk>/{{,decider/,sondage/,equipe/,salle/,en-direct/,compte-rendu/}}
        admin/ateliers/<int:pk>/{{inscriptions/,inscriptions.<slug:extension>}}
        admin/snippets/{{{SNIPPETS}}}/{{,results/,add/,delete/<int:pk>/,history/<int:pk>/,history-results/<int:pk>/}}
        admin/snippets/{REGISTER}/{{,results/,add/,history/<int:pk>/,history-results/<int:pk>/,edit/<int:pk>/,usage/<int:pk>/}}
        admin/snippets/choose/{REGISTER}/{{,results/,chosen/<str:pk>/,chosen-multiple/,create/}}
        admin/snippets/{{{WRITTEN_BY_HAND}}}/{{edit,usage}}/<int:pk>/
        admin/snippets/workshops/calendarimport/inspect/<int:pk>/
        admin/snippets/choose/{{{SNIPPETS}}}/{{,results/,chosen/<str:pk>/,chosen-multiple/}}
        admin/snippets/choose/{{{WRITTEN_BY_HAND}}}/create/
        admin/messages/{{,results/,inspect/<int:pk>/,reessayer/,arrivee/,modeles/,modeles/<slug:kind>/,modeles/<slug:kind>/html/}}
        admin/users/{{,results/,new/,edit/<int:pk>/,history/<int:pk>/,history-results/<int:pk>/,usage/<int:pk>/}}
        admin/journal-de-securite/{{,results/}}
        admin/propositions/{{,inspect/<int:pk>/,fichiers/<int:pk>/}}
        admin/suites/{{a-verifier/,<int:pk>/,<int:pk>/etat/,<int:pk>/etat/<int:number>/rectifier/}}
        admin/{{signalements,etiquettes,fusions-etiquettes}}/{{,results/,inspect/<int:pk>/}}
    """,
    "organisers, proof first": "admin/{membres/<int:pk>/second-facteur/,quitter-lequipe/}",
    "organisers, sent only": """
        admin/ateliers/<int:pk>/radar/
        admin/reglages/courrier/essai/
        admin/api/main/pages/<int:pk>/action/<str:action_name>/
        admin/pages/<int:page_id>/{lock,unlock}/
        admin/logout/
        admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/
        admin/editing-sessions/release/<int:session_id>/
        admin/documents/multiple/{<int:doc_id>/,<int:doc_id>/delete/}
        admin/documents/multiple/{create_from_uploaded_document,delete_upload}/<int:uploaded_file_id>/
        admin/images/multiple/{<int:image_id>/,<int:image_id>/delete/}
        admin/images/multiple/{create_from_uploaded_image,delete_upload}/<int:uploaded_file_id>/
        admin/snippets/glossary/theme/reorder/<int:pk>/
        admin/invitations/<int:pk>/retirer/
        admin/propositions/<int:pk>/{testimony,case-study,relecture,relecture/<int:link>/annuler}/
        admin/a-reverifier/demander/
        admin/suites/propositions/<int:proposal>/refuser/
        admin/{pages/<int:page_id>/convert_alias,block-preview}/
    """,
    "administrators": """
        admin/collections/{,add/,<int:pk>/,<int:pk>/delete/,<int:collection_id>/privacy/}
        admin/workflows/{list/,list/results/,add/,disable/<int:pk>/,edit/<int:pk>/,usage/<int:pk>/,usage/<int:pk>/results/}
        admin/workflows/tasks/{select_type/,add/<str:app_label>/<str:model_name>/,index/,index/results/}
        admin/workflows/tasks/{edit,disable}/<int:pk>/
        admin/redirects/{,results/,add/,<int:redirect_id>/,<int:redirect_id>/delete/,import/}
        admin/sites/{,results/,new/}
        admin/sites/{edit,delete,history,history-results,usage,copy}/<int:pk>/
        admin/groups/{,results/,new/}
        admin/groups/{edit,delete,history,history-results,usage}/<int:pk>/
        admin/users/delete/<int:pk>/
        admin/snippets/choose/workshops/calendarimport/create/
    """,
    "administrators, sent only": """
        admin/workflows/{enable/<int:pk>,remove/<int:page_pk>,remove/<int:page_pk>/<int:workflow_pk>,tasks/enable/<int:pk>}/
        admin/redirects/import/process/
    """,
    "nobody": """
        admin/snippets/casestudies/recommendation/delete/<int:pk>/
        admin/api/main/{pages,documents,images}/find/
        admin/images/<int:image_id>/{generate_url,generate_url/output}/
        admin/forms/submissions/<int:page_id>/{,results/,delete/}
        admin/settings/<slug:app_name>/<slug:model_name>/{,<int:pk>/,<int:pk>/preview/}
        admin/snippets/
        admin/snippets/workshops/calendarimport/{edit,usage}/<int:pk>/
        admin/journal-de-securite/new/
        admin/journal-de-securite/{edit,delete,history,history-results,usage}/<int:pk>/
        admin/login/
        admin/^.*/$
    """,
    "parts of the administration": "admin/{sprite,jsi18n}/",
    "closed doors": "admin/password_reset/{,done/,confirm/<uidb64>/<token>/,complete/}",
}
CHOICE = re.compile(r"\{([^{}]*)\}")


def expanded(line: str) -> list[str]:
    """`a/{b,c}/` is `a/b/` and `a/c/`."""
    found = CHOICE.search(line)
    if found is None:
        return [line]
    ways = (f"{line[: found.start()]}{way}{line[found.end() :]}" for way in found[1].split(","))
    return [done for way in ways for done in expanded(way)]


def routes_of(area: str) -> list[str]:
    lines = AREAS[area].split()
    return [route for line in lines for route in expanded(line)]

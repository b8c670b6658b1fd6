"""Which paragraph of the guide explains which screen. A new screen gets a line here: a test says which one has none."""

from django.contrib.contenttypes.models import ContentType
from django.urls import ResolverMatch
from wagtail.models import Page

#: Name of an address, or its namespace for all the screens of one thing → «chapter#paragraph».
SCREENS = {
    "wagtailadmin_home": "premiere-semaine#le-tableau-de-bord",
    "guide": "premiere-semaine#trouver-de-laide",
    "guide_chapter": "premiere-semaine#trouver-de-laide",
    # pages
    "wagtailadmin_explore": "premiere-semaine#ecrire-une-page",
    "wagtailadmin_explore_root": "premiere-semaine#ecrire-une-page",
    "etudes-de-cas": "premiere-semaine#ecrire-une-page",
    "temoignages": "propositions#de-la-proposition-a-la-page",
    "comptes-rendus": "ateliers#apres-la-date",
    "fiches-assemblees": "fiches#une-assemblee",
    "wagtailsnippets_casestudies_source": "fiches#une-assemblee",
    "freshness": "fiches#a-reverifier",
    "freshness_confirm": "fiches#a-reverifier",
    "wagtailsnippets_casestudies_recommendation": "fiches#registre-des-suites",
    "follow_ups_due": "fiches#registre-des-suites",
    "follow_up_states": "fiches#registre-des-suites",
    "follow_up_add_state": "fiches#registre-des-suites",
    "follow_up_rectify": "fiches#registre-des-suites",
    "follow_up_refuse": "fiches#registre-des-suites",
    "signalements": "fiches#signalements",
    "etiquettes": "fiches#etiquettes",
    "fusions-etiquettes": "fiches#etiquettes",
    "wagtailimages": "fiches#images-et-documents",
    "wagtaildocs": "fiches#images-et-documents",
    "documents-lus": "fiches#glossaire",
    # workshops
    "ateliers": "ateliers#la-date",
    "workshop_cockpit": "ateliers#le-tableau-de-bord-dun-atelier",
    "workshop_decide": "ateliers#la-date",
    "workshop_poll": "ateliers#choisir-la-date-ensemble",
    "workshop_team": "ateliers#les-hotes-et-les-interventions",
    "workshop_room": "ateliers#la-salle-de-visioconference",
    "workshop_live": "ateliers#pendant-latelier",
    "workshop_report": "ateliers#apres-la-date",
    "workshop_registrations": "ateliers#les-inscriptions",
    "cycle_next": "ateliers#une-nouvelle-annee",
    "wagtailsnippets_workshops_cycle": "ateliers#une-nouvelle-annee",
    "vue-du-mois": "calendrier#vue-du-mois",
    "wagtailsnippets_workshops_outsideevent": "calendrier#ce-qui-tombe-en-meme-temps",
    "wagtailsnippets_workshops_calendarconstraint": "calendrier#ce-qui-tombe-en-meme-temps",
    "wagtailsnippets_workshops_calendarimport": "calendrier#importer-un-calendrier",
    # words
    "wagtailsnippets_glossary_term": "fiches#glossaire",
    "wagtailsnippets_glossary_equivalentwords": "fiches#glossaire",
    "recherches-sans-resultat": "fiches#glossaire",
    "wagtailsnippets_glossary_theme": "fiches#themes",
    "wagtailsnippets_glossary_definitionversion": "fiches#definition",
    # proposals
    "propositions": "propositions#le-tableau",
    "propositions:inspect": "propositions#decider",
    "propositions:link": "propositions#ladresse-le-lien",
    # the site itself
    "site_settings": "organisation#changer-les-reglages-du-site",
    "site_look": "organisation#changer-les-reglages-du-site",
    "site_mail": "organisation#changer-les-reglages-du-site",
    "site_menus": "organisation#changer-les-reglages-du-site",
    "site_home": "organisation#changer-les-reglages-du-site",
    "site_hosting": "organisation#changer-les-reglages-du-site",
    # people
    "wagtailusers_users": "organisation#inviter-une-personne",
    "invite": "organisation#inviter-une-personne",
    "give_back_factor": "organisation#une-personne-a-perdu-son-second-facteur",
    "leave_team": "organisation#quitter-lequipe",
    "security_log": "organisation#le-journal-de-securite",
    "wagtailsnippets_community_authority": "fiches#collectivites",
    "messages:arrival": "organisation#les-mails-arrivent-ils",
    "messages": "organisation#les-messages-qui-partent",
}
#: Pages, when they are made or edited.
PAGES = {
    "workshops.workshoppage": "ateliers#la-date",
    "casestudies.assemblypage": "fiches#une-assemblee",
    "casestudies.testimonypage": "propositions#de-la-proposition-a-la-page",
    "casestudies.reportpage": "ateliers#apres-la-date",
    "glossary.definitionpage": "fiches#definition",
    "glossary.glossarypage": "fiches#glossaire",
}
#: Of every other page.
ANY_PAGE = "premiere-semaine#ecrire-une-page"


def target_of(match: ResolverMatch) -> str:
    """«chapter#paragraph» for the screen at this address; empty when none is meant for it."""
    if match.namespaces == ["wagtailadmin_pages"]:
        return PAGES.get(_kind(match.kwargs), ANY_PAGE)
    first = match.namespaces[0] if match.namespaces else ""
    return SCREENS.get(match.view_name) or SCREENS.get(first, "")


def _kind(kwargs: dict[str, str]) -> str:
    """`app.model` of the page which the address names by its type or by its number; one query for a number."""
    if "content_type_app_name" in kwargs:
        return f"{kwargs['content_type_app_name']}.{kwargs['content_type_model_name']}"
    found = Page.objects.filter(pk=kwargs.get("page_id")).values_list("content_type", flat=True).first()
    return ".".join(ContentType.objects.get_for_id(found).natural_key()) if found else ""

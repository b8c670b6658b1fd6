"""What people of this field type, and a title that must stand on the first page of results of the starter content."""

INDEMNITY, JURY, QUOTIENT = "Indemnisation", "Indemniser comme un jury d’assises", "L’indemnité, le quotient familial"
LOT, LAW, ELECTED = "Tirage au sort", "Cadre juridique", "Élues, élus, agentes et agents"
POITIERS, PARIS, ROUEN = "populaire de Poitiers", "citoyenne de Paris", "citoyenne de Rouen"
GARONNE, FUTURE, MARSEILLE = "de la Haute-Garonne", "Assemblée citoyenne du futur", "Modalités et enjeux du tirage"
ACP, VOW, SUIT, FOLLOW = "Assemblée citoyenne permanente", "Vœu", "Droit de suite", "Commission de suivi"
REPORTS, PRIVACY, LEGAL = "Comptes-rendus", "Confidentialité", "Mentions légales"
ACCOUNT, EXPERTS, DEFINITION = (
    "Reddition des comptes",
    "Expertise et parties prenantes",
    "Une définition en cinq critères",
)
PREFECT, BAILIFF, SELF = "Déféré préfectoral", "Commissaire de justice", "Autosaisine"
EUPEN, CONVENTION, CHILDCARE = "Un conseil permanent", "Convention citoyenne", "Pas d’indemnité, mais la garde"
NANCY, DEPUTIES, DELIBERATION = "Permanente, le temps d’un mandat", "Parlementaires et personnes", "Délibération"

MUST: dict[str, list[tuple[str, str]]] = {
    "accents": [
        ("indemnite", INDEMNITY), ("INDEMNITÉ", INDEMNITY), ("deliberation", DELIBERATION),
        ("delibération", DELIBERATION),
        ("prefet", PREFECT), ("defere", PREFECT), ("defraiement", "Défraiement"), ("parite", "Parité"),
        ("generation", "Génération"), ("suppleante", "Suppléance"), ("elus", ELECTED), ("ELUES", ELECTED),
        ("college", "Collège"), ("temoignage", "Témoignages"), ("accessibilite", "Accessibilité"),
        ("etudes de cas", "Études de cas"), ("mentions legales", LEGAL), ("confidentialite", PRIVACY),
        ("assemblee citoyenne", ACP), ("Haute Garonne", GARONNE), ("definition", DEFINITION), ("criteres", DEFINITION),
    ],
    "inflection": [
        ("indemnités", INDEMNITY), ("indemnisées", INDEMNITY), ("indemniser", JURY), ("indemnisé", INDEMNITY),
        ("tirages au sort", LOT), ("tirées au sort", LOT), ("tirer au sort", LOT), ("tiré", LOT), ("mandats", "Mandat"),
        ("délibérations", DELIBERATION), ("délibérer", DELIBERATION), ("délibérative", "Commissions délibératives"),
        ("renouveler", "Renouvellement"), ("renouvelée", "Renouvellement"), ("volontaires", "Volontariat"),
        ("promotions", "Génération"), ("générations", "Génération"), ("jurys", "Jury d’assises"), ("jurés", JURY),
        ("collèges", "Collège"), ("commissions de suivi", FOLLOW), ("droits de suite", SUIT), ("saisines", "Saisine"),
        ("auditionner", "Audition"), ("auditions", "Audition"), ("budgets participatifs", "Budget participatif"),
        ("mandats municipaux", "Mandat municipal"), ("parlementaire", DEPUTIES),
        ("cantons", "Quatre places par canton"),
        ("assemblées permanentes", ACP), ("conventions citoyennes", CONVENTION), ("juridiques", LAW), ("lois", LAW),
        ("huissières", BAILIFF), ("agentes", ELECTED), ("expertes", EXPERTS), ("paritaire", "Parité"),
        ("jeune", FUTURE),
        ("mobiliser", LOT), ("quotients familiaux", "Quotient familial"), ("préfète", PREFECT),
    ],
    "inclusive": [
        ("citoyen·nes", "Assemblée citoyenne"), ("citoyen.ne.s", "Assemblée citoyenne"),
        ("citoyennes", "Assemblée citoyenne"), ("citoyens", "Assemblée citoyenne"), ("élu·es", ELECTED),
        ("élu.e.s", ELECTED), ("élu-e-s", ELECTED), ("élues et élus", ELECTED), ("agent·es", ELECTED),
        ("agent.e.s", ELECTED),
        ("expert·es", EXPERTS), ("experts et expertes", EXPERTS), ("suppléant·es", "Suppléance"),
        ("suppléant(e)s", "Suppléance"),
        ("juré·es", "Jury d’assises"), ("indemnisé·es", INDEMNITY), ("tiré·es au sort", LOT), ("tiré.e.s au sort", LOT),
        ("auditionné·es", "Audition"), ("défrayé·es", "Défraiement"), ("volontaire·s", "Volontariat"),
        ("habitant·es", "Budget participatif"), ("membre.s du jury", "Jury d’assises"), ("parlementaire(s)", DEPUTIES),
    ],
    "equivalents": [
        ("sortition", LOT), ("défraiement", INDEMNITY), ("payer les membres", INDEMNITY), ("rémunération", INDEMNITY),
        ("salaire", INDEMNITY), ("gratification", INDEMNITY), ("rétribution", INDEMNITY),
        ("jeton de présence", INDEMNITY),
        ("dédommagement", INDEMNITY), ("compensation", INDEMNITY), ("hasard", LOT), ("loterie", LOT), ("tirage", LOT),
        ("loterie civique", LOT), ("baby-sitting", CHILDCARE), ("garde d’enfants", CHILDCARE), ("huissier", BAILIFF),
        ("huissier de justice", BAILIFF), ("redevabilité", ACCOUNT), ("comité de suivi", FOLLOW),
        ("promotion", "Génération"),
        ("cohorte", "Génération"), ("remplaçants", "Suppléance"), ("liste complémentaire", "Suppléance"),
        ("rotation", "Renouvellement"),
        ("candidatures", "Volontariat"), ("contrôle de légalité", PREFECT), ("recours du préfet", PREFECT),
        ("fonctionnaires", ELECTED),
        ("services de la ville", ELECTED), ("députés", DEPUTIES), ("spécialistes", EXPERTS),
        ("écologie", "pour le climat"),
        ("étrangers", "Convention citoyenne locale"), ("mineurs", FUTURE), ("retour d’expérience", "Témoignages"),
        ("restitution", REPORTS), ("procès-verbal", BAILIFF), ("vie privée", PRIVACY), ("handicap", "Accessibilité"),
        ("base juridique", LAW), ("institutionnalisation", LAW), ("égalité femmes-hommes", "Parité"),
        ("pétition", "Saisine"),
        ("débat", DELIBERATION), ("s’autosaisir", SELF), ("initiative de l’assemblée", SELF), ("Belgique", EUPEN),
        ("Canada", "Toronto"), ("Italie", "Assemblea permanente"), ("Royaume-Uni", "Newham"),
        ("condition de ressources", QUOTIENT),
        ("remboursement de frais", "Défraiement"), ("assiduité", LOT), ("traceur", PRIVACY), ("visio", "Ateliers"),
    ],
    "acronyms": [
        ("ACP", ACP), ("RGPD", PRIVACY), ("CNIL", PRIVACY), ("CR", REPORTS), ("PV", BAILIFF), ("REX", "Témoignages"),
        ("RGAA", "Accessibilité"), ("ICPC", LEGAL), ("GDPR", PRIVACY), ("CCC", CONVENTION),
    ],
    "typos": [
        ("tirrage", LOT), ("delibratoin", DELIBERATION), ("indemisation", INDEMNITY), ("indemnitée", INDEMNITY),
        ("mobilisatoin", LOT), ("redition des comptes", ACCOUNT), ("Vileurbanne", "Villeurbanne"), ("Marseile", FUTURE),
        ("commision de suivi", FOLLOW), ("citoyenes", "Assemblée citoyenne"), ("assemblee citoyene", ACP),
        ("autosaissine", SELF),
        ("conventoin citoyenne", CONVENTION), ("renouvelement", "Renouvellement"), ("volontarait", "Volontariat"),
        ("quotien familial", "Quotient familial"), ("tirage au sor", LOT), ("supléance", "Suppléance"),
        ("jurridique", LAW), ("confidentialté", PRIVACY),
    ],
    "questions": [
        ("faut-il un cadre juridique ?", LAW), ("comment payer les participants ?", JURY),
        ("comment tirer au sort ?", LOT),
        ("combien gagne un membre ?", INDEMNITY), ("que deviennent les propositions ?", ACCOUNT),
        ("combien touchent les membres", INDEMNITY),
        ("comment rendre des comptes ?", "Comment rendre des comptes ?"),
        ("qu’est-ce qu’une assemblée citoyenne ?", ACP),
        ("c’est quoi une assemblée citoyenne permanente ?", ACP), ("quelle place pour les expert·es ?", EXPERTS),
        ("qui contrôle le tirage au sort ?", BAILIFF), ("à quoi sert un droit de suite ?", SUIT),
        ("comment s’assurer de la mobilisation des membres", LOT), ("pourquoi indemniser les citoyens", INDEMNITY),
        ("peut-on s’autosaisir ?", SELF), ("est-ce que les élus siègent ?", DEPUTIES),
        ("combien de personnes acceptent", "sur dix dit oui"),
        ("comment associer les services ?", ELECTED), ("quels sont les cinq critères ?", DEFINITION),
        ("qui fait la garde des enfants ?", CHILDCARE), ("comment choisir les membres ?", LOT),
    ],
    "elision and hyphens": [
        ("l'indemnisation", INDEMNITY), ("l’indemnité", QUOTIENT),
        ("d'indemnisation", "Enjeux et modalités d’indemnisation"),
        ("l'autosaisine", SELF), ("auto-saisine", SELF), ("autosaisine", SELF), ("comptes rendus", REPORTS),
        ("compte-rendu", REPORTS),
        ("contre exemple", "Contre-exemple"), ("contre-exemples", "Contre-exemple"), ("jury d'assises", JURY),
        ("porte-à-porte", POITIERS),
        ("porte à porte", POITIERS), ("Haute-Garonne", GARONNE), ("quatre-places", "Quatre places"),
        ("demi-journée", JURY),
        ("qu'un vœu", VOW), ("l'élu", ELECTED),
    ],
    "ligatures": [("voeu", VOW), ("vœu", VOW), ("voeux", VOW), ("VŒUX", VOW)],
    "numbers and places": [
        ("41,22", POITIERS), ("41.22 €", POITIERS), ("44 euros", JURY), ("1 000 personnes", DEPUTIES),
        ("1000 personnes", DEPUTIES),
        ("10 000 courriers", "Assemblea permanente"), ("16 ans", FUTURE), ("indemnité Rouen", ROUEN),
        ("indemnité Poitiers", POITIERS),
        ("membres Paris", PARIS), ("mandat Nancy", NANCY), ("Toronto", "Toronto"),
        ("bruxelles", "Commissions délibératives"),
        ("Milan", "Assemblea permanente"), ("Ostbelgien", EUPEN), ("poit", POITIERS), ("villeurb", "Villeurbanne"),
        ("2022", ROUEN), ("n° 2303524", POITIERS),
        ("mars 2026", EUPEN), ("Est Ensemble", "Convention citoyenne locale"),
    ],
}  # fmt: skip

#: Typed, and titles that must not be found: «» for nothing at all.
MUST_NOT: list[tuple[str, str]] = [
    ("ne", ""), ("ses", ""), ("es", ""), ("e", ""), ("trice", ""), ("d' l' qu'", ""), ("le la les", ""),
        ("peut-être", ""),
    ("?!…", ""), ("\"'()&|!:*<->", ""), ("AND OR NOT", ""), ("quorum", ""), ("xylophone", ""), ("gare", ""),
        ("nes", ""),
    ("conseiller", "Un conseil permanent"), ("sortie", LOT), ("vent", CONVENTION), ("rage", LOT), ("cours", ACCOUNT),
    ("jardinage", ""), ("football", ""), ("recette", ""), ("chat", ""),
]  # fmt: skip

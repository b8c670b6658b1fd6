"""Words that Snowball parts from their family, or puts in another one: the token of each, chosen for this field.

Keys are tokens; words have no accent. «propos+» stands for all that a regular verb may become.
"""

_VERB = ("e", "es", "ons", "ez", "ent", "er", "ee", "ees", "ant", "a", "ait", "aient", "era", "eront")
_FAMILIES = {
    # Together: a verb and its noun, an adjective and its noun, what changes too much.
    "elu": "elu elue elus elues elire elit elisent elisant",
    "conseiller": "conseiller conseillere conseillers conseilleres",
    "participant": "participant participante participants participantes",
    "garant": "garant garante garants garantes",
    "public": "public publics publique publiques",
    "tirage": "tir+ tirage tirages",
    "travail": "travail travaux",
    "voeu": "voeu voeux",
    "enjeu": "enjeu enjeux",
    "lieu": "lieu lieux",
    "jeu": "jeu jeux",
    "nouveau": "nouveau nouvel nouvelle nouveaux nouvelles",
    "sortie": "sortie sorties sortir",
    "jury": "jure juree jures jurees jury jurys",
    "proposition": "propos+ proposition propositions",
    "decision": "decid+ decision decisions decisionnel decisionnelle decisionnels decisionnelles",
    "creation": "cre+ creation creations",
    "choix": "choix choisi choisie choisis choisies choisir choisit choisissent choisissant",
    "reunion": "reuni reunie reunis reunies reunir reunit reunissent reunissant reunion reunions",
    "reponse": "repondre repond repondent repondant repondu reponse reponses",
    "suivi": "suivi suivie suivis suivies suivre suivent",
    "demission": "demissionn+ demission demissions demissionnaire demissionnaires",
    "convocation": "convoqu+ convocation convocations",
    "benevole": "benevole benevoles benevolat",
    "parite": "parite paritaire paritaires",
    "absence": "absence absences absent absente absents absentes",
    "europe": "europe europeen europeenne europeens europeennes",
    "prefet": "prefet prefets prefete prefetes prefectoral prefectorale prefectoraux prefectorales",
    "commune": "commune communes communal communale communaux communales",
    "intercommunal": "intercommunal intercommunale intercommunaux intercommunales intercommunalite intercommunalites",
    "departement": "departement departements departemental departementale departementaux departementales",
    "region": "region regions regional regionale regionaux regionales",
    "metropole": "metropole metropoles metropolitain metropolitaine metropolitains metropolitaines",
    "saint": "st saint saints",
    "sainte": "ste sainte saintes",
    "inscription": "inscrire inscrit inscrite inscrits inscrites inscrivent inscription inscriptions",
    "animateur": "anim+ animateur animateurs animatrice animatrices",
    # Apart: what only looks alike.
    "animation": "animation animations",
    "mairie": "mairie mairies",
    "motivation": "motivation motivations",
    "quotient": "quotient quotients",
    "content": "content contente contents contentes",
    "partie": "partie parties",
    "parti": "parti partis",
    "duree": "duree durees",
    "communication": "communiqu+ communication communications",
    "communique": "communique communiques",
    "etatique": "etatique etatiques",
    "environnement": "environnement environnements environnemental environnementale environnementaux environnementales",
    "paneliste": "paneliste panelistes",
    "garde": "garde gardes",
    "course": "course courses",
    "compter": "compter comptent comptait comptant comptez comptons",
    "fin": "fin fins",
    "finir": "finir finit finissent fini finie finis finies",
    "paire": "paire paires",
    "pointe": "pointe pointes pointer",
    "ressortir": "ressortir ressortent ressorti",
    "marche": "marche marches",
    "marcher": "marcher marchent marchant",
    "portee": "portee portees",
    "data": "data",
    "basse": "bas basse basses",
    "formats": "format formats",
    "assises": "assises",
    "assis": "assis assise",
    "direct": "direct directe directs directes directement",
    "directive": "directive directives",
    "direction": "direction directions",
    "moyenne": "moyenne moyennes",
    "propos": "propos",
    "usager": "usager usagere usagers usageres",
    "presentation": "presenter presentent presentation presentations presentant",
}


def _words(line: str) -> list[str]:
    found: list[str] = []
    for word in line.split():
        found += [word[:-1] + ending for ending in _VERB] if word.endswith("+") else [word]
    return found


#: Word without accents → its token. What stands later prevails: «communiqué» is a text, more than a participle.
FAMILY = {word: token for token, line in _FAMILIES.items() for word in _words(line)}

#: Words whose last letter is no plural, and that another word would look like.
INVARIABLE = frozenset({
    "cours", "temps", "corps", "pays", "sens", "fonds", "fois", "mois", "bois", "voix", "prix", "paix", "poids",
    "procès", "dix", "six",
})  # fmt: skip

_NUMBERS = "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
#: Numbers in letters, as in figures; ordinals as «2e».
FIGURES = {
    **{word: str(number) for number, word in enumerate(_NUMBERS.split(), 2)},
    "vingt": "20", "trente": "30", "quarante": "40", "cinquante": "50", "soixante": "60", "cent": "100",
    "mille": "1000", "premier": "1e", "première": "1e", "second": "2e", "seconde": "2e", "deuxième": "2e",
    "troisième": "3e", "quatrième": "4e", "cinquième": "5e", "sixième": "6e",
}  # fmt: skip

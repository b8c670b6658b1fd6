"""Does the name of an addressee look like that of a person? The register names institutions and functions only."""

import re
from itertools import pairwise

from hub.french.stems import plain, unaccented

_CIVILITIES = "m|mme|mmes|mlle|mr|mrs|ms|dr|me|monsieur|madame|mademoiselle"
#: What stands before the name of a person.
_CIVILITY = re.compile(rf"(?<!\w)(?i:{_CIVILITIES})\.?\s+[A-ZÀ-ÖØ-Þ]")
#: A word with a capital; a name made of several words joined by hyphens is one.
_CAPITALS = re.compile(r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w’'-]+")
_TEXT = """
academie agence assemblee autorite bassin borough bureau cabinet canton centre chambre city college comite commission
communaute commune comune conference conseil consiglio council cour delegation departement direction district
etablissement etat europe executif fonds gouvernement grand grande groupe institut institution instance ministere mairie
metropole office parlement pays pole prefecture prefet regie region republique sante secretariat section senat service
societe syndicat tribunal universite ville villes
adjoint adjointe directeur directrice echevin echevine elu elue maire maires ministre president presidente
le la les l un une au aux a de des du d et en pour sur
"""
#: Words of institutions, of functions and of places, which capitals do not make the name of a person.
_COMMON = frozenset(_TEXT.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unaccented(plain(text)))


def looks_like_a_person(text: str, *, known: str = "") -> bool:
    """«la maire, Anne Martin», «M. Martin»; not «Ville de Paris», nor the words of `known`, the authority's own name.

    A question to whoever types, never a verdict: two names of places in a row look the same.
    """
    if _CIVILITY.search(text):
        return True
    expected = _COMMON | set(_words(known))
    names = [match for match in _CAPITALS.finditer(text) if not expected.issuperset(_words(match[0]))]
    return any(text[one.end() : two.start()] == " " for one, two in pairwise(names))

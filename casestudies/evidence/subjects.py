"""Which question a fact answers: the theme it is marked with, else that of its subject. It makes no query."""

from collections.abc import Iterable, Sequence

from casestudies.evidence.enums import FactKey
from casestudies.evidence.facts import Fact
from glossary.models import Theme
from hub.core.former.keys import open_key

#: First slug of a theme → the subjects that answer it. The group's own questions.
SUBJECTS: dict[str, tuple[FactKey, ...]] = {
    "indemnisation": (FactKey.COMPENSATION,),
    "reddition-des-comptes": (FactKey.FOLLOW_UP, FactKey.RIGHT_OF_FOLLOW_UP),
    "tirage-au-sort": (
        FactKey.SELECTION,
        FactKey.SIZE,
        FactKey.MANDATE,
        FactKey.RHYTHM,
        FactKey.SAFEGUARDS,
        FactKey.SOCIOLOGY,
    ),
    "elus-et-agents": (FactKey.COMPOSITION, FactKey.MEANS),
    "cadre-juridique": (FactKey.CREATION, FactKey.LITIGATION, FactKey.TRIGGER, FactKey.ENDING),
}


def subjects_of(theme: Theme) -> tuple[FactKey, ...]:
    """The subjects whose facts answer `theme`, unless they are marked with another one."""
    return SUBJECTS.get(open_key(theme), ())


def answering(facts: Iterable[Fact], themes: Sequence[Theme]) -> list[Fact]:
    """Those of `facts` that answer one of `themes`, in their order."""
    marks = {theme.pk for theme in themes}
    subjects = {subject for theme in themes for subject in subjects_of(theme)}
    return [fact for fact in facts if (fact.theme_id in marks if fact.theme_id else fact.key in subjects)]

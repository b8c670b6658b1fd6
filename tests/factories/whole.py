"""One thing of each kind, tied together, as an organiser meets them."""

import itertools

from casestudies.models import CaseStudyPage, Source
from glossary.models import Term, Theme
from tests.factories.casestudies import assembly, case_study, fact, report, source, step, witness
from tests.factories.workshops import authority, partner, theme, workshop
from workshops.models import Cycle, OutsideEvent

_numbers = itertools.count(1)


def everything() -> tuple[Theme, Source, CaseStudyPage]:
    """May be called several times: each call adds one more of each kind."""
    name = f"Chose {next(_numbers)}"
    slug = name.lower().replace(" ", "-")
    subject, place, evidence = theme(name), authority(), source()
    sheet = assembly(authority=place, themes=[subject], is_starter=True)
    fact(sheet, source=evidence)
    study = case_study(assemblies=[sheet], themes=[subject], outcome=[step("Un effet", sources=(evidence,))])
    partner(workshop(themes=[subject]), place)
    report(themes=[subject], authorities=[place])
    witness(authority=place, themes=[subject])
    Term.objects.create(name=name, slug=slug).themes.add(subject)
    Cycle.objects.create(label=name, slug=slug)
    OutsideEvent.objects.create(name=name, slug=slug)
    return subject, evidence, study

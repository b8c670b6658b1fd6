"""A large case base for measures: as many case studies as asked, a tenth as many assemblies. Never for a real site."""

import random
from datetime import UTC, datetime, timedelta

from django.db import transaction

from casestudies.models import (
    AssemblyIndexPage,
    AssemblyPage,
    CaseStudyIndexPage,
    CaseStudyPage,
    CriterionAnswer,
    Source,
)
from glossary.models import Criterion, Theme
from hub.community.models import Authority
from hub.home.site_tree.indexes import indexed_once
from hub.home.starter import load_starter

STATES = ("yes", "partly", "no", "debated", "undocumented")
KINDS = ("commune", "intercommunality", "department", "region", "other")
TOPICS = ("tirage au sort", "indemnité", "mandat", "budget", "climat", "jeunesse", "eau", "école", "logement", "forêt")
FIRST_DAY = datetime(2024, 1, 1, 9, tzinfo=UTC)


def fill(studies: int, words: int = 0) -> None:
    """Add `studies` case studies of so many `words` and what they refer to; always the same for the same numbers."""
    chance = random.Random(studies)  # noqa: S311 -- test data
    load_starter(year=2027)
    with transaction.atomic(), indexed_once():
        assemblies = _assemblies(max(studies // 10, 1), chance)
        _studies(studies, assemblies, chance, words)


def _assemblies(count: int, chance: random.Random) -> list[AssemblyPage]:
    parent, themes = AssemblyIndexPage.objects.get(), list(Theme.objects.all())
    evidence, criteria = Source.objects.first(), list(Criterion.objects.filter(version__is_current=True))
    pages = []
    for number in range(count):
        place = Authority.objects.create(
            name=f"Ville de Mesure {number}",
            short_name=f"Mesure {number}",
            slug=f"mesure-{number}",
            kind=chance.choice(KINDS),
            country="FR" if number % 5 else "BE",
            department_code=f"{chance.randint(1, 19):02}" if number % 5 else "",
        )
        page = AssemblyPage(title=f"Assemblée {number}", slug=f"mesure-{number}", authority=place, status="active")
        page.themes = chance.sample(themes, 2)
        page.answers = [
            CriterionAnswer(criterion=each, state=chance.choice(STATES), reason="Mesure.", source=evidence)
            for each in criteria
        ]
        pages.append(parent.add_child(instance=page))
    return pages


def _long_text(chance: random.Random, words: int) -> str:
    """Words of which some are everywhere and many in a few texts, as in any language."""
    return " ".join(_word(int(20_000 * chance.random() ** 4)) for _ in range(words))


def _word(number: int) -> str:
    known = TOPICS[number % len(TOPICS)] if number < 20 else ""
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
    return known or "".join(syllables[number // 14**power % 14] for power in range(4))


def _studies(count: int, assemblies: list[AssemblyPage], chance: random.Random, words: int) -> None:
    parent, themes = CaseStudyIndexPage.objects.get(), list(Theme.objects.all())
    for number in range(count):
        topic = chance.choice(TOPICS)
        page = CaseStudyPage(
            title=f"{topic.capitalize()} à Mesure {number}",
            slug=f"mesure-{number}",
            introduction=f"Ce que l’on sait de {topic}, en deux phrases. Fiche de mesure.",
            practice_summary=f"On fait ainsi pour {topic}.",
            figure=str(number),
        )
        if words:
            text = f"<p>{_long_text(chance, words)}</p>"
            page.practice = [("step", {"heading": "Ce qui se fait", "documented": True, "text": text, "sources": []})]
        page.themes = chance.sample(themes, chance.randint(1, 2))
        page.assemblies = [chance.choice(assemblies)]
        page.tags.add(*chance.sample(TOPICS, 3))
        page.first_published_at = page.last_published_at = FIRST_DAY + timedelta(hours=number)
        parent.add_child(instance=page)

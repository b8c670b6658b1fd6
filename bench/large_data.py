"""A site a hundred times as large for measures, in the proportions of today's. Never for a real site.

For 10 000 case studies: 1 600 assemblies with 10 000 facts, 400 workshops, 5 000 members, 20 000 registrations.
"""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from taggit.models import Tag

from bench.bulk import add_pages, link
from casestudies.models import (
    AssemblyIndexPage,
    AssemblyPage,
    CaseStudyIndexPage,
    CaseStudyPage,
    CriterionAnswer,
    Fact,
    Source,
)
from casestudies.tags.models import CaseStudyTag
from glossary.models import Criterion, Theme
from hub.community.models import Authority, Member
from hub.core.dates.when import When
from hub.home.starter import load_starter
from hub.search.actions.indexing import read_everything
from workshops.models import Registration, RegistrationDesk, WorkshopIndexPage, WorkshopPage

STATES = ("yes", "partly", "no", "debated", "undocumented")
KINDS = ("commune", "intercommunality", "department", "region", "other")
TOPICS = ("tirage au sort", "indemnité", "mandat", "budget", "climat", "jeunesse", "eau", "école", "logement", "forêt")
FIRST_DAY = datetime(2024, 1, 1, 9, tzinfo=UTC)
#: What there is for a hundred case studies.
ASSEMBLIES, FACTS, WORKSHOPS, MEMBERS, REGISTRATIONS = 16, 100, 4, 50, 200
BATCH = 500


def fill(studies: int, words: int = 0) -> None:
    """Add `studies` case studies of so many `words`, and the rest; always the same for the same numbers."""
    chance = random.Random(studies)  # noqa: S311 -- test data
    load_starter(year=2027)
    with transaction.atomic():
        assemblies = _assemblies(_part(ASSEMBLIES, studies), chance)
        _facts(_part(FACTS, studies), assemblies)
        meetings = _workshops(_part(WORKSHOPS, studies), chance)
        _registrations(_part(REGISTRATIONS, studies), meetings, _members(_part(MEMBERS, studies)))
        _studies(studies, assemblies, chance, words)
    read_everything()


def _part(share: int, studies: int) -> int:
    return max(share * studies // 100, 1)


def _assemblies(count: int, chance: random.Random) -> list[AssemblyPage]:
    themes, evidence = list(Theme.objects.all()), Source.objects.first()
    criteria = list(Criterion.objects.filter(version__is_current=True))
    places = Authority.objects.bulk_create([_place(number, chance) for number in range(count)], BATCH)
    pages = add_pages(
        AssemblyIndexPage.objects.get(),
        [
            AssemblyPage(title=f"Assemblée {number}", slug=f"mesure-{number}", authority=place, status="active")
            for number, place in enumerate(places)
        ],
    )
    link(AssemblyPage.themes, ((page.pk, theme.pk) for page in pages for theme in chance.sample(themes, 2)))
    said = {"reason": "Mesure.", "source": evidence}
    CriterionAnswer.objects.bulk_create(
        [
            CriterionAnswer(page=page, criterion=each, state=chance.choice(STATES), sort_order=order, **said)
            for page in pages
            for order, each in enumerate(criteria)
        ],
        BATCH,
    )
    return pages


def _place(number: int, chance: random.Random) -> Authority:
    return Authority(
        name=f"Ville de Mesure {number}",
        short_name=f"Mesure {number}",
        slug=f"mesure-{number}",
        kind=chance.choice(KINDS),
        country="FR" if number % 5 else "BE",
        department_code=f"{chance.randint(1, 19):02}" if number % 5 else "",
    )


def _facts(count: int, assemblies: list[AssemblyPage]) -> None:
    """Of each subject in turn, with what its boxes hold."""
    source = Source.objects.first()
    subjects: tuple[dict[str, Any], ...] = (
        {"key": "compensation", "amount": 44, "unit": "half_day", "compensation_type": "allowance"},
        {"key": "size", "seated": 100, "drawn": 90},
        {"key": "selection", "invited": 10_000, "volunteers": 400, "pool": "listes électorales"},
        {"key": "mandate", "amount": 24, "unit": "months"},
        {"key": "follow_up", "answered_by": "le conseil", "answer_within": "six mois"},
        {"key": "creation"},
    )
    size = len(assemblies)
    facts = [
        Fact(
            page=assemblies[number % size], source=source, value=f"Fait de mesure {number}.", sort_order=number, **said
        )
        for number in range(count)
        for said in [subjects[number // size % len(subjects)]]
    ]
    Fact.objects.bulk_create(facts, BATCH)


def _workshops(count: int, chance: random.Random) -> list[WorkshopPage]:
    """Every third day around the beginning of 2027: some were, most are to come."""
    first, themes = date(2026, 6, 1), list(Theme.objects.all())
    pages = [
        WorkshopPage(
            title=f"Atelier {number}",
            slug=f"mesure-{number}",
            when=When.parse(f"{first + timedelta(days=3 * number)}"),
            certainty="confirmed",
        )
        for number in range(count)
    ]
    for page in pages:
        page.derive_dates()
    add_pages(WorkshopIndexPage.objects.get(), pages)
    link(WorkshopPage.themes, ((page.pk, chance.choice(themes).pk) for page in pages))
    return pages


def _members(count: int) -> list[Member]:
    addresses = [f"mesure-{number}@mesure.example" for number in range(count)]
    return Member.objects.bulk_create(
        [Member(email=address, email_key=address, password="!") for address in addresses],  # noqa: S106 -- none
        BATCH,
    )


def _registrations(count: int, meetings: list[WorkshopPage], members: list[Member]) -> None:
    """All confirmed: as many at each workshop."""
    share = -(-count // len(meetings))
    desks = RegistrationDesk.objects.bulk_create(
        [RegistrationDesk(workshop=page, capacity=5_000, taken=share, registered=share) for page in meetings]
    )
    rows = [
        Registration(
            desk=desks[number // share],
            state="confirmed",
            member=member,
            email=member.email,
            email_key=f"{number}-{member.email_key}",
            name=f"Personne {number}",
            question_practice="Comment faire ?" if number % 10 == 0 else "",
        )
        for number in range(count)
        for member in [members[number % len(members)]]
    ]
    Registration.objects.bulk_create(rows, BATCH)


def _long_text(chance: random.Random, words: int) -> str:
    """Words of which some are everywhere and many in a few texts, as in any language."""
    return " ".join(_word(int(20_000 * chance.random() ** 4)) for _ in range(words))


def _word(number: int) -> str:
    known = TOPICS[number % len(TOPICS)] if number < 20 else ""
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
    return known or "".join(syllables[number // 14**power % 14] for power in range(4))


def _studies(count: int, assemblies: list[AssemblyPage], chance: random.Random, words: int) -> None:
    themes, tags = list(Theme.objects.all()), [Tag.objects.get_or_create(name=topic)[0] for topic in TOPICS]
    pages = [_study(number, chance, words) for number in range(count)]
    add_pages(CaseStudyIndexPage.objects.get(), pages)
    some = [(page.pk, chance.sample(themes, chance.randint(1, 2)), chance.sample(tags, 3)) for page in pages]
    link(CaseStudyPage.themes, ((key, theme.pk) for key, chosen, _ in some for theme in chosen))
    link(CaseStudyPage.assemblies, ((key, chance.choice(assemblies).pk) for key, _, _ in some))
    CaseStudyTag.objects.bulk_create(
        [CaseStudyTag(content_object_id=key, tag=tag) for key, _, chosen in some for tag in chosen], BATCH
    )


def _study(number: int, chance: random.Random, words: int) -> CaseStudyPage:
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
    page.first_published_at = page.last_published_at = FIRST_DAY + timedelta(hours=number)
    return page

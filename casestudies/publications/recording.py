"""Recordings: shown only while everybody who holds the workshop agrees to it."""

from typing import Any

from workshops.contributing.enums import Recording, Standing


def blocking(workshop: Any) -> list[Any]:
    """Hosts and speakers of a workshop, but those who declined, who refused a recording or said nothing of it."""
    if workshop is None:
        return []
    expected = [person for person in workshop.contributors.all() if person.standing != Standing.DECLINED]
    return [person for person in expected if person.recording != Recording.AGREED]


def why_blocked(workshop: Any) -> str:
    """The sentence for organisers, with who and where; empty when nobody blocks."""
    people = blocking(workshop)
    if not people:
        return ""
    said = {Recording.REFUSED: "a refusé", Recording.SILENT: "n’a pas encore répondu"}
    names = ", ".join(f"{person.name} {said[person.recording]}" for person in people)
    return (
        f"L’adresse d’un enregistrement ne se publie qu’avec l’accord de chaque personne qui a porté l’atelier : "
        f"{names}. Demandez-leur, par l’écran « Hôtes et interventions » de l’atelier, ou retirez l’adresse de la "
        "rubrique « Fichiers et enregistrements ». Un diaporama se dépose comme fichier."
    )

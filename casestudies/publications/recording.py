"""Recordings: shown only while everybody who holds the workshop agrees to it."""

from typing import Any

from workshops.contributing.enums import Recording
from workshops.contributing.recording import who_blocks_recording


def why_blocked(workshop: Any) -> str:
    """The sentence for organisers, with who and where; empty when nobody blocks."""
    people = list(who_blocks_recording(workshop)) if workshop is not None else []
    if not people:
        return ""
    said: dict[str, str] = {Recording.REFUSED: "a refusé", Recording.SILENT: "n’a pas encore répondu"}
    names = ", ".join(f"{person.shown_name} {said[person.recording]}" for person in people)
    return (
        f"L’adresse d’un enregistrement ne se publie qu’avec l’accord de chaque personne qui a porté l’atelier : "
        f"{names}. Demandez-leur, par l’écran « Hôtes et interventions » de l’atelier, ou retirez l’adresse de la "
        "rubrique « Fichiers et enregistrements ». Un diaporama se dépose comme fichier."
    )

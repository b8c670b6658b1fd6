"""What people agree to, or refuse, about a recording. A text that changes gets another version: the old one stays."""

VERSION = "2026-11"
TEXTS = {
    "2026-11": (
        "L’atelier peut être enregistré : ma voix, mon image et ce que je montre. "
        "Le lien de l’enregistrement peut paraître dans le compte-rendu, sur le site. "
        "Je peux changer d’avis à tout moment, avant comme après l’atelier, avec ce même lien."
    ),
}

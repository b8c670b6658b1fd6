"""Numbers and plurals in words."""

#: Numbers written in words in running text; larger ones stay in figures.
WORDS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
)  # fmt: skip


def pluriel(number: float, forms: str = ",s") -> str:
    """`{{ n|pluriel:"étude,études" }}`: in French, 0 and 1.5 are singular; `pluralize` gets both wrong."""
    singular, plural = forms.split(",")
    return plural if abs(number) >= 2 else singular


def lettres(number: int, gender: str = "") -> str:
    """`{{ n|lettres:"f" }}`: small numbers in words («une», «douze»), the others in figures."""
    if not 0 <= number < len(WORDS):
        return str(number)
    return "une" if number == 1 and gender == "f" else WORDS[number]


def grouped(number: float) -> str:
    """«10 000»: thousands apart; typography makes the space a narrow one."""
    return f"{number:,}".replace(",", " ")

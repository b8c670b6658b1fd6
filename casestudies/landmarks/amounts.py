"""The dot plot of compensations: geometry only, in the units of its box. Nothing here reads the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casestudies.landmarks.drawing import LETTER, RIGHT, WIDTH, Dot, Picture, Text
from hub.core.marks import number
from hub.french.typography import typographic


@dataclass(frozen=True)
class Amount:
    """A published amount, and what it makes in euros for a half-day, from `low` to `high`."""

    name: str
    published: str
    low: Decimal
    high: Decimal
    is_estimate: bool
    is_doubtful: bool
    condition: str = ""

    @property
    def half_day(self) -> str:
        """«44 €», «environ 17,50 €», «20 à 30 €»."""
        return f"{'environ ' * self.is_estimate}{euros_between(self.low, self.high)}"

    @property
    def certainty(self) -> str:
        """How sure: in words in the table, a hollow circle on the picture."""
        words = ["estimation" if self.is_estimate else "montant publié", "source à confirmer" * self.is_doubtful]
        return ", ".join(filter(None, words))

    @property
    def is_hollow(self) -> bool:
        return self.is_estimate or self.is_doubtful


def euros(amount: Decimal) -> str:
    """«44 €», «41,22 €»."""
    words = f"{amount:,.2f}".replace(",", " ").replace(".", ",").removesuffix(",00")
    return typographic(f"{words} €")


def euros_between(low: Decimal, high: Decimal) -> str:
    """«20 à 30 €», or one amount when both are the same."""
    return euros(low) if low == high else f"{euros(low).removesuffix('€').rstrip()} à {euros(high)}"


PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_LANE = 40, 580, 34, 104


def draw_amounts(amounts: Sequence[Amount]) -> Picture | None:
    """One lane per amount, euros per half-day from zero. A circle is an estimate or a source to confirm."""
    if not amounts:
        return None
    step = _step(max(amount.high for amount in amounts))
    top = step * 5

    def across(euro: Decimal) -> float:
        return PLOT_LEFT + float(euro / top) * (PLOT_RIGHT - PLOT_LEFT)

    bottom = PLOT_TOP + PLOT_LANE * len(amounts)
    texts: list[Text] = []
    dots: list[Dot] = []
    lanes = spreads = ""
    for lane, amount in enumerate(amounts):
        y, low, high = PLOT_TOP + 62 + lane * PLOT_LANE, across(amount.low), across(amount.high)
        texts.append(Text(str(PLOT_LEFT), str(y - 26), f"{amount.name} : {amount.published}", "start", ""))
        texts.append(_under(amount, low, y + 36))
        kind = "hollow" if amount.is_hollow else "full"
        dots += [Dot(number(x), str(y), kind) for x in dict.fromkeys([low, high])]
        lanes += f"M{PLOT_LEFT} {y}H{PLOT_RIGHT}"
        spreads += f"M{number(low)} {y}H{number(high)}" if high > low else ""
    marks = [step * place for place in range(6)]
    return Picture(
        box=f"0 0 {WIDTH} {bottom + 10}",
        height=bottom,
        texts=tuple(text._replace(text=typographic(text.text)) for text in texts),
        dots=tuple(dots),
        lanes=lanes,
        spreads=spreads,
        grid="".join(f"M{number(across(mark))} {PLOT_TOP}V{bottom}" for mark in marks),
        ticks=tuple(Text(number(across(mark)), "22", euros(mark), "middle") for mark in marks),
    )


def _under(amount: Amount, x: float, y: int) -> Text:
    """What the dot is worth, centred under it where there is room."""
    doubt = ", à confirmer" if amount.is_doubtful else ", estimation" if amount.is_estimate else ""
    words = f"{amount.half_day}{doubt}"
    half = LETTER * len(words) / 2
    if x - half < 0:
        return Text(str(min(PLOT_LEFT, round(x))), str(y), words)
    if x + half > WIDTH:
        return Text(str(RIGHT), str(y), words, "end")
    return Text(number(x), str(y), words, "middle")


def _step(highest: Decimal) -> Decimal:
    """Euros between two lines of the scale: 10, 20, 50, 100 …, five of them at most."""
    for power in range(12):
        for base in (10, 20, 50):
            step = Decimal(base) * 10**power
            if step * 5 >= highest:
                return step
    return highest / 5

"""What the logs of production would hold: every record, whatever its level, through our filter."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from hub.core.masking import MaskPrivateLinks


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.addFilter(MaskPrivateLinks())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{self.format(record)} {vars(record)!r}")


@contextmanager
def listening() -> Iterator[Listener]:
    """All loggers at DEBUG meanwhile."""
    root, handler = logging.getLogger(), Listener()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.setLevel(level)
        root.removeHandler(handler)

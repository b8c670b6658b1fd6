"""Registrations of workshops for tests."""

import itertools
import uuid
from typing import Any

from workshops.models import Registration, RegistrationDesk, WorkshopPage
from workshops.registering.actions.asking import Typed, ask_to_register
from workshops.registering.actions.seats import confirm_registration

_numbers = itertools.count(1)


def desk_of(page: WorkshopPage, **rules: Any) -> RegistrationDesk:
    return RegistrationDesk.objects.create(workshop=page, **rules)


def asked(desk: RegistrationDesk, email: str = "", **typed: Any) -> Registration:
    """A request that nobody has confirmed."""
    email = email or f"personne-{next(_numbers)}@exemple.fr"
    ask_to_register(desk, key=uuid.uuid4(), email=email, typed=Typed(**{"name": "Personne inscrite", **typed}))
    return desk.registrations.get(email=email)


def registered(desk: RegistrationDesk, email: str = "", **typed: Any) -> Registration:
    """Somebody who confirmed: a seat, or the end of the waiting list."""
    return confirm_registration(asked(desk, email, **typed))

"""Who may do what: one table, held by the window and by the office alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is to the office. Each may do what the one before may, and more."""

    AMBASSADOR = "ambassador"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """Something that not everybody may do."""

    EDIT_VISITS = "edit_visits"
    PUBLISH = "publish"
    """Say which checklists, factors and prices hold for the office, and whom its directory names."""
    EDIT_PROFILE = "edit_profile"
    """Say for the office how the municipality shows itself: name, logo, own words, filing, retention."""
    EXPORT = "export"
    """Take data of the whole programme out."""
    RELEASE = "release"
    """Release totals of one's own municipality to a programme of several, and read those of the others."""
    ERASE = "erase"
    """Erase a person or a company for good."""
    HOLD = "hold"
    """Say that something must neither leave laptops nor be erased, and release it."""
    MANAGE_DEVICES = "manage_devices"
    """Invite and revoke laptops."""


RIGHTS: Final[Mapping[Right, frozenset[Role]]] = {
    Right.EDIT_VISITS: frozenset(Role),
    Right.PUBLISH: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Right.EDIT_PROFILE: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Right.EXPORT: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Right.RELEASE: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Right.ERASE: frozenset({Role.ADMINISTRATOR}),
    Right.HOLD: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Right.MANAGE_DEVICES: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
}


def may(role: Role, right: Right) -> bool:
    """Tell whether somebody of this role has the right."""
    return role in RIGHTS[right]

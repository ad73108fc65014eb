"""What a profile has with an office and with other municipalities, by subject."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ambassador_app.services.desk import Desk, Translators

if TYPE_CHECKING:
    from ambassador_app.services.conflicts import Conflicts
    from ambassador_app.services.extracts import Extracts
    from ambassador_app.services.filing import Filings
    from ambassador_app.services.holds import Holds
    from ambassador_app.services.keeping import Keeping
    from ambassador_app.services.syncing import Offices, Syncing


class OfficeSide:
    """The part of a session that needs an office, or colleagues elsewhere, to be of use."""

    _desk: Desk
    _translators: Translators
    _offices: Offices | None

    @cached_property
    def syncing(self) -> Syncing:
        """The office of this profile, and one sync with it."""
        from ambassador_app.services.syncing import Syncing

        return Syncing(self._desk, self._offices)

    @cached_property
    def keeping(self) -> Keeping:
        """Which visits are on this computer whole."""
        from ambassador_app.services.keeping import Keeping

        return Keeping(self._desk, self.syncing)

    @cached_property
    def filing(self) -> Filings:
        """Where reports were filed."""
        from ambassador_app.services.filing import Filings

        return Filings(self._desk)

    @cached_property
    def holds(self) -> Holds:
        """What must neither leave nor be erased."""
        from ambassador_app.services.holds import Holds

        return Holds(self._desk)

    @cached_property
    def conflicts(self) -> Conflicts:
        """What two people changed at once."""
        from ambassador_app.services.checklists import Checklists
        from ambassador_app.services.conflicts import Conflicts

        return Conflicts(self._desk, Checklists(self._desk))

    @cached_property
    def extracts(self) -> Extracts:
        """Programmes of several municipalities, and the extracts they release."""
        from ambassador_app.services.extracts import Extracts

        return Extracts(self._desk, self.syncing, self._translators)

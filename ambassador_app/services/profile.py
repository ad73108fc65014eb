"""Who works here: the ambassador and the municipality as reports name them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ambassador_app import photos
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.roles import Right
from ambassador_app.domain.visit import VisitKind
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk


class Profile:
    """The person and the municipality of this computer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def change_ambassador(self, **fields: Any) -> Changes:
        """Change name, title, e-mail or phone."""
        refuse_unfit(fields)
        with self._desk.deed(Deed.CHANGE_PROFILE) as tx:
            tx.save(replace(tx.load(Ambassador, self._desk.user), **fields))
        return tx.changes

    def change_municipality(self, **fields: Any) -> Changes:
        """Change what reports say of the municipality. Raises RightMissing."""
        refuse_unfit(fields)
        with self._desk.office_deed(Deed.CHANGE_PROFILE, right=Right.EDIT_PROFILE) as tx:
            tx.save(replace(tx.load(Municipality, self._desk.municipality_id), **fields))
        return tx.changes

    def say_of(self, kind: VisitKind, language: str, words: str) -> Changes:
        """Say something of the municipality's own on page 1 of reports of this kind, in `da` or `en`; empty words take
        it away. Raises TextTooLong, RightMissing.
        """
        refuse_unfit({"disclaimer": words})
        with self._desk.office_deed(Deed.CHANGE_PROFILE, right=Right.EDIT_PROFILE) as tx:
            here = tx.load(Municipality, self._desk.municipality_id)
            said = {**here.disclaimers, f"{kind}/{language}": words.strip()}
            tx.save(replace(here, disclaimers={key: one for key, one in said.items() if one}))
        return tx.changes

    def keep_logo(self, data: bytes) -> Changes:
        """Take a picture as the municipality's logo. Raises PhotoNotRead, RightMissing."""
        self._desk.demand(Right.EDIT_PROFILE)
        taken = photos.ingest(data, name="logo")
        with self._desk.office_deed(Deed.CHANGE_PROFILE, right=Right.EDIT_PROFILE) as tx:
            logo = tx.put_blob(taken.report)
            tx.save(replace(tx.load(Municipality, self._desk.municipality_id), logo=logo))
        return tx.changes

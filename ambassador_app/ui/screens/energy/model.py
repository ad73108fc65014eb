"""Reads the energy account of one site and writes what is typed in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.place import Activity
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator
from ambassador_app.services import Session
from ambassador_app.services.energy import SiteAccount, TypedUse
from ambassador_app.ui.tasks import Tasks
from ambassador_app.wording import sentence


class EnergyModel(QObject):
    """One site's account. Everything is kept as it is typed; undo takes it back."""

    account_changed = Signal(object)
    """SiteAccount."""
    refused = Signal(str)
    """Why something was not kept."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, site_id: str, visit_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self.translator = session, tasks, translator
        self.site_id, self.visit_id = SiteId(site_id), visit_id
        self.found: SiteAccount | None = None

    def refresh(self) -> None:
        """Read the account anew."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        self._tasks.run(
            lambda: energy.of(site_id, visit_id=visit_id),
            owner=self,
            then=self._read,
            failed=self._refused,
            latest="account",
        )

    def heard(self, changes: Changes) -> None:
        """Read anew if something the account is made of was touched."""
        if changes.touches("energy_use", "site", "case", "municipality", "organisation", "set_entry"):
            self.refresh()

    def _read(self, found: SiteAccount) -> None:
        self.found = found
        self.account_changed.emit(found)

    # -- figures ------------------------------------------------------------------------------------------------
    def keep(
        self,
        carrier: Carrier,
        year: int,
        month: int | None,
        amount: float | None,
        *,
        unit: str,
        cost: float | None,
        source: EnergySource,
    ) -> None:
        """Keep one figure, of a month or of the whole year; without an amount it is taken away."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        if month is not None:
            self._do(
                lambda: energy.keep_months(
                    site_id,
                    carrier,
                    year,
                    {month: amount},
                    unit=unit,
                    costs={month: cost},
                    source=source,
                    visit_id=visit_id,
                )
            )
        elif amount is not None:
            use = TypedUse(carrier, year, None, amount, unit, cost, source)
            self._do(lambda: energy.keep(site_id, [use], visit_id=visit_id))
        else:
            self._do(lambda: energy.remove_year_figure(site_id, carrier, year, visit_id=visit_id))

    def remove(self, carrier: Carrier, year: int) -> None:
        """Take every figure of a carrier in a year away."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        self._do(lambda: energy.remove(site_id, carrier, year, visit_id=visit_id))

    # -- what it is held against --------------------------------------------------------------------------------
    def keep_degree_days(self, year: int, value: float | None) -> None:
        """Keep the municipality's own degree days of a year."""
        energy = self._session.energy
        self._do(lambda: energy.keep_degree_days(year, value))

    def keep_free_share(self, percent: float | None) -> None:
        """Keep the share of heat that the weather has no part in."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        share = percent / 100 if percent is not None else None
        self._do(lambda: energy.keep_free_share(site_id, share, visit_id=visit_id))

    def set_goal(self, baseline: float | None, percent: float | None, until: float | None) -> None:
        """Keep baseline year and target."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        share = (percent if percent is not None else 20.0) / 100
        year, target = (int(one) if one is not None else None for one in (baseline, until))
        self._do(
            lambda: energy.set_goal(
                site_id, baseline_year=year, target_share=share, target_year=target, visit_id=visit_id
            )
        )

    def keep_activity(self, activity: Activity) -> None:
        """Keep how much the site makes or keeps."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        self._do(lambda: energy.keep_activity(site_id, activity, visit_id=visit_id))

    def remove_activity(self, activity: Activity) -> None:
        """Take a quantity away."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        self._do(lambda: energy.remove_activity(site_id, activity, visit_id=visit_id))

    # -- back and forth -----------------------------------------------------------------------------------------
    def undo(self) -> None:
        """Take back the last thing noted here."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        self._do(lambda: energy.undo(site_id, visit_id=visit_id))

    def redo(self) -> None:
        """Do again what was undone last."""
        energy, site_id, visit_id = self._session.energy, self.site_id, self.visit_id
        self._do(lambda: energy.redo(site_id, visit_id=visit_id))

    def _do(self, job: Callable[[], Changes]) -> None:
        self.refused.emit("")
        self._tasks.run(job, owner=self, failed=self._refused)

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(sentence(error, self.translator))

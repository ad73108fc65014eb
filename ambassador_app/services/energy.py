"""The energy accounts of sites: what was used, what it comes to, and what it is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from gettext import NullTranslations

from ambassador_app.domain.benchmarks import (
    ACTIVITIES,
    Comparison,
    EnergyReference,
    KeyFigure,
    Observed,
    compared,
    key_figures,
)
from ambassador_app.domain.case import Case
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.degree_days import HIGHEST, LOWEST
from ambassador_app.domain.energy import MONTHS, kwh_per_unit
from ambassador_app.domain.energy_account import EnergyAccount, account_of
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.identifiers import EnergyUseId, SiteId
from ambassador_app.domain.observed import observed_of
from ambassador_app.domain.place import Activity, Municipality, Organisation, Site
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.roles import Right
from ambassador_app.domain.visit import EnergySource, EnergyUse, SectionAnswers, Visit, paths_of
from ambassador_app.errors import FieldMissing, FieldRefused
from ambassador_app.i18n import Language, Translator
from ambassador_app.services import cases
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.companies import refuse_odd_energy
from ambassador_app.services.desk import Desk
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Reading, Transaction


@dataclass(frozen=True, slots=True)
class SiteAccount:
    """The energy account of one site with everything its screen shows. `undo` and `redo` are what the person at the
    desk can take back or do again of what was noted here, or None.
    """

    site: Site
    organisation: Organisation | None
    case: Case | None
    uses: tuple[EnergyUse, ...]
    account: EnergyAccount
    comparisons: tuple[Comparison, ...]
    key_figures: tuple[KeyFigure, ...]
    reference: EnergyReference
    factors: FactorSet
    undo: str | None
    redo: str | None


@dataclass(frozen=True, slots=True)
class TypedUse:
    """One typed or pasted figure: `amount` in `unit`, `month` None for the whole year."""

    carrier: Carrier
    year: int
    month: int | None
    amount: float
    unit: str
    cost_dkk: float | None = None
    source: EnergySource = EnergySource.BILL


class EnergyAccounts:
    """What sites use. `visit_id` names the visit in which something is noted, so that undo there takes it back;
    without one undo belongs to the site's account.
    """

    def __init__(self, desk: Desk, sets: Sets) -> None:
        self._desk = desk
        self._sets = sets

    def of(self, site_id: SiteId, *, visit_id: str = "") -> SiteAccount:
        """Give the account of a site. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            site = reader.load(Site, site_id)
            organisation = reader.find(Organisation, site.organisation_id) if site.organisation_id else None
            case = cases.case_of(reader, site_id)
            uses = reader.all(EnergyUse, site_id=site_id)
            observed = _observed(reader, site_id)
            municipality = reader.load(Municipality, self._desk.municipality_id)
            factors = self.factors(reader)
        reference = self._desk.resources.energy_reference(municipality)
        account = account_of(uses, factors, reference.days, site, case)
        code = organisation.industry.code if organisation is not None else ""
        scope, store = visit_id or site_id, self._desk.store
        return SiteAccount(
            site=site,
            organisation=organisation,
            case=case,
            uses=uses,
            account=account,
            comparisons=compared(reference.benchmarks, account, site, observed, code),
            key_figures=key_figures(account, site),
            reference=reference,
            factors=factors,
            undo=store.undoable(scope, author=self._desk.user),
            redo=store.redoable(scope, author=self._desk.user),
        )

    def factors(self, reader: Reading) -> FactorSet:
        """Give the factor set that the municipality works with."""
        municipality = reader.load(Municipality, self._desk.municipality_id)
        return self._sets.read_factors(self._sets.newest_factors(municipality.factor_set, reader))

    # -- figures ------------------------------------------------------------------------------------------------
    def keep(self, site_id: SiteId, uses: Iterable[TypedUse], *, visit_id: str = "") -> Changes:
        """Keep typed figures, all or none: each replaces what was typed before of the same carrier and period.

        Raises FieldRefused for a unit that cannot be converted, a year, month or amount that cannot be.
        """
        wanted = tuple(uses)
        for one in wanted:
            refuse_odd_energy(one.year, one.month, one.amount)
        with self._desk.deed(Deed.CHANGE_ENERGY, visit_id or site_id) as tx:
            factors = self.factors(tx)
            known = _typed(tx, site_id)
            for one in wanted:
                kept = known.pop((one.carrier.value, one.year, one.month), [])
                self._keep(tx, site_id, one, kwh_per_unit(factors, one.carrier, one.unit).kwh, kept)
        return tx.changes

    def keep_months(
        self,
        site_id: SiteId,
        carrier: Carrier,
        year: int,
        amounts: Mapping[int, float | None],
        *,
        unit: str = "kWh",
        costs: Mapping[int, float | None] | None = None,
        source: EnergySource = EnergySource.BILL,
        visit_id: str = "",
    ) -> Changes:
        """Keep the months of a year as they were typed; a month of None has no figure any more, one that is not
        named stays as it is. Raises FieldRefused.
        """
        for month, amount in amounts.items():
            refuse_odd_energy(year, month, amount or 0.0)
        with self._desk.deed(Deed.CHANGE_ENERGY, visit_id or site_id) as tx:
            kwh = kwh_per_unit(self.factors(tx), carrier, unit).kwh
            known = _typed(tx, site_id)
            for month, amount in amounts.items():
                kept = known.get((carrier.value, year, month), [])
                if amount is None:
                    for old in kept:
                        tx.delete(EnergyUse, old.id)
                    continue
                use = TypedUse(carrier, year, month, amount, unit, (costs or {}).get(month), source)
                self._keep(tx, site_id, use, kwh, kept)
        return tx.changes

    def _keep(self, tx: Transaction, site_id: SiteId, use: TypedUse, kwh: float, kept: list[EnergyUse]) -> None:
        """Save a figure in the place of the first of those it stands for; the others go."""
        energy_id = kept[0].id if kept else EnergyUseId(self._desk.new_id())
        amount = use.amount * kwh
        tx.save(
            EnergyUse(
                energy_id,
                site_id,
                use.carrier.value,
                use.year,
                use.month,
                use.amount,
                use.unit,
                amount,
                use.cost_dkk,
                use.source,
            )
        )
        for old in kept[1:]:
            tx.delete(EnergyUse, old.id)

    def remove_year_figure(self, site_id: SiteId, carrier: Carrier, year: int, *, visit_id: str = "") -> Changes:
        """Take the typed figure of the whole year away; its months stay."""
        with self._desk.deed(Deed.CHANGE_ENERGY, visit_id or site_id) as tx:
            for old in _typed(tx, site_id).get((carrier.value, year, None), []):
                tx.delete(EnergyUse, old.id)
        return tx.changes

    def remove(self, site_id: SiteId, carrier: Carrier, year: int, *, visit_id: str = "") -> Changes:
        """Take every figure of a carrier in a year away."""
        with self._desk.deed(Deed.CHANGE_ENERGY, visit_id or site_id) as tx:
            for one in tx.all(EnergyUse, site_id=site_id):
                if (one.carrier, one.year) == (carrier.value, year):
                    tx.delete(EnergyUse, one.id)
        return tx.changes

    # -- what it is held against --------------------------------------------------------------------------------
    def keep_degree_days(self, year: int, value: float | None) -> Changes:
        """Keep the municipality's own degree days of a year, K·days; None takes them away.

        Raises FieldRefused, RightMissing.
        """
        refuse_odd_energy(year, None, 0.0)
        if value is not None and not LOWEST <= value <= HIGHEST:
            raise FieldRefused(field="degree_days", value=value, allowed=f"{LOWEST:.0f}–{HIGHEST:.0f}")
        with self._desk.office_deed(Deed.CHANGE_PROFILE, right=Right.EDIT_PROFILE) as tx:
            municipality = tx.load(Municipality, self._desk.municipality_id)
            days = {key: kept for key, kept in municipality.degree_days.items() if key != str(year)}
            tx.save(replace(municipality, degree_days=days | ({str(year): value} if value is not None else {})))
        return tx.changes

    def keep_free_share(self, site_id: SiteId, share: float | None, *, visit_id: str = "") -> Changes:
        """Keep the share of the site's heat that the weather has no part in; None for the usual one.

        Raises FieldRefused.
        """
        if share is not None and not 0 <= share <= 1:
            raise FieldRefused(field="weather_free_share", value=share, allowed="0–100 %")
        return self._change_site(site_id, visit_id, weather_free_share=share)

    def keep_activity(self, site_id: SiteId, activity: Activity, *, visit_id: str = "") -> Changes:
        """Keep how much a site made or kept in a year; it replaces what was noted of the same kind and year.

        Raises FieldRefused, FieldMissing for something else without a name or unit, TextTooLong.
        """
        if activity.key not in ACTIVITIES:
            raise FieldRefused(field="activity", value=activity.key, allowed=", ".join(ACTIVITIES))
        refuse_unfit({"name": activity.name, "unit": activity.unit})
        refuse_odd_energy(activity.year, None, activity.amount)
        if activity.key == "other" and not (activity.name.strip() and activity.unit.strip()):
            raise FieldMissing(field="name")
        with self._desk.store.reader() as reader:
            known = reader.load(Site, site_id).activities
        others = tuple(one for one in known if _same(one) != _same(activity))
        return self._change_site(site_id, visit_id, activities=(*others, activity))

    def remove_activity(self, site_id: SiteId, activity: Activity, *, visit_id: str = "") -> Changes:
        """Take a quantity away."""
        with self._desk.store.reader() as reader:
            known = reader.load(Site, site_id).activities
        return self._change_site(site_id, visit_id, activities=tuple(one for one in known if one != activity))

    def _change_site(self, site_id: SiteId, visit_id: str, **fields: object) -> Changes:
        with self._desk.deed(Deed.CHANGE_COMPANY, visit_id or site_id) as tx:
            tx.save(replace(tx.load(Site, site_id), **fields))  # type: ignore[arg-type]
        return tx.changes

    def set_goal(
        self,
        site_id: SiteId,
        *,
        baseline_year: int | None,
        target_share: float = 0.20,
        target_year: int | None = None,
        visit_id: str = "",
    ) -> Changes:
        """Agree the baseline year and the share of CO2e to save before the end of the target year.

        Without a target year it is three years after the baseline's. Raises FieldRefused.
        """
        for year in (baseline_year, target_year):
            if year is not None:
                refuse_odd_energy(year, None, 0.0)
        if not 0 <= target_share <= 1:
            raise FieldRefused(field="target_share", value=target_share, allowed="0–100 %")
        if baseline_year is not None and target_year is not None and target_year <= baseline_year:
            raise FieldRefused(field="target_year", value=target_year, allowed=f"{baseline_year + 1}–2100")
        until = target_year or (baseline_year + 3 if baseline_year is not None else None)
        with self._desk.deed(Deed.SET_GOAL, visit_id or site_id) as tx:
            case = cases.opened_case(tx, self._desk, site_id, self._desk.now())
            goal = replace(case, baseline_year=baseline_year, target_share=target_share, target_year=until)
            tx.save(goal)
        return tx.changes

    # -- back and forth -----------------------------------------------------------------------------------------
    def undo(self, site_id: SiteId, *, visit_id: str = "") -> Changes:
        """Take back the last thing noted here. Raises NothingToUndo, UndoRefused."""
        return self._desk.store.undo(visit_id or site_id, author=self._desk.user)

    def redo(self, site_id: SiteId, *, visit_id: str = "") -> Changes:
        """Do again what was undone last. Raises NothingToRedo, UndoRefused."""
        return self._desk.store.redo(visit_id or site_id, author=self._desk.user)


def _observed(reader: Reading, site_id: SiteId) -> Observed:
    """What the newest visit that has begun found out."""
    begun = [one for one in reader.all(Visit, site_id=site_id) if one.started_at is not None]
    if not begun:
        return Observed()
    newest = max(begun, key=lambda one: (one.started_at, one.id))
    return observed_of(paths_of(reader.all(SectionAnswers, visit_id=newest.id)))


def period_of(text: str) -> tuple[int | None, int] | None:
    """Read a month as people write it: `marts 2025`, `2025-03` with its year, `marts` alone; None for what is none.

    Digits alone are no month: they may as well be an amount.
    """
    from ambassador_app.exchange.meter_times import Span, parse_moment, parse_month

    if not text or text.isdigit() or not ("-" in text or "/" in text or any(sign.isalpha() for sign in text)):
        return None
    found = parse_moment(text)
    if found is not None and found.span is Span.MONTH:
        return found.at.year, found.at.month
    month = parse_month(text) if text.rstrip(".").isalpha() and _is_month_name(text) else None
    return (None, month) if month is not None else None


def _is_month_name(text: str) -> bool:
    """Whether a word is the name of a month or its usual short form: `marts`, not `margarine`."""
    word = text.rstrip(".").casefold()
    names = (Translator(one, NullTranslations()).month(n) for one in Language for n in MONTHS)
    return any(name.casefold() == word or (len(word) == 3 and name.casefold().startswith(word)) for name in names)


def _same(activity: Activity) -> tuple[str, str, int]:
    return activity.key, activity.name if activity.key == "other" else "", activity.year


def _typed(reader: Reading, site_id: SiteId) -> dict[tuple[str, int, int | None], list[EnergyUse]]:
    """The figures of the whole site, by carrier and period."""
    found: dict[tuple[str, int, int | None], list[EnergyUse]] = {}
    for one in reader.all(EnergyUse, site_id=site_id):
        if not one.meter:
            found.setdefault((one.carrier, one.year, one.month), []).append(one)
    return found

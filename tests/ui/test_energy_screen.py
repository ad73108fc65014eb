"""The energy account and the meter file through the real screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.quantities import Carrier
from ambassador_app.i18n import Language
from ambassador_app.services.energy import TypedUse
from ambassador_app.services.energy_imports import ReadingField
from ambassador_app.services.session import Session
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.energy.months import pasted_months
from ambassador_app.ui.screens.energy.view import EnergyView
from ambassador_app.ui.screens.energy.view import build as build_account
from ambassador_app.ui.screens.import_energy.model import Step
from ambassador_app.ui.screens.import_energy.view import ImportView
from ambassador_app.ui.screens.import_energy.view import build as build_import
from ambassador_app.ui.widgets.energy_summary import EnergySummary
from tests.builders import session_in
from tests.exchange.meter_files import portal

EL, HEAT = Carrier.ELECTRICITY, Carrier.DISTRICT_HEATING


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session on a real encrypted database."""
    with session_in(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def site_id(session: Session) -> SiteId:
    """A site of which nothing is known yet."""
    return SiteId(session.companies.create("Vester Mølle").id)


@pytest.fixture
def account(
    session: Session, site_id: SiteId, make_context: Callable[..., UiContext], qtbot: object
) -> Callable[..., EnergyView]:
    """Opens the account of the site."""

    def opened(**arguments: object) -> EnergyView:
        context = make_context(session, language=Language.DANISH)
        shown = build_account(context, site_id, **arguments)
        assert isinstance(shown, EnergyView)
        qtbot.addWidget(shown)  # type: ignore[attr-defined]
        shown.resize(1262, 700)
        shown.show()
        context.tasks.changed.connect(shown.changed)
        settle(shown.context)
        return shown

    return opened


def settle(context: UiContext) -> None:
    """Wait until everything is done."""
    for _ in range(3):
        context.tasks.flush_all()
        QApplication.processEvents()


def typed(view: EnergyView, month: int | None, text: str) -> None:
    """Type into a month."""
    view.months.amounts[month].line.setText(text)
    view.months.amounts[month].commit()
    settle(view.context)


# -- the account ----------------------------------------------------------------------------------------------------
def test_an_empty_account_teaches_and_leads_to_the_import(
    account: Callable[..., EnergyView], navigated: list[tuple[str, tuple[str, ...], dict[str, object]]]
) -> None:
    view = account()
    assert view.nothing.isVisible()
    assert not view.overview.isVisible()
    view.bring_file()
    assert navigated[-1][0] == "import_energy"


def test_months_are_kept_as_they_are_typed_and_undone(
    account: Callable[..., EnergyView], session: Session, site_id: SiteId
) -> None:
    view = account()
    view.months.year.set_value(2024)
    view.months.unit.set_value("MWh")
    typed(view, 1, "12,5")
    typed(view, 2, "11")
    assert sorted(one.kwh for one in session.energy.of(site_id).uses) == [11_000.0, 12_500.0]
    assert view.overview.isVisible()
    assert view.undo_label
    view.undo()
    settle(view.context)
    assert [one.kwh for one in session.energy.of(site_id).uses] == [12_500.0]
    view.redo()
    settle(view.context)
    typed(view, 2, "")
    assert [one.month for one in session.energy.of(site_id).uses] == [1]


def test_a_number_that_can_be_read_in_two_ways_is_asked_about(
    account: Callable[..., EnergyView], session: Session, site_id: SiteId
) -> None:
    view = account()
    typed(view, None, "1.234")
    assert session.energy.of(site_id).uses == ()
    typed(view, None, "1234")
    assert [one.kwh for one in session.energy.of(site_id).uses] == [1234.0]
    typed(view, None, "")
    assert session.energy.of(site_id).uses == ()


def test_twelve_months_are_pasted_with_their_cost(
    account: Callable[..., EnergyView], session: Session, site_id: SiteId
) -> None:
    view = account()
    view.months.year.set_value(2024)
    QGuiApplication.clipboard().setText("\n".join(f"m{'x' * n}\t{n * 100}\t{n * 150},50" for n in range(1, 13)))
    view.months.paste()
    settle(view.context)
    (year,) = session.energy.of(site_id).account.years
    assert year.is_complete
    assert year.kwh == pytest.approx(7800)
    assert year.cost_dkk == pytest.approx(sum(n * 150 + 0.5 for n in range(1, 13)))
    QGuiApplication.clipboard().setText("Ring til Jens")
    view.months.paste()
    assert view.months.said.text()


def test_pasted_months_stand_in_lines_or_in_one() -> None:
    line = "\t".join(str(n) for n in range(1, 13))
    assert pasted_months(f"El\t{line}")[0][12] == "12"
    assert pasted_months(f"{line}\n{line}")[1][1] == "1"
    assert pasted_months("1\n2\n3") == ({}, {})


def test_unit_and_source_are_of_every_month(
    account: Callable[..., EnergyView], session: Session, site_id: SiteId
) -> None:
    view = account()
    typed(view, 1, "5")
    view.months.unit.set_value("MWh")
    view.months.unit.chosen.emit("MWh")
    settle(view.context)
    assert [one.kwh for one in session.energy.of(site_id).uses] == [5000.0]
    view.months.remove.click()
    settle(view.context)
    assert session.energy.of(site_id).uses == ()


def test_baseline_weather_and_quantities_are_kept(
    account: Callable[..., EnergyView], session: Session, site_id: SiteId
) -> None:
    session.energy.keep(site_id, [TypedUse(HEAT, year, None, 200, "MWh") for year in (2022, 2023)])
    view = account()
    view.goal.baseline.line.setText("2022")
    view.goal.baseline.commit()
    view.weather.years[2023].line.setText("3112")
    view.weather.years[2023].commit()
    view.weather.share.line.setText("100")
    view.weather.share.commit()
    view.others.key.set_value("meals")
    view.others.amount.line.setText("1000")
    view.others.keep.click()
    settle(view.context)
    found = session.energy.of(site_id)
    assert (found.account.baseline_year, found.account.target_year) == (2022, 2025)
    assert found.account.free_share == 1.0
    assert found.account.days.of(2023).value == 3112  # type: ignore[union-attr]
    assert [one.key for one in found.site.activities] == ["meals"]
    view.weather.years[2023].line.setText("31")
    view.weather.years[2023].commit()
    assert not view.weather.years[2023].is_valid()


def test_months_of_a_year_are_shown_on_demand(
    account: Callable[..., EnergyView], session: Session, site_id: SiteId
) -> None:
    session.energy.keep_months(site_id, EL, 2024, dict.fromkeys(range(1, 13), 100.0), costs={1: 150.0})
    view = account()
    assert view.overview.chart.accessibleName()
    before = view.overview.chart.accessibleName()
    view.overview.which.set_value("2024")
    view.overview.which.chosen.emit("2024")
    assert view.overview.chart.accessibleName() != before


def test_what_is_refused_is_said(account: Callable[..., EnergyView]) -> None:
    view = account()
    view.model.set_goal(2023, 20, 2020)
    settle(view.context)
    assert view.trouble.isVisible()


def test_in_a_visit_undo_is_that_of_the_visit(account: Callable[..., EnergyView]) -> None:
    view = account(visit_id="v1")
    typed(view, 1, "5")
    assert view.location() == {"visit_id": "v1"}
    assert view.undo_label


def test_the_summary_says_the_newest_year_and_leads_to_the_account(
    session: Session,
    site_id: SiteId,
    make_context: Callable[..., UiContext],
    qtbot: object,
    navigated: list[tuple[str, tuple[str, ...], dict[str, object]]],
) -> None:
    session.companies.change_site(site_id, area_m2=1000.0)
    session.energy.keep(site_id, [TypedUse(HEAT, 2025, None, 3000, "MWh")])
    context = make_context(session)
    summary = EnergySummary(context)
    qtbot.addWidget(summary)  # type: ignore[attr-defined]
    summary.show()
    summary.show_site(site_id)
    settle(context)
    texts = [summary.lines.itemAt(at).widget().text() for at in range(summary.lines.count())]
    assert "District heating 2025 · 3,000,000\N{NO-BREAK SPACE}kWh" in texts
    assert any("look at" in text for text in texts)
    assert summary.duty.isVisible()
    summary.open_button.click()
    summary.bring_button.click()
    assert [one[0] for one in navigated] == ["energy", "import_energy"]


# -- the meter file -------------------------------------------------------------------------------------------------
@pytest.fixture
def importing(session: Session, site_id: SiteId, make_context: Callable[..., UiContext], qtbot: object) -> ImportView:
    """The import of the site."""
    shown = build_import(make_context(session), site_id)
    assert isinstance(shown, ImportView)
    qtbot.addWidget(shown)  # type: ignore[attr-defined]
    shown.resize(1262, 700)
    shown.show()
    return shown


def read(view: ImportView, file: Path) -> None:
    """Read a file and wait."""
    view.model.read(file)
    settle(view.context)


def test_a_file_is_checked_before_it_is_kept(
    importing: ImportView, session: Session, site_id: SiteId, tmp_path: Path,
    navigated: list[tuple[str, tuple[str, ...], dict[str, object]]],
) -> None:  # fmt: skip
    file = tmp_path / "Meterdata.csv"
    file.write_text(portal(2023, 2024), encoding="utf-8")
    read(importing, file)
    assert importing.model.step is Step.COLUMNS
    importing.columns.next.click()
    settle(importing.context)
    assert importing.model.step is Step.CHECK
    assert len(importing.model.lines()) == 24
    assert session.energy.of(site_id).uses == ()
    importing.model.take_year(importing.model.plan.years[0], wanted=False)  # type: ignore[union-attr]
    assert importing.check.take.text() == "Keep 12 months"
    importing.check.take.click()
    settle(importing.context)
    assert importing.model.step is Step.DONE
    assert [one.year for one in session.energy.of(site_id).account.years] == [2023]
    importing.result.itemAt(0).widget().button.click()  # type: ignore[union-attr]
    assert navigated[-1][0] == "energy"


def test_what_the_file_does_not_tell_is_asked(
    importing: ImportView, session: Session, site_id: SiteId, tmp_path: Path
) -> None:
    file = tmp_path / "x.csv"
    file.write_text("A;B\n2024-01;1.234\n2024-02;1.100\nSum;2.334\n", encoding="utf-8")
    read(importing, file)
    asked = []
    for say in (
        lambda: importing.model.choose(0, ReadingField.START),
        lambda: importing.model.choose(1, ReadingField.AMOUNT),
        lambda: importing.model.say_carrier("natural_gas"),
        lambda: importing.model.say_unit("m3"),
        lambda: importing.model.say_decimal(","),
    ):
        asked.append(importing.model.missing())
        assert not importing.columns.next.isEnabled()
        say()
    assert len(set(asked)) == 5
    assert importing.columns.next.isEnabled()
    importing.model.say_kwh(12.0)
    importing.model.check()
    settle(importing.context)
    assert any("no date" in line for line in importing.model.remarks())
    importing.model.take_in()
    settle(importing.context)
    assert [one.kwh for one in session.energy.of(site_id).uses] == [1234 * 12, 1100 * 12]


def test_a_dropped_file_is_read_and_a_bad_one_is_said(importing: ImportView, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("Dato;Forbrug kWh\n2024-01;5\n2024-02;6\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    importing.dropEvent(event)
    settle(importing.context)
    assert importing.model.step is Step.COLUMNS
    read(importing, tmp_path / "gone.csv")
    assert importing.complaint.isVisible()


def test_a_month_with_hours_missing_is_kept_only_on_wish(importing: ImportView, tmp_path: Path) -> None:
    file = tmp_path / "Meterdata.csv"
    lines = portal(2024, 2024).splitlines()
    file.write_text("\n".join(lines[:1] + lines[1:1000]), encoding="utf-8")
    read(importing, file)
    importing.model.check()
    settle(importing.context)
    assert importing.model.taken == 1
    importing.check.partial.click()
    assert importing.model.taken == 2
    importing.model.go(Step.COLUMNS)
    assert importing.model.step is Step.COLUMNS


def test_changes_of_other_things_leave_the_account_alone(account: Callable[..., EnergyView]) -> None:
    view = account()
    view.changed(Changes(records=frozenset({("contact", "c1")})))
    assert view.context.tasks.pending == 0

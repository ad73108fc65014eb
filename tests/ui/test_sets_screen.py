"""The sets of factors and prices on the screen: looked at, copied, changed with slips named, saved, brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ambassador_app.domain.factors import PriceStatus, Scope
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.template import SetKind
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.sets.factor_rows import FactorRow, HeatLine, PointLine
from ambassador_app.ui.screens.sets.price_rows import PriceRow
from ambassador_app.ui.screens.sets.view import SetsView, build
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.numbers import NumberField
from tests.builders import session_in
from tests.ui.conftest import MakeContext


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_screen(make_context: MakeContext, qtbot: QtBot, session: Session) -> Callable[..., SetsView]:
    def show(name: str = "", *, language: Language = Language.ENGLISH) -> SetsView:
        context = make_context(session, language=language)
        made = build(context, set=name)
        qtbot.addWidget(made)
        assert isinstance(made, SetsView)
        context.tasks.changed.connect(made.changed)
        settle(made)
        return made

    return show


def settle(view: SetsView) -> None:
    for _ in range(4):
        view.context.tasks.flush_all()


def write(field: TextField | NumberField, text: str) -> None:
    field.line.setText(text)
    field.commit()


def price_row(view: SetsView, item: Carrier | Stream) -> PriceRow:
    found = view.editor.entries.rows[item]
    assert isinstance(found, PriceRow)
    return found


def factor_row(view: SetsView, item: Carrier | Stream) -> FactorRow:
    found = view.editor.entries.rows[item]
    assert isinstance(found, FactorRow)
    return found


def test_the_list_says_what_each_set_counts_and_who_made_it(
    open_screen: Callable[..., SetsView], session: Session
) -> None:
    own = session.sets.copy("company", "Vores priser").id
    view = open_screen()
    factors, prices = view.cards[SetKind.FACTORS], view.cards[SetKind.PRICES]
    assert list(factors.lines) == ["br18", "br18_well_to_wheel"]
    assert list(prices.lines) == ["company", "home", "example", own]
    assert prices.lines[own].open_button.text() == "Change"
    assert factors.lines["br18"].open_button.text() == "Look at it"
    assert factors.defaults["factor_set"].value() == "br18"

    choice = prices.defaults["price_set"]
    choice.setCurrentIndex(choice.findData(own))
    choice.activated.emit(choice.currentIndex())
    settle(view)
    assert session.municipality().price_set == own
    assert view.undo_label
    view.undo()
    settle(view)
    assert session.municipality().price_set == "company"
    view.redo()
    settle(view)
    assert session.municipality().price_set == own


def test_a_shipped_set_is_only_looked_at_and_copied(open_screen: Callable[..., SetsView], session: Session) -> None:
    view = open_screen()
    view.cards[SetKind.PRICES].lines["company"].open_button.click()
    settle(view)
    assert view.stack.currentWidget() is view.editor
    assert view.location() == {"set": "company"}
    line = price_row(view, Carrier.ELECTRICITY)
    assert line.value.line.isReadOnly()
    assert "usually 1–1.6" in line.compared.text()
    assert view.editor.save.isHidden()
    assert not view.editor.shipped.isHidden()
    view.editor.copy.click()
    settle(view)
    assert view.location()["set"].startswith("companies-without-vat")
    assert not price_row(view, Carrier.ELECTRICITY).value.line.isReadOnly()
    view.editor.back.click()
    settle(view)
    assert view.stack.currentWidget() is view.list_page
    assert view.location() == {}


def test_prices_are_changed_and_saved_as_the_next_version(
    open_screen: Callable[..., SetsView], session: Session
) -> None:
    own = session.sets.copy("company", "Own").id
    view = open_screen(own)
    line = price_row(view, Carrier.ELECTRICITY)
    assert not view.editor.save.isEnabled()
    write(line.value, "1,42")
    write(line.year, "2026")
    write(line.source, "Indkøbsaftale")
    line.status.setCurrentIndex(line.status.findData(PriceStatus.STANDARD.value))
    line.status.activated.emit(line.status.currentIndex())
    assert "there: 1.3" in line.compared.text()
    assert view.editor.save.text() == "Save as version 2"
    view.editor.save.click()
    settle(view)
    kept = session.sets.price_set(own).prices[Carrier.ELECTRICITY]
    assert (kept.value, kept.year, kept.source, kept.status, kept.low) == (
        1.42,
        2026,
        "Indkøbsaftale",
        PriceStatus.STANDARD,
        None,
    )
    assert not view.editor.save.isEnabled()
    assert view.editor.badge.text() == "version 2"
    assert price_row(view, Carrier.DISTRICT_HEATING).source.value() == "assumption, to be verified"

    view.undo()
    settle(view)
    assert price_row(view, Carrier.ELECTRICITY).value.value() == 1.3


def test_a_slip_is_named_where_it_is_and_nothing_is_saved(
    open_screen: Callable[..., SetsView], session: Session
) -> None:
    own = session.sets.copy("company", "Own").id
    view = open_screen(own)
    line = price_row(view, Carrier.ELECTRICITY)
    write(line.source, "")
    assert line.source.message.text()
    assert not view.editor.save.isEnabled()
    assert "electricity, source" in view.editor.wrong.accessibleName()
    view.close_set()
    settle(view)
    assert session.sets.price_set(own).version == 1
    view.open_set(own)
    settle(view)
    assert price_row(view, Carrier.ELECTRICITY).source.value() == "", "what was typed waits to be mended"
    view.editor.discard.click()
    assert price_row(view, Carrier.ELECTRICITY).source.value() == "assumption, to be verified"
    assert view.editor.wrong.isHidden()


def test_leaving_saves_what_is_whole(open_screen: Callable[..., SetsView], session: Session) -> None:
    own = session.sets.copy("company", "Own").id
    view = open_screen(own)
    price_row(view, Carrier.ELECTRICITY).value.line.setText("1.5")
    view.left()
    settle(view)
    assert session.sets.price_set(own).prices[Carrier.ELECTRICITY].value == 1.5


def test_a_price_is_added_and_another_taken_out(open_screen: Callable[..., SetsView], session: Session) -> None:
    own = session.sets.copy("home", "Own").id
    view = open_screen(own)
    entries = view.editor.entries
    entries.choice.set_value("natural_gas")
    entries.add_button.click()
    line = price_row(view, Carrier.NATURAL_GAS)
    assert not view.editor.save.isEnabled()
    write(line.value, "9.1")
    write(line.source, "Evida")
    price_row(view, Stream.WATER).remove.click() if Stream.WATER in entries.rows else None
    view.editor.save.click()
    settle(view)
    kept = session.sets.price_set(own).prices
    assert kept[Carrier.NATURAL_GAS].value == 9.1
    assert Stream.WATER not in kept
    assert "Water" in entries.missing.text()


def test_factors_are_changed_by_year_with_own_units(open_screen: Callable[..., SetsView], session: Session) -> None:
    own = session.sets.copy("br18", "Own").id
    view = open_screen(own)
    power = factor_row(view, Carrier.ELECTRICITY)
    assert power.value.isHidden()
    power.unfold.click()
    points = power.more.findChildren(PointLine)
    assert [point.year.value() for point in points] == [2023, 2025, 2030, 2035, 2040]
    write(points[1].value, "0.2")
    pellets = factor_row(view, Carrier.WOOD_PELLETS)
    pellets.unfold.click()
    pellets._add_unit()
    sack = pellets.more.findChildren(HeatLine)[-1]
    write(sack.unit, "sæk")
    write(sack.kwh, "77.8")
    write(sack.source, "16 kg")
    heat = factor_row(view, Carrier.DISTRICT_HEATING)
    heat.put_point(2040, None)
    heat._add_year()
    view.editor.save.click()
    settle(view)
    kept = session.sets.factor_set(own)
    assert kept.factors[Carrier.ELECTRICITY].points[1] == (2025, 0.2)
    found = kept.heating_value(Carrier.WOOD_PELLETS, "sæk")
    assert found is not None
    assert (found.kwh, found.source) == (77.8, "16 kg")
    assert [year for year, _ in kept.factors[Carrier.DISTRICT_HEATING].points] == [2023, 2025, 2030, 2035, 2036]
    assert power.compared.text().startswith("there: 0.187 (2023)")


def test_a_scope_is_mixed_in_only_when_the_set_says_so(open_screen: Callable[..., SetsView], session: Session) -> None:
    own = session.sets.copy("br18", "Own").id
    view = open_screen(own)
    about = view.editor.about
    about.scopes._buttons[Scope.COMBUSTION.value].click()
    assert not view.editor.save.isEnabled()
    assert "no scope is mixed" in factor_row(view, Carrier.GAS_OIL).problem.text()
    about.scopes._buttons[Scope.COMBUSTION.value].click()
    about.scopes._buttons[Scope.MARKET_BASED.value].click()
    line = factor_row(view, Carrier.ELECTRICITY)
    line.scope.set_value(Scope.MARKET_BASED.value)
    line.scope.activated.emit(line.scope.currentIndex())
    write(about.name, "Grøn strøm")
    assert "the supplier's own" in view.editor.mixing.accessibleName()
    view.editor.save.click()
    settle(view)
    kept = session.sets.factor_set(own)
    assert kept.factors[Carrier.ELECTRICITY].scope is Scope.MARKET_BASED
    assert kept.title == "Grøn strøm"


def test_an_earlier_version_is_brought_back_and_a_set_retired(
    open_screen: Callable[..., SetsView], session: Session
) -> None:
    own = session.sets.copy("company", "Own").id
    view = open_screen(own)
    write(price_row(view, Carrier.ELECTRICITY).value, "1.5")
    view.editor.save.click()
    settle(view)
    view.model.restore(session.sets.versions(own)[-1].version_id)
    settle(view)
    assert session.sets.price_set(own).version == 3
    assert price_row(view, Carrier.ELECTRICITY).value.value() == 1.3
    view.editor.retire.click()
    settle(view)
    assert view.editor.retire.text() == "Offer it again"
    assert next(one for one in session.sets.shown() if one.name == own).retired


def test_a_file_goes_out_and_comes_in(open_screen: Callable[..., SetsView], session: Session, tmp_path: Path) -> None:
    own = session.sets.copy("company", "Own").id
    view = open_screen(own)
    file = tmp_path / "set.json"
    view.editor._write(own, file)
    settle(view)
    assert file.read_bytes() == session.sets.export(own)
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    view.model.take_file(broken, view.open_set)
    settle(view)
    assert any("broken.json" in one.text for one in view.context.notices.shown)
    file.write_text(file.read_text("utf-8").replace('"Own"', '"From a file"'), "utf-8")
    view.model.take_file(file, view.open_set)
    settle(view)
    assert session.sets.price_set(own).title == "From a file"
    assert view.editor.title.text() == "From a file"


def test_a_set_is_saved_and_left_by_keyboard(
    open_screen: Callable[..., SetsView], session: Session, qtbot: QtBot
) -> None:
    own = session.sets.copy("company", "Own").id
    view = open_screen(own)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    line = price_row(view, Carrier.ELECTRICITY).value.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "1,42")
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(view)
    assert session.sets.price_set(own).prices[Carrier.ELECTRICITY].value == 1.42
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    settle(view)
    assert view.stack.currentWidget() is view.list_page

"""Headings, units and figures of consultants' lists, one by one."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.exchange.grid import GridRow, Share, Sheet, Uncomputed
from ambassador_app.exchange.measure_columns import guessed, question_of, recognised, table_of
from ambassador_app.exchange.measure_fields import FIELDS, UNIT_LABEL, UNITS, ColumnRole, Quantity
from ambassador_app.exchange.measure_numbers import Unclear, ambiguous_in, day_in, figure_in, marks_in
from ambassador_app.exchange.measure_sheet import area_of
from ambassador_app.exchange.own_measures import packed, unpacked
from ambassador_app.i18n import Language
from tests.builders import translator

HEADINGS = {
    "Tiltag": ("title", ""),
    "Recommendation": ("title", ""),
    "Område": ("area", ""),
    "Besparelse el [kWh/år]": ("saving.electricity", "kWh"),
    "Elbesparelse (MWh)": ("saving.electricity", "MWh"),
    "Varmebesparelse (GJ/år)": ("saving", "GJ"),
    "Fjernvarme MWh": ("saving.district_heating", "MWh"),
    "Gasbesparelse Nm³": ("saving.natural_gas", "m3"),
    "Oliebesparelse (liter)": ("saving.gas_oil", "l"),
    "Træpiller, besparelse ton": ("saving.wood_pellets", "t"),
    "Nuværende elforbrug kWh": ("before.electricity", "kWh"),
    "Elforbrug efter kWh": ("after.electricity", "kWh"),
    "Besparelse el": ("saving.electricity", ""),
    "Årlig besparelse (t.kr.)": ("cost_saving", "kDKK"),
    "Annual savings (DKK)": ("cost_saving", "DKK"),
    "CO₂-besparelse (ton/år)": ("co2e", "t"),
    "CO2 reduction [kg]": ("co2e", "kg"),
    "Investering (mio. kr.)": ("investment", "MDKK"),
    "Anlægssum": ("investment", "DKK"),
    "Tilskud %": ("subsidy", "%"),
    "Levetid": ("lifetime", "yr"),
    "Simpel tilbagebetalingstid (mdr.)": ("payback", "mo"),
    "Ansvarlig": ("owner", ""),
    "Udføres senest": ("deadline", ""),
    "Nuværende forhold": ("current_practice", ""),
    "Bemærkninger": ("assumptions", ""),
    "Energiart": ("carrier", ""),
    "Vandbesparelse m3": ("water", "m3"),
}


@pytest.mark.parametrize(("heading", "role"), HEADINGS.items())
def test_a_heading_is_recognised_with_its_unit(heading, role):
    found = recognised(heading)
    assert found is not None
    assert (found.field, found.unit) == role


@pytest.mark.parametrize(
    "heading", ["Elpris kr/kWh", "Besparelse %", "Cost (EUR)", "Driftsomkostning", "Besparelse", "", "x" * 200, "Nr."]
)
def test_what_is_not_known_or_no_figure_of_ours_is_left_out(heading):
    assert recognised(heading) is None


FIGURES = {
    "12.500,50": 12500.5,
    "1 234,5": 1234.5,
    "12.345.678": 12345678.0,
    "(1.200,00)": -1200.0,
    "-3,5": -3.5,
    "−5": -5.0,
    "kr. 500": 500.0,
    "12,50 kr/år": 12.5,
    "0.125": 0.125,
    "1'234.50": 1234.5,
}


@pytest.mark.parametrize(("text", "value"), FIGURES.items())
def test_a_figure_is_read_as_it_is_written(text, value):
    found = figure_in(text, Quantity.MONEY)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["", "-", "–", "n/a", "ukendt", " straks "])
def test_nothing_is_nothing_and_not_zero(text):
    assert figure_in(text, Quantity.MONEY) is None


@pytest.mark.parametrize("text", ["12-15", "10 til 12", "1o2", "mange", "12 æbler", "1,2,3", "12.50.0", "("])
def test_what_is_no_figure_is_said(text):
    with pytest.raises(Unclear) as found:
        figure_in(text, Quantity.MONEY)
    assert not found.value.is_question


def test_a_lone_mark_is_a_question_until_the_mark_is_known():
    with pytest.raises(Unclear) as found:
        figure_in("1.234", Quantity.MONEY)
    assert found.value.is_question
    assert translator(Language.ENGLISH).say(found.value.reason).startswith("“1.234” can be")
    assert figure_in("1.234", Quantity.MONEY, ",").value == 1234.0
    assert figure_in("1.234", Quantity.MONEY, ".").value == 1.234
    assert figure_in("1,234", Quantity.MONEY, ",").value == 1.234


def test_a_column_betrays_its_mark():
    assert marks_in(["12.500", "3,2"]) == {","}
    assert marks_in(["1,234.5", "x", 7.5]) == {"."}
    assert marks_in(["12.500", "8.000"]) == frozenset()
    assert ambiguous_in(["3,2", 1.234, "ca. 12.500 kr."]) == "ca. 12.500 kr."
    assert ambiguous_in(["0.125", "1234.567", "12.5"]) == ""


def test_cells_of_excel_are_what_they_are():
    assert figure_in(1.234, Quantity.MONEY).value == 1.234
    assert (figure_in(Share(0.25), Quantity.GRANT).value, figure_in(Share(0.25), Quantity.GRANT).unit) == (25.0, "%")
    for cell in (Uncomputed("=A1*2"), date(2026, 1, 8)):
        with pytest.raises(Unclear):
            figure_in(cell, Quantity.MONEY)


@pytest.mark.parametrize("cell", [date(2026, 12, 31), "31-12-2026", "31.12.2026", "31/12 2026", "2026-12-31"])
def test_a_day_is_read(cell):
    assert day_in(cell) == date(2026, 12, 31)


@pytest.mark.parametrize("cell", ["Q4 2026", "31-02-2026", "snart", 45000.0])
def test_what_is_no_day_is_said(cell):
    with pytest.raises(Unclear):
        day_in(cell)


def sheet(*rows: tuple[object, ...]) -> Sheet:
    return Sheet("", tuple(GridRow(number, tuple(cells)) for number, cells in enumerate(rows, 1)))


def test_a_title_above_is_no_heading_and_two_rows_of_heading_are_one():
    table = table_of(sheet(("Energibesparelser 2026",), ("Forslag", "kWh", "Investering kr."), ("LED", 5.0, 7.0)), "x")
    assert (table.header, table.header_row) == (("Forslag", "kWh", "Investering kr."), 2)
    two = table_of(
        sheet(("Tiltag", "Besparelse", "", ""), ("", "El kWh", "kr.", "CO2 kg"), ("LED", 5.0, 7.0, 1.0)), "x"
    )
    assert two.header == ("Tiltag", "Besparelse El kWh", "Besparelse kr.", "Besparelse CO2 kg")
    assert [role.field for role in guessed(two).values()] == ["title", "saving.electricity", "cost_saving", "co2e"]


def test_a_sheet_without_heading_has_columns_by_letter():
    table = table_of(sheet(("LED", 5.0), ("Pumpe", 7.0)), "x")
    assert (table.header, table.header_row, guessed(table)) == (("A", "B"), 0, {})


def test_the_question_stands_until_the_column_settles_it():
    table = table_of(sheet(("Tiltag", "El kWh"), ("LED", "12.500"), ("Pumpe", "8.000")), "x")
    role = ColumnRole("saving.electricity", "kWh")
    assert question_of(table, 1, role) == "12.500"
    settled = table_of(sheet(("Tiltag", "El kWh"), ("LED", "12.500"), ("Pumpe", "8.000,5")), "x")
    assert question_of(settled, 1, role) == ""
    assert guessed(settled)[1].mark == ","


def test_every_field_and_unit_has_its_words():
    for field in FIELDS.values():
        assert translator(Language.ENGLISH).say(field.label)
        assert set(field.units) == set(UNITS[field.quantity])
        assert set(field.units) <= set(UNIT_LABEL)


@pytest.mark.parametrize(("words", "area"), [("LED i hal", "lighting"), ("Varmepumpe", "heating"), ("Hul i taget", "")])
def test_an_area_is_found_in_words(words, area):
    assert area_of(words) == area


@given(st.text(max_size=60))
def test_any_heading_and_figure_end_well(text):
    recognised(text)
    for mark in ("", ",", "."):
        with suppress(Unclear):
            figure_in(text, Quantity.ENERGY, mark)


@given(st.text(max_size=80))
def test_a_damaged_record_is_none(text):
    assert unpacked(text) is None or isinstance(unpacked(text), dict)
    assert unpacked(packed({"a": text})) == {"a": text}

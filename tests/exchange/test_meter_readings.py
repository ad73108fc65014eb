"""Meter files: hours, days and months, registers, encodings, summer time, gaps, what comes twice, and hostile bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import AmbassadorError, ColumnMissing, FieldRefused, JobCancelled
from ambassador_app.exchange.meter_columns import ReadingField, column_named, number_of
from ambassador_app.exchange.meter_months import MonthReading
from ambassador_app.exchange.meter_readings import MeterReport, open_readings, read_readings
from ambassador_app.exchange.meter_times import Span, parse_clock, parse_moment, parse_month
from tests.exchange.meter_files import METER, portal


def read(text: str | bytes, name: str = "file.csv", carrier: Carrier | None = Carrier.ELECTRICITY) -> MeterReport:
    """Read a file with what is guessed of it, and `carrier` where nothing is."""
    source = open_readings(text if isinstance(text, bytes) else text.encode(), name)
    mapping = source.mapping if source.mapping.carrier else replace(source.mapping, carrier=carrier)
    return read_readings(source, mapping)


def amounts(report: MeterReport) -> dict[tuple[int, int | None], float]:
    """The amounts by year and month."""
    found: dict[tuple[int, int | None], float] = {}
    for one in report.months:
        found[one.year, one.month] = found.get((one.year, one.month), 0.0) + one.amount
    return found


def month(report: MeterReport, year: int, number: int) -> MonthReading:
    """One month."""
    return next(one for one in report.months if (one.year, one.month) == (year, number))


# -- the national portal --------------------------------------------------------------------------------------------
def test_a_year_of_hours_is_twelve_whole_months() -> None:
    source = open_readings(portal(2024, 2024).encode("utf-8-sig"), "Meterdata.csv")
    assert source.mapping.carrier is Carrier.ELECTRICITY
    assert source.mapping.decimal == ","
    report = read_readings(source)
    assert len(report.months) == 12
    assert sum(one.amount for one in report.months) == pytest.approx(8784 * 0.5)
    assert [one.missing_hours for one in report.months] == [0.0] * 12
    assert month(report, 2024, 3).amount == pytest.approx(743 * 0.5)
    assert month(report, 2024, 10).amount == pytest.approx(745 * 0.5)
    assert {(one.series.meter, one.series.unit) for one in report.months} == {(METER, "kWh")}
    assert report.told.duplicates == report.told.contradictions == report.faulty == 0


def test_the_same_file_in_the_old_code_page_and_twice_over() -> None:
    text = portal(2024, 2024)
    assert amounts(read(text.encode("cp1252"))) == amounts(read(text))
    twice = read(text + "".join(text.splitlines(keepends=True)[1:]))
    assert amounts(twice) == pytest.approx(amounts(read(text)))
    assert twice.told.duplicates == 8784


def test_hours_that_are_missing_are_counted() -> None:
    lines = portal(2024, 2024).splitlines()
    report = read("\n".join(line for line in lines if ";10-05-2024 " not in line[:40]))
    assert month(report, 2024, 5).missing_hours == pytest.approx(24, abs=1.1)
    assert month(report, 2024, 5).covered < 1


def test_a_meter_that_knows_no_summer_time_has_no_gaps() -> None:
    rows = [f"{day:02}-10-2024 {hour:02}:00;1,0" for day in range(1, 32) for hour in range(24)]
    report = read("Dato;Forbrug (kWh)\n" + "\n".join(rows))
    assert month(report, 2024, 10).missing_hours == 0
    assert month(report, 2024, 10).amount == pytest.approx(744)


def test_what_is_produced_is_left_out() -> None:
    used = portal(2024, 2024, kind="E17")
    sold = portal(2024, 2024, meter="571313100000000024", kind="E18")
    report = read(used + "".join(sold.splitlines(keepends=True)[1:]))
    assert sum(one.amount for one in report.months) == pytest.approx(8784 * 0.5)
    assert report.left_out == {"E18": 8784}
    alone = read(portal(2024, 2024, kind="Produktion"))
    assert not alone.months


def test_two_meters_stay_apart() -> None:
    more = portal(2024, 2024, meter="571313100000000024", amount="1,5")
    report = read(portal(2024, 2024) + "".join(more.splitlines(keepends=True)[1:]))
    assert {one.series.meter for one in report.months} == {METER, "571313100000000024"}


def test_two_amounts_for_one_hour_are_said_and_the_last_is_taken() -> None:
    report = read(
        "Fra;Til;Mængde;Enhed\n01-01-2024 00:00;01-01-2024 01:00;1,0;kWh\n01-01-2024 00:00;01-01-2024 01:00;2,0;kWh\n"
    )
    assert report.told.contradictions == 1
    assert month(report, 2024, 1).amount == 2.0


def test_times_with_their_offset_from_utc() -> None:
    text = (
        "From;To;Volume;Unit\n"
        "2024-06-30T22:00:00Z;2024-06-30T23:00:00Z;3,0;KWH\n"
        "2023-12-31 23:00+00:00;2024-01-01 00:00+00:00;4,0;KWH\n"
    )
    assert amounts(read(text)) == {(2024, 7): 3.0, (2024, 1): 4.0}


# -- utilities ------------------------------------------------------------------------------------------------------
def test_months_of_district_heating_in_a_unit_of_energy() -> None:
    text = (
        "Kunde: Bageri\n"
        "\n"
        "Periode;Fjernvarme MWh;Volumen m3\n"
        "jan 2024;12,5;310\n"
        "feb 2024;11,0;280\n"
        "marts 2024;9,25;240\n"
    )
    source = open_readings(text.encode(), "varme.csv")
    assert (source.mapping.carrier, source.mapping.unit) == (Carrier.DISTRICT_HEATING, "MWh")
    assert amounts(read_readings(source)) == {(2024, 1): 12.5, (2024, 2): 11.0, (2024, 3): 9.25}


def test_gigajoules_by_the_last_day_of_the_month() -> None:
    report = read("Dato;Forbrug [GJ]\n31-01-2024;45,0\n29-02-2024;40,0\n31-03-2024;38,0\n", carrier=None)
    assert amounts(report) == {(2024, 1): 45.0, (2024, 2): 40.0, (2024, 3): 38.0}
    assert report.months[0].series.carrier is Carrier.DISTRICT_HEATING


def test_gas_by_year_and_month_in_columns_of_their_own() -> None:
    report = read("År,Måned,Gas m3,Beløb\n2024,1,500,4000\n2024,2,450,3600\n", "gas.csv")
    assert amounts(report) == {(2024, 1): 500.0, (2024, 2): 450.0}
    assert [one.cost_dkk for one in report.months] == [4000.0, 3600.0]
    assert report.months[0].series.unit == "m3"


def test_whole_years_stay_years() -> None:
    text = "Fra dato;Til dato;Forbrug (kWh)\n01-01-2023;31-12-2023;1000\n01-01-2024;31-12-2024;900\n"
    assert amounts(read(text)) == {(2023, None): 1000.0, (2024, None): 900.0}
    assert amounts(read("År;Forbrug kWh\n2023;1000\n2024;900\n")) == {(2023, None): 1000.0, (2024, None): 900.0}


@pytest.mark.parametrize("ends", [("31-01-2024", "29-02-2024"), ("01-02-2024", "01-03-2024")])
def test_a_date_under_to_may_be_the_last_day_or_the_day_after(ends: tuple[str, str]) -> None:
    text = f"Fra;Til;Forbrug kWh\n01-01-2024;{ends[0]};310\n01-02-2024;{ends[1]};290\n"
    report = read(text)
    assert amounts(report) == {(2024, 1): 310.0, (2024, 2): 290.0}
    assert [one.covered for one in report.months] == [1.0, 1.0]


def test_a_quarter_is_spread_over_its_days_and_says_so() -> None:
    report = read("Fra;Til;Forbrug kWh\n01-01-2024;31-03-2024;910\n01-04-2024;30-06-2024;910\n")
    assert amounts(report)[2024, 1] == pytest.approx(310)
    assert all(one.is_spread for one in report.months)
    assert sum(one.amount for one in report.months) == pytest.approx(1820)


def test_days_add_up() -> None:
    rows = "\n".join(f"2024-02-{day:02};10" for day in range(1, 30))
    report = read("Dato;Forbrug kWh\n" + rows)
    assert amounts(report) == {(2024, 2): 290.0}
    assert report.months[0].covered == pytest.approx(1)


def test_a_date_and_an_hour_in_columns_of_their_own() -> None:
    report = read("Dato;Tid;kWh\n01-01-2024;00:00;1\n01-01-2024;01:00;1\n01-01-2024;02:00;1\n")
    assert amounts(report) == {(2024, 1): 3.0}
    assert report.months[0].covered == pytest.approx(3 / 744)


def test_readings_of_a_register_are_counted_by_their_differences() -> None:
    text = (
        "Aflæsningsdato;Målernr;Tællerstand;Enhed\n"
        "01-01-2024;7;1.000,5;kWh\n"
        "01-02-2024;7;1.310,5;kWh\n"
        "01-03-2024;7;1.600,5;kWh\n"
    )
    report = read(text)
    assert amounts(report) == {(2024, 1): pytest.approx(310), (2024, 2): pytest.approx(290)}


def test_a_register_that_goes_back_is_said_and_not_counted() -> None:
    report = read("Dato;Tællerstand (kWh)\n01-01-2024;900\n01-02-2024;990\n01-03-2024;5\n01-04-2024;95\n")
    assert report.told.backwards == 1
    assert amounts(report) == {(2024, 1): 90.0, (2024, 3): 90.0}


def test_a_register_read_in_the_middle_of_months_is_spread() -> None:
    report = read("Dato;Tællerstand (kWh)\n16-01-2024;0\n16-02-2024;310\n16-03-2024;600\n")
    assert sum(one.amount for one in report.months) == pytest.approx(600)
    assert month(report, 2024, 1).is_spread
    assert month(report, 2024, 1).covered == pytest.approx(16 / 31)


def test_kinds_of_energy_in_a_column() -> None:
    report = read(
        "Energiart;Måned;Forbrug;Enhed\nEl;2024-01;10;kWh\nFjernvarme;2024-01;2;MWh\nVand;2024-01;3;m3\n", carrier=None
    )
    assert {(one.series.carrier, one.amount) for one in report.months} == {
        (Carrier.ELECTRICITY, 10.0),
        (Carrier.DISTRICT_HEATING, 2.0),
    }
    assert report.faulty == 1


# -- numbers --------------------------------------------------------------------------------------------------------
def test_a_point_that_could_be_either_asks() -> None:
    source = open_readings(b"Dato;Forbrug kWh\n2024-01;1.234\n2024-02;1.100\n", "el.csv")
    assert source.mapping.needs_decimal
    with pytest.raises(FieldRefused) as refused:
        read_readings(source, replace(source.mapping, carrier=Carrier.ELECTRICITY))
    assert refused.value.fields["value"] == "1.234"
    for mark, first in ((",", 1234.0), (".", 1.234)):
        report = read_readings(source, replace(source.mapping, carrier=Carrier.ELECTRICITY, decimal=mark))
        assert amounts(report)[2024, 1] == first


@pytest.mark.parametrize(
    ("cells", "mark", "first"),
    [
        (("1.234", "0.5"), ".", 1.234),
        (("1.234", "12,5"), ",", 1234.0),
        (("1.234,5", "7"), ",", 1234.5),
        (("8,000", "22,000"), ",", 8.0),
        (("8,000", "22.5"), ".", 8000.0),
        (("7", "8"), ",", 7.0),
    ],
)
def test_one_clear_cell_settles_the_whole_column(cells: tuple[str, str], mark: str, first: float) -> None:
    source = open_readings("Dato;Forbrug kWh\n2024-01;{}\n2024-02;{}\n".format(*cells).encode(), "el.csv")
    assert source.mapping.decimal == mark
    assert number_of(cells[0], mark) == first


def test_rows_that_cannot_be_read_are_named_and_stop_no_other() -> None:
    text = (
        "Fra;Til;Forbrug kWh\n"
        "2024-01-01;2024-01-31;5\n"
        "Sum;;10\n"
        "2024-02-01;2024-02-29;mange\n"
        "2024-03-05;2024-03-01;1\n"
        "2024-04-01;2024-04-30;\n"
        "2024-05-01;2024-05-31;-5\n"
        "2024-06-01;2024-06-30;nan\n"
    )
    report = read(text)
    assert amounts(report) == {(2024, 1): 5.0}
    assert [fault.row for fault in report.faults] == [3, 4, 5, 6, 7, 8]
    assert report.faulty == 6


def test_one_row_alone_does_not_tell_its_period() -> None:
    assert read("Dato;Forbrug kWh\n2024-01-01;5\n").told.without_end == 1


# -- the mapping ----------------------------------------------------------------------------------------------------
def test_a_mapping_that_does_not_say_enough_is_refused() -> None:
    source = open_readings(b"A;B\n2024-01;5\n2024-02;6\n", "x.csv")
    whole = replace(
        source.mapping,
        columns={ReadingField.START: 0, ReadingField.AMOUNT: 1},
        carrier=Carrier.ELECTRICITY,
        unit="kWh",
        decimal=",",
    )
    assert amounts(read_readings(source, whole)) == {(2024, 1): 5.0, (2024, 2): 6.0}
    less: Mapping[str, object] = {"carrier": None, "unit": "", "decimal": ""}
    for name, nothing in less.items():
        with pytest.raises(FieldRefused):
            read_readings(source, replace(whole, **{name: nothing}))  # type: ignore[arg-type]
    for columns in ({ReadingField.START: 0}, {ReadingField.AMOUNT: 1}):
        with pytest.raises(ColumnMissing):
            read_readings(source, replace(whole, columns=columns))


def test_columns_are_found_by_heading_letter_and_number() -> None:
    table = open_readings(b"Dato;kWh\n2024-01;5\n2024-02;5\n", "x.csv").table
    assert [column_named(table, one) for one in ("dato", "B", "2", "nothing")] == [0, 1, 1, None]


def test_a_file_without_headings() -> None:
    report_source = open_readings(b"01-01-2024 00:00;0,5\n01-01-2024 01:00;0,5\n01-01-2024 02:00;0,5\n", "x.csv")
    assert report_source.mapping.columns == {ReadingField.START: 0, ReadingField.AMOUNT: 1}


def test_a_file_can_be_stopped() -> None:
    source = open_readings(portal(2024, 2024).encode(), "x.csv")
    with pytest.raises(JobCancelled):
        read_readings(source, cancelled=lambda: True)


# -- times ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "written", "span"),
    [
        ("2024-01-31", "2024-01-31T00:00:00", Span.DAY),
        ("2024-01-31 13:15", "2024-01-31T13:15:00", Span.INSTANT),
        ("31.01.2024 13.15", "2024-01-31T13:15:00", Span.INSTANT),
        ("31/1/24 kl. 13.15", "2024-01-31T13:15:00", Span.INSTANT),
        ("31-01-2024 24:00", "2024-02-01T00:00:00", Span.INSTANT),
        ("2024-07-01T00:00:00+02:00", "2024-07-01T00:00:00", Span.INSTANT),
        ("20240131", "2024-01-31T00:00:00", Span.DAY),
        ("202401", "2024-01-01T00:00:00", Span.MONTH),
        ("01-2024", "2024-01-01T00:00:00", Span.MONTH),
        ("Januar 2024", "2024-01-01T00:00:00", Span.MONTH),
        ("okt-24", "2024-10-01T00:00:00", Span.MONTH),
        ("2024 maj", "2024-05-01T00:00:00", Span.MONTH),
        ("2024", "2024-01-01T00:00:00", Span.YEAR),
    ],
)
def test_times_are_read_as_people_and_programs_write_them(text: str, written: str, span: Span) -> None:
    found = parse_moment(text)
    assert found is not None
    assert (found.at.isoformat(), found.span) == (written, span)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31-02-2024",
        "13-13-2024",
        "01-01-1899",
        "9999-12-31 24:00",
        "2024-01-01 25:00",
        "abc 2024",
        "202413",
        "1234",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_clocks_and_months() -> None:
    assert [parse_clock(text) is None for text in ("13:00", "00-01", "13.00 - 14.00", "25", "x")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert [parse_month(text) for text in ("3", "marts", "13", "may", "vinter")] == [3, 3, None, 5, None]


# -- hostile --------------------------------------------------------------------------------------------------------
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["01-01-2024", "2024-10-27 02:00", "1990-01-01", "2100-12-31 23:59", "", "x", "2024", "jan 24"]
            ),
            st.sampled_from(["", "31-01-2024", "2024-10-27 03:00", "2099-01-01", "2024"]),
            st.sampled_from(["1", "1,5", "1.234", "", "1e308", "-1", "∞", "1" * 400]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_row_breaks_the_reader(rows: list[tuple[str, str, str]]) -> None:
    text = "Fra;Til;Forbrug kWh\n01-01-2023;31-01-2023;1,5\n" + "\n".join(";".join(row) for row in rows)
    source = open_readings(text.encode(), "x.csv")
    report = read_readings(source, replace(source.mapping, carrier=Carrier.ELECTRICITY, decimal=","))
    assert report.rows <= len(rows) + 1
    assert all(0 <= one.covered <= 1 and one.amount >= 0 for one in report.months)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        source = open_readings(data, "x.csv")
        read_readings(source, replace(source.mapping, carrier=Carrier.ELECTRICITY, unit="kWh", decimal=","))
    except AmbassadorError:
        pass

"""Consultants' lists into a visit: dry run, questions, differences, the same list again, all or nothing, undo."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ambassador_app.domain.measure import FROM_CHECKLIST, INVESTMENT, Measure
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.errors import (
    AmbassadorError,
    ColumnMissing,
    FileKindUnknown,
    FileNotRead,
    FileTooLarge,
    JobCancelled,
    VisitLocked,
)
from ambassador_app.services.measure_import_plan import ColumnRole, MeasurePlan, MeasureRowState
from ambassador_app.services.session import Session

NEW, CHANGED, UNCHANGED = MeasureRowState.NEW, MeasureRowState.CHANGED, MeasureRowState.UNCHANGED
DOUBTFUL, SKIPPED, BROKEN = MeasureRowState.DOUBTFUL, MeasureRowState.SKIPPED, MeasureRowState.BROKEN
HEAD = "Tiltag;Område;Besparelse el (kWh/år);Investering (kr.);Levetid (år);Tilbagebetalingstid (år);Ansvarlig;Frist\n"
LED = "LED i lager;Belysning;12.500;45.000,00;15;2,4;Bente;31-12-2026\n"
PUMP = "Ny cirkulationspumpe;Varme;1.850;6.500,00;10;2,3;;\n"


@pytest.fixture
def visit(session: Session) -> str:
    site = session.companies.create("Ærø Brød", cvr="13748136")
    return session.visits.plan(site.id).id


def plan(session, visit, text, name="forslag.csv", mapping=None, **given) -> MeasurePlan:
    data = text.encode("utf-8-sig") if isinstance(text, str) else text
    source = session.measure_imports.open(visit, data, name, **given)
    return session.measure_imports.plan(visit, source, mapping)


def take(session, visit, text, **given):
    return session.measure_imports.apply(plan(session, visit, text), **given)


def measures(session, visit) -> tuple[Measure, ...]:
    with session._desk.store.reader() as reader:
        return tuple(sorted(reader.all(Measure, visit_id=visit), key=lambda one: one.order))


def states(found):
    return [row.state for row in found.rows]


def book(*rows, title="Forslag", **others) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, more in others.items():
        extra = made.create_sheet(name)
        for row in more:
            extra.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_danish_csv_becomes_custom_measures(session, visit):
    found = plan(session, visit, HEAD + LED + PUMP)
    assert states(found) == [NEW, NEW]
    assert measures(session, visit) == ()
    changes = session.measure_imports.apply(found)
    assert changes.touches("measure")
    led, pump = measures(session, visit)
    assert (led.title, led.area, led.calculator, led.quality) == ("LED i lager", "lighting", "custom", DataQuality.B)
    assert led.inputs == {"before.electricity": 12500.0, "after.electricity": 0.0}
    assert (led.investment_dkk, led.lifetime_years, led.price_source) == (45000.0, 15.0, "forslag.csv")
    assert (led.owner, led.deadline) == ("Bente", date(2026, 12, 31))
    assert led.assessment["savings_kwh"] == {Carrier.ELECTRICITY: 12500.0}
    assert pump.area == "heating"


def test_the_same_list_again_changes_nothing_and_a_changed_figure_changes_that(session, visit):
    take(session, visit, HEAD + LED + PUMP)
    before = measures(session, visit)
    again = plan(session, visit, HEAD + LED + PUMP)
    assert states(again) == [UNCHANGED, UNCHANGED]
    assert not again.has_work
    assert session.measure_imports.apply(again).records == frozenset()
    changed = plan(session, visit, HEAD + LED.replace("45.000,00", "47.500,00") + PUMP)
    assert states(changed) == [CHANGED, UNCHANGED]
    assert [one.field for one in changed.rows[0].changes] == ["investment_dkk"]
    session.measure_imports.apply(changed)
    assert [one.investment_dkk for one in measures(session, visit)] == [47500.0, 6500.0]
    assert measures(session, visit)[1] == before[1]


def test_one_undo_takes_the_whole_import_back(session, visit):
    take(session, visit, HEAD + LED + PUMP)
    session.visits.undo(visit)
    assert measures(session, visit) == ()
    session.visits.redo(visit)
    assert len(measures(session, visit)) == 2


def test_the_files_own_payback_is_compared_and_kept_as_an_internal_note(session, visit):
    found = plan(session, visit, HEAD + LED.replace(";2,4;", ";9,9;"))
    assert [one.label.text for one in found.rows[0].differences] == ["Payback"]
    session.measure_imports.apply(found)
    assert "9,9" in measures(session, visit)[0].internal_note


def test_a_lone_mark_that_nothing_settles_is_asked_about(session, visit):
    text = "Tiltag;Besparelse el (kWh)\nLED;12.500\nPumpe;1.850\n"
    found = plan(session, visit, text)
    assert states(found) == [DOUBTFUL, DOUBTFUL]
    assert not any(row.includable for row in found.rows)
    assert found.source.without_mark(found.mapping) == (1,)
    told = {**found.mapping, 1: ColumnRole("saving.electricity", "kWh", ",")}
    answered = session.measure_imports.plan(visit, found.source, told)
    assert states(answered) == [NEW, NEW]
    assert answered.rows[0].measure.inputs["before.electricity"] == 12500.0


def test_heading_in_two_rows_sections_totals_and_fuel_units(session, visit):
    data = book(
        ["Energiscreening for Ærø Brød"],
        [],
        [None, "Besparelse pr. år", None, None, "Økonomi", None],
        ["Forslag", "El MWh", "Naturgas m3", "kr.", "Investering tkr.", "Levetid år"],
        ["Belysning"],
        ["LED i hal", 12.5, None, 18750, 45, 15],
        ["Varme"],
        ["Ny kedel", -0.5, 4000, 30000, 120.5, 20],
        ["I alt", 12, 4000, 48750, 165.5, None],
    )
    found = plan(session, visit, data, "screening.xlsx")
    assert states(found) == [SKIPPED, NEW, SKIPPED, NEW, SKIPPED]
    session.measure_imports.apply(found)
    led, boiler = measures(session, visit)
    assert (led.area, led.inputs["before.electricity"], led.investment_dkk) == ("lighting", 12500.0, 45000.0)
    assert boiler.area == "heating"
    assert boiler.inputs["before.electricity"] == 0.0
    assert boiler.inputs["after.electricity"] == 500.0
    assert boiler.inputs["before.natural_gas"] == pytest.approx(4000 * 11, rel=0.05)


# -- consultants' layouts ---------------------------------------------------------------------------------------------
def test_english_headings_and_numbers(session, visit):
    text = (
        "Measure,Area,Electricity savings (MWh/yr),Natural gas savings (MWh/yr),Investment (DKK),Payback (years)\n"
        '"Insulate pipes, hall 3",Heating,,12.5,"25,000.50",2.1\n"LED, warehouse",Lighting,"1,234.5",,"1,100,000",\n'
    )
    found = plan(session, visit, text)
    assert states(found) == [NEW, NEW]
    session.measure_imports.apply(found)
    pipes, led = measures(session, visit)
    assert (pipes.title, pipes.investment_dkk) == ("Insulate pipes, hall 3", 25000.5)
    assert pipes.inputs["before.natural_gas"] == 12500.0
    assert led.inputs["before.electricity"] == 1234500.0


def test_an_area_that_is_merged_over_several_rows_and_a_second_sheet(session, visit):
    data = book(
        ["Nr.", "Område", "Forslag", "Elbesparelse kWh", "Pris kr."],
        [1, "Belysning", "LED i kontor", 1000, 5000],
        [2, None, "Sensorer", 500, 2500],
        [3, "Ventilation", "Natstop", 4000, 0],
        Forside=[["Energirapport"], ["Udført for Ærø Brød"]],
        Forudsætninger=[["Elpris kr/kWh", 1.5]],
    )
    found = plan(session, visit, data, "rapport.xlsx")
    assert found.source.sheet == "Forslag"
    assert [row.measure.area for row in found.rows] == ["lighting", "lighting", "ventilation"]
    assert found.rows[2].measure.investment_dkk == 0.0


def test_headings_that_repeat_are_bound_by_position(session, visit):
    text = "Tiltag;Besparelse el kWh;Besparelse el kWh;Investering kr\nLED;100;999;5000\n"
    found = plan(session, visit, text)
    assert found.rows[0].measure.inputs["before.electricity"] == 100.0
    other = {at: role for at, role in found.mapping.items() if at != 1} | {2: ColumnRole("saving.electricity", "kWh")}
    again = session.measure_imports.plan(visit, found.source, other)
    assert again.rows[0].measure.inputs["before.electricity"] == 999.0


def test_use_before_and_after_with_the_energy_in_a_column_of_its_own(session, visit):
    text = (
        "Forslag;Energiart;Forbrug før (MWh);Forbrug efter (MWh);Tilskud (%);Investering (tkr.)\n"
        "Ny kedel;Naturgas;120;90,5;25;200\nPumper;El;10;4;;30\nUkendt;Fusion;1;0;;1\n"
    )
    found = plan(session, visit, text)
    assert states(found) == [NEW, NEW, DOUBTFUL]
    boiler = found.rows[0].measure
    assert boiler.inputs == {"before.natural_gas": 120_000.0, "after.natural_gas": 90_500.0}
    assert (boiler.investment_dkk, boiler.subsidy_dkk) == (200_000.0, 50_000.0)


def test_percent_formats_formulas_and_faults_of_excel(session, visit):
    made = Workbook()
    sheet = made.active
    sheet.append(["Tiltag", "Besparelse el kWh", "Investering kr", "Tilskud %"])
    sheet.append(["Med andel", 1000, 20000, 0.3])
    sheet["D2"].number_format = "0%"
    sheet.append(["Uberegnet", "=10*100", 1000, None])
    sheet.append(["Fejl", "#REF!", 1000, None])
    sheet["B4"].data_type = "e"
    sheet.append(["Andel som besparelse", 0.2, 1000, None])
    sheet["B5"].number_format = "0%"
    out = io.BytesIO()
    made.save(out)
    found = plan(session, visit, out.getvalue(), "ark.xlsx")
    assert states(found) == [NEW, BROKEN, BROKEN, BROKEN]
    assert found.rows[0].measure.subsidy_dkk == 6000.0
    assert "no result" in found.rows[1].remarks[0].text.text
    assert found.rows[1].title == "Uberegnet"


def test_negative_rough_and_ranged_figures(session, visit):
    text = (
        "Tiltag;Besparelse el kWh;Besparelse fjernvarme kWh;Investering kr\n"
        "Varmepumpe;-20.000,0;85.000,0;ca. 450.000,00\nInterval;10-12;;1,0\nForkert;mange;;1,0\n"
    )
    found = plan(session, visit, text)
    assert states(found) == [NEW, BROKEN, BROKEN]
    pump = found.rows[0].measure
    assert (pump.inputs["before.electricity"], pump.inputs["after.electricity"]) == (0.0, 20_000.0)
    assert pump.investment_dkk == 450_000.0
    assert found.rows[0].remarks
    assert pump.assessment["savings_kwh"] == {"electricity": -20_000.0, "district_heating": 85_000.0}


def test_water_and_vehicle_fuel(session, visit):
    head = "Tiltag;Vandbesparelse (m3);Dieselbesparelse (liter);Benzin sparet l;Vedligeholdelsesbesparelse kr/år\n"
    found = plan(session, visit, head + "A;10;20;30;40\n")
    assert found.rows[0].measure.inputs == {
        "water_m3": 10.0,
        "diesel_l": 20.0,
        "petrol_l": 30.0,
        "other_saving_dkk": 40.0,
    }


def test_only_money_counts_as_another_saving_and_says_so(session, visit):
    found = plan(session, visit, "Tiltag;Besparelse kr/år;Investering kr\nBedre aftale;12500;0\n")
    assert states(found) == [NEW]
    assert found.rows[0].measure.inputs == {"other_saving_dkk": 12500.0}
    assert "Only money" in found.rows[0].remarks[0].text.text


def test_a_figure_outside_every_range_breaks_its_row_only(session, visit):
    found = plan(
        session, visit, "Tiltag;Besparelse el kWh;Investering kr;Levetid år\nA;1e4;100;999\nB;5;-3;\nC;5;3;10\n"
    )
    assert states(found) == [BROKEN, BROKEN, NEW]


def test_a_deadline_that_is_no_date_is_kept_among_the_remarks(session, visit):
    found = plan(session, visit, "Tiltag;Besparelse el kWh;Frist;Bemærkninger\nLED;100;Q4 2026;Spørg Bente\n")
    measure = found.rows[0].measure
    assert measure.deadline is None
    assert measure.assumptions == "Spørg Bente\nFrist: Q4 2026"


def test_two_rows_of_one_name_are_two_measures_the_second_time_too(session, visit):
    text = "Tiltag;Besparelse el kWh\nLED;100\nLED;200\n"
    take(session, visit, text)
    assert states(plan(session, visit, text)) == [UNCHANGED, UNCHANGED]
    assert len(measures(session, visit)) == 2


def test_a_row_that_is_not_taken_uses_no_measure_up(session, visit):
    text = "Tiltag;Besparelse el kWh;Investering kr\nLED;5;-1\nLED;;\nLED;200;7\n"
    take(session, visit, text)
    assert states(plan(session, visit, text)) == [BROKEN, DOUBTFUL, UNCHANGED]


def test_the_inputs_of_another_calculator_are_left(session, visit):
    made = session.measures.add(visit, calculator="lighting_led", title="LED i lager")
    session.measures.change(
        made.id, inputs={"count_old": 10.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}
    )
    found = plan(session, visit, HEAD + LED)
    assert states(found) == [CHANGED]
    assert not any(one.field.startswith("inputs") for one in found.rows[0].changes)
    session.measure_imports.apply(found)
    (kept,) = measures(session, visit)
    assert (kept.calculator, kept.inputs["count_old"], kept.investment_dkk) == ("lighting_led", 10.0, 45000.0)


def test_a_price_that_the_list_tells_is_no_guess_any_more(session, visit):
    made = session.measures.add(visit, calculator="lighting_led", title="LED i lager")
    marks = {"hours_old": FROM_CHECKLIST, INVESTMENT: "our own assumption"}
    session.measures.change(made.id, inputs={"hours_old": 3000.0}, investment_dkk=9000.0, guessed=marks)
    take(session, visit, HEAD + LED)
    (kept,) = measures(session, visit)
    assert (kept.investment_dkk, kept.guessed) == (45000.0, {"hours_old": FROM_CHECKLIST})


def test_a_row_can_be_left_out_and_a_doubtful_one_taken(session, visit):
    text = "Tiltag;Besparelse el kWh;Investering kr\nLED;100;5\nOplys medarbejderne om tomgang;;\nPumpe;3;4\n"
    found = plan(session, visit, text)
    assert states(found) == [NEW, DOUBTFUL, NEW]
    session.measure_imports.apply(found, include=frozenset({3}), leave_out=frozenset({4}))
    assert [one.title for one in measures(session, visit)] == ["LED", "Oplys medarbejderne om tomgang"]


def test_money_with_vat_never_slips_in_unnoticed(session, visit):
    text = "Priser er inkl. moms\n" + HEAD + LED
    assert [one.text for one in plan(session, visit, text).notes] == [
        "The list says that its money includes VAT, and this visit is computed without. Change the list."
    ]
    assert plan(session, visit, text.replace("inkl.", "ekskl.")).notes == ()
    assert plan(session, visit, HEAD + LED).notes == ()


# -- refused ----------------------------------------------------------------------------------------------------------
def test_a_locked_visit_is_refused_at_every_step(session, visit):
    source = session.measure_imports.open(visit, (HEAD + LED).encode(), "x.csv")
    found = session.measure_imports.plan(visit, source)
    session.visits.cancel(visit)
    for refused in (
        lambda: session.measure_imports.open(visit, b"Tiltag;kWh\n", "x.csv"),
        lambda: session.measure_imports.plan(visit, source),
        lambda: session.measure_imports.apply(found),
    ):
        with pytest.raises(VisitLocked):
            refused()


def test_without_a_name_column_the_list_is_refused(session, visit):
    source = session.measure_imports.open(visit, (HEAD + LED).encode(), "x.csv")
    with pytest.raises(ColumnMissing):
        session.measure_imports.plan(visit, source, {2: ColumnRole("saving.electricity", "kWh")})


def test_a_cancelled_import_saves_nothing(session, visit):
    found = plan(session, visit, HEAD + LED + PUMP)
    with pytest.raises(JobCancelled):
        session.measure_imports.apply(found, cancelled=lambda: True)
    assert measures(session, visit) == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 not a list",
        b"PK\x03\x04 damaged",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
        b"\x00\x01\x02",
        b"<html><table></table></html>",
    ],
)
def test_what_is_no_list_ends_in_a_sentence(session, visit, data):
    with pytest.raises((FileNotRead, FileKindUnknown)):
        session.measure_imports.open(visit, data, "x.xlsx")


def test_a_bomb_and_a_huge_sheet_end_in_a_sentence(session, visit):
    good = book(["Tiltag", "Besparelse el kWh"], ["LED", 1])
    swollen = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/bomb.xml", b" " * 40_000_000)
    with pytest.raises(FileTooLarge):
        session.measure_imports.open(visit, swollen.getvalue(), "bombe.xlsx")
    rows = "Tiltag;Besparelse el kWh\n" + "A;1\n" * 60_001
    with pytest.raises(FileNotRead):
        session.measure_imports.open(visit, rows.encode(), "lang.csv")
    with pytest.raises(FileNotRead):
        session.measure_imports.open(visit, ("x;" * 400 + "\n").encode(), "bred.csv")


# -- always -----------------------------------------------------------------------------------------------------------
CELLS = st.tuples(
    st.sampled_from(["LED", "Pumpe", "", "I alt", "=1+1", "Belysning"]),
    st.sampled_from(["Belysning", "", "Vort eget"]),
    st.sampled_from(["12.500,0", "1850", "", "-3", "12-15", "x", "25 %", "1e9"]),
    st.sampled_from(["45000", "", "0", "-1", "1.000"]),
    st.sampled_from(["15", "", "1000"]),
    st.sampled_from(["2,5", "straks", ""]),
    st.sampled_from(["Bente", ""]),
    st.sampled_from(["31-12-2026", "snart", ""]),
)


@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(CELLS, min_size=1, max_size=6), st.lists(CELLS, max_size=3))
def test_importing_twice_is_importing_once(session, rows, earlier):
    visit = session.visits.plan(session.companies.create("Sted").id).id

    def text(lines) -> str:
        return HEAD + "".join(";".join(line) + "\n" for line in lines)

    if earlier:
        take(session, visit, text(earlier))
    take(session, visit, text(rows))
    before = measures(session, visit)
    again = plan(session, visit, text(rows))
    assert not again.has_work
    session.measure_imports.apply(again)
    assert measures(session, visit) == before


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_in_a_sentence(session, data):
    visit = session.visits.plan(session.companies.create("Sted").id).id
    try:
        source = session.measure_imports.open(visit, data, "x.csv")
        session.measure_imports.plan(visit, source, source.mapping or {0: ColumnRole("title")})
    except AmbassadorError:
        pass

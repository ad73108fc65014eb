"""Numbers, dates and quantities in both languages, and the one parser of what people type and paste."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.errors import NumberAmbiguous, NumberNotUnderstood
from ambassador_app.i18n import N_, NO_BREAK, Ambiguous, Language, Message, number_or_refuse, parse_number
from tests.builders import translator

DA, EN = Language.DANISH, Language.ENGLISH
MINUS, THIN, NARROW = "\N{MINUS SIGN}", "\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}"


# -- the parser -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", [DA, EN])
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0.0), ("7", 7.0), ("007", 7.0), ("1234567", 1234567.0), ("+5", 5.0), ("-5", -5.0), (f"{MINUS}5", -5.0),
        ("1,5", 1.5), ("1.5", 1.5), (",5", 0.5), (".5", 0.5), ("0,125", 0.125), ("0.125", 0.125), ("-0,5", -0.5),
        ("1,25", 1.25), ("1.25", 1.25), ("1,2345", 1.2345), ("1.2345", 1.2345), ("1234,567", 1234.567),
        ("1234.567", 1234.567), ("2.0", 2.0), ("2,0", 2.0),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567", 1234567.0), ("1,234,567", 1234567.0),
        ("1.234.567,89", 1234567.89), ("1,234,567.89", 1234567.89),
        ("1 234,5", 1234.5), ("1 234.5", 1234.5), ("1 234", 1234.0), ("12 345 678", 12345678.0),
        (f"1{NO_BREAK}234,5", 1234.5), (f"1{THIN}234,5", 1234.5), (f"1{NARROW}234", 1234.0), ("1'234", 1234.0),
        ("  1,5 ", 1.5), ("1,5\t", 1.5), ("1,5\r\n", 1.5), (f"{NO_BREAK}1,5", 1.5),
        ("- 1 234,5", -1234.5), ("1E+03", 1000.0), ("1,5e-07", 1.5e-07), ("1e-07", 1e-07), ("1.5E3", 1500.0),
        ("71 W", 71.0), ("71W", 71.0), ("1.234,5 kWh", 1234.5), ("25 %", 25.0), ("25%", 25.0), ("1.234,50 kr.", 1234.5),
        ("12 m3", 12.0), ("12 m²", 12.0), ("12m³/h", 12.0), ("3,4 l/s", 3.4), ("12 Nm3/min", 12.0), ("5 kr", 5.0),
        ("\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}", 12.0), ("1\N{FULLWIDTH COMMA}5", 1.5),
    ],
)  # fmt: skip
def test_what_a_dane_or_an_englishman_types_or_pastes_is_read(typed: str, number: float, language: Language) -> None:
    assert parse_number(typed, language) == number
    assert number_or_refuse(typed, language) == number


@pytest.mark.parametrize(
    ("typed", "large", "small"),
    [("1.234", 1234, 1.234), ("-1.234", -1234, -1.234), ("12.345", 12345, 12.345), ("999.999 kWh", 999999, 999.999)],
)
@pytest.mark.parametrize("language", [DA, EN])
def test_a_lone_mark_before_three_digits_is_asked_about(
    typed: str, large: float, small: float, language: Language
) -> None:
    assert parse_number(typed, language) == Ambiguous(typed, large, small)
    with pytest.raises(NumberAmbiguous) as refused:
        number_or_refuse(typed, language)
    assert refused.value.fields == {"text": typed, "large": large, "small": small}


def test_a_lone_comma_is_the_danish_decimal_comma_and_is_asked_about_in_english() -> None:
    assert parse_number("1,234", DA) == 1.234
    assert parse_number("1,234", EN) == Ambiguous("1,234", 1234, 1.234)


@pytest.mark.parametrize("language", [DA, EN])
@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", ",", ".", "abc", "kr.", "%", "1,2,3", "1.2.3", "1..5", "1,,5", "1.23.456", "1,23,456", "12.34,5",
        "1.234,567,8", "1 2", "1 23", "12 34", "1 2345", "1,5,", "5-", "--5", "1/2", "1-2", "10:30", "1o2", "3x2",
        "NaN", "inf", "-inf", "0x10", "1_000", "1 234 5", "§5", "1,5 kWh 2", "e5", "²", "½",
        "10²", "1½", "5₂", "1①",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_never_guessed(typed: str, language: Language) -> None:
    with pytest.raises(NumberNotUnderstood) as refused:
        parse_number(typed, language)
    assert refused.value.fields == {"text": typed}


@given(st.text(max_size=12))
def test_any_text_is_a_number_is_asked_about_or_is_refused(text: str) -> None:
    for language in Language:
        try:
            found = parse_number(text, language)
        except NumberNotUnderstood:
            continue
        assert isinstance(found, float | Ambiguous)


@given(st.text(alphabet="0123456789., -", min_size=1, max_size=9))
def test_the_two_languages_never_read_one_text_as_two_numbers(text: str) -> None:
    found = []
    for language in Language:
        try:
            found.append(parse_number(text, language))
        except NumberNotUnderstood:
            found.append(None)
    danish, english = found
    if isinstance(english, Ambiguous):
        assert danish in (english, english.small)
    else:
        assert danish == english


def reads_back(shown: str, language: Language, number: float) -> None:
    """What we write, we read: or ask, with the number among the answers."""
    found = parse_number(shown, language)
    if isinstance(found, Ambiguous):
        assert number in (found.large, found.small), shown
    else:
        assert found == number, shown


@given(st.integers(-(10**13), 10**13), st.integers(0, 4))
def test_a_number_that_is_shown_is_read_back(whole: int, decimals: int) -> None:
    number = whole / 10**decimals
    for language in Language:
        reads_back(translator(language).number(number), language, number)
        reads_back(translator(language).quantity(number, "kWh"), language, number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_a_field_is_read_back_to_the_last_digit(number: float) -> None:
    for language in Language:
        reads_back(translator(language).plain(number), language, number)


# -- writing --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "danish", "english"),
    [
        (0, "0", "0"), (-0.0, "0", "0"), (1.5, "1,5", "1.5"), (1234.5, "1.234,5", "1,234.5"),
        (-7, f"{MINUS}7", f"{MINUS}7"),
        (1234567, "1.234.567", "1,234,567"), (0.12345, "0,1235", "0.1235"), (-0.00001, "0", "0"), (2.50, "2,5", "2.5"),
        (float("nan"), "–", "–"), (float("inf"), "–", "–"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_the_readers_language(number: float, danish: str, english: str) -> None:
    assert translator(DA).number(number) == danish
    assert translator(EN).number(number) == english


def test_quantities_percentages_and_money_are_not_parted_at_a_line_end() -> None:
    danish, english = translator(DA), translator(EN)
    assert danish.quantity(1234.5, "kWh") == f"1.234,5{NO_BREAK}kWh"
    assert danish.quantity(3, "") == "3"
    assert (danish.percent(0.255), english.percent(0.255)) == (f"25,5{NO_BREAK}%", f"25.5{NO_BREAK}%")
    assert (danish.money(24840.4), english.money(24840.4)) == (f"24.840{NO_BREAK}kr.", f"DKK{NO_BREAK}24,840")
    assert danish.number(1.005, 2) == "1,01"
    assert danish.number(2, 2) == "2,00"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (372.5, 0, "373"), (373.5, 0, "374"), (-372.5, 0, "−373"), (0.5, 0, "1"), (-0.4, 0, "0"), (0.125, 2, "0.13"),
        (2.675, 2, "2.68"), (1e22, 0, "10,000,000,000,000,000,000,000"), (1e-9, None, "0"), (0.00005, None, "0.0001"),
    ],
)  # fmt: skip
def test_a_half_is_rounded_away_from_zero(value: float, places: int | None, shown: str) -> None:
    assert translator(EN).number(value, places) == shown


def test_days_weeks_and_moments() -> None:
    danish, english = translator(DA), translator(EN)
    day = date(2026, 1, 8)
    assert (danish.day(day), english.day(day)) == ("8. januar 2026", "8 January 2026")
    assert (danish.short_day(day), english.short_day(day)) == ("08-01-2026", "2026-01-08")
    assert (danish.weekday(day), english.weekday(day)) == ("torsdag", "Thursday")
    assert [danish.week(date(2026, 12, 31)), danish.week(date(2027, 1, 1)), danish.week(date(2027, 1, 4))] == [
        53,
        53,
        1,
    ]


@pytest.mark.parametrize(
    ("moment", "danish"),
    [
        (datetime(2026, 1, 8, 13, 2, tzinfo=UTC), "8. januar 2026 kl. 14.02"),
        (datetime(2026, 7, 8, 13, 2, tzinfo=UTC), "8. juli 2026 kl. 15.02"),  # summer time
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1. januar 2027 kl. 00.30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25. oktober 2026 kl. 02.30"),  # the hour that comes twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25. oktober 2026 kl. 02.30"),
    ],
)
def test_a_moment_is_told_by_the_clock_on_the_wall_in_denmark(moment: datetime, danish: str) -> None:
    assert translator(DA).moment(moment) == danish


def test_a_sentence_is_filled_after_it_is_translated() -> None:
    message = Message(N_("{number} answers cannot be right."), {"number": 1234})
    assert translator(EN).say(message).startswith("1,234 ")
    assert "1.234" in translator(DA).say(message)
    inner = Message(N_("{number} answers cannot be right."), {"number": message})
    assert translator(EN).say(inner).count("cannot be right") == 2
    assert translator(DA).tr("") == ""
    assert translator(EN).tn("{count} question", "{count} questions", 1) == "1 question"
    assert translator(EN).tn("{count} question", "{count} questions", 1000) == "1,000 questions"


@pytest.mark.parametrize("typed", ["{", "}", "{site}", "{0}", "%s", "{site!r}", "{site.__class__}"])
def test_what_somebody_typed_is_never_taken_for_a_placeholder(typed: str) -> None:
    for language in Language:
        assert translator(language).tr(N_("Report of our visit: {site}"), site=typed).endswith(typed)


def test_an_abbreviation_ends_its_sentence_with_one_full_stop() -> None:
    english = translator(EN)
    assert english.tr("Allowed: {range}. Kept.", range="0 to 9 pcs.") == "Allowed: 0 to 9 pcs. Kept."
    assert english.tr("In {folder}...", folder="../shared") == "In ../shared..."

"""Lists as people really send them: wrong encodings, title lines, lost quotation marks, hostile workbooks."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ambassador_app.errors import AmbassadorError, FileKindUnknown, FileNotRead, FileTooLarge, JobCancelled
from ambassador_app.exchange.company_columns import header_score
from ambassador_app.exchange.spreadsheet import Limits, Table, clean, column_letter, read_table

HALF_PAST_ONE = datetime(2026, 4, 2, 13, 30)  # noqa: DTZ001 - Excel knows no zones
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"
LIST = "CVR-nr;Navn;Adresse;Postnr;By\n13748136;Æblegårdens Brød & Søn;Ålegade 1, st. tv;6000;Kolding\n"


def read(data: bytes | str, **given) -> Table:
    raw = data.encode() if isinstance(data, str) else data
    return read_table(raw, "list.csv", header_score=header_score, **given)


def workbook(*rows: tuple[object, ...], before: int = 0, **sheets: tuple[tuple[object, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    if before:
        book.active.merge_cells(start_row=1, start_column=1, end_row=1, end_column=5)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed_sheet(old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    given = zipfile.ZipFile(io.BytesIO(workbook(("Navn", "By"), ("Brød", "Vejle"))))
    with given, zipfile.ZipFile(stream, "w") as archive:
        for part in given.namelist():
            body = given.read(part)
            archive.writestr(part, body.replace(old, new, 1) if part.endswith("sheet1.xml") else body)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_danish_letters_survive_every_encoding(encoding, line_end):
    table = read(LIST.replace("\n", line_end).encode(encoding))
    assert table.header == ("CVR-nr", "Navn", "Adresse", "Postnr", "By")
    assert table.rows[0].cells == ("13748136", "Æblegårdens Brød & Søn", "Ålegade 1, st. tv", "6000", "Kolding")


def test_a_file_glued_from_two_encodings_is_read_line_by_line():
    table = read("Navn;By\nSmørhuset;Ærø\n".encode() + "Blåbær;Hjørring\n".encode("cp1252"))
    assert [row.cells for row in table.rows] == [("Smørhuset", "Ærø"), ("Blåbær", "Hjørring")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    lines = [["CVR-nr", "Navn", "By"], ["13748136", '"Brød, Kager; Mere"', "Kolding"], ["24256790", "Is", "Vejle"]]
    table = read("\n".join(delimiter.join(line) for line in lines))
    assert table.header == ("CVR-nr", "Navn", "By")
    assert table.rows[0].cells == ("13748136", "Brød, Kager; Mere", "Kolding")


def test_commas_in_the_address_do_not_fool_the_delimiter():
    table = read("Navn;Adresse\n" + "Brød;Ålegade 1, 6000 Kolding\n" * 20)
    assert table.header == ("Navn", "Adresse")


def test_excels_own_word_on_the_delimiter_is_believed():
    assert read("sep=,\nNavn,By\nBrød,Vejle\n").rows[0].number == 3


def test_title_lines_and_empty_rows_stand_above_the_header():
    table = read("Udtræk fra registeret;;\n14-11-2026;;\n;;\nCVR-nr;Navn;By\n13748136;Brød;Vejle\n")
    assert (table.header_row, table.rows[0].number) == (4, 5)


def test_a_list_without_a_header_names_its_columns_by_letters():
    table = read("13748136;Brød;1\n24256790;Is;2\n")
    assert (table.header, table.header_row, len(table.rows)) == (("A", "B", "C"), 0, 2)


def test_a_quoted_cell_keeps_its_line_break_and_rows_their_excel_numbers():
    table = read('Navn;By\n"Brød\nog Kage";Vejle\nIs;Ribe\n')
    assert table.rows[0].cells == ("Brød\nog Kage", "Vejle")
    assert table.rows[1].number == 3


def test_a_quotation_mark_that_is_never_closed_costs_no_other_row():
    table = read('Navn;By\n"Brød;Vejle\n' + "Is;Ribe\n" * 100)
    assert len(table.rows) == 101
    assert table.rows[0].cells == ('"Brød', "Vejle")


def test_a_mark_that_closes_rows_later_costs_no_row_either():
    table = read('Navn;By\n"Brød;Vejle\nIs;Ribe\n"Kage;Varde\nØl;Fanø\n')
    assert [row.cells[-1] for row in table.rows] == ["Vejle", "Ribe", "Varde", "Fanø"]


def test_a_list_round_trips_through_danish_excel():
    """Semicolon and decimal comma out, the same text in."""
    table = read("\ufeffNavn;By;Areal\r\nBrød;Vejle;1234,5\r\n".encode())
    assert table.rows[0].cells == ("Brød", "Vejle", "1234,5")


def test_excel_numbers_and_dates_become_text():
    data = workbook(
        ("CVR-nr", "Navn", "a", "b", "c", "d", "e"),
        (13748136.0, " Brød\xa0og Kage ", 1.25, date(2026, 4, 2), HALF_PAST_ONE, True, time(8, 0)),
        (6123456, "#N/A", 1e15, None, "x_x000D_", False, "'007"),
    )
    first, second = read(data).rows
    assert first.cells == ("13748136", "Brød og Kage", "1,25", "2026-04-02", "2026-04-02 13:30", "true", "08:00:00")
    assert second.cells == ("6123456", "", "1000000000000000", "", "x", "false", "007")


def test_merged_title_lines_in_excel_stand_above_the_header():
    table = read(workbook(("Virksomheder 2026",), (), ("CVR-nr", "Navn"), (13748136, "Brød"), before=1))
    assert (table.header, table.header_row) == (("CVR-nr", "Navn"), 3)
    assert table.rows[0].number == 4


def test_the_sheet_with_the_best_header_is_read():
    sheets = {"Liste": (("CVR-nr", "Navn", "By"), (13748136, "Brød", "Vejle"))}
    table = read(workbook(("Læs mig", "først"), ("Her er noget", "andet"), **sheets))
    assert (table.sheet, table.header) == ("Liste", ("CVR-nr", "Navn", "By"))


def test_cells_are_cleaned_of_what_cannot_be_seen():
    assert clean("  A\N{ZERO WIDTH SPACE}\N{COMBINING RING ABOVE}\tb\x07\N{NO-BREAK SPACE} ") == "Å b"
    assert clean('="01234567"') == "01234567"
    assert clean("a\ud800b") == "ab"


def test_columns_are_named_as_in_excel():
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


# -- refused in a sentence --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [b"", b" \n\n", b";;;\n;;\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(FileNotRead):
        read(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", b"SQLite format 3\0", b" <table><tr>"])
def test_a_file_of_another_kind_is_refused(data):
    with pytest.raises(FileKindUnknown):
        read(data)


@pytest.mark.parametrize("data", [b"Navn;By\nBr\0d;Vejle\n", OLD_EXCEL, b"PK\x03\x04 cut"])
def test_nul_bytes_old_and_damaged_workbooks_are_refused(data):
    with pytest.raises(FileNotRead):
        read(data)


def test_a_thousand_columns_are_refused_in_text_and_in_excel():
    many = tuple(f"c{at}" for at in range(1000))
    for data in (";".join(many).encode() + b"\n1;2\n", workbook(many, ("1", "2"))):
        with pytest.raises(FileNotRead):
            read(data)


def test_too_many_rows_and_too_many_bytes_are_refused():
    with pytest.raises(FileNotRead):
        read("Navn;By\n" + "Brød;Vejle\n" * 30, limits=Limits(rows=20))
    with pytest.raises(FileTooLarge):
        read(b"Navn;By\n" + b"x" * 2_000_000, limits=Limits(megabytes=1))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    with pytest.raises(FileTooLarge):
        read(stream.getvalue(), limits=Limits(unpacked_megabytes=4))


def test_millions_of_empty_rows_are_refused_at_once():
    with pytest.raises(FileNotRead):
        read(b"Navn;By\n" + b"\n" * 1_100_000)
    far = changed_sheet(b'<row r="2"', b'<row r="999999999"')
    with pytest.raises(FileNotRead):
        read(far)


def test_a_part_that_would_fill_the_memory_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/styles.xml", b" " * 25_000_000)
    with pytest.raises(FileTooLarge):
        read(stream.getvalue())


def test_xml_entities_are_refused():
    with pytest.raises(FileNotRead):
        read(changed_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'))


def test_a_zip_that_is_no_workbook_is_of_another_kind():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", b"<a/>")
    with pytest.raises(FileKindUnknown):
        read(stream.getvalue())


# -- large and arbitrary ----------------------------------------------------------------------------------------------
def test_fifty_thousand_rows_tell_progress_and_can_be_cancelled():
    data = ("Navn;By\n" + "Brød;Vejle\n" * 50_000).encode()
    told = []
    table = read(data, progress=lambda done, total: told.append((done, total)))
    assert len(table.rows) == 50_000
    assert len(told) > 20
    assert told[-1] == (50_001, 50_001)
    with pytest.raises(JobCancelled):
        read(data, cancelled=lambda: True)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(data):
    try:
        table = read(data)
    except AmbassadorError:
        return
    assert table.header


@given(st.text(alphabet='";,\n\r\tæ1a ', max_size=80))
def test_arbitrary_text_loses_no_word(text):
    try:
        table = read(text)
    except AmbassadorError:
        return
    assume(table.header_row <= 1)  # lines above the header are titles
    kept = "".join("".join(row.cells) for row in table.rows) + ("".join(table.header) if table.header_row else "")
    assert kept.count("1") == text.count("1")


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_flipped_bytes_is_read_or_refused(at, flipped):
    data = bytearray(SMALL)
    data[at % len(data) : at % len(data) + len(flipped)] = flipped
    try:
        read(bytes(data))
    except AmbassadorError:
        return


SMALL = workbook(("CVR-nr", "Navn"), (13748136, "Brød"))

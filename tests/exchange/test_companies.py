"""Company lists of every shape: what is taken, repaired, doubted, refused, and never kept."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.place import Address, Industry, SiteKind
from ambassador_app.errors import AmbassadorError, ColumnMissing, FieldRefused, FileNotRead, JobCancelled
from ambassador_app.exchange.companies import CompanyList, companies_in, open_list
from ambassador_app.exchange.company_columns import (
    FIELD_LABEL,
    FIELD_OF_WORD,
    CompanyField,
    guess_mapping,
    mapping_from,
)
from ambassador_app.exchange.company_facts import ImportedCompany, industry_of, staff, whole_number
from ambassador_app.exchange.row_remarks import Remarks, RowFault

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo"
# Read at import: the tests themselves run without any AMBASSADOR_ variable.
SHARED = Path(os.environ.get("AMBASSADOR_SHARED", ROOT.parent / "shared"))
REAL_CVR = SHARED / "data/dk/cvr/cvr_permanent_virksomhed_search_6hits_stripped.json"


def opened(text: str | bytes, name: str = "list.csv") -> CompanyList:
    return open_list(text.encode() if isinstance(text, str) else text, name)


def read(text: str | bytes, **given) -> list[ImportedCompany | RowFault]:
    return list(companies_in(opened(text), **given))


def one(text: str) -> ImportedCompany:
    (found,) = read(text)
    assert isinstance(found, ImportedCompany)
    return found


def said(company: ImportedCompany) -> str:
    return " ".join(remark.text.text for remark in company.remarks)


# -- columns ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("CVR-nr", "cvr"), ("CVRNR", "cvr"), ("cvrNummer", "cvr"), ("CVR nr.", "cvr"), ("cvr_number", "cvr"),
        ("P-nr.", "p_number"), ("P-nummer", "p_number"), ("pNummer", "p_number"), ("Produktionsenhed", "p_number"),
        ("Navn", "name"), ("Virksomhedsnavn", "name"), ("Firma", "name"), ("Adresse", "address"),
        ("Vejnavn", "street"), ("Husnr.", "house_number"), ("Postnr", "postcode"), ("Postnr./by", "postcode"),
        ("By", "city"), ("Postdistrikt", "city"), ("Branchekode (DB25)", "industry_code"),
        ("Branchetekst", "industry_text"), ("Antal ansatte", "employees"), ("Kommunekode", "municipality"),
        ("Reklamebeskyttet", "protected"), ("beliggenhedsadresse.vejnavn", "street"), ("CHR-nr", "chr"),
    ],
)  # fmt: skip
def test_headings_are_known_by_the_words_people_use(heading, field):
    table = opened(f"{heading};CVR;Navn;Husnr\n561110;13748136;Brød;4\n").table
    assert guess_mapping(table)[CompanyField(field)] == 0 or field in ("cvr", "name")


def test_no_word_names_two_fields():
    assert len(FIELD_OF_WORD) > 150
    assert set(FIELD_LABEL) == set(CompanyField)


def test_telephone_mail_and_care_of_are_never_guessed():
    assert set(opened("CVR;Navn;Telefon;E-mail;c/o;Ejer\n13748136;Brød;1;2;3;4\n").mapping) == {"cvr", "name"}


def test_numbers_are_recognised_without_a_heading():
    found = opened("13748136;1012345678;Brød\n13748136;1012345679;Is\n").mapping
    assert found == {CompanyField.CVR: 0, CompanyField.P_NUMBER: 1}


def test_a_person_may_map_by_heading_letter_or_number():
    source = opened("CVR;Kaldenavn;Hvor\n13748136;Brød;Ålegade 1\n")
    mapping = mapping_from(source.table, {"Kaldenavn": "name", "C": "address", "1": ""}, source.mapping)
    assert mapping == {CompanyField.NAME: 1, CompanyField.ADDRESS: 2}
    with pytest.raises(ColumnMissing):
        mapping_from(source.table, {"Nowhere": "name"}, {})
    with pytest.raises(FieldRefused):
        mapping_from(source.table, {"CVR": "telephone"}, {})


def test_a_list_that_never_says_which_company_is_refused():
    with pytest.raises(ColumnMissing):
        read("By;Areal\nVejle;12\n", mapping={CompanyField.CITY: 0})


# -- cells ------------------------------------------------------------------------------------------------------------
def test_a_full_row_becomes_organisation_and_site():
    found = one(
        "CVR-nr;Navn;Vejnavn;Husnr;Etage;Dør;Postnr;By;Kommune;Branchekode;Branchetekst;Ansatte;Reklamebeskyttet\n"
        "13748136;Ærø Brød;Ålegade;014;1;tv;5970;Ærøskøbing;492;10.71.20;Bagerier;5-9;Ja\n"
    )
    address = Address("Ålegade 14, 1. tv", "5970", "Ærøskøbing", "0492")
    assert found.organisation.cvr == "13748136"
    assert (found.organisation.address, found.site.address) == (address, address)
    assert found.site.industry == Industry("107120", "Bagerier")
    assert found.site.employees == "5\N{EN DASH}9"
    assert found.organisation.advertising_protected is True
    assert found.remarks == ()


def test_lost_zeros_are_repaired():
    found = one("CVR;Navn;Postnr;Kommunekode\n6123459;Brød;800;101\n")
    assert found.organisation.cvr == "06123459"
    assert (found.site.address.postcode, found.site.address.municipality_code) == ("0800", "0101")
    assert "leading zero" in said(found)


@pytest.mark.parametrize(
    "typed", ["13 74 81 36", "DK13748136", "DK-13748136", "13748136.0", "13748136,00", '="13748136"']
)
def test_a_cvr_number_is_understood_as_written(typed):
    assert one(f"CVR\tNavn\n{typed}\tBrød\n").organisation.cvr == "13748136"


def test_a_failing_check_digit_warns_and_never_blocks():
    found = one("CVR;Navn\n12345678;Brød\n")
    assert found.organisation.cvr == "12345678"
    assert found.remarks
    assert not found.is_doubtful


@pytest.mark.parametrize("p_number", ["101234567", "10123456789", "ABC"])
def test_a_p_number_that_is_not_ten_digits_is_doubtful(p_number):
    found = one(f"CVR;P-nr;Navn\n13748136;{p_number};Brød\n")
    assert found.is_doubtful
    assert found.site.p_number == ""


def test_no_cvr_number_is_doubtful_not_broken():
    assert one("CVR;Navn\n;Spejderhytten\n").is_doubtful


def test_excels_dates_are_numbers_of_employees_again():
    remarks = Remarks()
    assert staff("2026-04-02", remarks) == "2\N{EN DASH}4"
    assert remarks.all()
    assert [staff(text, remarks) for text in ("ANTAL_1000_999999", "12", "2 til 4")] == ["1000+", "12", "2\N{EN DASH}4"]


def test_industry_code_and_text_may_share_a_cell():
    assert industry_of("", "56.11.10 Restauranter", "DB25") == Industry("561110", "Restauranter", "DB25")
    assert industry_of("11100", "Korn") == Industry("011100", "Korn")
    assert industry_of("Restauranter", "") == Industry("", "Restauranter")


def test_identifiers_survive_excels_ways_of_showing_numbers():
    assert [whole_number(text) for text in ("1,012345678E+09", "1,0E+09", "13748136.0")] == [
        "1012345678",
        "1,0E+09",
        "13748136",
    ]


def test_town_and_postcode_are_found_inside_one_address():
    assert one("CVR;Navn;Adresse\n13748136;Brød;Ålegade 1, DK-6000 Kolding\n").site.address == Address(
        "Ålegade 1", "6000", "Kolding"
    )
    assert one("CVR;Navn;Postnr\n13748136;Brød;6000 Kolding\n").site.address == Address("", "6000", "Kolding")


@pytest.mark.parametrize("name", ["Kolding", "Kolding Kommune", "KOLDING"])
def test_a_municipality_may_be_named(name):
    (found,) = read(f"CVR;Navn;Kommune\n13748136;Brød;{name}\n", municipalities={"Kolding": "0621"})
    assert found.site.address.municipality_code == "0621"


def test_a_municipality_that_nobody_knows_is_said():
    (found,) = read("CVR;Navn;Kommune\n13748136;Brød;Andeby\n", municipalities={"Kolding": "0621"})
    assert found.site.address.municipality_code == ""
    assert found.remarks[0].text.values == {"text": "Andeby"}


def test_what_may_be_a_cpr_number_is_never_kept():
    found = one("CVR;Navn;Adresse\n010190-1234;Hr. Brød 010190-1234;Ålegade 1 0101901234\n")
    assert "1234" not in repr(found)
    assert found.is_doubtful


def test_odd_words_on_advertising_count_as_protected():
    found = one("CVR;Navn;Reklamebeskyttet\n13748136;Brød;måske\n")
    assert found.organisation.advertising_protected is True
    assert one("CVR;Navn;Reklamebeskyttet\n13748136;Brød;\n").organisation.advertising_protected is None


def test_farms_and_public_buildings_are_recognised():
    assert one("CVR;Navn;CHR-nr\n13748136;Gården;12345\n").site.kind is SiteKind.FARM
    assert one("CVR;Navn;Branchekode\n13748136;Gården;014100\n").site.kind is SiteKind.FARM
    assert one("CVR;Navn;Virksomhedsform\n13748136;Skolen;Primærkommune\n").site.kind is SiteKind.PUBLIC_BUILDING


# -- broken rows ------------------------------------------------------------------------------------------------------
def test_a_broken_row_never_stops_the_others():
    rows = read("CVR;Navn\n13748136;Brød\n24256790;\n1;2;3;4\n13748136;" + "x" * 400 + "\n24256790;Is\n")
    assert [(type(row), row.row) for row in rows] == [
        (ImportedCompany, 2), (RowFault, 3), (RowFault, 4), (RowFault, 5), (ImportedCompany, 6),
    ]  # fmt: skip
    assert rows[3].column == "Navn"


# -- CVR search JSON --------------------------------------------------------------------------------------------------
def company(cvr: int = 13748136, units: tuple[int, ...] = (1012345678,), **more: object) -> dict[str, object]:
    now = {
        "nyesteNavn": {"navn": "Ærø Brød ApS"},
        "nyesteBeliggenhedsadresse": {
            "vejnavn": "Ålegade", "husnummerFra": 4, "bogstavFra": "b", "etage": "st", "sidedoer": "tv",
            "postnummer": 800, "postdistrikt": "Høje Taastrup", "kommune": {"kommuneKode": 169}, "conavn": "Per Ejer",
            "adresseId": "0616f8f8-0d03-4092-bbb4-38c99d229b3f",
        },
        "nyesteHovedbranche": {
            "branchekode": "107120", "branchetekst": "Bagerier", "periode": {"gyldigFra": "2025-01-01"},
        },
        "nyesteErstMaanedsbeskaeftigelse": {"intervalKodeAntalAnsatte": "ANTAL_2_4"},
        "nyesteVirksomhedsform": {"langBeskrivelse": "Anpartsselskab"},
        "sammensatStatus": "NORMAL",
    }  # fmt: skip
    return {
        "cvrNummer": cvr, "reklamebeskyttet": True, "virksomhedMetadata": now,
        "penheder": [{"pNummer": one, "periode": {"gyldigTil": None}} for one in units],
        "telefonNummer": [{"kontaktoplysning": "99887766"}], "elektroniskPost": [{"kontaktoplysning": "per@x.dk"}],
        "deltagerRelation": [{"deltager": {"navne": [{"navn": "Per Ejer"}]}}],
    } | more  # fmt: skip


def unit(p_number: int = 1012345678, cvr: int = 13748136, name: str = "Brød på Havnen") -> dict[str, object]:
    now = {"nyesteNavn": {"navn": name}, "nyesteCvrNummerRelation": cvr, "sammensatStatus": "Aktiv"}
    return {"VrproduktionsEnhed": {"pNummer": p_number, "reklamebeskyttet": False, "produktionsEnhedMetadata": now}}


def test_a_company_of_the_search_service_is_read_without_its_people():
    (found,) = read(json.dumps({"hits": {"hits": [{"_source": {"Vrvirksomhed": company()}}]}}))
    assert found.organisation.cvr == "13748136"
    assert found.organisation.advertising_protected is True
    assert found.organisation.industry == Industry("107120", "Bagerier", "DB25")
    assert found.site.p_number == "1012345678"
    assert found.site.address == Address(
        "Ålegade 4B, st. tv", "0800", "Høje Taastrup", "0169", "0616f8f8-0d03-4092-bbb4-38c99d229b3f"
    )
    for private in ("Per Ejer", "99887766", "per@x.dk"):
        assert private not in repr(found)


@pytest.mark.parametrize("wrap", [lambda one: json.dumps([one]), json.dumps, lambda one: json.dumps(one) + "\n" * 2])
def test_a_bare_list_one_record_and_a_record_a_line_are_read_too(wrap):
    assert [found.organisation.name for found in read(wrap(company()))] == ["Ærø Brød ApS"]


def test_each_production_unit_is_a_site():
    rows = read(json.dumps([company(units=(1012345678, 1012345679))]))
    assert [row.site.p_number for row in rows] == ["1012345678", "1012345679"]
    assert all(row.site.address == Address() and row.remarks for row in rows)


def test_a_units_own_record_stands_for_it():
    rows = read(json.dumps([{"Vrvirksomhed": company(units=(1012345678,))}, unit()]))
    assert [(row.organisation.name, row.site.name) for row in rows] == [("Ærø Brød ApS", "Brød på Havnen")]
    (alone,) = read(json.dumps([unit()]))
    assert not alone.organisation.is_certain


def test_a_ceased_company_says_so():
    gone = company(units=(), livsforloeb=[{"periode": {"gyldigTil": "2020-01-01"}}])
    gone["virksomhedMetadata"]["sammensatStatus"] = ""
    assert read(json.dumps([gone]))[0].site.ended is True


def test_periods_stand_in_where_the_newest_are_missing():
    bare = {
        "cvrNummer": 13748136,
        "navne": [
            {"navn": "Gammelt Brød", "periode": {"gyldigFra": "2001-01-01", "gyldigTil": "2010-01-01"}},
            {"navn": "Nyt Brød", "periode": {"gyldigFra": "2010-01-01", "gyldigTil": None}},
        ],
    }
    assert read(json.dumps([bare]))[0].organisation.name == "Nyt Brød"


def test_a_broken_record_never_stops_the_others():
    rows = read(json.dumps([company(), {"noget": 1}, "tekst", company(24256790)]))
    assert [type(row) for row in rows] == [ImportedCompany, RowFault, RowFault, ImportedCompany]


def test_a_file_cut_short_gives_what_came_before():
    text = json.dumps([company(), company(24256790)])
    rows = read(text[: len(text) - 40])
    assert [type(row) for row in rows] == [ImportedCompany, RowFault]


@pytest.mark.parametrize("text", ['{"a": 1}', "[{]", '[{"a":' * 5000, '{"hits": {"hits": [{"_source": {}}]}}'])
def test_json_that_is_no_list_of_companies_is_refused(text):
    with pytest.raises(FileNotRead):
        read(text)


def test_reading_can_be_cancelled():
    rows = json.dumps([company()] * 500)
    with pytest.raises(JobCancelled):
        read(rows, cancelled=lambda: True)
    with pytest.raises(JobCancelled):
        read("CVR;Navn\n13748136;Brød\n", cancelled=lambda: True)


@pytest.mark.skipif(not REAL_CVR.exists(), reason="needs the real records beside the checkout")
def test_real_records_are_read_whole():
    rows = list(companies_in(open_list(REAL_CVR.read_bytes(), REAL_CVR.name)))
    assert len(rows) == 6
    for row in rows:
        assert isinstance(row, ImportedCompany)
        assert len(row.organisation.cvr) == 8
        assert len(row.site.p_number) == 10
        assert row.site.address.line
        assert row.site.industry.code
        assert row.remarks == ()


def test_the_demonstration_files_are_read():
    rows = list(companies_in(open_list((DEMO / "cvr_companies.json").read_bytes(), "cvr_companies.json")))
    assert len(rows) > 35
    assert {row.site.kind for row in rows} == {SiteKind.COMPANY, SiteKind.FARM, SiteKind.PUBLIC_BUILDING}
    assert not any(row.remarks for row in rows)
    listed = list(companies_in(open_list((DEMO / "companies.csv").read_bytes(), "companies.csv")))
    assert any(isinstance(row, RowFault) for row in listed)
    assert any(isinstance(row, ImportedCompany) and row.is_doubtful for row in listed)


# -- arbitrary --------------------------------------------------------------------------------------------------------
@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_rows_or_a_refusal(data):
    try:
        list(companies_in(open_list(data, "x")))
    except AmbassadorError:
        return


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*company(), *company()["virksomhedMetadata"], "navn", "periode"]), inner)
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_records_of_any_shape_give_rows_or_a_refusal(meta, units):
    record = {"cvrNummer": 13748136, "virksomhedMetadata": meta, "penheder": units}
    other = {"VrproduktionsEnhed": {"pNummer": units, "produktionsEnhedMetadata": meta}}
    for row in read(json.dumps([record, other, meta])):
        assert isinstance(row, ImportedCompany | RowFault)


@given(st.lists(st.text(alphabet='æ1;,"\n \x00-', max_size=12), min_size=2, max_size=6))
def test_cells_of_any_kind_give_rows_or_a_refusal(cells):
    try:
        rows = read("CVR;P-nr;Navn;Adresse;Postnr;Ansatte\n" + ";".join(cells) + "\n13748136;;Brød;;;\n")
    except AmbassadorError:
        return
    assert rows

"""Company lists into the database: dry run, duplicates, doubt, all or nothing, and nothing new the second time."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.domain.place import Address, Organisation, Site, SiteKind
from ambassador_app.errors import FileNotRead, FileTooLarge, JobCancelled
from ambassador_app.services import imports
from ambassador_app.services.import_plan import ImportPlan, RowState
from ambassador_app.services.session import Session
from tests.builders import RESOURCES, session_in

NEW, CHANGED, UNCHANGED = RowState.NEW, RowState.CHANGED, RowState.UNCHANGED
DOUBTFUL, BROKEN = RowState.DOUBTFUL, RowState.BROKEN
HEAD = "CVR-nr;P-nr;Navn;Adresse;Postnr;By;Ansatte;Reklamebeskyttet\n"
BREAD = "13748136;1012345678;Ærø Brød;Ålegade 1;5970;Ærøskøbing;2-4;Nej\n"
ICE = "24256790;1012345679;Isbjørnen;Havnegade 2;5970;Ærøskøbing;1;Ja\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


def plan(session: Session, text: str | bytes, **given) -> ImportPlan:
    return session.company_imports.read(text.encode() if isinstance(text, str) else text, "list.csv", **given)


def take(session: Session, text: str | bytes, **given):
    return session.company_imports.apply(plan(session, text), **given)


def states(found: ImportPlan) -> list[RowState]:
    return [row.state for row in found.rows]


def said(found: ImportPlan, row: int) -> str:
    return " ".join(one.text.text for line in found.rows if line.row == row for one in line.remarks)


def everything(session: Session) -> tuple[tuple[Organisation, ...], tuple[Site, ...]]:
    with session._desk.store.reader() as reader:
        return reader.all(Organisation), reader.all(Site)


# -- new, changed, unchanged ------------------------------------------------------------------------------------------
def test_a_dry_run_saves_nothing(session):
    assert states(plan(session, HEAD + BREAD + ICE)) == [NEW, NEW]
    assert everything(session) == ((), ())


def test_companies_come_in_with_organisation_and_site(session):
    changes = take(session, HEAD + BREAD + ICE)
    organisations, sites = everything(session)
    assert changes.touches("organisation", "site")
    assert [one.cvr for one in organisations] == ["13748136", "24256790"]
    assert [one.advertising_protected for one in organisations] == [False, True]
    assert sites[0].address == Address("Ålegade 1", "5970", "Ærøskøbing")
    assert [one.organisation_id for one in sites] == [one.id for one in organisations]
    assert session.companies.page("ærø brød").total == 1


def test_the_same_file_again_brings_nothing_new(session):
    take(session, HEAD + BREAD + ICE)
    before = everything(session)
    again = plan(session, HEAD + BREAD + ICE)
    assert states(again) == [UNCHANGED, UNCHANGED]
    assert not again.has_work
    assert session.company_imports.apply(again).records == frozenset()
    assert everything(session) == before


def test_a_changed_row_says_which_fields_from_what_to_what(session):
    take(session, HEAD + BREAD)
    again = plan(session, HEAD + BREAD.replace("Ålegade 1", "Ålegade 3").replace("2-4", "5-9"))
    (row,) = again.rows
    assert row.state is CHANGED
    assert {(one.field, one.old, one.new) for one in row.changes} == {
        ("street", "Ålegade 1", "Ålegade 3"),
        ("employees", "2\N{EN DASH}4", "5\N{EN DASH}9"),
    }
    session.company_imports.apply(again)
    assert everything(session)[1][0].address.street == "Ålegade 3"


def test_an_empty_cell_erases_nothing_and_another_spelling_changes_nothing(session):
    take(session, HEAD + BREAD)
    text = HEAD + "13748136;1012345678;ÆRØ  BRØD;ålegade 1;5970;;;\n"
    assert states(plan(session, text)) == [UNCHANGED]


def test_what_the_ambassador_wrote_of_a_site_stays(session):
    take(session, HEAD + BREAD)
    site = everything(session)[1][0]
    session.companies.change_site(site.id, area_m2=420.0, kind=SiteKind.FARM)
    take(session, HEAD + BREAD.replace("2-4", "5-9"))
    kept = everything(session)[1][0]
    assert (kept.area_m2, kept.kind, kept.employees) == (420.0, SiteKind.FARM, "5\N{EN DASH}9")


def test_a_counted_number_of_employees_stays_where_the_register_has_an_interval_around_it(session):
    take(session, HEAD + BREAD)
    session.companies.change_site(everything(session)[1][0].id, employees="3")
    assert states(plan(session, HEAD + BREAD)) == [UNCHANGED]
    assert states(plan(session, HEAD + BREAD.replace("2-4", "5-9"))) == [CHANGED]


# -- one organisation, many sites -------------------------------------------------------------------------------------
def test_one_organisation_for_a_cvr_number_and_one_site_for_each_p_number(session):
    take(session, HEAD + BREAD + BREAD.replace("5678", "5680").replace("Ærø Brød", "Brød på Havnen"))
    organisations, sites = everything(session)
    assert [one.name for one in organisations] == ["Ærø Brød"]
    assert [one.name for one in sites] == ["Ærø Brød", "Brød på Havnen"]
    assert {one.organisation_id for one in sites} == {organisations[0].id}


def test_the_company_without_p_number_is_the_site_that_is_here(session):
    take(session, HEAD + BREAD)
    assert states(plan(session, HEAD + BREAD.replace("1012345678", ""))) == [UNCHANGED]


def test_a_p_number_is_filled_in_where_it_was_missing(session):
    take(session, HEAD + BREAD.replace("1012345678", ""))
    again = plan(session, HEAD + BREAD)
    assert [(row.state, row.changes[0].field) for row in again.rows] == [(CHANGED, "p_number")]
    session.company_imports.apply(again)
    assert [one.p_number for one in everything(session)[1]] == ["1012345678"]


def test_a_company_that_moved_keeps_its_site(session):
    head, row = "CVR;Navn;Adresse;Postnr;By\n", "13748136;Brød;Ålegade 1;5970;Ærøskøbing\n"
    take(session, head + row)
    take(session, head + row.replace("Ålegade 1", "Nygade 7"))
    assert [one.address.street for one in everything(session)[1]] == ["Nygade 7"]


# -- duplicates -------------------------------------------------------------------------------------------------------
def test_the_same_p_number_twice_in_a_file_is_one_site(session):
    found = plan(session, HEAD + BREAD + BREAD + BREAD.replace("Ærø Brød", "Andet Brød"))
    assert states(found) == [NEW, UNCHANGED, DOUBTFUL]
    assert "same site" in said(found, 3)
    session.company_imports.apply(found, include_doubtful=frozenset({4}))
    assert [one.name for one in everything(session)[1]] == ["Ærø Brød"]


def test_rows_without_p_number_are_the_same_by_cvr_and_address(session):
    head, row = "CVR;Navn;Adresse;Postnr\n", "13748136;Brød;Ålegade 1;5970\n"
    assert states(plan(session, head + row + row.replace("Ålegade 1", "ÅLEGADE 1"))) == [NEW, UNCHANGED]


def test_a_p_number_that_changed_hands_is_doubtful(session):
    take(session, HEAD + BREAD)
    found = plan(session, HEAD + BREAD.replace("13748136", "24256790"))
    assert states(found) == [DOUBTFUL]
    session.company_imports.apply(found, include_doubtful=frozenset({2}))
    organisations, sites = everything(session)
    assert [one.cvr for one in organisations if one.id == sites[0].organisation_id] == ["24256790"]
    assert states(plan(session, HEAD + BREAD.replace("13748136", "24256790"))) == [UNCHANGED]


# -- doubt and breakage -----------------------------------------------------------------------------------------------
def test_doubtful_rows_are_taken_only_when_asked_for(session):
    text = HEAD + BREAD + ";;Spejderhytten;Skovvej 1;5970;Ærøskøbing;;\n" + "13748136;123;Kiosken;Torvet 1;5970;;;\n"
    assert states(plan(session, text)) == [NEW, DOUBTFUL, DOUBTFUL]
    take(session, text)
    assert len(everything(session)[1]) == 1
    take(session, text, include_doubtful=frozenset({3}))
    assert [one.name for one in everything(session)[1]] == ["Ærø Brød", "Spejderhytten"]
    assert states(plan(session, text)) == [UNCHANGED, UNCHANGED, DOUBTFUL]


def test_a_cvr_number_that_comes_later_finds_its_company(session):
    head, row = "CVR;Navn;Adresse;Postnr\n", ";Brød;Ålegade 1;5970\n"
    take(session, head + row, include_doubtful=frozenset({2}))
    take(session, head + "13748136" + row)
    organisations, sites = everything(session)
    assert ([one.cvr for one in organisations], len(sites)) == (["13748136"], 1)


def test_a_failing_check_digit_is_said_and_taken(session):
    found = plan(session, HEAD + BREAD.replace("13748136", "12345678"))
    assert states(found) == [NEW]
    assert "check" in said(found, 2)


def test_a_ceased_company_is_doubtful_when_new_and_marked_when_known(session):
    head = "CVR;P-nr;Navn;Status\n"
    assert states(plan(session, head + "13748136;1012345678;Brød;OPHØRT\n")) == [DOUBTFUL]
    take(session, HEAD + BREAD)
    take(session, head + "13748136;1012345678;Ærø Brød;OPHØRT\n")
    assert everything(session)[1][0].ended


def test_broken_rows_are_told_and_the_others_taken(session):
    text = HEAD + BREAD + "24256790;;;;;;;\n" + ICE
    found = plan(session, text)
    assert states(found) == [NEW, BROKEN, NEW]
    assert found.rows[1].column == "Navn"
    session.company_imports.apply(found)
    assert len(everything(session)[1]) == 2


def test_a_row_can_be_left_out(session):
    take(session, HEAD + BREAD + ICE, leave_out=frozenset({2}))
    assert [one.name for one in everything(session)[1]] == ["Isbjørnen"]


def test_advertising_protection_of_any_row_holds_for_the_company(session):
    take(session, HEAD + BREAD + BREAD.replace("5678", "5680").replace("Nej", "Ja"))
    assert everything(session)[0][0].advertising_protected


# -- the real formats -------------------------------------------------------------------------------------------------
def test_the_demo_municipality_comes_in_and_a_list_of_it_is_compared(session):
    demo = RESOURCES / "demo"
    session.company_imports.apply(session.company_imports.read(demo / "cvr_companies.json"))
    organisations, sites = everything(session)
    assert (len(organisations), len(sites)) == (28, 37)
    assert not session.company_imports.read(demo / "cvr_companies.json").has_work
    counts = session.company_imports.read(demo / "companies.csv").counts
    assert counts == {NEW: 3, CHANGED: 1, UNCHANGED: 3, DOUBTFUL: 2, BROKEN: 1}


def test_cvr_json_then_a_list_of_the_same_companies_changes_nothing(session):
    now = {"nyesteNavn": {"navn": "Ærø Brød"}, "nyesteBeliggenhedsadresse": {"vejnavn": "Ålegade", "husnummerFra": 1}}
    record = {"cvrNummer": 13748136, "virksomhedMetadata": now, "penheder": [{"pNummer": 1012345678}]}
    take(session, json.dumps([record]))
    assert states(plan(session, "CVR;P-nr;Navn;Adresse\n13748136;1012345678;Ærø Brød;Ålegade 1\n")) == [UNCHANGED]


# -- large, cut short, missing ----------------------------------------------------------------------------------------
def test_fifty_thousand_rows_cancelled_half_way_save_nothing(session):
    rows = "".join(
        f"{20_000_000 + at};{1_000_000_000 + at};Firma {at};Vej {at};6000;Kolding;;\n" for at in range(50_000)
    )
    found = plan(session, HEAD + rows)
    assert found.counts[NEW] == 50_000
    told = []

    def stop_half_way() -> bool:
        return bool(told) and told[-1][0] >= 10_000

    with pytest.raises(JobCancelled):
        session.company_imports.apply(
            found, progress=lambda done, total: told.append((done, total)), cancelled=stop_half_way
        )
    assert told[-1] == (10_000, 50_000)
    assert everything(session) == ((), ())


def test_planning_can_be_cancelled_and_tells_progress(session):
    told = []
    plan(session, HEAD + BREAD, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    with pytest.raises(JobCancelled):
        plan(session, HEAD + BREAD, cancelled=lambda: True)


def test_files_that_cannot_be_opened_are_refused(session, tmp_path, monkeypatch):
    with pytest.raises(FileNotRead):
        session.company_imports.open(tmp_path / "missing.csv")
    with pytest.raises(FileNotRead):
        session.company_imports.open(tmp_path)
    monkeypatch.setattr(imports, "_MEGABYTES", 0)
    (tmp_path / "large.csv").write_text(HEAD)
    with pytest.raises(FileTooLarge):
        session.company_imports.open(tmp_path / "large.csv")


# -- always -----------------------------------------------------------------------------------------------------------
CELLS = st.tuples(
    st.sampled_from(["13748136", "24256790", "12345678", "", "x"]),
    st.sampled_from(["1012345678", "1012345679", "", "12"]),
    st.sampled_from(["Brød", "Is", "Øl & Vand", ""]),
    st.sampled_from(["Ålegade 1", "Havnegade 2", ""]),
    st.sampled_from(["5970", "800", ""]),
    st.sampled_from(["", "Vejle"]),
    st.sampled_from(["", "2-4"]),
    st.sampled_from(["", "Ja", "Nej"]),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.sampled_from([HEAD, HEAD.replace("P-nr", "Note"), HEAD.replace("By", "Stednavn")]),
    st.lists(CELLS, min_size=1, max_size=8),
    st.lists(CELLS, max_size=4),
    st.frozensets(st.integers(2, 9)),
)
def test_importing_twice_is_importing_once(tmp_path_factory, head, rows, earlier, include):
    def text(lines) -> str:
        return head + "".join(";".join(line) + "\n" for line in lines)

    with session_in(tmp_path_factory.mktemp("profile")) as session:
        if earlier:
            take(session, text(earlier))
        take(session, text(rows), include_doubtful=include)
        before = everything(session)
        again = plan(session, text(rows))
        assert not again.has_work
        take(session, text(rows), include_doubtful=include)
        assert everything(session) == before
        organisations, sites = before
        assert len({one.cvr for one in organisations if one.cvr}) == len([one for one in organisations if one.cvr])
        assert len({one.p_number for one in sites if one.p_number}) == len([one for one in sites if one.p_number])

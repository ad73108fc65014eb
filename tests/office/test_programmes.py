"""Programmes of several tenants: what one releases its fellow members read, and nothing else, and nobody else does."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ambassador_app.domain.extract_reading import plain_of, read_extract
from ambassador_app.domain.roles import Role
from ambassador_app.office.backup import check
from ambassador_app.office.erasing import erase, find
from ambassador_app.office.postgresql import ROLE
from ambassador_app.office.tables import EXTRACT
from ambassador_app.office.tidying import tidy
from ambassador_app.wire import extract_file
from ambassador_app.wire.publications import office_key, public_of
from tests import extracts
from tests.extracts import NORDBY, ODDEBY
from tests.office.building import OTHER, SECRET, TENANT
from tests.office.laptops import NEW_ID, op
from tests.office.test_command_line import ambassador, answer

PROGRAMME = "carbon-20"
THIRD = "sydby"


@pytest.fixture
def programme(site):
    """A programme of two tenants, and a third tenant that is not in it."""
    site.office.add_tenant(THIRD, "Sydby Kommune")
    site.office.programmes.make(PROGRAMME, "Carbon 20")
    for tenant in (TENANT, OTHER):
        site.office.programmes.join(PROGRAMME, tenant)
    return site.office.programmes


@pytest.fixture
def coordinator_of(laptop_of, programme):
    return lambda tenant=TENANT: laptop_of("Karen Kjær", role=Role.COORDINATOR, tenant=tenant)


def file_of(laptop, key=None, **fields):
    """An extract as this laptop would sign it."""
    given = {"made_by": laptop.device, "made_at": laptop.site.clock().replace(microsecond=0)} | fields
    made = extracts.extract(given.pop("id", None) or NEW_ID(), **given)
    return extract_file.write(plain_of(made), (key or laptop.key).private_bytes_raw()), made


def releases(laptop, data, programme=PROGRAMME):
    return laptop.asks(
        "POST", f"/programmes/{programme}/extracts", content=data, headers={"Content-Type": "application/json"}
    )


def reads(laptop, identifier, programme=PROGRAMME):
    return laptop.asks("GET", f"/programmes/{programme}/extracts/{identifier}")


def listed(laptop):
    answer = laptop.asks("GET", "/programmes")
    assert answer.status_code == 200, answer.text
    return answer.json()


def code_of(answer):
    return answer.status_code, answer.json()["code"]


def test_what_one_member_releases_the_other_reads_with_the_offices_word(coordinator_of, site):
    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    data, made = file_of(oddeby)
    assert releases(oddeby, data).status_code == 201
    (programme,) = listed(nordby)["programmes"]
    assert [one["id"] for one in programme["members"]] == [OTHER, TENANT]
    (release,) = programme["releases"]
    assert (release["municipality"], release["as_of"], release["number"]) == (TENANT, "2026-11-20", 1)
    there = extract_file.read(reads(nordby, made.id).content)
    assert there.sha256 == extract_file.read(data).sha256
    assert read_extract(there.extract) == made
    assert there.is_vouched(public_of(office_key(SECRET)))
    assert (there.witness.device, there.witness.role) == (oddeby.device, "coordinator")
    assert oddeby.name not in reads(nordby, made.id).text


def test_no_record_of_another_member_can_be_read_anywhere(coordinator_of, site):
    from tests.office.test_walls import DATA, ENDPOINTS

    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    oddeby.push(op("v1", set={"internal_note": "Hemmeligt notat"}))
    oddeby.brings(DATA)
    assert releases(oddeby, file_of(oddeby)[0]).status_code == 201
    seen = b""
    for method, path, request in ENDPOINTS:
        seen += nordby.asks(method, path, **request).content
        with_my_token = {**nordby.headers, **request.get("headers", {})}
        foreign = nordby.client.request(method, f"/v1/{TENANT}{path}", **{**request, "headers": with_my_token})
        assert foreign.status_code == 403
    assert b"Hemmeligt notat" not in seen
    assert nordby.pull()["changes"] == []


def test_a_tenant_outside_the_programme_sees_nothing_of_it(coordinator_of):
    oddeby, sydby = coordinator_of(), coordinator_of(THIRD)
    data, made = file_of(oddeby)
    releases(oddeby, data)
    assert listed(sydby)["programmes"] == []
    assert code_of(reads(sydby, made.id)) == (404, "extract")
    mine, _ = file_of(sydby, municipality=replace(ODDEBY, id=THIRD, name="Sydby Kommune"))
    assert code_of(releases(sydby, mine)) == (403, "programme")


def test_two_programmes_do_not_mix(coordinator_of, programme):
    programme.make("klima-fyn", "Klima Fyn")
    for tenant in (OTHER, THIRD):
        programme.join("klima-fyn", tenant)
    oddeby, sydby = coordinator_of(), coordinator_of(THIRD)
    data, made = file_of(oddeby)
    releases(oddeby, data)
    assert [one["id"] for one in listed(sydby)["programmes"]] == ["klima-fyn"]
    assert code_of(reads(sydby, made.id, "klima-fyn")) == (404, "extract")
    assert code_of(reads(sydby, made.id)) == (404, "extract")
    assert code_of(releases(oddeby, data, "klima-fyn")) == (403, "programme")


def test_a_member_that_left_reads_nothing_and_is_read_by_nobody(coordinator_of, programme):
    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    mine, made = file_of(oddeby)
    theirs, other = file_of(nordby, municipality=NORDBY)
    releases(oddeby, mine)
    releases(nordby, theirs)
    assert programme.leave(PROGRAMME, OTHER)
    assert listed(nordby)["programmes"] == []
    assert code_of(reads(nordby, made.id)) == (404, "extract")
    assert code_of(reads(oddeby, other.id)) == (404, "extract")
    assert code_of(releases(nordby, file_of(nordby, municipality=NORDBY)[0])) == (403, "programme")
    (seen,) = listed(oddeby)["programmes"]
    assert [one["id"] for one in seen["members"]] == [TENANT]
    # coming back does not bring back what was withdrawn
    programme.join(PROGRAMME, OTHER)
    assert code_of(reads(oddeby, other.id)) == (404, "extract")
    assert reads(nordby, made.id).status_code == 200


def test_ambassadors_neither_release_nor_read(coordinator_of, laptop_of):
    oddeby, ambassador = coordinator_of(), laptop_of()
    data, made = file_of(oddeby)
    releases(oddeby, data)
    assert code_of(ambassador.asks("GET", "/programmes")) == (403, "forbidden")
    assert code_of(reads(ambassador, made.id)) == (403, "forbidden")
    assert code_of(releases(ambassador, file_of(ambassador)[0])) == (403, "forbidden")
    withdrawn = ambassador.asks("POST", f"/programmes/{PROGRAMME}/extracts/{made.id}/withdraw")
    assert code_of(withdrawn) == (403, "forbidden")


def test_a_revoked_device_releases_and_reads_nothing(coordinator_of, site):
    oddeby = coordinator_of()
    data, made = file_of(oddeby)
    releases(oddeby, data)
    site.office.access.revoke(TENANT, oddeby.device)
    assert code_of(releases(oddeby, file_of(oddeby)[0])) == (401, "device-revoked")
    assert code_of(reads(oddeby, made.id)) == (401, "device-revoked")
    assert code_of(oddeby.asks("GET", "/programmes")) == (401, "device-revoked")


def test_a_forged_extract_is_refused(coordinator_of):
    oddeby, colleague = coordinator_of(), coordinator_of()
    data, made = file_of(oddeby)
    assert code_of(releases(oddeby, data.replace(b"12000", b"92000"))) == (422, "signature")
    assert code_of(releases(oddeby, file_of(oddeby, colleague.key)[0])) == (422, "signature")
    assert code_of(releases(colleague, data)) == (422, "signature")
    theirs, _ = file_of(colleague, made_by=oddeby.device)
    assert code_of(releases(colleague, theirs)) == (422, "not-yours")
    assert code_of(releases(oddeby, b"{}")) == (422, "malformed")
    assert code_of(releases(oddeby, json.dumps(json.loads(data)).encode())) == (422, "malformed")
    assert reads(oddeby, made.id).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"municipality": NORDBY},
        {"municipality": replace(NORDBY, name="Oddeby Kommune")},
        {"municipality": replace(ODDEBY, name="Nordby Kommune")},
        {"programme": replace(extracts.PROGRAMME, name="Noget andet")},
        {"programme": replace(extracts.PROGRAMME, id="klima-fyn")},
    ],
    ids=["municipality", "its short name", "its name", "name of the programme", "programme"],
)
def test_an_extract_about_another_municipality_or_programme_is_refused(coordinator_of, said):
    oddeby = coordinator_of()
    assert code_of(releases(oddeby, file_of(oddeby, **said)[0])) == (422, "not-yours")


def test_an_extract_of_a_day_to_come_is_refused(coordinator_of, site):
    oddeby = coordinator_of()
    soon = site.clock() + timedelta(days=3)
    data, _ = file_of(oddeby, as_of=soon.date(), made_at=soon.replace(microsecond=0))
    assert code_of(releases(oddeby, data)) == (422, "as-of")


def test_a_release_is_written_once_and_superseded_by_the_next(coordinator_of):
    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    first, one = file_of(oddeby)
    assert releases(oddeby, first).status_code == 201
    assert releases(oddeby, first).status_code == 200
    changed, _ = file_of(oddeby, id=one.id, cases=())
    assert code_of(releases(oddeby, changed)) == (409, "immutable")
    second, two = file_of(oddeby)
    assert releases(oddeby, second).json()["number"] == 2
    mine = {one["id"]: one["state"] for one in listed(oddeby)["programmes"][0]["releases"]}
    assert mine == {one.id: "superseded", two.id: "released"}
    assert [one["id"] for one in listed(nordby)["programmes"][0]["releases"]] == [two.id]
    assert code_of(reads(nordby, one.id)) == (404, "extract")
    assert extract_file.read(reads(oddeby, one.id).content).sha256 == extract_file.read(first).sha256
    # offered again, the first one does not come back
    assert releases(oddeby, first).json()["state"] == "superseded"
    assert [one["id"] for one in listed(nordby)["programmes"][0]["releases"]] == [two.id]


def test_what_is_withdrawn_nobody_else_reads_and_nobody_brings_back(coordinator_of):
    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    data, made = file_of(oddeby)
    releases(oddeby, data)
    path = f"/programmes/{PROGRAMME}/extracts/{made.id}/withdraw"
    assert code_of(nordby.asks("POST", path)) == (404, "extract")
    assert oddeby.asks("POST", path).json()["state"] == "withdrawn"
    assert oddeby.asks("POST", path).json()["state"] == "withdrawn"
    assert releases(oddeby, data).json()["state"] == "withdrawn"
    assert listed(nordby)["programmes"][0]["releases"] == []
    assert code_of(reads(nordby, made.id)) == (404, "extract")


def test_each_municipality_has_a_key_of_its_own_for_its_cases(coordinator_of):
    oddeby, colleague, nordby = coordinator_of(), coordinator_of(), coordinator_of(OTHER)
    assert listed(oddeby)["case_key"] == listed(colleague)["case_key"] != listed(nordby)["case_key"]


def test_members_are_shown_by_the_names_they_have_now(coordinator_of, site):
    oddeby = coordinator_of()
    site.office.rename_tenant(OTHER, "Ny Nordby Kommune")
    assert [one["name"] for one in listed(oddeby)["programmes"][0]["members"]] == [
        "Ny Nordby Kommune",
        "Oddeby Kommune",
    ]


def test_the_space_of_the_municipality_is_counted(coordinator_of, site):
    oddeby = coordinator_of()
    data, _ = file_of(oddeby)
    before = site.office.tenant(TENANT).used
    releases(oddeby, data)
    assert site.office.tenant(TENANT).used > before + len(data)


def test_what_was_withdrawn_is_emptied_and_its_space_given_back(coordinator_of, site):
    oddeby = coordinator_of()
    before = site.office.tenant(TENANT).used
    data, made = file_of(oddeby)
    releases(oddeby, data)
    oddeby.asks("POST", f"/programmes/{PROGRAMME}/extracts/{made.id}/withdraw")
    tidy(site.office)
    assert site.office.tenant(TENANT).used == before
    assert code_of(reads(oddeby, made.id)) == (404, "extract")
    assert releases(oddeby, data).json()["state"] == "withdrawn"


def test_a_name_is_found_in_what_was_released_and_erased_there_too(coordinator_of, site):
    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    data, made = file_of(oddeby)
    releases(oddeby, data)
    before = site.office.tenant(TENANT)
    assert find(site.office, TENANT, "FJORDENS Maskinfabrik") == [("extract", made.id)]
    assert find(site.office, OTHER, "fjordens maskinfabrik") == []
    with pytest.raises(LookupError):
        erase(site.office, OTHER, [("extract", made.id)])
    assert reads(nordby, made.id).status_code == 200
    assert erase(site.office, TENANT, [("extract", made.id)]).records == 1
    assert find(site.office, TENANT, "fjordens maskinfabrik") == []
    assert code_of(reads(nordby, made.id)) == (404, "extract")
    assert code_of(reads(oddeby, made.id)) == (404, "extract")
    after = site.office.tenant(TENANT)
    assert after.used < before.used
    assert check(site.office).none


def test_every_statement_about_programmes_names_the_tenant(coordinator_of, site):
    from tests.office.test_walls import forgets_the_tenant

    said = []

    @sa.event.listens_for(site.office.database.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    oddeby = coordinator_of()
    data, made = file_of(oddeby)
    releases(oddeby, data)
    listed(oddeby)
    reads(oddeby, made.id)
    oddeby.asks("POST", f"/programmes/{PROGRAMME}/extracts/{made.id}/withdraw")
    assert sum("extract" in one for one in said) >= 6
    assert [one for one in said if forgets_the_tenant(one)] == []


@pytest.mark.whole
def test_the_database_itself_opens_only_that_gate(coordinator_of, site):
    """Whatever a request asks for, PostgreSQL shows it what its tenant may see, and lets it change its own state."""
    if site.office.database.is_sqlite:
        pytest.skip("PostgreSQL's own walls")
    oddeby, nordby = coordinator_of(), coordinator_of(OTHER)
    first, _ = file_of(oddeby)
    second, two = file_of(oddeby)
    releases(oddeby, first)
    releases(oddeby, second)
    releases(nordby, file_of(nordby, municipality=NORDBY)[0])
    everything = sa.select(EXTRACT.c.tenant, EXTRACT.c.id)
    with site.office.database.read(OTHER) as connection:
        seen = connection.execute(everything).all()
        assert sorted(one.tenant for one in seen) == [OTHER, TENANT]
        assert two.id in {one.id for one in seen}
    with site.office.database.read(THIRD) as connection:
        assert connection.execute(everything).all() == []
        assert connection.exec_driver_sql("SELECT * FROM programme").all() == []
        assert connection.exec_driver_sql("SELECT * FROM member").all() == []
    for statement in (
        "UPDATE extract SET body = 'forged'",
        "UPDATE member SET left_at = ''",
        "INSERT INTO member (tenant, programme, joined_at, left_at) VALUES ('sydby', 'carbon-20', '', '')",
        "DELETE FROM extract",
        "UPDATE programme SET name = ''",
    ):
        with pytest.raises(sa.exc.ProgrammingError), site.office.database.write(THIRD) as (connection, _):
            connection.exec_driver_sql(statement)
    with site.office.database.write(OTHER) as (connection, _):
        done = connection.execute(sa.update(EXTRACT).where(EXTRACT.c.tenant == TENANT).values(state="withdrawn"))
        assert done.rowcount == 0
    assert ROLE


def test_the_command_line_makes_programmes_and_says_who_is_in_them(tmp_path):
    office = tmp_path / "office"
    done = ambassador("init", office, "--municipality", "Oddeby Kommune", "--url", "https://office.test")
    assert done.returncode == 0
    ambassador("tenants", "--dir", office, "--add", "Nordby Kommune")
    assert answer("programme", "list", "--dir", office) == []
    assert "no programme here yet" in ambassador("programme", "list", "--dir", office).stdout
    answer("programme", "new", "carbon-20", "--name", "Carbon 20", "--dir", office)
    answer("programme", "join", "carbon-20", "--tenant", "oddeby-kommune", "--dir", office)
    found = answer("programme", "join", "carbon-20", "--tenant", "nordby-kommune", "--dir", office)
    members = [{"id": "nordby-kommune", "name": "Nordby Kommune"}, {"id": "oddeby-kommune", "name": "Oddeby Kommune"}]
    assert found == [{"id": "carbon-20", "name": "Carbon 20", "members": members}]
    answer("programme", "leave", "carbon-20", "--tenant", "nordby-kommune", "--dir", office)
    again = ambassador("programme", "leave", "carbon-20", "--tenant", "nordby-kommune", "--dir", office)
    assert (again.returncode, "not in the programme" in again.stdout) == (1, True)
    assert "Oddeby Kommune" in again.stdout
    assert "Nordby Kommune" not in again.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "carbon-20"), "already"),
        (("new", "Carbon 20"), "cannot be a short name"),
        (("new", "fyn", "--name", "a\nb"), "one line"),
        (("new",), "short name"),
        (("join", "fyn"), "no programme"),
        (("leave", "fyn"), "no programme"),
        (("join", "carbon-20", "--tenant", "sydby"), "no municipality"),
    ],
)
def test_what_the_command_line_refuses(tmp_path, words, said):
    office = tmp_path / "office"
    ambassador("init", office, "--municipality", "Oddeby Kommune", "--url", "https://office.test")
    ambassador("programme", "new", "carbon-20", "--dir", office)
    done = ambassador("programme", *words, "--dir", office)
    assert done.returncode == 2
    assert said in done.stderr

"""What PostgreSQL itself holds: walls between tenants, a log that is only added to, locks that end."""

import httpx
import psycopg
import pytest
import sqlalchemy as sa

from ambassador_app.office.postgresql import ROLE
from ambassador_app.office.tables import CHANGE, REC
from tests.office.building import OTHER, TENANT, make_office, served
from tests.office.laptops import Laptop, op

pytestmark = pytest.mark.whole


@pytest.fixture
def site(postgres, tmp_path):
    with served(tmp_path, url=postgres.database()) as site:
        yield site


def test_a_request_that_forgot_the_tenant_would_see_its_own_rows_only(laptop, laptop_of, site):
    laptop.push(op("a"), op("b"))
    laptop_of("Niels", tenant=OTHER).push(op("c"))
    with site.office.database.read(TENANT) as connection:
        assert {row.id for row in connection.execute(sa.select(REC))} == {"a", "b"}
    with site.office.database.read("-") as connection:
        assert connection.execute(sa.select(REC)).all() == []
    with site.office.database.administer() as connection:
        assert len(connection.execute(sa.select(REC)).all()) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change",
        "UPDATE change SET device = 'x'",
        "TRUNCATE change",
        "DELETE FROM rec",
        "DELETE FROM tenant",
        "INSERT INTO tenant (tenant, name, epoch, epoch_from, restores, seq, floor, hash, quota, used, created_at) "
        "VALUES ('x', 'x', 'x', 0, 0, 0, 0, '', 0, 0, '')",
        "UPDATE office SET name = 'x'",
        "INSERT INTO blob (tenant, sha256, size, at) VALUES ('nordby', 'x', 1, '')",
        "DROP TABLE change",
    ],
)
def test_a_request_can_only_add_to_the_log_and_only_its_own_tenants(laptop, site, statement):
    laptop.push(op())
    with (
        pytest.raises((sa.exc.ProgrammingError, sa.exc.InternalError)) as error,
        site.office.database.write(TENANT) as (connection, _),
    ):
        connection.exec_driver_sql(statement)
    assert isinstance(error.value.orig, psycopg.errors.InsufficientPrivilege)
    with site.office.database.administer() as connection:
        assert len(connection.execute(sa.select(CHANGE)).all()) == 1


def test_the_role_is_nobodys_login_and_above_no_wall(postgres, site):
    with psycopg.connect(postgres.dsn("postgres", "postgres")) as connection:
        asked = "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s"
        assert connection.execute(asked, (ROLE,)).fetchone() == (False, False, False)


def test_a_tenants_lock_that_is_held_makes_the_office_busy_and_leaves_others_alone(laptop, laptop_of, site):
    foreign = laptop_of("Niels", tenant=OTHER)
    site.office.database._lock_seconds = 0.2
    with site.office.database.write(TENANT):
        answer = laptop.pushes(op())
        assert foreign.push(op())[0]["status"] == "ok"
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert laptop.push(op())[0]["status"] == "ok"


def test_connections_that_break_are_made_anew(postgres, laptop, site):
    laptop.push(op("a"))
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'office'"
    postgres.administer(kill)
    assert laptop.push(op("b"))[0]["status"] == "ok"
    assert site.office.tenant(TENANT).seq == 2


def test_a_connection_that_breaks_within_a_push_is_busy_and_nothing_is_committed(postgres, laptop, site):
    said: list[str] = []

    @sa.event.listens_for(site.office.database.engine, "before_cursor_execute")
    def cut(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO change") and not said:
            said.append(statement)
            postgres.administer(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'office' AND state <> 'idle'"
            )

    one = op()
    answer = laptop.pushes(one)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    (again,) = laptop.push(one)
    assert (again["status"], again["seq"], again["dup"]) == ("ok", 1, False)


def test_putting_up_the_walls_again_changes_nothing(postgres, tmp_path):
    url = postgres.database()
    for _ in range(2):
        make_office(tmp_path, url=url).close()


def test_two_servers_on_one_database_are_one_office(postgres, tmp_path):
    url = postgres.database()
    with (
        served(tmp_path, url=url) as one,
        served(tmp_path, url=url) as other,
        httpx.Client(base_url=one.url, trust_env=False) as here,
        httpx.Client(base_url=other.url, trust_env=False) as there,
    ):
        laptop = Laptop(one, here, one.invitation())
        laptop.enrol()
        laptop.client = there  # the load balancer may send each request elsewhere
        laptop.sign_in()
        data = b"a photo" * 100
        for number, client in enumerate((here, there) * 3):
            laptop.client = client
            assert laptop.push(op(f"r{number}"))[0]["seq"] == number + 1
        laptop.brings(data, until=300)
        laptop.client = here
        assert laptop.brings(data, 300).status_code == 201
        assert one.office.access.revoke(TENANT, laptop.device)
        laptop.client = there
        assert laptop.pushes(op("late")).status_code == 401

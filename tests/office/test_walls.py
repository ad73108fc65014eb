"""A tenant is a wall: no request reaches another's, and no statement forgets whose rows it is about."""

import re

import pytest
from sqlalchemy import event

from tests.office.building import OTHER, TENANT, sha256
from tests.office.laptops import op

DATA = b"a photo of Oddeby"
PROGRAMME, EXTRACT = "carbon-20", "01900000-0000-7000-8000-000000000001"
BUNDLE = b'{"pieces":[{"sha256":"%s","size":17,"length":17}]}\n%s' % (sha256(DATA).encode(), DATA)
ENDPOINTS = [
    ("POST", "/push", {"json": {"epoch": "e", "ops": [op()]}}),
    ("GET", "/pull", {}),
    ("POST", "/records", {"json": {"refs": [{"kind": "site", "id": "s1"}]}}),
    ("POST", "/blobs/missing", {"json": {"sha256": [sha256(DATA)]}}),
    ("POST", "/parcels", {"content": b"no parcel"}),
    ("POST", "/blobs", {"content": BUNDLE}),
    ("POST", f"/blobs/{sha256(DATA)}/parts", {"json": {"size": 17}}),
    ("POST", f"/blobs/{sha256(DATA)}/complete", {"json": {"upload": "0.1", "size": 17}}),
    ("DELETE", "/login", {}),
    ("PUT", "/escrow", {"json": {"key": "A" * 43, "sealed": "AA", "signature": "A" * 86}}),
    ("GET", "/programmes", {}),
    ("POST", f"/programmes/{PROGRAMME}/extracts", {"json": {}}),
    ("GET", f"/programmes/{PROGRAMME}/extracts/{EXTRACT}", {}),
    ("POST", f"/programmes/{PROGRAMME}/extracts/{EXTRACT}/withdraw", {}),
    ("HEAD", f"/blobs/{sha256(DATA)}", {}),
    ("GET", f"/blobs/{sha256(DATA)}", {}),
    ("PUT", f"/blobs/{sha256(DATA)}", {"content": DATA, "headers": {"Upload-Offset": "0", "Upload-Length": "17"}}),
    ("PATCH", f"/blobs/{sha256(DATA)}", {"content": DATA, "headers": {"Upload-Offset": "0", "Upload-Length": "17"}}),
]
OPEN = {("GET", "/hello"), ("POST", "/enrol"), ("POST", "/token")}


def filled_in(path):
    return path.replace("{sha256}", sha256(DATA)).replace("{programme}", PROGRAMME).replace("{extract}", EXTRACT)


def test_every_endpoint_is_tried(site):
    from ambassador_app.office.app import create_app

    paths = create_app(site.office).openapi()["paths"]
    there = {
        (method.upper(), filled_in(path.removeprefix("/v1/{tenant}")))
        for path, operations in paths.items()
        for method in operations
        if path.startswith("/v1/")
    }
    assert there - OPEN == {(method, path) for method, path, _ in ENDPOINTS}


@pytest.mark.parametrize(("method", "path", "request_"), ENDPOINTS, ids=lambda value: str(value)[:20])
def test_a_token_opens_no_other_tenant(laptop, method, path, request_):
    assert laptop.brings(DATA).status_code == 201
    laptop.push(op())
    headers = {**laptop.headers, **request_.get("headers", {})}
    foreign = laptop.client.request(method, f"/v1/{OTHER}{path}", **{**request_, "headers": headers})
    assert foreign.status_code == 403
    if method != "HEAD":
        assert foreign.json()["code"] == "tenant"


@pytest.mark.parametrize(("method", "path", "request_"), ENDPOINTS, ids=lambda value: str(value)[:20])
def test_a_device_that_was_revoked_a_moment_ago_gets_nothing(laptop, site, method, path, request_):
    site.office.access.revoke(TENANT, laptop.device)
    answer = laptop.asks(method, path, **request_)
    assert answer.status_code == 401
    if method != "HEAD":
        assert answer.json()["code"] == "device-revoked"


def test_a_device_of_one_tenant_gets_no_token_from_another(laptop):
    answer = laptop.client.post(f"/v1/{OTHER}/token", json={"assertion": laptop.assertion(tenant=OTHER)})
    assert (answer.status_code, answer.json()["code"]) == (401, "device-unknown")


def test_an_invitation_of_one_tenant_is_none_of_another(site, laptop):
    code = site.office.access.invite(OTHER, laptop_role())
    asked = {"code": code, "public_key": "A" * 43, "name": "H"}
    assert laptop.client.post(f"/v1/{TENANT}/enrol", json=asked).status_code == 403


def laptop_role():
    from ambassador_app.domain.roles import Role

    return Role.AMBASSADOR


def test_each_tenant_sees_its_own_records_numbers_and_attachments_only(laptop, laptop_of):
    laptop.push(op("v1"), op("v2"))
    laptop.brings(DATA)
    foreign = laptop_of("Niels", tenant=OTHER)
    assert foreign.pull()["changes"] == []
    assert foreign.push(op("v1"))[0]["seq"] == 1
    # not even that somebody else has it is told: the same bytes must be brought again
    assert foreign.asks("HEAD", f"/blobs/{sha256(DATA)}").status_code == 404
    assert foreign.asks("GET", f"/blobs/{sha256(DATA)}").status_code == 404
    assert foreign.brings(DATA).status_code == 201
    assert len(laptop.pull()["changes"]) == 2


TABLES = re.compile(
    r"\b(rec|change|device|invitation|blob|tenant|openid|login|member|extract|escrow_key|escrow_box|recovery)\b"
)


def forgets_the_tenant(statement: str) -> bool:
    """Whether a statement touches a table of tenants without saying which tenant."""
    bare = re.sub(r"set_config\([^)]*\)", "", " ".join(statement.split()).lower())
    if not TABLES.search(re.sub(r"tenant\s*=|\.tenant", "", bare)):
        return False
    if bare.startswith("insert into"):
        return not re.match(r"insert into \w+ \(tenant,", bare)
    if bare.startswith(("select", "update", "delete")):
        return not re.search(r"\bwhere\b.*\w+\.tenant = ", bare)
    return True


@pytest.mark.parametrize(
    ("statement", "forgets"),
    [
        ("SELECT rec.id FROM rec WHERE rec.seq > ?", True),
        ("SELECT rec.id FROM rec WHERE rec.tenant = ? AND rec.seq > ?", False),
        ("UPDATE device SET revoked_at = ? WHERE device.id = ?", True),
        ("DELETE FROM change", True),
        ("INSERT INTO blob (sha256, tenant) VALUES (?, ?)", True),
        ("INSERT INTO blob (tenant, sha256) VALUES (?, ?)", False),
        ("BEGIN IMMEDIATE", False),
    ],
)
def test_the_watch_itself_can_tell(statement, forgets):
    assert forgets_the_tenant(statement) == forgets


def test_every_statement_of_a_request_names_the_tenant(site, laptop_of):
    said: list[str] = []

    @event.listens_for(site.office.database.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    invitation = site.invitation()
    laptop = laptop_of()
    laptop.push(op("a"), op("b", kind="report", set={"pdf_sha256": sha256(DATA)}))
    laptop.push(op("a", base=1, set={"title": "again"}))
    laptop.brings(DATA)
    laptop.asks("GET", f"/blobs/{sha256(DATA)}")
    laptop.asks("POST", "/blobs/missing", json={"sha256": [sha256(DATA)]})
    laptop.pull()
    laptop.client.get(f"/v1/{TENANT}/hello")
    site.office.access.devices(TENANT)
    site.office.access.revoke(TENANT, laptop.device)
    assert invitation
    assert len({*said}) > 12
    assert [statement for statement in said if forgets_the_tenant(statement)] == []

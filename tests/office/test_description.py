"""The published description of the office's API is that of the program; whoever sends anything else gets a problem."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.office.app import create_app
from ambassador_app.wire.messages import Problem
from tests.office.laptops import op
from tests.wire.strategies import VALUES

FILE = Path(__file__).parents[2] / "docs" / "office-api.json"
ON_SQLITE = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


@ON_SQLITE
def test_the_published_description_is_the_programs(site):
    told = create_app(site.office).openapi()
    told["info"]["version"] = "v1"  # the protocol's, which changes less often than the program's
    text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("REWRITE_GOLDENS"):
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


@ON_SQLITE
def test_every_message_that_the_description_names_is_in_it(site):
    told = create_app(site.office).openapi()
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))
    assert named <= set(told["components"]["schemas"])


ODD = st.one_of(VALUES, st.just(10**400), st.just("\ud800"), st.just("\x00"), st.just(-1), st.just("x" * 500))
OPS = st.lists(
    st.one_of(
        ODD,
        st.builds(
            lambda changes: op(**{"identifier": "r", **changes}),
            st.dictionaries(st.sampled_from(["kind", "base", "set", "unset", "deleted", "group", "schema", "at"]), ODD),
        ),
    ),
    max_size=4,
)
BODIES = {
    "/push": st.one_of(ODD, st.fixed_dictionaries({"epoch": ODD | st.just("e"), "ops": ODD | OPS})),
    "/blobs/missing": st.one_of(ODD, st.fixed_dictionaries({"sha256": ODD | st.lists(ODD)})),
    "/token": st.one_of(ODD, st.fixed_dictionaries({"assertion": ODD})),
    "/enrol": st.one_of(
        ODD,
        st.fixed_dictionaries({"code": ODD | st.just("A" * 16), "public_key": ODD | st.just("A" * 43), "name": ODD}),
    ),
}


@pytest.mark.parametrize("path", BODIES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_can_be_sent_is_a_fault_of_the_office(laptop, path, data):
    body = data.draw(BODIES[path])
    if path == "/push" and isinstance(body, dict) and data.draw(st.booleans()):
        body["epoch"] = laptop.epoch
    answer = laptop.asks("POST", path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code < 500, (body, answer.text)
    if answer.status_code >= 400:
        assert Problem.model_validate_json(answer.content).status == answer.status_code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"]),
    path=st.sampled_from(["/pull", "/blobs/" + "a" * 64, "/blobs/x", "/hello", "/push"]),
    query=st.dictionaries(st.sampled_from(["since", "limit", "scope"]), st.text(max_size=5) | st.integers()),
    headers=st.dictionaries(
        st.sampled_from(
            ["Upload-Offset", "Upload-Length", "Range", "Content-Encoding", "Sync-Schema", "Authorization"]
        ),
        st.sampled_from(["", "0", "-1", "9" * 30, "bytes=9-1", "bytes=0-,5-", "gzip", "Bearer \xff", "x"]),
    ),
)
def test_no_request_is_a_fault_of_the_office(laptop, method, path, query, headers):
    told = {name: value.encode("latin-1") for name, value in {**laptop.headers, **headers}.items()}
    answer = laptop.client.request(method, laptop.path + path, params=query, headers=told, content=b"")
    assert answer.status_code < 500, answer.text

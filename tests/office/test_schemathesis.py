"""Schemathesis reads the published description and plays laptops and strangers that send whatever it can think of."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from ambassador_app.domain.roles import Role
from tests.office.building import TENANT, Site, served
from tests.office.laptops import Laptop, op

pytestmark = [pytest.mark.whole, pytest.mark.expects_log("Invalid HTTP request")]

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "ignored_auth",
)
# An op of a push that is malformed is answered by itself; what is too much or unknown has statuses of its own.
SETTINGS = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 410, 411, 413, 415, 422, 426, 429]

[[operations]]
include-name = "POST /v1/{tenant}/push"
checks.negative_data_rejection.expected-statuses = [200, 400, 401, 403, 409, 413, 415, 422]
"""
AT_HOME = f"""
[parameters]
"path.tenant" = "{TENANT}"
"""


def play(site: Site, folder: Path, settings: str, *words: str) -> None:
    """Let it play. The seed is fixed: a fault is found again; SEED names another."""
    file = folder / "schemathesis.toml"
    file.write_text(settings, "utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", file, "run"]
    bounds = ["--seed", os.environ.get("SEED", "20261123"), "--no-shrink", "--checks", ",".join(CHECKS), *words]
    done = subprocess.run(
        [*command, f"{site.url}/openapi.json", *bounds],
        cwd=folder, capture_output=True, text=True, timeout=280, check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )  # fmt: skip
    if done.returncode or "generated" not in done.stdout:
        pytest.fail(f"{done.stdout[-8000:]}\n{done.stderr[-2000:]}", pytrace=False)


@pytest.mark.parametrize(
    ("database", "bounds"),
    [
        ("sqlite", ("--phases", "coverage,fuzzing", "-n", "8")),
        ("postgresql", ("--phases", "fuzzing", "-n", "4", "--mode", "positive")),
    ],
)
def test_nothing_that_a_laptop_can_send_is_a_fault_or_a_surprise(request, tmp_path, database, bounds):
    url = request.getfixturevalue("postgres").database() if database == "postgresql" else ""
    with served(tmp_path, url=url) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        laptop = Laptop(site, client, site.invitation("Hanne Holm", Role.ADMINISTRATOR))
        laptop.enrol()
        laptop.sign_in()
        laptop.push(op("v1"), op("v2"))
        token = f"Authorization: {laptop.headers['Authorization']}"
        play(site, tmp_path, SETTINGS + AT_HOME, *bounds, "-H", token)


def test_nothing_that_a_stranger_can_send_is_a_fault_or_a_surprise(tmp_path):
    with served(tmp_path) as site:
        play(site, tmp_path, SETTINGS, "--phases", "fuzzing", "-n", "4")

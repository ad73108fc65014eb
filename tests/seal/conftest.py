"""One sealed report for all tests of this folder: sealing is quick, drawing less so."""

from datetime import UTC, datetime

import pytest

from ambassador_app.report import compose, render, snapshot
from ambassador_app.seal import SealKey, make_seal_key, seal
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images

BORN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def key() -> SealKey:
    return make_seal_key(ambassador="Åse Østergård", municipality="Eksempelkøbing Kommune", now=BORN, serial=20260101)


@pytest.fixture(scope="session")
def unsealed() -> bytes:
    whole = a_dossier()
    return render(compose(whole, ENGLISH, NOON), images(4), FONTS, snapshot=snapshot(whole))


@pytest.fixture(scope="session")
def sealed(unsealed: bytes, key: SealKey) -> bytes:
    return seal(unsealed, key, reason="Report issued", name="Åse Østergård", place="Middelfart", when=NOON)

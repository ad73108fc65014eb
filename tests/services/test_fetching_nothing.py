"""An office that does not show what only it holds: the visit stays away, and is not here and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ambassador_app.errors import VisitAway
from ambassador_app.office.tables import REC
from tests.builders import TickingClock
from tests.office.building import Site, served
from tests.services.leaving import Enter, a_sealed_visit, entrance, gone_after_filing, parts

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "office").mkdir()
    with served(tmp_path / "office") as site:
        yield site


@pytest.fixture
def enter(tmp_path: Path, site: Site) -> Iterator[Enter]:
    with entrance(tmp_path, site, TickingClock()) as one_more:
        yield one_more


def test_what_the_office_does_not_show_is_not_here(enter: Enter, site: Site) -> None:
    mine = enter("Åse Østergård")
    visit_id = a_sealed_visit(mine)
    findings = parts(mine, visit_id)["finding"]
    gone_after_filing(mine, site, visit_id)
    with site.office.database.administer() as connection:
        kept = [dict(row._mapping) for row in connection.execute(sa.select(REC).where(REC.c.kind != "visit"))]
        connection.execute(sa.delete(REC).where(REC.c.kind != "visit"))
    with pytest.raises(VisitAway):
        mine.keeping.fetch(visit_id)
    with site.office.database.administer() as connection:
        connection.execute(sa.insert(REC), kept)
    mine.keeping.fetch(visit_id)
    assert findings
    assert parts(mine, visit_id)["finding"] == findings

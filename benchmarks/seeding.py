"""Profiles with many companies and visits, kept in build/bench so that only the first run pays for them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import OrganisationId, SiteId, VisitId
from ambassador_app.domain.place import Address, Industry, Organisation, Site
from ambassador_app.domain.visit import Visit, VisitStatus
from ambassador_app.services.session import Session
from tests.builders import profiles_in

FOLDER = Path("build/bench")
_TRADES = ("Bageri", "Tømrer", "Autoværksted", "Gartneri", "Mejeri", "Maskinfabrik", "Slagteri", "Smedje", "Trykkeri")
_NAMES = ("Nørre", "Sønder", "Øster", "Vester", "Gammel", "Ny", "Store", "Lille", "Kær", "Ås", "Ørs", "Hav")
_TOWNS = (("6000", "Kolding"), ("7400", "Herning"), ("5500", "Middelfart"), ("5970", "Ærøskøbing"), ("4700", "Næstved"))
_BATCH = 2_000


def profile_with(visits: int) -> Path:
    """Give the home folder of a profile that holds `visits` companies with one visit each."""
    home = FOLDER / f"home-{visits}"
    done = home / "seeded"
    if done.exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    session = profiles_in(home, clock=lambda: datetime.now(UTC)).throw_away()
    try:
        for start in range(0, visits, _BATCH):
            _fill(session, range(start, min(start + _BATCH, visits)))
    finally:
        session.close()
    done.touch()
    return home


def _fill(session: Session, numbers: range) -> None:
    desk = session._desk  # noqa: SLF001 - seeding is below the services
    with desk.deed(Deed.IMPORT_COMPANIES) as tx:
        for number in numbers:
            name = f"{_NAMES[number % 12]}{_NAMES[number // 12 % 12].lower()} {_TRADES[number % 9]} {number}"
            postcode, city = _TOWNS[number % 5]
            address = Address(f"Industrivej {number % 400}", postcode, city)
            industry = Industry("107120", "Fremstilling af friske bageriprodukter", "DB25")
            organisation_id = OrganisationId(desk.new_id())
            site_id = SiteId(desk.new_id())
            tx.save(Organisation(organisation_id, name, f"{10_000_000 + number}", address, industry))
            tx.save(
                Site(
                    site_id,
                    name,
                    organisation_id=organisation_id,
                    p_number=f"{1_000_000_000 + number}",
                    address=address,
                    industry=industry,
                )
            )
            tx.save(
                Visit(
                    VisitId(desk.new_id()),
                    site_id,
                    status=VisitStatus.PLANNED if number % 50 == 0 else VisitStatus.CANCELLED,
                    responsible=desk.user,
                    planned_at=datetime(2020, 1, 6, 9, tzinfo=UTC) + timedelta(hours=number % 50_000),
                )
            )

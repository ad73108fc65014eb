"""Valid things for tests: say only what matters, the rest is made up well."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ambassador_app.domain.hand_over import PlainMail
from ambassador_app.domain.identifiers import SiteId, UuidMaker, VisitId
from ambassador_app.domain.policy import Policy
from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.drawing.ink import Ink, InkPoint
from ambassador_app.i18n import Language, Translator
from ambassador_app.services.hand_over import PlainMailChoice
from ambassador_app.services.opening import Profiles, Surroundings
from ambassador_app.services.resources import Resources
from ambassador_app.services.session import Session
from ambassador_app.services.syncing import Offices
from ambassador_app.settings import Paths, Settings
from ambassador_app.storage.keys import KeyStore

RESOURCES = Path(__file__).parent.parent / "resources"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLAIN = PlainMailChoice(PlainMail.ASKED_FOR)
"""What a person says who sends plain mail to a company whose owner may be a person."""


class TickingClock:
    """A clock that goes on by one second each time it is asked, and can be put forward."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


def counted_chance(start: int = 1) -> Callable[[int], bytes]:
    """Bytes that never come twice and are the same in every run; another `start` gives others."""
    numbers = itertools.count(start)
    return lambda size: (next(numbers) * 0x9E3779B97F4A7C15).to_bytes(size + 16, "big")[-size:]


class MemoryKeyStore(KeyStore):
    """A key store far away from the person's own: it keeps what it is given, as the real one does."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, profile: str) -> bytes | None:
        return self.kept.get(profile)

    def set(self, profile: str, secret: bytes) -> bool:
        self.kept[profile] = secret
        return True

    def delete(self, profile: str) -> None:
        self.kept.pop(profile, None)


def translator(language: Language = Language.DANISH) -> Translator:
    """The real words of a language."""
    return Translator.load(language, RESOURCES / "translations")


def profiles_in(
    folder: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    key_store: KeyStore | None = None,
    computer: int = 0,
    offices: Offices | None = None,
    policy: Policy | None = None,
) -> Profiles:
    """The profiles of a computer whose home is `folder`; computers that meet have different numbers."""
    clock = clock or TickingClock()
    chance = counted_chance(1 + computer * 1_000_000)
    paths = Paths.for_home(folder)
    return Profiles(
        Surroundings(
            paths=paths,
            resources=Resources(RESOURCES),
            now=clock,
            new_id=UuidMaker(clock, chance),
            chance=chance,
            translators=translator,
            settings=lambda: Settings.read(paths.settings_file),
            key_store=lambda: key_store,
            offices=offices,
            policy=policy or Policy(),
        )
    )


@contextmanager
def session_in(
    folder: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    computer: int = 0,
    offices: Offices | None = None,
    name: str = "Åse Østergård",
) -> Iterator[Session]:
    """An open throw-away profile below `folder`, with a named ambassador and municipality; closed at the end."""
    session = profiles_in(folder, clock=clock, computer=computer, offices=offices).throw_away()
    try:
        if session.ambassador().name == "Ambassador":
            session.profile.change_ambassador(name=name, title="Klimaambassadør", email="aase@kommune.example")
            session.profile.change_municipality(name="Eksempelkøbing Kommune", code="0999")
        yield session
    finally:
        session.close()


def a_company(session: Session, name: str = "Ærø Bageri A/S", **fields: str) -> SiteId:
    """A company with an address, a contact and a year of energy use."""
    given = {
        "cvr": "13748136",
        "p_number": "1012345678",
        "street": "Havnegade 1",
        "postcode": "5970",
        "city": "Ærøskøbing",
    } | fields
    site_id = SiteId(session.companies.create(name, **given).id)
    session.companies.add_contact(site_id, "Jens Ægidius", role="Direktør", email="jens@bageri.example")
    session.companies.keep_energy(site_id, carrier="electricity", year=2025, amount=180, unit="MWh", cost_dkk=270_000)
    session.companies.keep_energy(site_id, carrier="natural_gas", year=2025, amount=22_000, unit="m3", cost_dkk=190_000)
    return site_id


def a_visit(session: Session, site_id: SiteId | None = None, **fields: object) -> VisitId:
    """A planned walkthrough at a company."""
    site_id = site_id or a_company(session)
    given = {"planned_at": MORNING, "agreed_with": "Jens Ægidius", "agreed_on": MORNING.date()} | fields
    return VisitId(session.visits.plan(site_id, **given).id)  # type: ignore[arg-type]


def some_ink(seed: int = 1) -> Ink:
    """A signature as a hand draws it."""
    stroke = tuple(
        InkPoint(40 + step * 6.0, 90 + 30 * ((step * seed) % 7 - 3) / 3, 0.4 + 0.05 * (step % 5), step * 12)
        for step in range(50)
    )
    return Ink(520, 180, (stroke,))


def signed(session: Session, visit_id: VisitId) -> None:
    """Let both parties sign what is there."""
    session.signing.sign(
        visit_id, role=SignerRole.AMBASSADOR, name="Åse Østergård", place="Ærøskøbing", ink=some_ink(1)
    )
    session.signing.sign(
        visit_id,
        role=SignerRole.VISITED_PARTY,
        name="Jens Ægidius",
        title="Direktør",
        place="Ærøskøbing",
        ink=some_ink(2),
    )

"""The profiles of this computer: made at the first start, opened by key store, passphrase or recovery key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import AmbassadorId, Clock, MunicipalityId, NewId
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.errors import FieldMissing
from ambassador_app.services.demo import fill_demo
from ambassador_app.services.desk import Desk
from ambassador_app.services.reports import Translators
from ambassador_app.services.resources import Resources
from ambassador_app.services.session import Session
from ambassador_app.settings import Paths, Settings
from ambassador_app.storage import Restored, Store, keys, restore
from ambassador_app.storage.keys import KeyStore, Protection

MAIN: Final = "main"
DEMO: Final = "demo"
_USER: Final = "user"


@dataclass(frozen=True, slots=True)
class Created:
    """A new profile, open, with the recovery key that is shown this once."""

    session: Session
    recovery_key: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the composition root hands in: folders, time, chance, words and settings."""

    paths: Paths
    resources: Resources
    now: Clock
    new_id: NewId
    chance: Callable[[int], bytes]
    translators: Translators
    settings: Callable[[], Settings]
    key_store: Callable[[], KeyStore | None]
    throw_away: bool = False


class Profiles:
    """The profile of this computer's user, and the demo municipality beside it, kept apart."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def exists(self) -> bool:
        """Whether this computer has a profile."""
        return keys.protection(self._folder(MAIN)) is not None

    def protection(self) -> Protection | None:
        """How the profile's key is kept, None where there is no profile."""
        return keys.protection(self._folder(MAIN))

    def key_store_works(self) -> bool:
        """Whether the operating system's key store can keep a secret here."""
        return self._around.key_store() is not None

    def municipalities(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each Danish municipality."""
        return self._around.resources.municipalities

    def create(
        self,
        *,
        name: str,
        municipality: str,
        title: str = "",
        email: str = "",
        phone: str = "",
        municipality_code: str = "",
        protection: Protection | str = Protection.KEY_STORE,
        passphrase: str | None = None,
    ) -> Created:
        """Make the profile and open it.

        Raises FieldMissing without name or municipality, PassphraseTooShort, PassphraseNeeded where there is no
        key store to be had.
        """
        if not name.strip():
            raise FieldMissing(field="name")
        if not municipality.strip():
            raise FieldMissing(field="municipality")
        people = (
            Ambassador(AmbassadorId(self._around.new_id()), name.strip(), title, email, phone),
            Municipality(MunicipalityId(self._around.new_id()), municipality.strip(), municipality_code),
        )
        return self._create(MAIN, Protection(protection), passphrase, *people)

    def _create(
        self,
        profile: str,
        protection: Protection,
        passphrase: str | None,
        ambassador: Ambassador,
        municipality: Municipality,
    ) -> Created:
        folder = self._folder(profile)
        folder.mkdir(parents=True, exist_ok=True)
        made = keys.create(
            folder,
            protection,
            chance=self._around.chance,
            key_store=self._around.key_store() if protection is Protection.KEY_STORE else None,
            passphrase=passphrase,
        )
        with self._opening(folder, made.secret) as store:
            with store.transaction(Deed.SET_UP, author=ambassador.id) as tx:
                tx.save(ambassador)
                tx.save(municipality)
            store.keep_secret(_USER, f"{ambassador.id} {municipality.id}".encode())
            return Created(self._session(profile, store), made.recovery_key)

    def open(self, *, passphrase: str | None = None, recovery_key: str | None = None) -> Session:
        """Open the profile.

        Raises PassphraseNeeded, PassphraseWrong, RecoveryKeyWrong, KeyMissing, DatabaseNewer, DatabaseInUse,
        DatabaseDamaged.
        """
        return self._open(MAIN, passphrase=passphrase, recovery_key=recovery_key)

    def _open(self, profile: str, *, passphrase: str | None = None, recovery_key: str | None = None) -> Session:
        folder = self._folder(profile)
        by_key_store = keys.protection(folder) is Protection.KEY_STORE
        key_store = self._around.key_store() if by_key_store else None
        secret = keys.unlock(folder, key_store=key_store, passphrase=passphrase, recovery_key=recovery_key)
        with self._opening(folder, secret) as store:
            if recovery_key and key_store is not None:
                keys.keep_in_key_store(folder, secret, key_store)
            return self._session(profile, store)

    def demo(self) -> Session:
        """Open the demo municipality, made and filled at its first use; it never meets the real profile."""
        if keys.protection(self._folder(DEMO)) is not None:
            return self._open(DEMO)
        created = self._create(
            DEMO,
            Protection.FILE,
            None,
            Ambassador(
                AmbassadorId(self._around.new_id()),
                "Signe Lindholm",
                "Klimaambassadør",
                "signe@eksempelkoebing.example",
                "12 34 56 78",
            ),
            Municipality(
                MunicipalityId(self._around.new_id()),
                "Eksempelkøbing Kommune",
                department="Klima og Miljø",
                email="klima@eksempelkoebing.example",
                phone="12 34 56 00",
            ),
        )
        fill_demo(created.session, self._around.resources.folder / "demo")
        return created.session

    def throw_away(self) -> Session:
        """Open the profile of a `--home` folder, made without asking anything where there is none."""
        if self.exists():
            return self.open()
        created = self._create(
            MAIN,
            Protection.FILE,
            None,
            Ambassador(AmbassadorId(self._around.new_id()), "Ambassador"),
            Municipality(MunicipalityId(self._around.new_id()), "Kommune"),
        )
        return created.session

    def restore(self, file: Path, *, passphrase: str | None = None, recovery_key: str | None = None) -> Restored:
        """Lay a backup down as this computer's profile, which must not exist yet.

        Raises BackupNotRead, PassphraseWrong, RecoveryKeyWrong, FileExists.
        """
        folder = self._folder(MAIN)
        restored = restore(file, folder, chance=self._around.chance, passphrase=passphrase, recovery_key=recovery_key)
        key_store = self._around.key_store()
        if keys.protection(folder) is Protection.KEY_STORE and key_store is not None:
            keys.keep_in_key_store(folder, restored.secret, key_store)
        return restored

    # -- inside -------------------------------------------------------------------------------------------------
    def _folder(self, profile: str) -> Path:
        return self._around.paths.profile(profile)

    @contextmanager
    def _opening(self, folder: Path, secret: bytes) -> Iterator[Store]:
        """Open the store, and close it again if anything goes wrong before somebody owns it."""
        store = Store.open(folder, secret, now=self._around.now, new_id=self._around.new_id)
        try:
            yield store
        except BaseException:
            store.close()
            raise

    def _session(self, profile: str, store: Store) -> Session:
        around = self._around
        user, municipality = self._people(store)
        desk = Desk(
            store=store,
            library=store.library,
            resources=around.resources,
            now=around.now,
            new_id=around.new_id,
            chance=around.chance,
            user=user,
            municipality_id=municipality,
        )
        return Session(
            desk,
            translators=around.translators,
            settings=around.settings,
            backup_folder=store.folder / "backups",
            is_demo=profile == DEMO,
        )

    @staticmethod
    def _people(store: Store) -> tuple[AmbassadorId, MunicipalityId]:
        """Who sits here: kept beside the keys, and after a restore read from the only ambassador there is."""
        kept = store.secret(_USER)
        if kept is not None:
            user, municipality = kept.decode().split()
            return AmbassadorId(user), MunicipalityId(municipality)
        with store.reader() as reader:
            found = (reader.all(Ambassador)[0].id, reader.all(Municipality)[0].id)
        store.keep_secret(_USER, " ".join(found).encode())
        return found

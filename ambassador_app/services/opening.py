"""The profiles of this computer: made at the first start, opened by key store, passphrase or recovery key."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import AmbassadorId, Clock, MunicipalityId, NewId
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.policy import Policy
from ambassador_app.errors import (
    FieldMissing,
    FolderNotWritable,
    PassphraseNeeded,
    PassphraseRequired,
    PassphraseWrong,
    PolicyUnclear,
    RecoveryKeyWrong,
)
from ambassador_app.services.desk import PEOPLE, Desk, Translators, keep_people
from ambassador_app.services.resources import Resources
from ambassador_app.services.session import Session
from ambassador_app.settings import Paths, Settings
from ambassador_app.storage import Restored, Store, keys, restore
from ambassador_app.storage.keys import KeyStore, Protection
from ambassador_app.wording.policy import fault_words

if TYPE_CHECKING:
    from ambassador_app.seal import Reach
    from ambassador_app.services.syncing import Offices

MAIN: Final = "main"
DEMO: Final = "demo"
_FILLED: Final = "filled"
"""A file of the demo profile: there when it was filled to the end."""


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
    reach: Reach | None = None
    offices: Offices | None = None
    policy: Policy = field(default_factory=Policy)


class Profiles:
    """The profile of this computer's user, and the demo municipality beside it, kept apart."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    @property
    def policy(self) -> Policy:
        """What the municipality fixes on this computer."""
        return self._around.policy

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
        key store to be had; PolicyUnclear, PassphraseRequired.
        """
        self._demand_leave_to_begin()
        if self.policy.passphrase_required and Protection(protection) is not Protection.PASSPHRASE:
            raise PassphraseRequired(file=self.policy.file)
        if not name.strip():
            raise FieldMissing(field="name")
        if not municipality.strip():
            raise FieldMissing(field="municipality")
        people = (
            Ambassador(AmbassadorId(self._around.new_id()), name.strip(), title, email, phone),
            Municipality(MunicipalityId(self._around.new_id()), municipality.strip(), municipality_code),
        )
        return self._create(MAIN, Protection(protection), passphrase, *people)

    def _demand_leave_to_begin(self) -> None:
        """Make no profile in a place that may be the wrong one. Raises PolicyUnclear."""
        if not self.policy.may_begin and not self._around.throw_away:
            fault = self.policy.fault_of("folders", "folders.data")
            raise PolicyUnclear(file=self.policy.file, reason=fault_words(fault))

    def _create(
        self,
        profile: str,
        protection: Protection,
        passphrase: str | None,
        ambassador: Ambassador,
        municipality: Municipality,
    ) -> Created:
        folder = self._folder(profile)
        with _gone_unless_done(folder):
            made = keys.create(
                folder,
                protection,
                chance=self._around.chance,
                key_store=self._around.key_store() if protection is Protection.KEY_STORE else None,
                passphrase=passphrase,
            )
            with self._opening(folder, made.secret) as store:
                _set_up(store, ambassador, municipality)
                return Created(self._session(profile, store), made.recovery_key)

    def open(self, *, passphrase: str | None = None, recovery_key: str | None = None) -> Session:
        """Open the profile.

        Raises PassphraseNeeded, PassphraseWrong, RecoveryKeyWrong, KeyMissing, DatabaseNewer, DatabaseInUse,
        DatabaseDamaged.
        """
        return self._open(MAIN, passphrase=passphrase, recovery_key=recovery_key)

    def _open(self, profile: str, *, passphrase: str | None = None, recovery_key: str | None = None) -> Session:
        folder = self._folder(profile)
        secret = self._secret(folder, passphrase, recovery_key)
        with self._opening(folder, secret) as store:
            key_store = self._key_store_of(folder)
            if recovery_key and key_store is not None:
                keys.keep_in_key_store(folder, secret, key_store)
            return self._session(profile, store)

    def _secret(self, folder: Path, passphrase: str | None, recovery_key: str | None = None) -> bytes:
        key_store = self._key_store_of(folder)
        return keys.unlock(folder, key_store=key_store, passphrase=passphrase, recovery_key=recovery_key)

    def _key_store_of(self, folder: Path) -> KeyStore | None:
        """The key store where the profile's key is kept in one: asking for it takes time."""
        return self._around.key_store() if keys.protection(folder) is Protection.KEY_STORE else None

    def demo(self) -> Session:
        """Open the demo municipality, made and filled at its first use; it never meets the real profile.

        One that was cut off while it was being filled is made anew.
        """
        folder = self._folder(DEMO)
        if (folder / _FILLED).exists():
            return self._open(DEMO)
        if keys.protection(folder) is not None:
            self._open(DEMO).close()  # raises DatabaseInUse while another window is filling it
            shutil.rmtree(folder)
        with _gone_unless_done(folder):
            from ambassador_app.services.demo import fill_demo

            session = self._new_demo()
            try:
                fill_demo(session, self._around.resources.folder / "demo")
                (folder / _FILLED).touch()
            except BaseException:
                session.close()
                raise
        return session

    def _new_demo(self) -> Session:
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
        return created.session

    def throw_away(self) -> Session:
        """Open the profile of a `--home` folder, made without asking anything where there is none."""
        if self.exists():
            return self.open()
        return self._create(MAIN, Protection.FILE, None, *self._nobody()).session

    def restore(self, file: Path, *, passphrase: str | None = None, recovery_key: str | None = None) -> Restored:
        """Lay a backup down as this computer's profile, which must not exist yet.

        A passphrase stays what it was; else the key store of this computer takes the key, and where there is none
        the recovery key opens the profile.
        Raises BackupNotRead, PassphraseNeeded, PassphraseWrong, RecoveryKeyWrong, DatabaseNewer, FileExists,
        PolicyUnclear.
        """
        self._demand_leave_to_begin()
        folder = self._folder(MAIN)
        restored = restore(file, folder, chance=self._around.chance, passphrase=passphrase, recovery_key=recovery_key)
        if self._around.throw_away:
            keys.keep_in_file(folder, restored.secret)
        elif keys.protection(folder) is Protection.KEY_STORE and (key_store := self._around.key_store()) is not None:
            keys.keep_in_key_store(folder, restored.secret, key_store)
        return restored

    def bring_back(self, file: Path, secret: str) -> Session:
        """Restore a backup with its recovery key or its passphrase, whichever `secret` is, and open it.

        Raises BackupNotRead, RecoveryKeyWrong, DatabaseNewer, FileExists.
        """
        try:
            self.restore(file, recovery_key=secret)
            return self.open(recovery_key=secret)
        except RecoveryKeyWrong as wrong:
            try:
                self.restore(file, passphrase=secret)
            except (PassphraseNeeded, PassphraseWrong):
                raise wrong from None
            return self.open(passphrase=secret)

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
            policy=around.policy,
        )
        return Session(
            desk,
            translators=around.translators,
            settings=around.settings,
            backup_folder=store.folder / "backups",
            reach=around.reach,
            offices=around.offices,
            is_demo=profile == DEMO,
        )

    def _people(self, store: Store) -> tuple[AmbassadorId, MunicipalityId]:
        """Who sits here: kept beside the keys, and after a restore read from the only ambassador there is.

        Where a first start was cut off before it had written anybody, there is somebody without a name.
        """
        kept = store.secret(PEOPLE)
        if kept is not None:
            user, municipality = kept.decode().split()
            return AmbassadorId(user), MunicipalityId(municipality)
        with store.reader() as reader:
            ambassadors, municipalities = reader.all(Ambassador), reader.all(Municipality)
        if not ambassadors or not municipalities:
            return _set_up(store, *self._nobody())
        found = (ambassadors[0].id, municipalities[0].id)
        if not store.read_only:
            keep_people(store, *found)
        return found

    def _nobody(self) -> tuple[Ambassador, Municipality]:
        """An ambassador and a municipality that Settings will be told the names of."""
        new_id = self._around.new_id
        return Ambassador(AmbassadorId(new_id()), "Ambassador"), Municipality(MunicipalityId(new_id()), "Kommune")


def _set_up(store: Store, ambassador: Ambassador, municipality: Municipality) -> tuple[AmbassadorId, MunicipalityId]:
    with store.transaction(Deed.SET_UP, author=ambassador.id) as tx:
        tx.save(ambassador)
        tx.save(municipality)
    keep_people(store, ambassador.id, municipality.id)
    return ambassador.id, municipality.id


@contextmanager
def _gone_unless_done(folder: Path) -> Iterator[None]:
    """Make the folder of a new profile, and take it away again if making the profile fails: it can be tried again."""
    try:
        fresh = not folder.exists() or not any(folder.iterdir())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise FolderNotWritable(folder=str(folder)) from error
    try:
        yield
    except BaseException:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        raise

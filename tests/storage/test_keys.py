"""The secret of a profile: kept, wrapped, opened, and never guessed from a wrong word."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.errors import (
    FileExists,
    KeyMissing,
    PassphraseNeeded,
    PassphraseTooShort,
    PassphraseWrong,
    RecoveryKeyWrong,
)
from ambassador_app.storage import keys
from ambassador_app.storage.key_store import SystemKeyStore
from ambassador_app.storage.keys import Protection
from ambassador_app.wire import wrapping

Chance = Callable[[int], bytes]
PASSPHRASE = "blå himmel over Samsø"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stretching is meant to be slow; here it need not be."""
    monkeypatch.setattr(wrapping, "MEMORY_KIB", 64)
    monkeypatch.setattr(wrapping, "PASSES", 1)


class Shelf:
    """A key store in memory; `forgetful` is one that keeps nothing and says nothing."""

    def __init__(self, *, forgetful: bool = False) -> None:
        self.kept: dict[str, bytes] = {}
        self.forgetful = forgetful

    def get(self, profile: str) -> bytes | None:
        return self.kept.get(profile)

    def set(self, profile: str, secret: bytes) -> bool:
        if not self.forgetful:
            self.kept[profile] = secret
        return self.get(profile) == secret

    def delete(self, profile: str) -> None:
        self.kept.pop(profile, None)


def test_the_key_store_keeps_the_secret(tmp_path: Path, chance: Chance) -> None:
    shelf = Shelf()
    made = keys.create(tmp_path, Protection.KEY_STORE, chance=chance, key_store=shelf)
    assert keys.protection(tmp_path) is Protection.KEY_STORE
    assert keys.unlock(tmp_path, key_store=shelf) == made.secret
    assert made.secret.hex() not in keys.key_file(tmp_path).read_text()
    for elsewhere in (Shelf(), None):
        with pytest.raises(KeyMissing):
            keys.unlock(tmp_path, key_store=elsewhere)
    assert keys.unlock(tmp_path, recovery_key=made.recovery_key) == made.secret
    keys.keep_in_key_store(tmp_path, made.secret, new := Shelf())
    assert keys.unlock(tmp_path, key_store=new) == made.secret


@pytest.mark.parametrize("shelf", [Shelf(forgetful=True), None])
def test_a_key_store_that_keeps_nothing_is_noticed(tmp_path: Path, chance: Chance, shelf: Shelf | None) -> None:
    with pytest.raises(PassphraseNeeded):
        keys.create(tmp_path, Protection.KEY_STORE, chance=chance, key_store=shelf)
    assert keys.protection(tmp_path) is None
    made = keys.create(tmp_path, Protection.FILE, chance=chance)
    with pytest.raises(PassphraseNeeded):
        keys.keep_in_key_store(tmp_path, made.secret, Shelf(forgetful=True))
    assert keys.unlock(tmp_path) == made.secret


def test_the_passphrase_wraps_the_secret(tmp_path: Path, chance: Chance) -> None:
    made = keys.create(tmp_path, Protection.PASSPHRASE, chance=chance, passphrase=PASSPHRASE)
    assert keys.unlock(tmp_path, passphrase=PASSPHRASE) == made.secret
    decomposed = PASSPHRASE.replace("å", "a\N{COMBINING RING ABOVE}")
    assert keys.unlock(tmp_path, passphrase=decomposed) == made.secret
    with pytest.raises(PassphraseWrong):
        keys.unlock(tmp_path, passphrase=PASSPHRASE + "!")
    with pytest.raises(PassphraseNeeded):
        keys.unlock(tmp_path)
    text = keys.key_file(tmp_path).read_text()
    assert made.secret.hex() not in text
    assert "Sams" not in text


def test_a_passphrase_is_needed_and_not_too_short(tmp_path: Path, chance: Chance) -> None:
    with pytest.raises(PassphraseNeeded):
        keys.create(tmp_path, Protection.PASSPHRASE, chance=chance)
    with pytest.raises(PassphraseTooShort) as error:
        keys.create(tmp_path, Protection.PASSPHRASE, chance=chance, passphrase="ni tegn!!")
    assert error.value.fields == {"least": 10}
    assert not keys.key_file(tmp_path).exists()


def test_changing_the_passphrase_wraps_the_same_secret_anew(tmp_path: Path, chance: Chance) -> None:
    made = keys.create(tmp_path, Protection.PASSPHRASE, chance=chance, passphrase=PASSPHRASE)
    keys.change_passphrase(tmp_path, made.secret, "et helt andet ord", chance=chance)
    assert keys.unlock(tmp_path, passphrase="et helt andet ord") == made.secret
    assert keys.unlock(tmp_path, recovery_key=made.recovery_key) == made.secret
    with pytest.raises(PassphraseWrong):
        keys.unlock(tmp_path, passphrase=PASSPHRASE)


def test_a_new_recovery_key_replaces_the_old_one(tmp_path: Path, chance: Chance) -> None:
    made = keys.create(tmp_path, Protection.FILE, chance=chance)
    fresh = keys.new_recovery_key(tmp_path, made.secret, chance=chance)
    assert keys.unlock(tmp_path, recovery_key=fresh) == made.secret
    with pytest.raises(RecoveryKeyWrong):
        keys.unlock(tmp_path, recovery_key=made.recovery_key)


def test_a_throw_away_profile_opens_by_itself(tmp_path: Path, chance: Chance) -> None:
    made = keys.create(tmp_path / "home", Protection.FILE, chance=chance)
    assert keys.unlock(tmp_path / "home") == made.secret
    if os.name != "nt":
        assert keys.key_file(tmp_path / "home").stat().st_mode & 0o777 == 0o600
    assert "secret" not in keys.travelling(tmp_path / "home")
    with pytest.raises(FileExists):
        keys.create(tmp_path / "home", Protection.FILE, chance=chance)


def test_a_bare_secret_goes_when_a_passphrase_comes(tmp_path: Path, chance: Chance) -> None:
    made = keys.create(tmp_path, Protection.FILE, chance=chance)
    keys.change_passphrase(tmp_path, made.secret, PASSPHRASE, chance=chance)
    assert made.secret.hex() not in keys.key_file(tmp_path).read_text()
    keys.keep_in_file(tmp_path, made.secret)
    assert keys.unlock(tmp_path) == made.secret


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 1}'])
def test_a_spoilt_key_file_is_a_missing_key(tmp_path: Path, content: str) -> None:
    keys.key_file(tmp_path).write_text(content)
    with pytest.raises(KeyMissing):
        keys.unlock(tmp_path)
    with pytest.raises(KeyMissing):
        keys.unlock(tmp_path / "nowhere")


def test_what_was_never_wrapped_cannot_be_opened(tmp_path: Path, chance: Chance) -> None:
    keys.create(tmp_path, Protection.FILE, chance=chance)
    kept = json.loads(keys.key_file(tmp_path).read_text())
    del kept["recovery"]
    with pytest.raises(RecoveryKeyWrong):
        keys.open_by(kept, recovery_key="AAAAA")
    with pytest.raises(PassphraseWrong):
        keys.open_by(kept, passphrase=PASSPHRASE)


@given(st.binary(min_size=16, max_size=16), st.booleans(), st.sampled_from(["", " ", "-", " - "]))
def test_a_recovery_key_is_read_as_it_is_written(raw: bytes, lower: bool, between: str) -> None:
    shown = wrapping.written(raw)
    assert len(shown) == 35
    assert not set(shown) & set("01OIoi")
    typed = between.join(shown.split("-"))
    assert wrapping.read_written(typed.lower() if lower else typed) == raw


@given(st.binary(min_size=16, max_size=16), st.integers(0, 29), st.integers(1, 31))
def test_a_slip_of_the_pen_is_noticed(raw: bytes, at: int, off: int) -> None:
    symbols = list(wrapping.written(raw).replace("-", ""))
    symbols[at] = wrapping.ALPHABET[(wrapping.ALPHABET.index(symbols[at]) + off) % 32]
    with pytest.raises(RecoveryKeyWrong):
        wrapping.read_written("".join(symbols))


@pytest.mark.parametrize("typed", ["", "hej", "AAAAA-AAAAA", "O" * 30])
def test_what_is_no_recovery_key(typed: str) -> None:
    with pytest.raises(RecoveryKeyWrong):
        wrapping.read_written(typed)


class Backend:
    """What `keyring` offers, in memory, able to fail as it does."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def _let_in(self) -> None:
        from keyring.errors import KeyringLocked

        if self.broken:
            raise KeyringLocked

    def get_password(self, service: str, name: str) -> str | None:
        self._let_in()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._let_in()
        self.kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        self._let_in()
        del self.kept[service, name]


def test_the_system_key_store_reads_back_what_it_keeps() -> None:
    backend: Any = Backend()
    store = SystemKeyStore(backend)
    assert store.get("p") is None
    assert store.set("p", b"secret")
    assert store.get("p") == b"secret"
    backend.kept["Ambassador", "p"] = "no hex"
    assert store.get("p") is None
    store.delete("p")
    assert backend.kept == {}
    backend.broken = True
    assert store.get("p") is None
    assert not store.set("p", b"secret")
    store.delete("p")


@pytest.mark.parametrize("name", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "no.such.Backend"])
def test_a_backend_that_keeps_nothing_is_no_key_store(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    assert keys.system_key_store() is None


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_without_a_desktop_there_is_no_key_store(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    if sys.platform == platform and platform != "linux":
        pytest.skip("this machine has a key store")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(sys, "platform", platform)
    assert keys.system_key_store() is None


def test_a_key_store_that_works_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.ChainerBackend")
    monkeypatch.setattr("keyring.backends.chainer.ChainerBackend.viable", True)
    assert isinstance(keys.system_key_store(), SystemKeyStore)


def test_the_municipality_s_key_opens_beside_the_person_s_own_until_it_is_dropped(tmp_path: Path) -> None:
    made = keys.create(tmp_path, Protection.PASSPHRASE, chance=os.urandom, passphrase="en lang sætning")
    theirs = keys.new_municipality_key(tmp_path, made.secret, chance=os.urandom)
    assert keys.has_municipality_key(tmp_path) and theirs != made.recovery_key
    own = keys.new_recovery_key(tmp_path, made.secret, chance=os.urandom)
    for one in (theirs, own):
        assert keys.unlock(tmp_path, recovery_key=one) == made.secret
    with pytest.raises(RecoveryKeyWrong):
        keys.unlock(tmp_path, recovery_key=made.recovery_key)
    keys.drop_municipality_key(tmp_path)
    with pytest.raises(RecoveryKeyWrong):
        keys.unlock(tmp_path, recovery_key=theirs)
    assert keys.unlock(tmp_path, recovery_key=own) == made.secret

"""The composition root: the one module that knows every layer and reads the clock, chance and the environment."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from ambassador_app import __version__
from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.i18n import N_, Language, Translator
from ambassador_app.settings import Paths, Settings, policy_file

if TYPE_CHECKING:
    from ambassador_app.domain.policy import Policy
    from ambassador_app.services.opening import Profiles
    from ambassador_app.services.resources import Resources
    from ambassador_app.storage.keys import KeyStore
    from ambassador_app.ui.application import Application
    from ambassador_app.ui.first_paint import FirstPaint

PASSPHRASE_VARIABLE = "AMBASSADOR_PASSPHRASE"
PRINTER_PROCESS = "printer-process"  # as ui.printing names it: the window starts the program once more to print
LARGEST_LOG = 1_000_000
OFFICE = "office"
NO_OFFICE = N_(
    "This installation has no office server. Install it with `pip install ambassador[office]` and try again; nothing "
    "was changed."
)
LIBRARIES = "LD_LIBRARY_PATH"
LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


def open_page(address: str) -> bool:
    """Show an address in the system's browser; tells whether there is one."""
    import webbrowser

    with _libraries_of_the_system():
        return webbrowser.open(address)


@contextmanager
def _libraries_of_the_system() -> Iterator[None]:
    """Let what is started meanwhile load the system's libraries: a frozen program on Linux has put its own first."""
    ours, before = os.environ.get(LIBRARIES), os.environ.get(f"{LIBRARIES}_ORIG")
    if ours is None or not getattr(sys, "frozen", False):
        yield
        return
    del os.environ[LIBRARIES]
    if before is not None:
        os.environ[LIBRARIES] = before
    try:
        yield
    finally:
        os.environ[LIBRARIES] = ours


def run(arguments: Sequence[str]) -> int:
    """Open the window, or run one verb of the command line."""
    from ambassador_app import cli

    words = list(arguments[1:])
    if words[:1] == [PRINTER_PROCESS]:
        from ambassador_app.ui.printing import printer_process

        return printer_process.main(words[1:])
    root = Root(_home_of(words))
    if cli.verb_of(words) == OFFICE:
        return _office(words, root)
    if cli.is_asked_for(words):
        return cli.main(words, root, out=sys.stdout, err=sys.stderr, bug=_tell_bug)
    return _window(arguments, root)


def _office(words: list[str], root: Root) -> int:
    """Run one command of the office server, which comes with the extra `office` only."""
    import platform

    from ambassador_app.cli import BUG
    from ambassador_app.cli.parsing import parser_speaking, speaking

    before, after = words[: words.index(OFFICE)], words[words.index(OFFICE) + 1 :]
    translator = root.translator(next((one for one in Language if one.value in before), None))
    if not all(find_spec(name) for name in ("ambassador_app.office", "fastapi", "uvicorn", "segno")):
        sys.stderr.write(f"{translator.tr(NO_OFFICE)}\n")
        return 3
    from ambassador_app.office import cli as office
    from ambassador_app.office.office import World

    desk = office.Desk(
        world=World(now=now, new_id=UuidMaker(now, os.urandom), chance=os.urandom, seconds=time.monotonic),
        translator=translator,
        parser=parser_speaking(translator),
        remembered=root.paths.settings_file.with_name("office-folder"),
        host=platform.node() or "localhost",
        out=sys.stdout,
        err=sys.stderr,
        words={one: root.translator(one) for one in Language},
        who=_user(),
    )
    try:
        with speaking(translator):
            return office.main(after, desk)
    except Exception as error:
        _tell_bug(error)
        return BUG


def _home_of(words: list[str]) -> Path | None:
    """The folder after `--home`, in either way of writing it."""
    for at, word in enumerate(words):
        if word == "--home" and at + 1 < len(words):
            return Path(words[at + 1])
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return None


class Root:
    """Everything the window or the command line is made of, put together when it is first asked for."""

    def __init__(self, home: Path | None = None, policy: Path | None = None) -> None:
        self._home = home
        self._policy_file = policy
        self._new_id = UuidMaker(now, os.urandom)

    @property
    def paths(self) -> Paths:
        """The folders of this run."""
        return Paths.for_home(self._home) if self._home else Paths.standard()

    @cached_property
    def policy(self) -> Policy:
        """What the municipality fixes on this computer, read once."""
        from ambassador_app.services.policy_reading import read_policy

        variables = {**os.environ, "~": str(Path.home())}
        return read_policy(self._policy_file or policy_file(), variables)

    def settings(self) -> Settings:
        """The settings of this device."""
        return Settings.read(self.paths.settings_file)

    def resources(self) -> Resources:
        """The program's own data files."""
        from ambassador_app.services.resources import Resources

        return Resources(self.paths.resources)

    def translator(self, language: Language | None = None) -> Translator:
        """The words of a language; of the person's own where none is named."""
        return _translator(language or self.language(), self.paths.resources / "translations")

    def language(self) -> Language:
        """The person's language: as set, else as the system's, else Danish."""
        chosen = self.settings().language
        if chosen in set(Language):
            return Language(chosen)
        system = next((os.environ[name] for name in LANGUAGE_VARIABLES if os.environ.get(name)), "")
        return Language.ENGLISH if system.lower().startswith("en") else Language.DANISH

    def profiles(self, home: Path | None = None) -> Profiles:
        """The profiles of this computer, or of a throw-away folder."""
        from ambassador_app.services.opening import Profiles, Surroundings
        from ambassador_app.sync import Offices, Web

        root = self if home is None else Root(home, self._policy_file)
        throw_away = home is not None or self._home is not None
        return Profiles(
            Surroundings(
                paths=root.paths if throw_away else root.paths.under(root.policy.data_folder),
                resources=root.resources(),
                now=now,
                new_id=self._new_id,
                chance=os.urandom,
                translators=root.translator,
                settings=root.settings,
                key_store=_key_store,
                throw_away=throw_away,
                reach=Web(),
                offices=Offices(os.urandom, open_page),
                policy=root.policy,
            )
        )

    def passphrase(self) -> str | None:
        """The passphrase from the environment, where there is no key store."""
        return os.environ.get(PASSPHRASE_VARIABLE)

    def seconds(self) -> float:
        """A clock for measuring how long something takes."""
        return time.perf_counter()

    def today(self) -> date:
        """This day."""
        return now().date()


class SettingsShelf:
    """Keeps what the window remembers in the device's settings file."""

    def __init__(self, root: Root) -> None:
        self._root = root

    def get(self, name: str) -> str | None:
        """Give what was kept under `name`; the language and the folders stand by themselves."""
        found = self._root.settings()
        match name:
            case "language":
                return self._root.language()
            case "backup_folder" | "second_folder" | "time_stamp_url":
                return str(getattr(found, name))
        return found.window.get(name)

    def keep(self, name: str, value: str) -> None:
        """Keep `value` under `name`, durable at once; the empty text forgets it."""
        found = self._root.settings()
        if name in {"language", "backup_folder", "second_folder", "time_stamp_url"}:
            fresh = replace(found, **{name: value})  # type: ignore[arg-type]  # those fields are texts
        else:
            window = {key: one for key, one in {**found.window, name: value}.items() if one}
            fresh = replace(found, window=window)
        fresh.write(self._root.paths.settings_file)


def _window(arguments: Sequence[str], root: Root) -> int:
    """Paint the window, then load the rest and fill it; stay until it is closed."""
    from ambassador_app.ui.first_paint import FirstPaint

    first = FirstPaint(arguments, SettingsShelf(root))
    filled: list[Application] = []
    first.show(lambda: filled.append(fill(first, arguments, root)))
    return first.qt.exec()


def fill(first: FirstPaint, arguments: Sequence[str], root: Root) -> Application:
    """Fill the painted window with the program."""
    from ambassador_app.ui.application import Application

    _keep_log(root.paths.logs)
    application = Application(
        arguments,
        resources=root.paths.resources,
        translators=root.translator,
        shelf=SettingsShelf(root),
        now=now,
        profiles=root.profiles,
        manual=root.paths.manual,
        first=first,
    )
    application.begin()
    return application


def _user() -> str:
    """Give the name of who is logged in, empty where the system does not say."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@cache
def _translator(language: Language, folder: Path) -> Translator:
    return Translator.load(language, folder)


@cache
def _key_store() -> KeyStore | None:
    from ambassador_app.storage import keys

    return cast("KeyStore | None", keys.system_key_store())


def _keep_log(folder: Path) -> None:
    """Log to one small file, and keep the one before: codes, ids and stacks, never what was typed."""
    file = folder / "ambassador.log"
    folder.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > LARGEST_LOG:
        file.replace(file.with_suffix(".log.old"))
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _tell_bug(error: BaseException, err: TextIO | None = None) -> None:
    """Say on the command line that this is our fault, with the stack for whoever mends it."""
    import traceback

    out = err or sys.stderr
    print(f"ambassador {__version__}: this is a bug; your data is safe. Please send us what follows.", file=out)
    traceback.print_exception(error, file=out)

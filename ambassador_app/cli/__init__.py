"""The command line: the same services as the window, without a display."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TextIO, cast

from ambassador_app import __version__, wording
from ambassador_app.cli.parsing import parser_speaking, speaking
from ambassador_app.errors import AmbassadorError, InputMissing, InputRefused, ProfileMissing, UnknownInput
from ambassador_app.i18n import N_, Language, Translator

if TYPE_CHECKING:
    from ambassador_app.services.opening import Profiles
    from ambassador_app.services.resources import Resources
    from ambassador_app.services.session import Session

VERBS: Final[Mapping[str, str]] = {
    "demo": N_("walk the whole main job without a display: companies in, a sealed report out"),
    "calc": N_("compute a measure, or list the calculators and their inputs"),
    "factors": N_("list the sets of emission factors, or show one with its sources"),
    "prices": N_("list the sets of prices, or show one with its sources"),
    "import": N_("take companies, energy use, measures or a visit in from a file"),
    "export": N_("write the measures of a visit as Excel or CSV"),
    "report": N_("write the sealed report of a visit to a file"),
    "verify": N_("check the seal of a report"),
    "checklist": N_("check a checklist workbook, fill it in, replay recorded answers, or print it blank"),
    "sync": N_("bring this computer and the office to the same state, and print the receipt"),
    "extract": N_("release totals to a programme of several municipalities, and read those of the others"),
    "backup": N_("write everything into one encrypted file"),
    "restore": N_("lay a backup down as this computer's profile"),
    "policy": N_("what the municipality has set on this computer, or would set by a file"),
    "doctor": N_("look at the database, the backups and what this computer can do"),
    "office": N_("the server that laptops sync with: init, serve, invite and more"),
}
BUG: Final = 70


class Verb(Protocol):
    """One module of the command line."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the verb takes."""

    def run(self, arguments: argparse.Namespace, runtime: Runtime) -> int:
        """Do it; give the exit code: 0 good, 1 a negative verdict."""
        ...


class Surroundings(Protocol):
    """What the composition root hands to the command line."""

    def profiles(self, home: Path | None) -> Profiles: ...
    def resources(self) -> Resources: ...
    def translator(self, language: Language | None) -> Translator: ...
    def passphrase(self) -> str | None: ...
    def seconds(self) -> float: ...
    def today(self) -> date: ...


class Runtime:
    """One run of the command line: where it prints, in which language, on which profile."""

    def __init__(self, around: Surroundings, arguments: argparse.Namespace, out: TextIO, err: TextIO) -> None:
        self.around = around
        self.json: bool = arguments.json
        self.home: Path | None = arguments.home
        self.translator = around.translator(arguments.language)
        self._out = out
        self._err = err
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The profile, opened when it is first needed: a `--home` folder's is made without asking."""
        if self._session is None:
            profiles = self.around.profiles(self.home)
            if self.home is not None:
                self._session = profiles.throw_away()
            elif profiles.exists():
                self._session = profiles.open(passphrase=self.around.passphrase())
            else:
                raise ProfileMissing
        return self._session

    def close(self) -> None:
        """Close the profile if it was opened."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def out(self, text: str = "") -> None:
        """Print a line for a person; with `--json` there is none."""
        if not self.json:
            print(text, file=self._out)

    def warn(self, text: str) -> None:
        """Print a remark where it disturbs no answer."""
        print(text, file=self._err)

    def answer(self, found: object) -> None:
        """Print the one object of `--json`; without it nothing."""
        if self.json:
            print(json.dumps(_finite(found), ensure_ascii=False, indent=1, allow_nan=False), file=self._out)

    def progress(self, done: int, total: int) -> None:
        """Show how far a job is, where somebody watches."""
        if not self.json and self._err.isatty():
            end = "\n" if done >= total else ""
            print(f"\r{done}/{total} ", end=end, file=self._err, flush=True)

    def fail(self, error: AmbassadorError) -> int:
        """Say what went wrong; give the exit code."""
        sentence = wording.sentence(error, self.translator)
        print(sentence, file=self._err)
        if self.json:
            fields = {name: self._plain(value) for name, value in error.fields.items()}
            if isinstance(error, InputRefused | InputMissing | UnknownInput):
                fields = {name: fields.get(name) for name in ("input", "value", "allowed")}
            self.answer({"error": {**fields, "code": type(error).__name__, "message": sentence}})
        return error.exit_code

    def _plain(self, value: object) -> object:
        from ambassador_app.i18n import Message

        if isinstance(value, Message):
            return self.translator.say(value)
        return value if isinstance(value, str | int | float | bool | None) else str(value)


def _finite(found: object) -> object:
    """What JSON can say: a number without end or value is null there."""
    match found:
        case float():
            return found if isfinite(found) else None
        case Mapping():
            return {str(name): _finite(part) for name, part in found.items()}
        case list() | tuple():
            return [_finite(part) for part in found]
        case _:
            return found


def main(
    arguments: Sequence[str], around: Surroundings, *, out: TextIO, err: TextIO, bug: Callable[[BaseException], None]
) -> int:
    """Run one command. Gives the exit code: 0 good, 1 negative verdict, 2 refused, 3 cannot now, 70 a bug."""
    try:
        words = _with_flags_first(arguments)
        translator = _first_translator(words, around)
        with speaking(translator):
            known = _parser(words[0] if words else "", translator).parse_args(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    try:
        runtime = Runtime(around, known, out, err)
    except AmbassadorError as error:  # even the folder of the settings cannot be had: its language cannot be asked
        print(wording.sentence(error, around.translator(known.language or Language.DANISH)), file=err)
        return error.exit_code
    try:
        return _verb(known.verb).run(known, runtime)
    except AmbassadorError as error:
        return runtime.fail(error)
    except BrokenPipeError:
        return 0
    except Exception as error:
        logging.getLogger(__name__).debug("bug on the command line", exc_info=True)
        bug(error)
        return BUG
    finally:
        runtime.close()


def is_asked_for(arguments: Sequence[str]) -> bool:
    """Whether these arguments are for the command line and not for the window, which knows only `--home`.

    A word that is no verb belongs here too: it is refused, and no window opens because of a slip.
    """
    before, after = _parted(arguments)
    return bool(after) or "--json" in before


def verb_of(arguments: Sequence[str]) -> str:
    """Give the first word that is no flag of every verb; empty where there is none."""
    after = _parted(arguments)[1]
    return after[0] if after else ""


def _verb(name: str) -> Verb:
    return cast("Verb", import_module(f"ambassador_app.cli.{_MODULES.get(name, name)}"))


_MODULES: Final = {"import": "imports", "export": "exports", "backup": "backups", "restore": "restores"}


def _first_translator(words: Sequence[str], around: Surroundings) -> Translator:
    """Give the words for what is wrong with the command line itself: by `--language`, else as the program is set."""
    named = [after for flag, after in pairwise(words) if flag == "--language"]
    named += [word.removeprefix("--language=") for word in words if word.startswith("--language=")]
    language = next((one for one in Language if one.value in named), None)
    try:
        return around.translator(language)
    except AmbassadorError:  # the settings cannot be read: told when the verb is run
        return around.translator(Language.DANISH)


def _parser(wanted: str, translator: Translator) -> argparse.ArgumentParser:
    """Declare every verb by name, and only the wanted one in full: the others need not be loaded."""
    parser = parser_speaking(translator)(prog="ambassador", description=N_("Company visits for the climate."))
    told = N_("show program's version number and exit")
    parser.add_argument("--version", action="version", version=f"ambassador {__version__}", help=told)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=translator.tr("VERB"))
    for name, line in VERBS.items():
        one = verbs.add_parser(name, help=translator.tr(line), description=line)
        one.add_argument("--json", action="store_true", help=N_("print one JSON object"))
        home = N_("a profile of its own in this folder, no questions")
        one.add_argument("--home", type=Path, metavar=N_("DIR"), help=home)
        one.add_argument("--language", type=Language, choices=list(Language), help=N_("da or en"))
        if name == wanted:
            _verb(name).add_arguments(one)
    return parser


def _with_flags_first(arguments: Sequence[str]) -> list[str]:
    """Let `--json`, `--home DIR` and `--language L` also stand before the verb."""
    before, after = _parted(arguments)
    return [*after[:1], *before, *after[1:]]


def _parted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the flags of every verb that stand before it from the rest."""
    rest = list(arguments)
    before: list[str] = []
    while rest and rest[0].partition("=")[0] in {"--json", "--home", "--language"}:
        width = 1 if rest[0] == "--json" or "=" in rest[0] else 2
        if len(rest) < width:  # a flag without what it takes: left for the parser to refuse
            break
        before += rest[:width]
        del rest[:width]
    return before, rest

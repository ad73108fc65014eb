"""`ambassador office …`: make an office, serve it, let people in and out, keep it safe."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from getpass import getpass
from importlib import import_module
from pathlib import Path
from typing import Final, TextIO

from ambassador_app.i18n import N_, Language, Message, Translator
from ambassador_app.office.config import Place, ServerRefused
from ambassador_app.office.office import World

SUMMARY: Final[Mapping[str, str]] = {
    "init": N_("make a new office in a folder"),
    "serve": N_("serve it to the laptops until told to stop"),
    "invite": N_("let one laptop in: a code for a quarter of an hour, as text and as QR code"),
    "devices": N_("list the laptops that were let in"),
    "revoke": N_("shut a laptop out at once"),
    "web-login": N_(
        "let a coordinator log in to the office's pages: a link for one login, good for a quarter of an hour"
    ),
    "login": N_("let people sign in with the municipality's own provider (OpenID Connect), or show how they do"),
    "escrow-key": N_("make the municipality's key to its laptops' profiles: a file that is kept offline"),
    "escrow": N_("list the laptops that left a recovery key, and who opened which"),
    "recover": N_("open what a laptop left, with the municipality's key, and print its recovery key"),
    "tenants": N_("list the municipalities, or add or rename one"),
    "programme": N_("programmes of several municipalities: make one, let a municipality in or out, list them"),
    "check": N_("follow every log and read every attachment again"),
    "tidy": N_("remove what is old enough: tombstones after 400 days, attachments that nothing named after 30"),
    "find": N_("list the records that say something, now or once: what is held about somebody"),
    "erase": N_("erase records for good, from the log and on every laptop that syncs"),
    "take": N_("take a file that a laptop packed because it could not reach the office"),
    "backup": N_("write everything into one file, while the office goes on"),
    "restore": N_("lay a backup down in a new folder"),
    "new-epoch": N_("after restoring the database by other means: let the laptops offer again what it has forgotten"),
}
_ELSEWHERE: Final[Mapping[str, str]] = {
    "login": "ambassador_app.office.login.verb",
    "escrow-key": "ambassador_app.office.escrow_verbs",
    "escrow": "ambassador_app.office.escrow_verbs",
    "recover": "ambassador_app.office.escrow_verbs",
    "programme": "ambassador_app.office.programme_verb",
    "find": "ambassador_app.office.erasing_verbs",
    "erase": "ambassador_app.office.erasing_verbs",
}
"""Verbs that are in a module of their own."""
_FILE: Final = N_("{file} cannot be read or written: {why}")
_NO_FOLDER: Final = N_("name the office's folder with --dir")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the composition root hands to the office's command line. `remembered` is a file that names the folder of
    the office that was made last, so that it need not be named again; `host` is what this computer is called. `words`
    are those of every language, for the pages; `secret` asks for a passphrase, `who` is the user of the server.
    """

    world: World
    translator: Translator
    parser: type[argparse.ArgumentParser]
    remembered: Path
    host: str
    out: TextIO
    err: TextIO
    words: Mapping[Language, Translator]
    secret: Callable[[str], str] = getpass
    who: str = ""


class Run:
    """One command: what was asked, and where it answers."""

    def __init__(self, desk: Desk, asked: argparse.Namespace) -> None:
        self.desk = desk
        self.asked = asked

    @property
    def place(self) -> Place:
        """The office's folder: as named, else the one made last. Raises ServerRefused."""
        if self.asked.dir is not None:
            return Place(self.asked.dir)
        try:
            return Place(Path(self.desk.remembered.read_text("utf-8").strip()))
        except (OSError, ValueError) as error:
            raise ServerRefused(Message(_NO_FOLDER)) from error

    def remember(self, place: Place) -> None:
        """Let later commands know the folder."""
        self.desk.remembered.parent.mkdir(parents=True, exist_ok=True)
        self.desk.remembered.write_text(str(place.folder.resolve()), "utf-8")

    def say(self, text: str, **values: object) -> None:
        """Print a line for a person; with `--json` there is none."""
        if not self.asked.json:
            print(self.desk.translator.tr(text, **values), file=self.desk.out, flush=True)

    def show(self, line: str) -> None:
        """Print a line as it is, unless `--json` is asked for."""
        if not self.asked.json:
            print(line, file=self.desk.out, flush=True)

    def answer(self, found: object) -> None:
        """Print the one object of `--json`; without it nothing."""
        if self.asked.json:
            print(json.dumps(found, ensure_ascii=False, indent=1), file=self.desk.out, flush=True)


def main(words: Sequence[str], desk: Desk) -> int:
    """Run one command. Gives the exit code: 0 good, 1 a negative verdict, 2 refused, 3 cannot now."""
    try:
        asked = _parser(desk).parse_args(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    verbs = import_module(_ELSEWHERE.get(asked.verb, "ambassador_app.office.verbs"))
    verb: Callable[[Run], int] = getattr(verbs, asked.verb.replace("-", "_"))
    try:
        return verb(Run(desk, asked))
    except ServerRefused as error:
        print(desk.translator.say(error.reason), file=desk.err)
        return error.exit_code
    except OSError as error:
        said = Message(_FILE, {"file": str(error.filename or ""), "why": error.strerror or str(error)})
        print(desk.translator.say(said), file=desk.err)
        return 3


def _parser(desk: Desk) -> argparse.ArgumentParser:
    parser = desk.parser(prog="ambassador office", description=N_("The office server that the laptops sync with."))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=desk.translator.tr("VERB"))
    for name, line in SUMMARY.items():
        one = verbs.add_parser(name, help=desk.translator.tr(line), description=line)
        one.add_argument("--json", action="store_true", help=N_("print one JSON object"))
        if name not in {"init", "restore"}:
            one.add_argument("--dir", type=Path, metavar=N_("DIR"), help=N_("the office's folder"))
        _ARGUMENTS.get(name, _no_arguments)(one)
    return parser


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Some verbs take none."""


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", type=Path, metavar=N_("DIR"), help=N_("a folder that is not there yet, or empty"))
    parser.add_argument("--municipality", default="Kommune", help=N_("the first municipality's name"))
    parser.add_argument("--tenant", help=N_("its short name in addresses; made from the name by itself"))
    parser.add_argument("--url", help=N_("the address laptops use, such as https://klima.oddeby.dk"))
    parser.add_argument("--host", default="0.0.0.0", help=N_("where to listen"))
    parser.add_argument("--port", type=int, default=8443, help=N_("where to listen"))
    parser.add_argument("--certificate", type=Path, help=N_("a PEM file with the certificate and those above it"))
    parser.add_argument("--key", type=Path, help=N_("a PEM file with the certificate's key"))
    parser.add_argument("--http", action="store_true", help=N_("plain http, behind a proxy that does the TLS"))
    parser.add_argument("--proxies", default="", help=N_("proxies whose word on who asks is taken"))
    parser.add_argument(
        "--database", default="", help=N_("PostgreSQL, as postgresql+psycopg://…; else SQLite in the folder")
    )
    parser.add_argument("--blobs", default="", help=N_("a folder for the attachments, or s3://bucket/prefix"))
    parser.add_argument("--s3-endpoint", default="", help=N_("the address of an S3 store that is not Amazon's"))


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help=N_("where to listen"))
    parser.add_argument("--port", type=int, help=N_("where to listen"))


def _invite(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("--person", default="", help=N_("whom it is for; else the laptop says"))
    parser.add_argument("--role", default="ambassador", choices=["ambassador", "coordinator", "administrator"])
    many = N_("how many laptops it lets in, where it is rolled out to many")
    parser.add_argument("--laptops", type=int, default=1, metavar=N_("N"), help=many)
    parser.add_argument("--days", type=int, default=0, metavar=N_("N"), help=N_("how many days it holds, 30 at most"))
    parser.add_argument("--png", type=Path, metavar=N_("FILE"), help=N_("write the QR code as a picture"))


def _tenant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", help=N_("the municipality's short name; not needed where there is only one"))


def _escrow_key(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("file", type=Path, metavar=N_("FILE"), help=N_("a new file for the private key"))
    parser.add_argument("--optional", action="store_true", help=N_("only laptops whose people agree seal for it"))
    parser.add_argument("--replace", action="store_true", help=N_("although there is a key already"))


def _escrow(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("--require", action="store_true", help=N_("every laptop leaves its key from now on"))
    parser.add_argument("--optional", action="store_true", help=N_("only laptops whose people agree do"))


def _recover(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("device", help=N_("as `escrow` lists it"))
    parser.add_argument("--key", type=Path, required=True, metavar=N_("FILE"), help=N_("the municipality's key file"))
    parser.add_argument("--reason", required=True, help=N_("why; it is kept with your name and the time"))


def _revoke(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("device", help=N_("as `devices` lists it"))


def _web_login(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("person", help=N_("whom it is for, as they shall be named"))
    parser.add_argument("--role", default="coordinator", choices=["coordinator", "administrator"])


def _login(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    add = parser.add_argument
    add("--issuer", metavar="URL", help=N_("the provider's address, exactly as it calls itself"))
    add("--client-id", metavar="ID", help=N_("what the provider calls this program"))
    add("--scopes", help=N_("what is asked for; without it: openid profile"))
    add("--role-claim", metavar="CLAIM", help=N_("what of the id_token holds the groups; without it: groups"))
    for role in ("ambassador", "coordinator", "administrator"):
        add(
            f"--{role}",
            metavar="GROUP",
            action="append",
            help=N_("a group whose people have this role; may be said again"),
        )
    add("--required", action="store_true", help=N_("laptops get nothing unless somebody has signed in"))
    add("--hours", type=int, help=N_("how long a sign-in counts; without it: 12"))
    add("--none", action="store_true", help=N_("no sign-in any more"))


def _tenants(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--add", metavar=N_("NAME"), help=N_("a municipality's name"))
    parser.add_argument("--rename", metavar=N_("NAME"), help=N_("a new name for --tenant"))
    parser.add_argument("--quota-gb", type=float, default=0.0, help=N_("space for a new one; 0 for no bound"))
    parser.add_argument("--tenant", help=N_("its short name in addresses; made from the name by itself"))


def _programme(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["new", "join", "leave", "list"], help=N_("what to do"))
    parser.add_argument("programme", nargs="?", metavar=N_("PROGRAMME"), help=N_("its short name, such as carbon-20"))
    parser.add_argument("--name", help=N_("what people call a new one"))
    _tenant(parser)


def _take(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=N_("FILE"), help=N_("a file that ends in .ambassador-sync"))


def _find(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("text", help=N_("a name, a number, an address"))


def _erase(parser: argparse.ArgumentParser) -> None:
    _tenant(parser)
    parser.add_argument("record", nargs="+", metavar=N_("KIND:ID"), help=N_("as `find` lists them"))
    parser.add_argument(
        "--with-parts", action="store_true", help=N_("all that belongs to a visit, place or company too")
    )
    parser.add_argument("--yes", action="store_true", help=N_("really: it cannot be taken back"))


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("dir", type=Path, metavar=N_("DIR"), help=N_("a folder that is not there yet, or empty"))


_ARGUMENTS: Final[Mapping[str, Callable[[argparse.ArgumentParser], None]]] = {
    "take": _take,
    "init": _init,
    "serve": _serve,
    "invite": _invite,
    "devices": _tenant,
    "revoke": _revoke,
    "escrow-key": _escrow_key,
    "escrow": _escrow,
    "recover": _recover,
    "web-login": _web_login,
    "login": _login,
    "tenants": _tenants,
    "programme": _programme,
    "find": _find,
    "erase": _erase,
    "backup": _backup,
    "restore": _restore,
}

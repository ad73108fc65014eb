"""`ambassador sync`: bring laptop and office to the same state, and print the receipt."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from ambassador_app.cli import Runtime
from ambassador_app.domain.escrow import EscrowState
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.records import to_json
from ambassador_app.i18n import N_
from ambassador_app.wording.policy import escrow_words
from ambassador_app.wording.syncing import receipt_lines, waiting_words

if TYPE_CHECKING:
    from ambassador_app.domain.receipt import Receipt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--join", metavar="INVITATION", help=N_("join the office that sent this invitation first"))
    told = N_("with --join: also an office of another municipality, to which everything here then goes")
    parser.add_argument("--moving", action="store_true", help=told)
    parser.add_argument(
        "--pack", type=Path, metavar=N_("DIR"), help=N_("write all that waits into a file there, for the office")
    )
    parser.add_argument("--carry", type=Path, metavar=N_("FILE"), help=N_("bring a colleague's file to the office"))
    parser.add_argument(
        "--sign-in", action="store_true", help=N_("sign in first, in the browser, with the municipality's account")
    )
    parser.add_argument("--sign-out", action="store_true", help=N_("sign out; what waits goes on waiting"))
    told = N_("let the municipality have a key of its own to what is on this computer")
    parser.add_argument("--leave-key", action="store_true", help=told)
    parser.add_argument(
        "--fetch", metavar=N_("VISIT"), help=N_("fetch a visit whose parts are at the office alone; its id")
    )
    parser.add_argument("--waiting", action="store_true", help=N_("only say what the office does not have yet"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Sync; 0 when the office has everything, 1 when something waits."""
    syncing = runtime.session.syncing
    if arguments.join:
        member = syncing.join(arguments.join, device=platform.node(), moving=arguments.moving)
        runtime.out(runtime.translator.tr("This computer belongs to {office} now.", office=member.municipality))
    if arguments.sign_out:
        syncing.signing_in.sign_out()
        runtime.out(runtime.translator.tr("Nobody is signed in on this computer any more."))
        runtime.answer({"signed_in": ""})
        return 0
    if arguments.sign_in:
        _sign_in(runtime)
    return _other(arguments, runtime)


def _sign_in(runtime: Runtime) -> None:
    words = runtime.translator
    runtime.out(words.tr("Sign in on the page that opens in your browser; Ctrl+C ends the waiting."))
    runtime.out(words.tr("Signed in: {person}", person=runtime.session.syncing.signing_in.sign_in(words).user))


def _other(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Say what waits, carry it by hand, or sync."""
    syncing = runtime.session.syncing
    if arguments.waiting:
        waiting = syncing.waiting()
        runtime.out(waiting_words(waiting, runtime.translator))
        runtime.answer(to_json(waiting))
        return 0 if waiting.is_nothing else 1
    if arguments.pack:
        file = syncing.parcels.pack(arguments.pack)
        runtime.out(str(file))
        runtime.answer({"file": str(file)})
        return 0
    if arguments.carry:
        taken = syncing.parcels.carry(arguments.carry)
        runtime.out(runtime.translator.tn("The office took {count} record.", "The office took {count} records.", taken))
        runtime.answer({"taken": taken})
        return 0
    receipt = _synced(arguments, runtime)
    _print(receipt, runtime)
    _print_escrow(runtime)
    runtime.answer({"receipt": to_json(receipt), "whole": receipt.is_whole})
    return 0 if receipt.is_whole else 1


def _synced(arguments: argparse.Namespace, runtime: Runtime) -> Receipt:
    syncing = runtime.session.syncing
    fetch = arguments.fetch
    receipt = (runtime.session.keeping.fetch(VisitId(fetch)) if fetch else syncing.sync()).receipt
    if arguments.leave_key:
        syncing.escrow.agree()  # what the office offers is known since the sync before
        receipt = syncing.sync().receipt
    return receipt


def _print_escrow(runtime: Runtime) -> None:
    """Say plainly whether the municipality can open what is here."""
    standing = runtime.session.syncing.escrow.standing()
    if standing.state is not EscrowState.NONE:
        words = escrow_words(standing.state, standing.municipality, required=standing.required)
        runtime.out(f"{runtime.translator.say(words)} ({standing.key})")


def _print(receipt: Receipt, runtime: Runtime) -> None:
    for line in receipt_lines(receipt, runtime.translator):
        runtime.out(line)
    tn, count = runtime.translator.tn, receipt.conflicts
    if count:
        runtime.out(tn("{count} conflict waits for a decision.", "{count} conflicts wait for a decision.", count))

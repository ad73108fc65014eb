"""`ambassador office escrow-key`, `escrow`, `recover`: the municipality's key to its laptops' profiles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ambassador_app.errors import PassphraseTooShort, PassphraseWrong
from ambassador_app.i18n import N_, Message
from ambassador_app.office.cli import Run
from ambassador_app.office.config import ServerRefused, refused
from ambassador_app.office.verbs import opened, tenant_of
from ambassador_app.wire import escrow as boxes
from ambassador_app.wire.escrow import BoxRefused, NoKeyFile

_TAKEN: Final = N_("there is a file {file} already; it was not overwritten")
_NOT_WRITTEN: Final = N_("the file {file} cannot be written: {why}")
_NOT_READ: Final = N_("the file {file} cannot be read: {why}")
_HAS_KEY: Final = N_(
    "the municipality has a key already ({key}); with --replace laptops are asked to seal for a new one. Keep the old "
    "file: what was sealed for it opens with it alone"
)
_NO_KEY: Final = N_("the municipality has no key; make one with `ambassador office escrow-key`")
_DIFFER: Final = N_("the passphrases are not the same; nothing was made")
_SHORT: Final = N_("a passphrase has at least {least} characters; nothing was made")
_WRONG: Final = N_("the passphrase does not open {file}")
_NO_FILE: Final = N_("{file} is no key of a municipality")
_NO_BOX: Final = N_("the laptop “{device}” has left no key here; `ambassador office escrow` lists those that have")
_BOX: Final = {
    "key": N_("the box was sealed for another key of the municipality: {key}"),
    "sender": N_("the box is not the laptop's own: somebody has put it there, or changed it"),
    "damaged": N_("the box is damaged, or another laptop's"),
}


def escrow_key(run: Run) -> int:
    """Make the pair of keys: the private one into a new file, the public one into the office."""
    file: Path = run.asked.file
    with opened(run) as (office, _, _config):
        tenant = tenant_of(run, office)
        offered = office.boxes.offered(tenant)
        if offered is not None and not run.asked.replace:
            raise refused(_HAS_KEY, key=boxes.name_of(offered.key))
        passphrase = run.desk.secret(run.desk.translator.tr(N_("Passphrase of the file: ")))
        if passphrase != run.desk.secret(run.desk.translator.tr(N_("Once more: "))):
            raise ServerRefused(Message(_DIFFER))
        try:
            public, data = boxes.new_key_file(tenant, passphrase, chance=run.desk.world.chance)
        except PassphraseTooShort as error:
            raise refused(_SHORT, least=str(error.fields["least"])) from error
        _write(file, data)
        office.boxes.set_key(tenant, public, required=not run.asked.optional)
    run.say(N_("Written: {file}. Key {key}."), file=str(file), key=boxes.name_of(public))
    run.say(N_("Keep file and passphrase apart from each other, offline, at two places. Without them nobody opens what "
               "laptops leave here, and the office has no copy."))  # fmt: skip
    run.answer({"file": str(file), "tenant": tenant, "key": boxes.name_of(public), "required": not run.asked.optional})
    return 0


def _write(file: Path, data: bytes) -> None:
    """Write a file that was not there, readable by its owner only, down to the disk."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError as error:
        raise refused(_TAKEN, file=str(file)) from error
    except OSError as error:
        raise refused(_NOT_WRITTEN, file=str(file), why=error.strerror or "") from error


def escrow(run: Run) -> int:
    """List the laptops that have left a key, and who opened which; say whether every laptop must."""
    with opened(run) as (office, _, _config):
        tenant = tenant_of(run, office)
        if run.asked.require != run.asked.optional and not office.boxes.require(tenant, required=run.asked.require):
            raise ServerRefused(Message(_NO_KEY))
        offered, kept = office.boxes.offered(tenant), office.boxes.listed(tenant)
        opened_before = office.boxes.recoveries(tenant)
    if offered is None:
        run.say(N_("The municipality has no key here; laptops keep theirs to themselves."))
    elif offered.required:
        run.say(N_("Key {key}: every laptop leaves its own for it."), key=boxes.name_of(offered.key))
    else:
        run.say(N_("Key {key}: laptops whose people agree leave their own for it."), key=boxes.name_of(offered.key))
    for one in kept:
        run.show(f"{one.device.id}  {one.at}  {boxes.name_of(one.box.key)}  {one.device.person}  {one.device.name}")
    for line in opened_before:
        run.say(N_("Opened {at} by {who}: {device}, {person} ({reason})"), at=line.at, who=line.who,
                device=line.device, person=line.person, reason=line.reason)  # fmt: skip
    run.answer(
        {
            "tenant": tenant,
            "key": None if offered is None else boxes.name_of(offered.key),
            "required": offered is not None and offered.required,
            "devices": [
                {"device": one.device.id, "person": one.device.person, "name": one.device.name, "at": one.at,
                 "key": boxes.name_of(one.box.key), "revoked_at": one.device.revoked_at}
                for one in kept
            ],
            "recoveries": [
                {"at": one.at, "who": one.who, "device": one.device, "person": one.person, "reason": one.reason}
                for one in opened_before
            ],
        }
    )  # fmt: skip
    return 0


def recover(run: Run) -> int:
    """Open one laptop's box with the municipality's key, and print the recovery key in it."""
    asked = run.asked
    with opened(run) as (office, _, _config):
        tenant = tenant_of(run, office)
        kept = next((one for one in office.boxes.listed(tenant) if one.device.id == asked.device), None)
        if kept is None:
            raise refused(_NO_BOX, device=asked.device)
        private = _private(run, asked.key)
        try:
            key = office.boxes.recover(tenant, asked.device, private, who=run.desk.who, reason=asked.reason)
        except BoxRefused as error:
            raise refused(_BOX[error.why], key=boxes.name_of(kept.box.key)) from error
    run.say(N_("The recovery key of {person}, {name}:"), person=kept.device.person, name=kept.device.name)
    run.show(f"\n{key}\n")
    run.say(N_("It opens the profile on that computer, and its backups. That it was asked for is written down here."))
    run.answer({"device": asked.device, "person": kept.device.person, "recovery_key": key})
    return 0


def _private(run: Run, file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            data = source.read(boxes.LONGEST)
        return boxes.read_key_file(data, run.desk.secret(run.desk.translator.tr(N_("Passphrase of the file: "))))
    except OSError as error:
        raise refused(_NOT_READ, file=str(file), why=error.strerror or "") from error
    except NoKeyFile as error:
        raise refused(_NO_FILE, file=str(file)) from error
    except PassphraseWrong as error:
        raise refused(_WRONG, file=str(file)) from error

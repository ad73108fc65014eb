"""What each word after `ambassador office` does."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from sqlalchemy import exc

from ambassador_app.domain.programme import short_name
from ambassador_app.domain.roles import Role
from ambassador_app.i18n import N_, Message
from ambassador_app.office import backup as backups
from ambassador_app.office import certificates
from ambassador_app.office.attachments import Store
from ambassador_app.office.bucket import SCHEME, Bucket
from ambassador_app.office.cli import Run
from ambassador_app.office.config import Address, Config, Place, ServerAway, ServerRefused, refused
from ambassador_app.office.folder import Folder
from ambassador_app.office.layouts import LAYOUT
from ambassador_app.office.office import Office
from ambassador_app.office.problems import Refused
from ambassador_app.wire import limits
from ambassador_app.wire.invitation import Invitation
from ambassador_app.wire.messages import TENANT_PATTERN

_MOST_GB: Final = 1e9
_TAKEN: Final = N_("there is something in {folder} already; name a new folder")
_BAD_URL: Final = N_("“{url}” is no address such as https://klima.oddeby.dk")
_BOTH: Final = N_("--certificate and --key belong together")
_NO_FILE: Final = N_("there is no file {file}")
_FILE: Final = N_("the file cannot be read: {why}")
_PARCEL: Final = N_("the file was not taken to its end, and can be brought again: {why}")
_MOST_LAPTOPS, _MOST_DAYS = 1000, 30
_ROLLED_OUT: Final = N_(
    "an invitation for several laptops takes --days (1 to {days}) and --laptops (at most {laptops}), and is for "
    "ambassadors of no name"
)
_DATABASE: Final = N_("the database's address must look like postgresql+psycopg://user:password@host/name")
_QUOTA: Final = N_("the space must be a number of GB, 0 for no bound")
_AWAY: Final = N_("the database cannot be reached: {why}")
_NEWER: Final = N_("the office's database was made by a newer program (layout {found}, this one knows {known})")
_EMPTY: Final = N_("the database has no office in it yet; make one with `ambassador office init`")
_NO_TENANT: Final = N_("there is no municipality “{tenant}” here; `ambassador office tenants` lists them")
_WHICH: Final = N_("there are several municipalities; name one with --tenant")
_TENANT_TAKEN: Final = N_("there is a municipality “{tenant}” already")
_BAD_TENANT: Final = N_("“{tenant}” cannot be a short name: small letters, digits and hyphens, 2 to 40 of them")
_NO_DEVICE: Final = N_("there is no laptop “{device}”; `ambassador office devices` lists them")


# -- an office and its folder ---------------------------------------------------------------------------------------
@contextmanager
def opened(run: Run, place: Place | None = None) -> Iterator[tuple[Office, Place, Config]]:
    """Open the office for one command. Raises ServerRefused, ServerAway."""
    where = place or run.place
    config = where.read()
    with _away(), _office(run, where, config) as office:
        found = office.layout()
        if found is None:
            raise refused(_EMPTY)
        if found > LAYOUT:
            raise refused(_NEWER, found=str(found), known=str(LAYOUT))
        office.upgrade()
        yield office, where, config


def _office(run: Run, place: Place, config: Config) -> Office:
    blobs = place.blobs(config)
    store: Store
    if blobs.startswith(f"{SCHEME}://"):
        store = Bucket(blobs, config.s3_endpoint, near=config.s3_direct)
    else:
        store = Folder(Path(blobs))
    return Office(place.database_url(config), store, place.secret(), run.desk.world)


@contextmanager
def _away() -> Iterator[None]:
    """Say of a database that does not answer that it does not."""
    try:
        yield
    except (exc.ArgumentError, exc.NoSuchModuleError) as error:
        raise refused(_DATABASE) from error
    except exc.OperationalError as error:
        raise ServerAway(Message(_AWAY, {"why": str(error.orig).strip().splitlines()[0]})) from error
    except Refused as error:
        raise ServerAway(Message(_AWAY, {"why": error.detail})) from error


def init(run: Run) -> int:
    """Make folder, secrets, certificate, tables and the first municipality."""
    asked, place = run.asked, Place(run.asked.dir)
    if place.folder.exists() and any(place.folder.iterdir()):
        raise refused(_TAKEN, folder=str(place.folder))
    tenant = asked.tenant or short_name(asked.municipality)
    if not re.fullmatch(TENANT_PATTERN, tenant):
        raise refused(_BAD_TENANT, tenant=tenant)
    config = _config(run)
    place.make_secrets(run.desk.world.chance)
    if config.pinned:
        hosts = (Address.of(config.url).host, run.desk.host, "localhost", "127.0.0.1")
        certificates.make(*place.own_certificate, hosts, run.desk.world.now())
    with _away(), _office(run, place, config) as office:
        office.create(asked.municipality)
        if not office.tenants():
            office.add_tenant(tenant, asked.municipality)
    place.write(config)  # last: a folder without it is no office
    run.remember(place)
    run.say(N_("The office is ready in {folder}. Start it:"), folder=str(place.folder))
    run.show("  ambassador office serve")
    run.answer({"folder": str(place.folder.resolve()), "url": config.url, "tenant": tenant})
    return 0


def _config(run: Run) -> Config:
    asked = run.asked
    if bool(asked.certificate) != bool(asked.key):
        raise refused(_BOTH)
    for file in filter(None, (asked.certificate, asked.key)):
        if not file.is_file():
            raise refused(_NO_FILE, file=str(file))
    port = "" if asked.port == 443 or asked.http else f":{asked.port}"  # a proxy stands at the usual one
    url = (asked.url or f"https://{run.desk.host}{port}").rstrip("/")
    try:
        Address.of(url)
    except ValueError as error:
        raise refused(_BAD_URL, url=url) from error
    pinned = not asked.http and not asked.certificate
    certificate, key = ("" if one is None else str(one.resolve()) for one in (asked.certificate, asked.key))
    return Config(
        name=asked.municipality,
        url=url,
        host=asked.host,
        port=asked.port,
        database=asked.database,
        blobs=asked.blobs,
        s3_endpoint=asked.s3_endpoint,
        certificate=certificate,
        key=key,
        pinned=pinned,
        proxies=asked.proxies,
    )


def serve(run: Run) -> int:
    """Serve until told to stop."""
    from ambassador_app.office.serving import serve as serving

    with opened(run) as (office, place, kept):
        host, port = run.asked.host or kept.host, kept.port if run.asked.port is None else run.asked.port
        config = replace(kept, host=host, port=port)

        def listening(host: str, port: int) -> None:
            run.say(
                N_("Listening at {host}, port {port}. Laptops come by {url}."),
                host=host,
                port=str(port),
                url=config.url,
            )
            run.say(N_("Stop with Ctrl+C; what is under way is finished first."))
            run.answer({"host": host, "port": port, "url": config.url})

        serving(office, place, config, run.desk.words, listening)
    return 0


# -- people and their laptops ---------------------------------------------------------------------------------------
def invite(run: Run) -> int:
    """Make an invitation and show it as text and QR code."""
    import segno

    with opened(run) as (office, place, config):
        tenant = tenant_of(run, office)
        code = office.access.invite(tenant, Role(run.asked.role), run.asked.person, **_bounds(run))
    pin = certificates.fingerprint(place.own_certificate[0]) if config.pinned else ""
    text = Invitation(config.url, tenant, code, pin).text()
    picture = segno.make(text, error="m")
    if run.asked.png is not None:
        picture.save(str(run.asked.png), kind="png", scale=8)
    minutes = run.asked.days * 24 * 60 or limits.INVITATION_SECONDS // 60
    if run.asked.laptops > 1 or run.asked.days:
        run.say(N_("For {laptops} laptops, within {days} days; whoever reads it can let one in:"),
                laptops=run.asked.laptops, days=run.asked.days)  # fmt: skip
    else:
        run.say(N_("For one laptop, within a quarter of an hour:"))
    run.show(f"\n{text}\n")
    if not run.asked.json and run.desk.out is sys.stdout and sys.stdout.isatty():
        picture.terminal(compact=True)
    run.answer({"invitation": text, "tenant": tenant, "role": run.asked.role, "minutes": minutes})
    return 0


def _bounds(run: Run) -> dict[str, int]:
    """How many laptops an invitation lets in, and for how long. Raises ServerRefused."""
    laptops, days = run.asked.laptops, run.asked.days
    if laptops == 1 and not days:
        return {}
    named = run.asked.person or run.asked.role != Role.AMBASSADOR.value
    if not 1 <= laptops <= _MOST_LAPTOPS or not 1 <= days <= _MOST_DAYS or (laptops > 1 and named):
        raise refused(_ROLLED_OUT, laptops=str(_MOST_LAPTOPS), days=str(_MOST_DAYS))
    return {"laptops": laptops, "days": days} if laptops > 1 else {"days": days}


def devices(run: Run) -> int:
    """List the laptops of a municipality."""
    with opened(run) as (office, _, _config):
        found = office.access.devices(tenant_of(run, office))
    for one in found:
        state = run.desk.translator.tr("revoked") if one.revoked_at else (one.seen_at or one.enrolled_at)
        run.show(f"{one.id}  {one.role:<13}  {state}  {one.person}  {one.name}")
    run.answer(
        [
            {
                "device": one.id, "person": one.person, "name": one.name, "role": one.role,
                "enrolled_at": one.enrolled_at, "seen_at": one.seen_at, "revoked_at": one.revoked_at,
            }
            for one in found
        ]
    )  # fmt: skip
    return 0


def revoke(run: Run) -> int:
    """Shut a laptop out."""
    with opened(run) as (office, _, _config):
        if not office.access.revoke(tenant_of(run, office), run.asked.device):
            raise refused(_NO_DEVICE, device=run.asked.device)
    run.say(N_("Revoked. What the laptop has not sent yet stays on it until it is invited again."))
    run.answer({"revoked": run.asked.device})
    return 0


def web_login(run: Run) -> int:
    """Make a code for one login to the office's pages, and show the link that has it."""
    with opened(run) as (office, _, config):
        tenant = tenant_of(run, office)
        code = office.door.login_code(tenant, run.asked.person, Role(run.asked.role))
    link = f"{config.url}/desk/login?tenant={tenant}&code={code}"
    run.say(N_("For one login, within a quarter of an hour:"))
    run.show(f"\n{link}\n")
    run.say(N_("Or by hand at {address}: {tenant}, {code}"), address=f"{config.url}/desk", tenant=tenant, code=code)
    run.answer({"link": link, "tenant": tenant, "code": code, "role": run.asked.role, "minutes": 15})
    return 0


def tenants(run: Run) -> int:
    """List the municipalities, after adding or renaming one."""
    asked = run.asked
    with opened(run) as (office, _, _config):
        if asked.add:
            _add_tenant(run, office)
        if asked.rename:
            office.rename_tenant(tenant_of(run, office), asked.rename)
        found = office.tenants()
    for one in found:
        run.show(f"{one.tenant}  {one.name}  {one.seq}  {one.used / 1e9:.2f} GB")
    run.answer(
        [
            {"tenant": one.tenant, "name": one.name, "changes": one.seq, "bytes": one.used, "quota": one.quota}
            for one in found
        ]
    )
    return 0


def _add_tenant(run: Run, office: Office) -> None:
    asked = run.asked
    tenant = asked.tenant or short_name(asked.add)
    if not re.fullmatch(TENANT_PATTERN, tenant):
        raise refused(_BAD_TENANT, tenant=tenant)
    if not 0 <= asked.quota_gb < _MOST_GB:
        raise refused(_QUOTA)
    try:
        office.add_tenant(tenant, asked.add, int(asked.quota_gb * 1e9))
    except ValueError as error:
        raise refused(_TENANT_TAKEN, tenant=tenant) from error


# -- keeping it safe ------------------------------------------------------------------------------------------------
def check(run: Run) -> int:
    """Follow every log and read every attachment again."""
    with opened(run) as (office, _, _config):
        return _checked(run, office)


def _checked(run: Run, office: Office) -> int:
    faults = backups.check(office)
    counts = {"tenants": faults.tenants, "changes": faults.changes, "attachments": faults.attachments}
    run.say(N_("Looked at: {tenants} municipalities, {changes} changes, {attachments} attachments."), **counts)
    for tenant in faults.chains:
        run.say(N_("The log of {tenant} does not hold together: a line was changed, added or left out."), tenant=tenant)
    for sha256 in faults.blobs:
        run.say(N_("The attachment {sha256} is missing or damaged."), sha256=sha256)
    if faults.none:
        run.say(N_("All is well."))
    run.answer({**counts, "broken_logs": faults.chains, "broken_attachments": faults.blobs, "good": faults.none})
    return 0 if faults.none else 1


def tidy(run: Run) -> int:
    """Remove what is old enough."""
    from ambassador_app.office.tidying import tidy as tidying

    with opened(run) as (office, _, _config):
        done = tidying(office)
    run.say(
        N_("Removed: {tombstones} tombstones, {invitations} invitations, {attachments} attachments, {pieces} pieces."),
        **asdict(done),
    )
    run.answer(asdict(done))
    return 0


def take(run: Run) -> int:
    """Take a file that a laptop packed; 1 when something of it was not taken."""
    from ambassador_app.office.parcels import take as taking

    with opened(run) as (office, _, _config):
        try:
            with run.asked.file.open("rb") as source:
                done = taking(office, source)
        except OSError as error:
            raise ServerRefused(Message(_FILE, {"why": error.strerror or ""})) from error
        except Refused as error:
            raise ServerRefused(Message(_PARCEL, {"why": error.detail})) from error
    run.say(N_("Taken: {taken} records, {known} known before, {attachments} attachments."), **done.told())
    if done.conflicts or done.refused:
        run.say(N_("Not taken: {conflicts} in conflict, {refused} refused. The laptop merges them when it syncs."),
                **done.told())  # fmt: skip
    run.answer(done.told())
    return 1 if done.conflicts or done.refused else 0


def backup(run: Run) -> int:
    """Write everything into one file."""
    place = run.place
    size = backups.make(place, place.read(), run.asked.file)
    run.say(N_("Written: {file}, {size} bytes. It holds everything, keys too: keep it as safe as the server."),
            file=str(run.asked.file), size=str(size))  # fmt: skip
    run.answer({"file": str(run.asked.file), "bytes": size})
    return 0


def restore(run: Run) -> int:
    """Lay a backup down in a new folder, look at it whole, and begin a new epoch."""
    place = Place(run.asked.dir)
    config = backups.unpack(run.asked.file, place)
    place.write(replace(config, blobs=""))
    with opened(run, place) as (office, _, _config):
        office.begin_epoch()
        verdict = _checked(run, office)
    run.remember(place)
    run.say(N_("Restored. Laptops will offer again what this backup does not know yet."))
    return verdict


def new_epoch(run: Run) -> int:
    """Begin a new epoch for every municipality."""
    with opened(run) as (office, _, _config):
        office.begin_epoch()
    run.say(N_("Done. Laptops will offer again what this office does not know."))
    run.answer({"done": True})
    return 0


def tenant_of(run: Run, office: Office) -> str:
    """The municipality that is meant. Raises ServerRefused."""
    there = [one.tenant for one in office.tenants()]
    named: str | None = run.asked.tenant
    if named is None:
        if len(there) != 1:
            raise ServerRefused(Message(_WHICH))
        return str(there[0])
    if named not in there:
        raise refused(_NO_TENANT, tenant=named)
    return named

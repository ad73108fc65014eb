"""Sealing, raising and checking a report that is drawn already, against the hash of its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from ambassador_app.report import compose, render, snapshot
from ambassador_app.seal import make_seal_key, raise_seal, read_pkcs12, seal, verify
from benchmarks.measuring import Figure, seconds_of, side_by_side
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images, measure, photo
from tests.seal.authorities import PASSPHRASE, SERVICE, Service, office, pkcs12_of

ROUNDS = 7


def figures() -> Iterator[Figure]:
    """Seal and check a report with 30 measures and 60 photos."""
    photos, measures = tuple(photo(i) for i in range(60)), tuple(measure(i) for i in range(30))
    whole = a_dossier(measures=measures, attachments=photos)
    drawn = render(compose(whole, ENGLISH, NOON), images(60), FONTS, snapshot=snapshot(whole))
    own = make_seal_key(ambassador="Åse", municipality="Kommune", now=NOON - timedelta(days=1), serial=7)
    issued = read_pkcs12(pkcs12_of(office("rsa")), PASSPHRASE)

    def sealed(key: object) -> bytes:
        return seal(drawn, key, reason="r", name="n", place="", when=NOON)  # type: ignore[arg-type]

    file = sealed(own)
    raised = raise_seal(file, service=SERVICE, reach=Service(NOON)).pdf
    jobs: dict[str, Callable[[], object]] = {
        "seal a report, key of one's own": lambda: sealed(own),
        "seal a report, office certificate (RSA)": lambda: sealed(issued),
        "raise a seal to B-LTA, service on this computer": lambda: raise_seal(
            file, service=SERVICE, reach=Service(NOON)
        ),
        "verify a sealed report": lambda: verify(file),
        "verify a raised report": lambda: verify(raised),
    }
    for name, job in jobs.items():
        ours, floor = side_by_side(
            lambda job=job: seconds_of(job),  # type: ignore[misc]
            lambda: seconds_of(lambda: hashlib.sha256(raised).digest()),
            ROUNDS,
        )
        yield Figure(name, ours * 1000, floor * 1000, "ms", "")

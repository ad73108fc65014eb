"""Files that cannot be brought in: a sentence each, and nothing written, whatever they were made for."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ambassador_app.domain.identifiers import FindingId
from ambassador_app.domain.records import KINDS
from ambassador_app.domain.visit import Finding
from ambassador_app.errors import (
    AmbassadorError,
    JobCancelled,
    NotAReport,
    ReportDataRefused,
    ReportNotRead,
    ReportTooLarge,
)
from ambassador_app.report import compose, render, snapshot
from ambassador_app.report.visit_file import SCHEMA
from ambassador_app.seal import make_seal_key, seal
from ambassador_app.services.checking import LARGEST_MB
from ambassador_app.services.redrawing import LARGEST_DATA
from ambassador_app.services.session import Session
from ambassador_app.wording import sentence
from tests.builders import a_visit, session_in, translator
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images, jpeg, photo, sha
from tests.seal.conftest import BORN


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with session_in(tmp_path_factory.mktemp("hostile") / "here") as session:
        a_visit(session)
        yield session


def whole(**fields: Any) -> Any:
    found = a_dossier(attachments=tuple(photo(i) for i in range(2)), **fields)
    return replace(found, visit=replace(found.visit, language="en"))


def drawn(data: bytes | None = None) -> bytes:
    return render(
        compose(whole(), ENGLISH, NOON), images(2), FONTS, snapshot=snapshot(whole()) if data is None else data
    )


def sealed(pdf: bytes) -> bytes:
    key = make_seal_key(ambassador="Mallory", municipality="Nowhere", now=BORN, serial=7)
    return seal(pdf, key, reason="r", name="Mallory", place="", when=NOON)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    plain = json.loads(snapshot(whole()))
    change(plain)
    return sealed(drawn(json.dumps(plain).encode()))


def tampered(place: float) -> bytes:
    data = bytearray(sealed(drawn()))
    data[int(len(data) * place)] ^= 1
    return bytes(data)


def with_picture(make: Callable[[bytes], bytes]) -> bytes:
    """A report whose first picture is another one, named truly by the data."""
    before = jpeg(0, 800, 600)
    other = make(before)
    plain = json.loads(snapshot(whole()))
    plain["attachments"][0]["sha256"] = sha(other)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(json.dumps(plain).encode()))) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream) and one.read_raw_bytes() == before:
                one.write(other, filter=pikepdf.Name.DCTDecode)
        document.save(out)
    return sealed(out.getvalue())


def bomb(picture: bytes) -> bytes:
    """Say in the header that it has 65,000 by 65,000 points: twelve gigabytes, unpacked."""
    place = picture.index(b"\xff\xc0") + 5
    return picture[:place] + b"\xfd\xe8\xfd\xe8" + picture[place + 4 :]


REFUSED: dict[str, tuple[type[AmbassadorError], Callable[[], bytes]]] = {
    "no pdf": (NotAReport, lambda: b"PK\x03\x04 a document"),
    "nothing": (NotAReport, lambda: b""),
    "a preview": (ReportDataRefused, drawn),
    "a pdf that ends early": (ReportDataRefused, lambda: sealed(drawn())[:-4000]),
    "a byte changed in the pages": (ReportDataRefused, lambda: tampered(0.3)),
    "a byte changed in the seal": (ReportDataRefused, lambda: tampered(0.97)),
    "something behind the seal": (ReportDataRefused, lambda: sealed(drawn()) + b"\n% more\n"),
    "sealed without data": (ReportDataRefused, lambda: sealed(drawn(b""))),
    "data that is no visit": (ReportDataRefused, lambda: sealed(drawn(b'{"dossier": {}}'))),
    "damaged data": (ReportDataRefused, lambda: sealed(drawn(b"{"))),
    "data of a newer form": (ReportDataRefused, lambda: changed(lambda told: told.update(schema=SCHEMA + 1))),
    "data that does not fit the form": (ReportDataRefused, lambda: changed(lambda told: told["site"].update(name=5))),
    "more data than any visit": (ReportDataRefused, lambda: sealed(drawn(b" " * (LARGEST_DATA + 1)))),
    "a million records": (ReportDataRefused, lambda: sealed(drawn(b'{"x": [' + b"{}," * 1_000_000 + b"1]}"))),
    "another saving": (
        ReportDataRefused,
        lambda: changed(lambda told: told["measures"][0]["assessment"].update(cost_saving_dkk=1e6)),
    ),
    "a finding that no page shows": (ReportDataRefused, lambda: changed(_with_finding)),
    "an answer that no page shows": (ReportDataRefused, lambda: changed(_with_answer)),
    "a language that is none": (ReportDataRefused, lambda: changed(lambda told: told["visit"].update(language="xx"))),
    "a photo by another name": (
        ReportDataRefused,
        lambda: changed(lambda told: told["attachments"][0].update(sha256="0" * 64)),
    ),
    "a picture that fills the memory": (ReportDataRefused, lambda: with_picture(bomb)),
    "a picture that is none": (ReportDataRefused, lambda: with_picture(lambda _: b"\xff\xd8\xff no picture")),
    "a picture that is cut": (AmbassadorError, lambda: with_picture(lambda picture: picture[:300])),
}


def _with_finding(told: dict[str, Any]) -> None:
    told["findings"].append({**told["findings"][0], "id": "f9", "text": "Nobody ever saw this"})


def _with_answer(told: dict[str, Any]) -> None:
    answers = {"ly1_lamp_kind": {"value": "t8"}}
    told["sections"].append({"id": "s9", "visit_id": "visit", "section": "lighting", "answers": answers})


def all_there_is(session: Session) -> dict[str, object]:
    with session._desk.store.reader() as reader:
        counts: dict[str, object] = {kind: reader.count(cls) for kind, cls in KINDS.items()}
    return {**counts, "waiting": session.waiting(), "blobs": session._desk.store.blobs.names()}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_a_sentence_and_nothing_is_written(here: Session, tmp_path: Path, name: str) -> None:
    error, make = REFUSED[name]
    file = tmp_path / "rapport.pdf"
    file.write_bytes(make())
    before = all_there_is(here)
    for attempt in (here.bringing_in.bring_in, here.bringing_in.ready):
        with pytest.raises(error) as refused:
            attempt(file)
        assert sentence(refused.value, translator())
    assert all_there_is(here) == before


def test_what_belongs_to_another_visit_is_not_taken_over(here: Session, tmp_path: Path) -> None:
    """A file may name anything: also what is here."""
    visit_id = a_visit(here)
    finding = FindingId(here.notes.add_finding(visit_id, "Min egen").id)
    file = tmp_path / "rapport.pdf"
    dossier = whole(findings=(Finding(finding, a_dossier().visit.id, "Not yours"),))
    content = compose(dossier, ENGLISH, NOON)
    file.write_bytes(sealed(render(content, images(2), FONTS, snapshot=snapshot(dossier))))
    before = all_there_is(here)
    with pytest.raises(ReportDataRefused):
        here.bringing_in.bring_in(file)
    assert all_there_is(here) == before
    assert [one.text for one in here.visits.workspace(visit_id).dossier.findings] == ["Min egen"]


def test_a_person_can_stop_it(tmp_path: Path) -> None:
    with session_in(tmp_path / "home") as home:
        _is_stopped_and_begun_again(home, tmp_path)


def _is_stopped_and_begun_again(here: Session, tmp_path: Path) -> None:
    file = tmp_path / "rapport.pdf"
    file.write_bytes(sealed(drawn()))
    before = all_there_is(here)

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        here.bringing_in.bring_in(file, stop)
    assert all_there_is(here) == before
    assert here.bringing_in.bring_in(file).photos == 2


def test_files_that_cannot_be_read_are_told(here: Session, tmp_path: Path) -> None:
    with pytest.raises(ReportNotRead):
        here.bringing_in.bring_in(tmp_path / "gone.pdf")
    with pytest.raises(ReportNotRead):
        here.bringing_in.bring_in(tmp_path)
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(LARGEST_MB * 1_000_000 + 1)
    with pytest.raises(ReportTooLarge):
        here.bringing_in.bring_in(huge)

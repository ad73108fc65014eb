"""Whoever owns any time-stamp service can put an archive time over a sealed file that he changed; it is found."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest

from ambassador_app.errors import TimeStampUnavailable
from ambassador_app.i18n import Message
from ambassador_app.seal import raise_seal, verify
from ambassador_app.seal.stamps import Stamps
from tests.report.samples import NOON
from tests.seal.authorities import SERVICE, Service

LATER = NOON + timedelta(days=1)
Change = Callable[[Any], object]


def forged(sealed: bytes, *changes: Change) -> bytes:
    """Do what `raise_seal` does after the stamp, and `changes` in the same revision."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    stamps = Stamps(
        lambda asked: Service(LATER).post(SERVICE, asked, "application/timestamp-query"),
        TimeStampUnavailable(reason=Message("no answer")),
    )
    stamps.stamp(b"for the certificates")
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer._update_meta = lambda: None
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=list(stamps.certificates))
    for change in changes:
        change(writer)
    stamper = PdfTimeStamper(stamps.client, field_name="ArchiveTime")
    return bytes(stamper.timestamp_pdf(writer, "sha256", bytes_reserved=24576).getvalue())


def generic() -> Any:
    from pyhanko.pdf_utils import generic

    return generic


def page(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"].raw_get(0).get_object()


def field_named(writer: Any, name: str) -> Any:
    return next(found for one in writer.root["/AcroForm"]["/Fields"] if (found := one.get_object())["/T"] == name)


def turn(writer: Any) -> None:
    page(writer)["/Rotate"] = generic().NumberObject(90)
    writer.update_container(page(writer))


def redraw(writer: Any) -> None:
    made = generic().StreamObject(stream_data=b"BT ET")
    page(writer)["/Contents"] = writer.add_object(made)
    writer.update_container(page(writer))


def entitle(writer: Any) -> None:
    gen = generic()
    writer.set_info(gen.DictionaryObject({gen.NameObject("/Title"): gen.TextStringObject("Another")}))


def open_with_an_action(writer: Any) -> None:
    gen = generic()
    action = {gen.NameObject("/S"): gen.NameObject("/Named"), gen.NameObject("/N"): gen.NameObject("/Print")}
    writer.root["/OpenAction"] = gen.DictionaryObject(action)
    writer.update_root()


def leave_something(writer: Any) -> None:
    writer.add_object(generic().DictionaryObject())


def hide_in_the_store(writer: Any) -> None:
    gen = generic()
    writer.root["/DSS"]["/Extra"] = writer.add_object(gen.DictionaryObject())
    writer.update_container(writer.root["/DSS"])


def replace_the_look_of_the_seal(writer: Any) -> None:
    gen = generic()
    field = field_named(writer, "Seal")
    look = gen.StreamObject({gen.NameObject("/Type"): gen.NameObject("/XObject")}, stream_data=b"q Q")
    field["/AP"]["/N"] = writer.add_object(look)
    writer.update_container(field)


def move_the_archive_field(writer: Any) -> None:
    gen = generic()
    field = field_named(writer, "ArchiveTime")
    field["/Rect"] = gen.ArrayObject(gen.NumberObject(one) for one in (0, 0, 500, 500))
    writer.update_container(field)


def replace_the_data(writer: Any) -> None:
    spec = writer.root["/AF"].raw_get(0).get_object()
    spec["/EF"]["/F"] = writer.add_object(generic().StreamObject(stream_data=b"{}"))
    writer.update_container(spec)


CHANGES = (
    turn,
    redraw,
    entitle,
    open_with_an_action,
    leave_something,
    hide_in_the_store,
    replace_the_look_of_the_seal,
    move_the_archive_field,
    replace_the_data,
)


def test_the_forger_of_this_test_is_a_good_one(sealed: bytes) -> None:
    """Without a change his file passes: what is found below is the change."""
    assert verify(forged(sealed)).problems == ()


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_a_change_under_an_archive_time_is_found(sealed: bytes, change: Change) -> None:
    verdict = verify(forged(sealed, change))
    assert not verdict.good
    assert not verdict.unchanged
    assert "additions" in verdict.problems
    assert "added" in verdict.headline.text


def test_a_number_of_the_sealed_file_cannot_be_given_away(sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that is freed is gone from the pages."""
    from pyhanko.pdf_utils import xref
    from pyhanko.pdf_utils.reader import PdfFileReader

    written = xref.XRefStream.write_to_stream

    def freeing(table: Any, stream: Any, *_: object, **__: object) -> None:
        gen = generic()
        written(table, io.BytesIO())
        index = list(table["/Index"])
        table["/Index"] = gen.ArrayObject([*index[:2], gen.NumberObject(9), gen.NumberObject(1), *index[2:]])
        data, table._encoded_data = bytes(table.data), None
        table._data = data[:11] + bytes(9) + b"\0\1" + data[11:]
        gen.StreamObject.write_to_stream(table, stream, None)

    with monkeypatch.context() as patch:
        patch.setattr(xref.XRefStream, "write_to_stream", freeing)
        made = forged(sealed)
    reader = PdfFileReader(io.BytesIO(made))
    assert [one.idnum for one in reader.xrefs.refs_freed_in_revision(2)] == [9]
    verdict = verify(made)
    assert not verdict.good
    assert "additions" in verdict.problems


def test_two_revisions_after_the_seal_are_one_too_many(sealed: bytes) -> None:
    from tests.seal.test_seal import edited

    between = edited(sealed, lambda writer: writer.update_root())
    assert not verify(forged(between)).good


def general_opinion(pdf: bytes) -> bool:
    """Whether pyHanko's comparison of any two revisions lets the file pass: the slow way round."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    seal = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0]
    seal.compute_integrity_info()
    found = seal.diff_result
    return isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.LTA_UPDATES


@pytest.mark.parametrize("change", [None, *CHANGES], ids=lambda one: getattr(one, "__name__", "nothing"))
def test_we_let_nothing_pass_that_pyhanko_finds(sealed: bytes, change: Change | None) -> None:
    made = forged(sealed, *(() if change is None else (change,)))
    assert verify(made).unchanged <= general_opinion(made)


def test_both_let_a_raised_file_pass(sealed: bytes) -> None:
    raised = raise_seal(sealed, service=SERVICE, reach=Service(LATER)).pdf
    assert verify(raised).unchanged
    assert general_opinion(raised)


def test_a_sealed_file_refers_to_no_number_beyond_its_own(sealed: bytes) -> None:
    """So that an object that is added cannot come to stand where the sealed pages look for one."""
    with pikepdf.open(io.BytesIO(sealed)) as document:
        size = int(document.trailer["/Size"])
        assert max(one.objgen[0] for one in document.objects) < size

"""The look before sealing finds what would make a report unfit for the archive or for a screen reader."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from ambassador_app.report import check, compose, render
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images


@pytest.fixture(scope="module")
def good() -> bytes:
    return render(compose(a_dossier(), ENGLISH, NOON), images(4), FONTS, snapshot=b"{}")


def first(document: pikepdf.Pdf, **wanted: Any) -> Any:
    """The first object with these entries."""
    for one in document.objects:
        if isinstance(one, Dictionary | pikepdf.Stream) and all(
            one.get("/" + key) == value for key, value in wanted.items()
        ):
            return one
    raise AssertionError(wanted)


def put(path: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    """Set an entry of the catalogue, or take it away (None)."""

    def change(document: pikepdf.Pdf) -> None:
        *way, last = path.split("/")
        place: Any = document.Root
        for name in way:
            place = place["/" + name]
        if value is None:
            del place["/" + last]
        else:
            place["/" + last] = value

    return change


def in_first(key: str, value: Any, **wanted: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        place = first(document, **wanted)
        if value is None:
            del place["/" + key]
        else:
            place["/" + key] = value

    return change


def xmp(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(old, new))

    return change


def page(draw: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Add operators to the first page."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_add(document.make_stream(draw))

    return change


def with_links(document: pikepdf.Pdf) -> Any:
    """The first page that has annotations."""
    return next(one.obj for one in document.pages if "/Annots" in one.obj)


FAULTS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "catalogue.action": put("OpenAction", Array([0])),
    "catalogue.script": put("Names/JavaScript", Dictionary()),
    "catalogue.not_marked": put("MarkInfo/Marked", False),
    "catalogue.language": put("Lang", None),
    "catalogue.title_not_shown": put("ViewerPreferences", None),
    "catalogue.form": put("AcroForm/NeedAppearances", True),
    "catalogue.output_intent": put("OutputIntents", Array()),
    "xmp.missing": put("Metadata", None),
    "xmp.not_well_formed": xmp(b"</rdf:RDF>", b""),
    "xmp.pdfa": xmp(b"<pdfaid:conformance>A", b"<pdfaid:conformance>B"),
    "xmp.pdfua": xmp(b"<pdfuaid:part>1", b"<pdfuaid:part>2"),
    "xmp.title": xmp("Report of the climate visit – Fjordens Maskinfabrik".encode(), b""),
    "xmp.extension_schema": xmp(b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua", b"<pdfaSchema:namespaceURI>x"),
    "image.cmyk": in_first("ColorSpace", Name.DeviceCMYK, Subtype=Name.Image),
    "image.interpolated": in_first("Interpolate", True, Subtype=Name.Image),
    "object.action": lambda document: put("Names/Extra", document.make_indirect(Dictionary(S=Name.JavaScript)))(
        document
    ),
    "attachment.check_sum": lambda document: document.Root.AF[0].EF.F.write(b"{ }"),
    "font.no_unicode_map": in_first("ToUnicode", None, Type=Name.Font),
    "font.not_embedded": in_first("FontFile2", None, Type=Name.FontDescriptor),
    "tree.missing": put("StructTreeRoot", None),
    "tree.kind: X": in_first("S", Name("/X"), Type=Name.StructElem, S=Name.Sect),
    "tree.inside: Table": in_first("S", Name.P, Type=Name.StructElem, S=Name.THead),
    "tree.heading_skipped": in_first("S", Name.H4, Type=Name.StructElem, S=Name.H2),
    "tree.parent_tree": put("StructTreeRoot/ParentTree/Nums", Array()),
    "figure.no_alternative": in_first("Alt", None, Type=Name.StructElem, S=Name.Figure),
    "table.no_scope": in_first("A", Dictionary(O=Name.Table), Type=Name.StructElem, S=Name.TH),
    "annotation.no_description: Link": in_first("Contents", None, Subtype=Name.Link),
    "annotation.no_description: Widget": in_first("TU", None, Subtype=Name.Widget),
    "annotation.flags: Link": in_first("F", 2, Subtype=Name.Link),
    "annotation.no_look": in_first("AP", None, Subtype=Name.Widget, T=String("Seal")),
    "annotation.kind: Text": in_first("Subtype", Name.Text, Subtype=Name.Link),
    "annotation.tab_order": lambda document: with_links(document).__delitem__("/Tabs"),
    "marks.neither_tagged_nor_artifact: page 1": page(b"0 0 9 9 re f"),
    "marks.used_twice: page 1": page(b"/P <</MCID 0>> BDC EMC"),
    "marks.nested: page 1": page(b"/Artifact BMC /P <</MCID 900>> BDC EMC EMC"),
    "marks.unbalanced: page 1": page(b"EMC"),
    "tree.mark_without_element": page(b"/P <</MCID 900>> BDC EMC"),
    "colour.cmyk: page 1": page(b"0 0 0 1 k"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(good: bytes, fault: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as document:
        FAULTS[fault](document)
        document.save(out, fix_metadata_version=False)
    assert fault in check(out.getvalue())


def test_a_good_report_has_none(good: bytes) -> None:
    assert check(good) == ()


def test_something_behind_the_end_is_found(good: bytes) -> None:
    assert "file.trailing_data" in check(good + b"more")


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_cannot_be_read_is_one_fault(data: bytes) -> None:
    assert [one.split(":")[0] for one in check(data)] == ["file.unreadable"]

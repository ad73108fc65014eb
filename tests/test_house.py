"""The house keeps its own rules: what no linter knows about layers, resources, words and the package."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from PySide6.QtSvg import QSvgRenderer

import ambassador_app

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ambassador_app"
RESOURCES = ROOT / "resources"
MODULES = sorted(PACKAGE.rglob("*.py"))
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(tree: ast.AST) -> set[str]:
    """The top-level names of everything a module imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_every_module_says_in_a_sentence_what_it_hides(module):
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("inner", ["domain", "drawing", "wording", "i18n.py", "errors"])
def test_the_inner_layers_need_only_the_standard_library(inner):
    place = PACKAGE / inner
    for module in [place] if place.is_file() else place.rglob("*.py"):
        outside = imported(ast.parse(module.read_text(encoding="utf-8"))) - {"ambassador_app"}
        assert outside <= sys.stdlib_module_names, name(module)


MAY_READ_THE_ENVIRONMENT = {
    "ambassador_app/app.py",
    "ambassador_app/settings.py",  # where the system keeps folders
    "ambassador_app/storage/key_store.py",  # the variable that keyring itself knows
}


def test_the_environment_is_read_in_few_places():
    readers = {
        name(module)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers <= MAY_READ_THE_ENVIRONMENT


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.stem)
def test_every_icon_can_be_painted_in_any_colour(icon):
    drawing = icon.read_text(encoding="utf-8")
    assert QSvgRenderer(str(icon)).isValid()
    if icon.stem != "ambassador":
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", drawing)) == {"#000000"}


def icons_named(tree: ast.AST) -> set[str]:
    """The names given to `theme.icon(…)` and to every `icon=…`, as far as they are written out."""
    given = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given += [keyword.value for keyword in node.keywords if keyword.arg == "icon"]
            if isinstance(node.func, ast.Attribute) and node.func.attr in {"icon", "pixmap"}:
                given += node.args[:1]
    choices = [
        part for value in given for part in ([value.body, value.orelse] if isinstance(value, ast.IfExp) else [value])
    ]
    return {value.value for value in choices if isinstance(value, ast.Constant) and value.value}


def test_every_icon_that_is_named_is_there():
    named = set().union(*(icons_named(ast.parse(module.read_text(encoding="utf-8"))) for module in MODULES))
    assert named
    assert named <= {icon.stem for icon in ICONS}


@pytest.mark.parametrize("face", ["SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold", "DejaVuSans"])
def test_the_fonts_write_danish(face):
    from reportlab.pdfbase.ttfonts import TTFontFile

    font = TTFontFile(str(RESOURCES / "fonts" / f"{face}.ttf"))
    assert {ord(letter) for letter in "æøåÆØÅé§²–"} <= font.charToGlyph.keys()


def test_this_version_is_in_the_changelog():
    assert f"## [{ambassador_app.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("dependency", PROJECT["dependencies"])
def test_every_dependency_is_bounded_from_both_sides(dependency):
    assert "==" in dependency or (">=" in dependency and "<" in dependency)


@pytest.mark.parametrize("file", ["pyproject.toml", "requirements.lock", "Makefile", ".ci/bootstrap.sh", ".ci/run"])
def test_the_installation_names_no_host(file):
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")


def test_every_locked_package_has_a_hash():
    pinned = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_catalogue_speaks_danish():
    # The workflow itself is held by `make check`; here only that what was compiled can be read.
    from gettext import GNUTranslations

    with (RESOURCES / "translations/da/LC_MESSAGES/ambassador.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Companies") == "Virksomheder"


@pytest.mark.whole
def test_the_wheel_carries_the_resources(tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.relative_to(RESOURCES).as_posix() for path in RESOURCES.rglob("*") if path.is_file()}
    assert {f"ambassador_app/resources/{path}" for path in wanted} <= held
    assert "ambassador_app/resources/translations/da/LC_MESSAGES/ambassador.mo" in held

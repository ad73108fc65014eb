"""Takes a picture of every screen and of every page of a report, into build/shots.

python .ci/shots.py                     every scene: da and en, light and dark, 100 % and 150 %
python .ci/shots.py --quick             Danish light and English dark at 100 % only
python .ci/shots.py --only visit today  scenes whose name begins so
"""

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from itertools import product
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from stage import SCENES, Stage  # noqa: E402 - Qt must not be loaded before it knows that there is no display

from ambassador_app.i18n import Language  # noqa: E402
from ambassador_app.ui.preferences import Scheme  # noqa: E402
from ambassador_app.ui.widgets.pdf_pages import PdfPages  # noqa: E402

OUT = ROOT / "build" / "shots"
Look = tuple[Language, Scheme, float]
EVERY: list[Look] = list(product(Language, (Scheme.LIGHT, Scheme.DARK), (1.0, 1.5)))
QUICK: list[Look] = [(Language.DANISH, Scheme.LIGHT, 1.0), (Language.ENGLISH, Scheme.DARK, 1.0)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", default=[""])
    parser.add_argument("--no-report", action="store_true")
    chosen = parser.parse_args(arguments)
    load_scenes()
    wanted = {name: SCENES[name] for name in SCENES if name.startswith(tuple(chosen.only))}
    if chosen.only == [""]:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ambassador-shots-") as home:
        stage = Stage(Path(home))
        faults = list(take(stage, wanted, QUICK if chosen.quick else EVERY))
        if not chosen.no_report:
            report_pages(stage)
        faults += stage.failed
        stage.close()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}, {len(faults)} faults")
    return 1 if faults else 0


def load_scenes() -> None:
    for file in sorted((HERE / "scenes").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"scenes.{file.stem}", file)
        if spec is None or spec.loader is None:
            raise ImportError(str(file))
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def take(stage: Stage, scenes: dict[str, object], looks: list[Look]) -> Iterator[str]:
    """Take the pictures; give what went wrong, scene by scene."""
    for language, scheme, scale in looks:
        stage.begin()
        stage.appear(language, scheme, scale)
        for name, play in scenes.items():
            shot = f"{name}-{language}-{scheme}-{round(scale * 100)}"
            try:
                stage.begin()
                play(stage)
                stage.settle()
            except Exception:
                yield f"{shot}: {traceback.format_exc()}"
                continue
            stage.window.grab().save(str(OUT / f"{shot}.png"))


def report_pages(stage: Stage) -> None:
    """Draw each page of the sealed report of the demo."""
    from PySide6.QtGui import QImage

    reports = stage.session.reports.of_visit(stage.sealed_visit())
    pages = PdfPages(stage.session.reports.pdf(reports[-1].id))
    for number in range(len(pages.sizes)):
        image = pages.render(number, 1.5)
        shown = QImage(image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
        shown.save(str(OUT / f"report-page-{number + 1:02}.png"))
    pages.close()


if __name__ == "__main__":
    sys.exit(main())

"""Records how ODK's own engine answers operations on a form. It needs Java; the engine comes with the form reader.

`python -m tests.exchange.recorder FOLDER...` writes `expected_*.tsv` beside each `ops_*.tsv` of a folder with a form.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import pyxform
from pyxform.xls2xform import convert

_ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
_RECORDER = Path(__file__).with_name("FormRecorder.java")


def record(workbook: bytes, folder: Path) -> None:
    """Write what the engine says to every `ops_*.tsv` of `folder`. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as scratch:
        form = Path(scratch) / "form.xml"
        form.write_text(convert(io.BytesIO(workbook), file_type=".xlsx").xform, "utf-8")
        operations = sorted(map(str, folder.glob("ops_*.tsv")))
        command = ["java", "-Djava.awt.headless=true", "-Duser.timezone=UTC", "-cp", str(_ENGINE), str(_RECORDER)]
        subprocess.run([*command, str(form), *operations], check=True, capture_output=True, timeout=120)

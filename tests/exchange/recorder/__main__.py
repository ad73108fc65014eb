"""Records the forms of the folders named."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.exchange.recorder import record
from tests.exchange.workbooks import workbook_of

for name in sys.argv[1:]:
    record(workbook_of((Path(name) / "form.md").read_text("utf-8")), Path(name))

"""Writes `docs/report-data/visit-N.schema.json`: the form of the data in a report, from the program's own types.

python .ci/report_data.py            write the schema
python .ci/report_data.py --check    fail when it is not what the types give
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ambassador_app.report.visit_file import SCHEMA, schema

FILE = Path(__file__).resolve().parent.parent / "docs" / "report-data" / f"visit-{SCHEMA}.schema.json"


def text() -> str:
    """Give the file's text."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check; give the exit code."""
    if FILE.is_file() and FILE.read_text("utf-8") == text():
        return 0
    if "--check" in arguments:
        print(f"{FILE.name} is not what the types give: run `python .ci/report_data.py`.", file=sys.stderr)
        return 1
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
